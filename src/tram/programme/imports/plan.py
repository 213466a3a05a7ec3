"""plan*.toml: one file is one version of a plan (kế hoạch) with its articles, groups, readings and targets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from tram.core.cells import (
    Day,
    Note,
    OpenDay,
    Reader,
    bad,
    listed,
    matching,
    member,
    one_of,
    or_empty,
    or_none,
    text,
    whole,
)
from tram.core.sheets import WHOLE_FILE, DatedRow, Files, LineError, Row, repeats, wrong_spans
from tram.core.toml import Document
from tram.directory.models import UnitKind
from tram.programme.rules import faults
from tram.programme.rules.indicators import Group, Indicator
from tram.programme.rules.plan import Article, PlanOn, PlanTarget, ReadingNote, TargetLevel
from tram.programme.rules.readings import OPTIONS, ReadingName, Readings

_FILE = re.compile(r"plan[\w.-]*\.toml")
_CODE = matching(r"[a-z0-9-]{1,40}", "muc-tieu")
_SHAPE = matching(r"\d{2}-\d{2}", "01-14")
_COMMON_YEAR = 2001
_PERCENT = matching(r"\d{1,3}(\.\d{1,2})?", "15 hoặc 12.5")
_YEAR = whole(2000, 2100)


def _month_day(raw: str) -> str:
    """A day that every year has."""
    value = _SHAPE(raw)
    try:
        date(_COMMON_YEAR, int(value[:2]), int(value[3:]))
    except ValueError:
        raise bad(
            f"Không phải năm nào cũng có ngày «{value}»: hãy ghi tháng-ngày, như 01-14."
        ) from None
    return value


def _percent(raw: str) -> Decimal:
    value = Decimal(_PERCENT(raw))
    if value > 100:
        raise bad(f"{value} % quá 100 %: hãy ghi từ 0 đến 100.")
    return value


def _step(raw: str) -> Decimal:
    return _percent(raw) if raw.strip() else Decimal(0)


_GROUPS: Reader[tuple[str, ...]] = listed(one_of(*Group), "\n")
_KINDS: Reader[tuple[str, ...]] = listed(one_of(*UnitKind), "\n")


@dataclass(frozen=True, kw_only=True)
class HeadRow(DatedRow):
    """The document, and between which dates this version of it is in force."""

    number: Annotated[str, text(60)]
    version: Annotated[int, whole(1, 99)]
    title: Annotated[str, text(500)]
    issuer: Annotated[str, text(200)]
    issued_on: Day
    first_year: Annotated[int, _YEAR]
    last_year: Annotated[int, _YEAR]
    year_starts: Annotated[str, _month_day]
    source: Note


@dataclass(frozen=True, kw_only=True)
class ArticleRow(Row):
    """One passage in the document's own words."""

    code: Annotated[str, _CODE]
    title: Annotated[str, text(200)]
    wording: Annotated[str, text(4000)]


@dataclass(frozen=True, kw_only=True)
class GroupRow(Row):
    """How the document names a group of agencies; who is in it stands in units.csv."""

    code: Annotated[Group, member(Group)]
    wording: Annotated[str, text(1000)]


@dataclass(frozen=True, kw_only=True)
class ReadingRow(Row):
    """A question that the words leave open, and the way chosen."""

    name: Annotated[ReadingName, member(ReadingName)]
    chosen: Annotated[str, text(40)]
    wording: Annotated[str, text(1000)]
    why: Annotated[str, text(1000)]


@dataclass(frozen=True, kw_only=True)
class TargetRow(Row):
    """One target."""

    indicator: Annotated[Indicator, member(Indicator)]
    level: Annotated[TargetLevel, member(TargetLevel)]
    groups: Annotated[tuple[str, ...], _GROUPS]
    kinds: Annotated[tuple[str, ...], _KINDS]
    first_year: Annotated[int, _YEAR]
    last_year: Annotated[int, _YEAR]
    percent: Annotated[Decimal | None, or_none(_percent)]
    count: Annotated[int | None, or_none(whole(1, 10**6))]
    step: Annotated[Decimal, _step]
    step_if: Annotated[str, or_empty(text(20))]
    due: OpenDay
    due_next_year: Annotated[str, or_empty(_month_day)]
    denominator: Annotated[str, or_empty(text(300))]
    article: Annotated[str, _CODE]
    provenance: Note


@dataclass(frozen=True)
class Plans:
    """The versions of plans in a folder, each with its head's row, and what is wrong."""

    found: tuple[tuple[HeadRow, PlanOn], ...] = ()
    errors: tuple[LineError, ...] = ()


def read(files: Files) -> Plans:
    """Every plan*.toml of a folder; a folder may have none."""
    parts = [_version(Document(files, name)) for name in sorted(files) if _FILE.fullmatch(name)]
    found = tuple(pair for part in parts for pair in part.found)
    heads = [head for head, _ in found]
    across = (
        *repeats(heads, lambda row: (row.number, row.version), "version"),
        *wrong_spans(heads, lambda row: "plan"),
    )
    return Plans(found, (*(error for part in parts for error in part.errors), *across))


def _version(document: Document) -> Plans:
    head = document.table("plan", HeadRow)
    articles = document.tables("article", ArticleRow)
    groups = document.tables("group", GroupRow)
    readings = document.tables("reading", ReadingRow)
    targets = document.tables("target", TargetRow)
    document.errors.extend(repeats(articles, lambda row: row.code, "code"))
    document.errors.extend(repeats(groups, lambda row: row.code, "code"))
    document.errors.extend(_wrong_readings(document, readings))
    if document.readable and not targets and not document.errors:
        document.errors.append(
            LineError(document.file, WHOLE_FILE, "target", "Thiếu bảng [[target]].")
        )
    if head is None or document.errors:
        return Plans(errors=document.close())
    plan = _plan(head, articles, groups, readings, targets)
    document.errors.extend(_wrong_plan(head, plan, targets))
    return Plans(((head, plan),), document.close())


def _wrong_readings(document: Document, rows: tuple[ReadingRow, ...]) -> Iterator[LineError]:
    yield from repeats(rows, lambda row: row.name, "name")
    for row in rows:
        if row.chosen not in list(OPTIONS[row.name]):
            known = ", ".join(OPTIONS[row.name])
            yield row.error("chosen", f"Không có cách hiểu «{row.chosen}»: hãy ghi {known}.")
    missing = [name for name in ReadingName if name not in {row.name for row in rows}]
    if document.readable and missing and not document.errors:
        listed_names = ", ".join(missing)
        message = f"Thiếu cách hiểu: {listed_names}. Hãy ghi một bảng [[reading]] cho mỗi điểm."
        yield LineError(document.file, WHOLE_FILE, "reading", message)


def _wrong_plan(
    head: HeadRow, plan: PlanOn, targets: tuple[TargetRow, ...]
) -> Iterator[LineError]:
    if head.last_year < head.first_year:
        yield head.error("last_year", f"Năm cuối phải từ {head.first_year} trở đi.")
        return
    for fault in faults.faults(plan):
        yield targets[fault.index].error(fault.column, fault.message)


def _plan(
    head: HeadRow,
    articles: tuple[ArticleRow, ...],
    groups: tuple[GroupRow, ...],
    readings: tuple[ReadingRow, ...],
    targets: tuple[TargetRow, ...],
) -> PlanOn:
    return PlanOn(
        id=0,
        **{name: getattr(head, name) for name in head.columns},
        readings=Readings().but(**{row.name.value: row.chosen for row in readings}),
        notes=tuple(ReadingNote(r.name, r.chosen, r.wording, r.why) for r in readings),
        groups={row.code: row.wording for row in groups},
        articles={row.code: Article(row.code, row.title, row.wording) for row in articles},
        targets=tuple(_target(row) for row in targets),
    )


def _target(row: TargetRow) -> PlanTarget:
    given = {name: getattr(row, name) for name in row.columns}
    target = PlanTarget(**given | {"groups": frozenset(), "kinds": frozenset()})
    return replace(
        target,
        groups=frozenset(Group(code) for code in row.groups),
        kinds=frozenset(row.kinds),
    )
