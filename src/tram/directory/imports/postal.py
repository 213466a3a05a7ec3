"""postal_limits.toml: how long the post may take, by route, and how long an item may be silent, by leg.

Parameters, not law: the text of TT 17/2017/TT-BTTTT Điều 7 was not found. A route without a row of its own has the
general limit; a leg without one the row `any`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tram.core.cells import Day, Note, Yes, matching, one_of, text, whole
from tram.core.sheets import DatedRow, LineError, Row, wrong_spans
from tram.core.toml import Document
from tram.directory.imports.figures import Figure, figures

ROUTES = ("within-district", "between-districts", "inter-province")
ANY = "any"


@dataclass(frozen=True, kw_only=True)
class LimitsHead(Row):
    """The law behind the post's own clock."""

    law: Annotated[str, text(200)]
    valid_from: Day
    official: Yes
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class TotalTime(Row):
    """The longest time from acceptance to hand-over and from taking the result to delivery, in working days."""

    intra_province_working_days: Annotated[int, whole(1, 60)]
    inter_province_working_days: Annotated[int, whole(1, 60)]
    saturday_counts: Yes
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Safety(Row):
    """The least share of items delivered undamaged and not lost, in per cent."""

    minimum_percent: Annotated[int, whole(0, 100)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Tries(Row):
    """How often the post tries to deliver, and how many days it then holds a thing at a point."""

    attempts: Annotated[int, whole(1, 9)]
    hold_days: Annotated[int, whole(1, 90)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Incidents(Row):
    """What the post owes for a loss or damage (NĐ 47/2011/NĐ-CP Điều 24-26), and when a later entry is told."""

    postage_multiple: Annotated[int, whole(4, 100)]
    pay_days: Annotated[int, whole(1, 30)]
    interest_percent: Annotated[int, whole(0, 20)]
    later_entry_days: Annotated[int, whole(0, 30)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class RouteLimit(DatedRow):
    """The longest time of one route between two dates, where it is not the general one."""

    code: Annotated[str, one_of(*ROUTES)]
    working_days: Annotated[int, whole(1, 60)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class SilenceLimit(DatedRow):
    """How many hours (of working days) a leg may be silent until somebody is told, and until somebody above is."""

    leg: Annotated[str, matching(r"[a-z-]+", "post-to-desk")]
    first_hours: Annotated[int, whole(1, 720)]
    second_hours: Annotated[int, whole(2, 1440)]
    provenance: Note


def read(document: Document) -> list[Figure]:
    """The limits of the post; what is wrong with them is told by the document."""
    head, time = document.table("", LimitsHead), document.table("total_time", TotalTime)
    safety = document.table("safety", Safety)
    tries = document.table("delivery", Tries)
    incidents = document.table("incidents", Incidents)
    routes, silences = (
        document.tables("route", RouteLimit),
        document.tables("silence", SilenceLimit),
    )
    document.errors.extend(wrong_spans(routes, lambda row: row.code))
    document.errors.extend(_wrong_silences(silences))
    if not (head and time and safety and tries and incidents):
        return []
    law = f"{head.law}; {head.source}"
    return [
        *figures("postal_limits.total_time", time, head.valid_from, law=law),
        *figures("postal_limits.safety", safety, head.valid_from, law=law),
        *figures("postal_limits.delivery", tries, head.valid_from),
        *figures("postal_limits.incidents", incidents, head.valid_from),
        *(_route(row, law) for row in routes),
        *(_silence(row) for row in silences),
    ]


def _wrong_silences(silences: tuple[SilenceLimit, ...]) -> Iterator[LineError]:
    yield from wrong_spans(silences, lambda row: row.leg)
    if silences and all(row.leg != ANY for row in silences):
        yield silences[0].error("leg", f"Thiếu dòng «{ANY}» cho các chặng không có dòng riêng.")
    for row in silences:
        if row.second_hours <= row.first_hours:
            yield row.error("second_hours", f"Phải lớn hơn {row.first_hours} giờ của lần đầu.")


def _route(row: RouteLimit, law: str) -> Figure:
    return Figure(
        file=row.file,
        line=row.line,
        code=f"postal_limits.route.{row.code}",
        value=row.working_days,
        source=f"{law}; {row.provenance}",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _silence(row: SilenceLimit) -> Figure:
    return Figure(
        file=row.file,
        line=row.line,
        code=f"postal_limits.silence.{row.leg}",
        value={"first_hours": row.first_hours, "second_hours": row.second_hours},
        source=row.provenance,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
