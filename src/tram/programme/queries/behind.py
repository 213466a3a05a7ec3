"""The dossiers behind a figure (danh sách làm căn cứ của số liệu): numerator, denominator, left out and why (48e).

Pages are keyset pages by the moment that counts. No person is on them: a number, a unit, a procedure, times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tram.catalogue.models import Channel
from tram.core.acts import Grade
from tram.core.choices import Choice
from tram.dossiers.queries.keyset import PAGE, Page
from tram.programme.queries import spans
from tram.programme.queries.deployed import Catalogue
from tram.programme.queries.figures import members
from tram.programme.queries.left_out import (
    NEAR_RECEIVED,
    NEAR_RETURNED,
    NOT_RECEIVED,
    NOT_RETURNED,
)
from tram.programme.queries.plan import goals
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import counted, rows
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.periods import months
from tram.programme.rules.readings import OnlineReading, Readings
from tram.programme.rules.shares import Sums, scopes


class FigurePart(Choice):
    """Which list behind a figure (danh sách làm căn cứ của số liệu)."""

    NUMERATOR = "numerator", "Tử số"
    DENOMINATOR = "denominator", "Mẫu số"
    EXCLUDED = "excluded", "Không tính"


Part = FigurePart


@dataclass(frozen=True)
class Behind:
    """Which figure: of an agency (None: of all), a procedure by its code, a month, a reason; empty = any."""

    unit_id: int | None
    indicator: Indicator
    part: Part
    year: int
    as_of: date
    readings: Readings | None = None
    procedure: str = ""
    month: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One dossier behind a figure; `reason_words` where it is left out."""

    dossier_id: UUID
    number: str
    unit: str
    procedure_code: str
    channel: int
    registered_at: datetime
    received_on: datetime | None
    returned_on: datetime | None
    grade: str
    reason: str
    simulated: bool
    at: datetime

    @property
    def channel_words(self) -> str:
        """How it came in."""
        return str(Channel(self.channel).label)

    @property
    def grade_words(self) -> str:
        """How well the weakest of its acts is proved."""
        return Grade(self.grade).label

    @property
    def reason_words(self) -> str:
        """Why it is left out; empty for one that counts."""
        return Exclusion(self.reason).label if self.reason else ""


_IN = "(unit_id, procedure_id) IN (SELECT * FROM unnest(%(scope_units)s::bigint[], %(scope_procedures)s::bigint[]))"
_RECEIVED = "received_on >= %(since)s AND received_on < %(until)s"
_RETURNED = "returned_on >= %(since)s AND returned_on < %(until)s"
_COUNTS_ONLINE = "(channel <> 2 OR %(online)s)"
_SAME = (
    "unit_id = ANY(%(units)s) AND (%(procedure)s = '' "
    "OR procedure_id = (SELECT id FROM catalogue_procedure WHERE code = %(procedure)s))"
)
_WHICH: dict[tuple[Indicator, Part], tuple[tuple[str, str, str], ...]] = {
    (Indicator.RECEIVED_BY_POST, Part.NUMERATOR): (
        ("received_on", "''", f"{_RECEIVED} AND received_by_post AND {_IN}"),
    ),
    (Indicator.RECEIVED_BY_POST, Part.DENOMINATOR): (
        ("received_on", "''", f"{_RECEIVED} AND {_COUNTS_ONLINE} AND {_IN}"),
    ),
    (Indicator.RECEIVED_BY_POST, Part.EXCLUDED): (
        ("registered_at", NOT_RECEIVED, NEAR_RECEIVED),
        (
            "received_on",
            f"CASE WHEN {_IN} THEN '{Exclusion.ONLINE_NOT_COUNTED}' ELSE '{Exclusion.PROCEDURE_NOT_COUNTED}' END",
            f"{_RECEIVED} AND NOT ({_COUNTS_ONLINE} AND {_IN})",
        ),
    ),
    (Indicator.RETURNED_BY_POST, Part.NUMERATOR): (
        ("returned_on", "''", f"{_RETURNED} AND returned_by_post AND {_IN}"),
    ),
    (Indicator.RETURNED_BY_POST, Part.DENOMINATOR): (
        ("returned_on", "''", f"{_RETURNED} AND {_IN}"),
    ),
    (Indicator.RETURNED_BY_POST, Part.EXCLUDED): (
        ("registered_at", NOT_RETURNED, NEAR_RETURNED),
        (
            "returned_on",
            f"'{Exclusion.PROCEDURE_NOT_COUNTED}'",
            f"{_RETURNED} AND NOT {_IN}",
        ),
    ),
}
_POSTED = f"({_RECEIVED} AND received_by_post OR {_RETURNED} AND returned_by_post)"
_ANY = f"({_RECEIVED} OR {_RETURNED})"
_AT = f"CASE WHEN {_RECEIVED} THEN received_on ELSE returned_on END"
_OF_PROCEDURES = {
    Part.NUMERATOR: ((_AT, "''", f"{_POSTED} AND {_IN}"),),
    Part.DENOMINATOR: ((_AT, "''", f"{_ANY} AND {_IN}"),),
    Part.EXCLUDED: ((_AT, f"'{Exclusion.NOT_DEPLOYED}'", f"{_POSTED} AND NOT {_IN}"),),
}
_OF_VOLUME = {
    Part.NUMERATOR: ((_AT, "''", _POSTED),),
    Part.DENOMINATOR: ((_AT, "''", _ANY),),
    Part.EXCLUDED: ((_AT, "''", "false"),),
}
_LINES = """
SELECT found.dossier_id, coalesce(d.number, ''), u.name, p.code, found.channel, found.registered_at,
  found.received_on, found.returned_on, found.grade, found.reason, found.simulated, found.at
FROM ({found}) found JOIN dossiers_dossier d ON d.id = found.dossier_id
JOIN directory_unit u ON u.id = found.unit_id JOIN catalogue_procedure p ON p.id = found.procedure_id
WHERE (%(reason)s = '' OR found.reason = %(reason)s) AND ({beyond})
ORDER BY found.at {way}, found.dossier_id {way} LIMIT %(most)s
"""
EVERY = 100_000
"""How many lines a sheet has at most."""


def dossiers_behind(asked: Behind, key: str = "") -> Page[Line]:
    """One page of the list; a key that cannot be read is the first page's."""
    place, back = _place(key), key.startswith("<")
    backwards = back and place is not None
    found = list(_lines(asked, place, backwards=backwards, most=PAGE + 1))
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    before, after = (more, True) if backwards else (place is not None, more)
    return Page(
        tuple(found),
        _key("<", found[0]) if found and before else "",
        _key(">", found[-1]) if found and after else "",
    )


def every_dossier_behind(asked: Behind) -> Iterator[Line]:
    """The whole list, in order."""
    return _lines(asked, None, backwards=False, most=EVERY)


def _lines(
    asked: Behind, place: tuple[datetime, UUID] | None, *, backwards: bool, most: int
) -> Iterator[Line]:
    sign = "<" if backwards else ">"
    beyond = f"(found.at, found.dossier_id) {sign} (%(at)s, %(tie)s)" if place else "true"
    parts = " UNION ALL ".join(
        f"SELECT *, {at} AS at, {reason} AS reason FROM alive WHERE {_SAME} AND ({which})"
        for at, reason, which in _which(asked)
    )
    statement = _LINES.format(found=parts, beyond=beyond, way="DESC" if backwards else "ASC")
    at, tie = place or (None, None)
    words = {**_words(asked), "reason": asked.reason, "at": at, "tie": tie, "most": most}
    return (Line(*row) for row in rows(statement, words))


def _which(asked: Behind) -> tuple[tuple[str, str, str], ...]:
    if asked.indicator is Indicator.PROCEDURES_WITH_POST:
        return _OF_PROCEDURES[asked.part]
    return _WHICH.get((asked.indicator, asked.part)) or _OF_VOLUME[asked.part]


def _words(asked: Behind) -> dict[str, Any]:
    """The period, the agencies, and the procedures of each whose dossiers are counted."""
    plan = goals(asked.year, asked.as_of, asked.readings)
    whole = spans.until(plan.period, asked.as_of)
    period = months(plan.period)[asked.month - 1] if asked.month else plan.period
    span = spans.until(period, asked.as_of)
    units = [u for u in members(plan, whole) if asked.unit_id in (None, u.id)]
    scope = _scope(asked, plan.readings, span, {unit.id: unit.kind for unit in units})
    return {
        **span.words,
        "units": [unit.id for unit in units],
        "procedure": asked.procedure,
        "online": plan.readings.online is OnlineReading.COUNTED,
        "scope_units": [unit_id for unit_id, _each in scope],
        "scope_procedures": [each for _unit_id, each in scope],
    }


def _scope(
    asked: Behind, readings: Readings, span: Span, kinds: dict[int, str]
) -> list[tuple[int, int]]:
    sums: dict[int, dict[int, Sums]] = {unit_id: {} for unit_id in kinds}
    for row in counted(span, units=frozenset(kinds)):
        sums[row.unit_id][row.procedure_id] = row.sums
    catalogue, pairs = Catalogue(span.last), []
    for unit_id, kind in kinds.items():
        own = catalogue.of(unit_id, kind)
        came, went = scopes(sums[unit_id], own, readings)
        ways = {
            Indicator.PROCEDURES_WITH_POST: own.deployed(readings),
            Indicator.RETURNED_BY_POST: went,
        }
        pairs += [(unit_id, each) for each in ways.get(asked.indicator, came)]
    return pairs


def _place(key: str) -> tuple[datetime, UUID] | None:
    moment, _, ident = key[1:].partition("~")
    try:
        at, tie = datetime.fromisoformat(moment), UUID(ident)
    except ValueError:
        return None
    return (at, tie) if at.tzinfo else None


def _key(sign: str, line: Line) -> str:
    return f"{sign}{line.at.isoformat()}~{line.dossier_id}"
