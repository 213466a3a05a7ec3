"""Periods (kỳ): days both included, as Việt Nam counts days; the whole months in them, and the days at their edges."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from tram.core.calendar import DAY, ZONE, next_month
from tram.programme.rules.periods import Period


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return _start(self.first)

    @property
    def until(self) -> datetime:
        """The moment when it is over."""
        return _start(self.last + DAY)

    @property
    def words(self) -> dict[str, Any]:
        """For statements: the whole months by their first days, end not included, and the moments of both edges."""
        first, last = _month_from(self.first), _month_of(self.last + DAY)
        if first >= last:  # no whole month: the days are one edge
            first = last = self.first
        return {
            "since": self.since,
            "until": self.until,
            "first_month": first,
            "last_month": last,
            "whole_since": _start(first),
            "whole_until": _start(last),
        }


def until(period: Period, day: date) -> Span:
    """A period up to the end of a day; empty before it begins."""
    return Span(period.first, max(min(period.last, day), period.first - DAY))


def month(year: int, number: int) -> Period:
    """One month, whole."""
    first = date(year, number, 1)
    return Period(first, next_month(first) - DAY)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _month_from(day: date) -> date:
    return day if day.day == 1 else next_month(day)
