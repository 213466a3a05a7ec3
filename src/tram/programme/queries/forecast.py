"""The outlook of the year as the worker last computed it: where it will end, and how many more it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tram.programme.models import Forecast, NearProcedure
from tram.programme.rules.forecast import Method, among, on_top
from tram.programme.rules.indicators import Indicator

NEAR_SHOWN = 50


@dataclass(frozen=True)
class YearEnd:
    """The outlook of one unit (None = the province) by one indicator; shares in thousandths, 80 % between low and high.

    `middle` None = too little history: `method.label` says so. `error` is the mean error of `tested` earlier outlooks
    made at the same time of the year, `held` of which ended inside their interval.
    """

    unit_id: int | None
    indicator: Indicator
    as_of: date
    computed_at: datetime
    method: Method
    months: int
    numerator: int
    denominator: int
    numerator_end: int | None
    denominator_end: int | None
    low: int | None
    middle: int | None
    high: int | None
    error: int | None
    tested: int
    held: int
    simulated: bool

    def more(self, percent: Decimal) -> int | None:
        """How many more by post reach the target if each is one dossier more; None: no number does."""
        return on_top(self.numerator, self.denominator, percent)

    def of_those_to_come(self, percent: Decimal) -> int | None:
        """How many of the dossiers expected until 31 December must go by post; None without an outlook."""
        if self.denominator_end is None:
            return None
        return among(self.numerator, self.denominator_end, percent)


@dataclass(frozen=True)
class Near:
    """A procedure that one dossier by post would make count."""

    procedure_id: int
    code: str
    on_the_way: int
    dossiers: int


def year_ends(year: int) -> Mapping[tuple[int | None, Indicator], YearEnd]:
    """Every outlook of the year by (unit, indicator); one statement. Empty before the worker first ran."""
    rows = (_read(row) for row in Forecast.objects.filter(year=year))
    return {(row.unit_id, row.indicator): row for row in rows}


def near_procedures(year: int, unit_id: int) -> tuple[Near, ...]:
    """The agency's procedures that lack one dossier: what is on the way first, then the most asked for."""
    found = NearProcedure.objects.filter(year=year, unit_id=unit_id).order_by(
        "-on_the_way", "-dossiers", "procedure__code"
    )
    names = ("procedure_id", "procedure__code", "on_the_way", "dossiers")
    return tuple(Near(*row) for row in found.values_list(*names)[:NEAR_SHOWN])


def _read(row: Forecast) -> YearEnd:
    return YearEnd(
        unit_id=row.unit_id,
        indicator=Indicator(row.indicator),
        as_of=row.as_of,
        computed_at=row.computed_at,
        method=Method(row.method),
        months=row.months,
        numerator=row.numerator,
        denominator=row.denominator,
        numerator_end=row.numerator_end,
        denominator_end=row.denominator_end,
        low=row.low,
        middle=row.middle,
        high=row.high,
        error=row.error,
        tested=row.tested,
        held=row.held,
        simulated=row.simulated,
    )
