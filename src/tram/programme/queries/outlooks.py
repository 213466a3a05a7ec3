"""Where the year will end, agency by agency: the history of each from the sums, through the model. Not for pages.

The months are of the procedures that the year's own figure is of (the reading of the denominator), so what the year has
so far is the board's figure to the last dossier.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tram.core.calendar import DAY
from tram.programme.queries.deployed import Catalogue
from tram.programme.queries.figures import members
from tram.programme.queries.plan import PlannedUnit, goals
from tram.programme.queries.spans import Span, until
from tram.programme.queries.sums import ProcedureSums, counted, rows
from tram.programme.rules.forecast import BackTest, MonthCount, Outlook, back_test, permille
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.plan import Goals
from tram.programme.rules.readings import OnlineReading
from tram.programme.rules.seasons import outlook
from tram.programme.rules.shares import Sums, scopes

YEARS_BACK = 2
ORIGINS = (3, 6, 9)
"""After how many months of a year it is tried how well the rest would have been foretold."""
WAYS = (Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST)
ON_THE_WAY = """
SELECT unit_id, procedure_id, count(*) FROM alive
WHERE channel = 3 AND state = 'registered' OR result_channel = 1 AND state = 'released'
GROUP BY unit_id, procedure_id
"""
_NOTHING = MonthCount(0, 0)
_YEAR = 12


@dataclass(frozen=True)
class Series:
    """One agency (None = the province) by one indicator: whole months, the oldest first, and what has begun."""

    unit_id: int | None
    indicator: Indicator
    months: tuple[MonthCount, ...]
    this_year: int
    begun: MonthCount

    @property
    def so_far(self) -> MonthCount:
        """What the year has."""
        own = self.months[len(self.months) - self.this_year :]
        return _sum([*own, self.begun])

    def outlook(self) -> Outlook:
        """Where the year will end."""
        return outlook(self.months, self.this_year, self.begun)

    def tested(self, years_ago: Iterable[int]) -> BackTest:
        """How well earlier years would have been foretold after as many months as this year has."""
        told = (self.tried(self.this_year, each) for each in years_ago)
        return back_test([pair for pair in told if pair])

    def tried(self, months: int, years_ago: int) -> tuple[Outlook, int] | None:
        """What would have been foretold so far into an earlier year, and what came; None where it is not all known."""
        first = len(self.months) - self.this_year - _YEAR * years_ago
        whole = self.months[max(first, 0) : first + _YEAR]
        came = permille(sum(m.numerator for m in whole), sum(m.denominator for m in whole))
        if first < 0 or len(whole) < _YEAR or came is None:
            return None
        return outlook(self.months[: first + months], months), came


@dataclass(frozen=True)
class Lacking:
    """A procedure that one dossier by post would make count."""

    unit_id: int
    procedure_id: int
    on_the_way: int
    dossiers: int


@dataclass(frozen=True)
class History:
    """What is known up to a day: the series of each agency and the province, and the procedures that lack one."""

    year: int
    as_of: date
    series: tuple[Series, ...]
    lacking: tuple[Lacking, ...]
    simulated: bool


def history(year: int, as_of: date) -> History:
    """Up to three years of months up to the end of a day, and what lacks one dossier; Refused without a plan."""
    asked = goals(year, as_of)
    span = until(asked.period, as_of)
    units, catalogue = members(asked, span), Catalogue(span.last)
    known, since = _known(asked, span), _first_month(asked.period.first)
    months = _months(known, since, span.last)
    own = {unit.id: _own(unit, asked, catalogue, known) for unit in units}
    ends = span.last == asked.period.last or (span.last + DAY).day == 1
    over = ends and span.last >= since
    told = [one for unit in units for one in _series(unit.id, own[unit.id], months, since, over)]
    return History(
        year,
        span.last,
        (*told, *_province(told)),
        tuple(_lacking(units, asked, catalogue, known)),
        any(row.sums.simulated for row in known if row.unit_id in own),
    )


def _known(asked: Goals, span: Span) -> list[ProcedureSums]:
    """The months before the plan's year and in it; days before its first whole month count in that month."""
    first, since = asked.period.first, _first_month(asked.period.first)
    before = counted(Span(date(asked.year - YEARS_BACK, 1, 1), first - DAY), by_month=True)
    within = counted(span, by_month=True)
    return [
        *before,
        *(replace(row, month=max(row.month, since)) if row.month else row for row in within),
    ]


def _first_month(first: date) -> date:
    """The first day of the first whole month of a period."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first if first.day == 1 else following


Counts = dict[Indicator, dict[date, MonthCount]]


def _own(
    unit: PlannedUnit, asked: Goals, catalogue: Catalogue, known: list[ProcedureSums]
) -> Counts:
    """Indicator → month → what one agency counts of the procedures that the year's figure is of."""
    mine = [row for row in known if row.unit_id == unit.id]
    scope = scopes(_this_year(mine, asked), catalogue.of(unit.id, unit.kind), asked.readings)
    online = asked.readings.online is OnlineReading.COUNTED
    found: Counts = {way: {} for way in WAYS}
    for row in mine:
        for way, inside in zip(WAYS, scope, strict=True):
            if row.month and row.procedure_id in inside:
                added = _received(row.sums, online) if way is WAYS[0] else _returned(row.sums)
                found[way][row.month] = _sum([found[way].get(row.month, _NOTHING), added])
    return found


def _received(sums: Sums, online: bool) -> MonthCount:
    every = sums.received if online else sums.received - sums.received_online
    return MonthCount(sums.received_by_post, every)


def _returned(sums: Sums) -> MonthCount:
    return MonthCount(sums.returned_by_post, sums.returned)


def _this_year(rows_: Iterable[ProcedureSums], asked: Goals) -> dict[int, Sums]:
    found: dict[int, Sums] = {}
    for row in rows_:
        if row.month and row.month >= asked.period.first:
            found[row.procedure_id] = found.get(row.procedure_id, Sums()) + row.sums
    return found


def _months(known: Iterable[ProcedureSums], since: date, last: date) -> list[date]:
    """The first days of the months from the first with anything in it to that of a day."""
    first = min((row.month for row in known if row.month), default=last.replace(day=1))
    first, last = min(first, since), max(since, last)
    count = (last.year - first.year) * _YEAR + last.month - first.month + 1
    numbers = (first.month - 1 + number for number in range(count))
    return [date(first.year + number // _YEAR, number % _YEAR + 1, 1) for number in numbers]


def _series(
    unit_id: int,
    counts: Mapping[Indicator, Mapping[date, MonthCount]],
    months: list[date],
    since: date,
    over: bool,
) -> Iterator[Series]:
    whole = months if over else months[:-1]
    for way, by_month in counts.items():
        yield Series(
            unit_id,
            way,
            tuple(by_month.get(month, _NOTHING) for month in whole),
            sum(1 for month in whole if month >= since),
            _NOTHING if over else by_month.get(months[-1], _NOTHING),
        )


def _province(told: list[Series]) -> Iterator[Series]:
    for way in WAYS:
        same = [one for one in told if one.indicator is way]
        if same:
            months = tuple(_sum(each) for each in zip(*(one.months for one in same), strict=True))
            begun = _sum(one.begun for one in same)
            yield Series(None, way, months, same[0].this_year, begun)


def _sum(counts: Iterable[MonthCount]) -> MonthCount:
    every = list(counts)
    return MonthCount(sum(m.numerator for m in every), sum(m.denominator for m in every))


def _lacking(
    units: Iterable[PlannedUnit], asked: Goals, catalogue: Catalogue, known: list[ProcedureSums]
) -> Iterator[Lacking]:
    """Deployed procedures open to the post without a dossier by post this year."""
    coming = {(unit, each): count for unit, each, count in rows(ON_THE_WAY, {})}
    for unit in units:
        sums = _this_year((row for row in known if row.unit_id == unit.id), asked)
        own = catalogue.of(unit.id, unit.kind)
        for each in sorted(own.deployed(asked.readings) & (own.inward | own.outward)):
            found = sums.get(each, Sums())
            if not found.by_post:
                yield Lacking(unit.id, each, coming.get((unit.id, each), 0), found.received)
