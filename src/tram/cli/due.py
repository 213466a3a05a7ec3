"""`tram due`: when a dossier would be due, and why, day by day."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import prepared, say
from tram.core.calendar import ZONE, local, vn_date, weekday_name
from tram.core.errors import Refused
from tram.dossiers.rules.deadlines import Derivation, DurationUnit, Limit, Pause, PauseKind

if TYPE_CHECKING:
    from tram.catalogue.models import ProcedureVersion
    from tram.dossiers.queries.reckoning import Terms

_REFUSED = 1
_FIRST_YEAR, _LAST_YEAR = 1945, 2200


@prepared
def due(
    limit: Annotated[str, typer.Option("--limit", metavar="N", help="How many.")] = "",
    unit: Annotated[
        str, typer.Option("--in", metavar="UNIT", help="hour, working-day, calendar-day or month.")
    ] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="When the clock starts; without it: now.")
    ] = "",
    office: Annotated[
        str,
        typer.Option("--office", metavar="UNIT", help="Slug or code of the agency that settles."),
    ] = "",
    procedure: Annotated[
        str,
        typer.Option(
            "--procedure", metavar="CODE", help="Take its limit, and its agency if fixed."
        ),
    ] = "",
    channel: Annotated[
        int, typer.Option("--channel", min=1, max=3, help="1 counter, 2 online, 3 by post.")
    ] = 1,
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="TIME/TIME", help="The clock stood still; repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say when a dossier is due whose legal clock starts at a moment, and how that was counted.

    The calendar, closures and office hours are those of the database: the answer is the one that
    accepting a dossier would keep. Times are Vietnamese time.

    Example: tram due --limit 3 --in working-day --at 2019-04-26T15:10

    Or: tram due --limit 8 --in hour --at 2019-10-15T16:00 --office so-tu-phap --json

    Or: tram due --limit 1 --in month --at 2019-11-04T09:00 --pause 2019-11-05T10:00/2019-11-08T09:00

    Or: tram due --procedure 2.000488 --channel 3 --at 2019-12-02T08:00

    Exit codes: 0 told, 1 refused (the reason is told), 2 misused.
    """
    try:
        found, by = _answer(limit, unit, at, office, procedure, channel, pause or ())
    except Refused as reason:
        say(reason.message)
        if reason.code == "no-calendar":
            say("Ví dụ: tram load data/vinh-phuc")
        raise typer.Exit(_REFUSED) from None
    typer.echo(as_program_text(found) if as_json else as_text(found, by))


def as_text(found: Derivation, by: "Terms") -> str:
    """The answer for a person."""
    day = found.due_at.date()
    limit = f"Thời hạn {by.limit}" if by.limit else "Trả trong ngày"
    return (
        f"Hạn trả: {found.due_at:%H:%M} {weekday_name(day)} {vn_date(day)}\n"
        f"{limit}, {found.in_words()}."
    )


def as_program_text(found: Derivation) -> str:
    """The answer as JSON: what a due time is stored with, and the same in words."""
    told = {**found.as_json(), "words": found.in_words()}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _answer(
    limit: str,
    unit: str,
    at: str,
    office: str,
    procedure: str,
    channel: int,
    pauses: list[str] | tuple[()],
) -> "tuple[Derivation, Terms]":
    from tram.core import clock
    from tram.dossiers.queries.reckoning import Terms, reckon, terms

    started = moment(at) if at else local(clock.now())
    waited = [_pause(words) for words in pauses]
    agency = _agency(office) if office else None
    version = _version(procedure, started) if procedure else None
    if version and agency is None:
        agency = version.procedure.agency_id
    if version is None or limit or unit:
        by = Terms(_limit(limit, unit), agency)
        return reckon(started, by, waited), by
    by = terms(version, channel, agency)
    return reckon(started, by, waited), by


def moment(words: str) -> datetime:
    """An ISO moment, Vietnamese time if it names no zone; Refused if there is no such moment."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Refused(
            "bad-moment",
            f"Không có thời điểm «{words}»: hãy ghi như 2019-04-26T15:10 (năm-tháng-ngày, chữ T, giờ:phút).",
        )
    return local(found if found.tzinfo else found.replace(tzinfo=ZONE))


def _pause(words: str) -> Pause:
    first, slash, last = words.partition("/")
    if not slash:
        raise Refused(
            "bad-pause",
            f"Lần tạm dừng «{words}» thiếu lúc kết thúc: hãy ghi hai thời điểm cách nhau bởi dấu /, "
            "như 2019-11-05T10:00/2019-11-06T09:00.",
        )
    return Pause(moment(first), moment(last), PauseKind.SUPPLEMENT)


def _limit(value: str, unit: str) -> Limit:
    if not value or not unit:
        raise Refused(
            "limit-missing",
            "Chưa có thời hạn: hãy ghi --limit và --in (ví dụ --limit 3 --in working-day), "
            "hoặc --procedure và mã thủ tục.",
        )
    if unit not in list(DurationUnit):
        known = ", ".join(DurationUnit)
        raise Refused("bad-unit", f"Không có đơn vị tính «{unit}»: hãy chọn một trong {known}.")
    if not value.removeprefix("-").isdecimal():
        raise Refused("bad-limit", f"Thời hạn «{value}» không phải là số: hãy ghi như 3.")
    return Limit(int(value), DurationUnit(unit))


def _agency(words: str) -> int:
    from django.db.models import Q

    from tram.directory.models import Unit

    found = Unit.objects.filter(Q(slug=words) | Q(code=words)).order_by("-valid_from").first()
    if found is None:
        raise Refused(
            "no-such-unit",
            f"Không có đơn vị «{words}»: hãy ghi tên ngắn như so-tu-phap (cột slug của units.csv) "
            "hoặc mã định danh.",
        )
    return found.id


def _version(code: str, at: datetime) -> "ProcedureVersion":
    from tram.catalogue import queries as catalogue
    from tram.catalogue.models import ProcedureVersion

    found = catalogue.procedure(code, day=at.date())
    if found is None:
        raise Refused(
            "no-such-procedure",
            f"Không có thủ tục «{code}» được công bố và có hiệu lực ngày {vn_date(at.date())}: "
            "hãy xem lại mã (ví dụ 2.000488) và ngày.",
        )
    return ProcedureVersion.objects.select_related("procedure").get(id=found.version_id)
