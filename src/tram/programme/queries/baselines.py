"""Figures of years before as they stand, and every version of one (số liệu năm trước)."""

from dataclasses import dataclass
from datetime import datetime

from tram.programme.models import Baseline
from tram.programme.rules.indicators import Indicator, Value
from tram.programme.rules.registers import FigureGrade


@dataclass(frozen=True)
class BaselineRow:
    """One version of a figure of a year before."""

    unit_id: int
    unit: str
    indicator: Indicator
    year: int
    version: int
    numerator: int
    denominator: int | None
    source: str
    grade: FigureGrade
    reason: str
    by: str
    at: datetime

    @property
    def value(self) -> Value:
        """The figure as the indicators know it; what is only counted divides by nothing."""
        return Value(self.indicator, self.unit_id, self.numerator, self.denominator)


def baselines(year: int) -> list[BaselineRow]:
    """The figures of a year that count, agency by agency."""
    rows = Baseline.objects.filter(year=year).select_related("unit", "by")
    rows = rows.order_by("unit_id", "indicator", "-version").distinct("unit_id", "indicator")
    order = list(Indicator)
    ranked = sorted(
        rows, key=lambda row: (row.unit.sort_key, order.index(Indicator(row.indicator)))
    )
    return [_row(row) for row in ranked]


def versions(unit_id: int, indicator: Indicator, year: int) -> list[BaselineRow]:
    """Every version of one figure, the latest first."""
    rows = Baseline.objects.filter(unit=unit_id, indicator=indicator, year=year)
    return [_row(row) for row in rows.select_related("unit", "by").order_by("-version")]


def years_with_baselines() -> list[int]:
    """Years of which there is any figure, the latest first."""
    return list(Baseline.objects.order_by("-year").values_list("year", flat=True).distinct())


def _row(row: Baseline) -> BaselineRow:
    return BaselineRow(
        row.unit_id,
        row.unit.short_name or row.unit.name,
        Indicator(row.indicator),
        row.year,
        row.version,
        row.numerator,
        row.denominator,
        row.source,
        FigureGrade(row.grade),
        row.reason,
        row.by.full_name,
        row.at,
    )
