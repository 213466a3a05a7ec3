"""Days and hours: zone, names of days, working days (ngày làm việc), office hours (giờ làm việc).

Holidays and swapped days are decreed year by year, so they come in as data; a year that was not
loaded is refused, never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol, Self
from zoneinfo import ZoneInfo

from tram.core.errors import Refused

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)

_SATURDAY = 5
_ANY_DAY = date(2000, 1, 1)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def local(at: datetime) -> datetime:
    """The same instant on Vietnamese clocks."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone: it names no instant")
    return at.astimezone(ZONE)


def local_date(at: datetime) -> date:
    """The Vietnamese date of an instant: 2019-12-01 20:00 UTC is already the 2nd."""
    return local(at).date()


def next_month(day: date) -> date:
    """The first day of the month after the one a day is in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def vn_date(day: date) -> str:
    """02/12/2019."""
    return f"{day:%d/%m/}{day.year:04d}"


def weekday_name(day: date) -> str:
    """thứ Hai … thứ Bảy, Chủ nhật."""
    return _WEEKDAYS[day.weekday()]


def days_between(first: date, end: date) -> Iterator[date]:
    """The days from the first up to, not including, the end."""
    return (first + n * DAY for n in range((end - first).days))


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked, for one unit: the national calendar plus the unit's own closures.

    `days_off` (holidays, compensation, swaps, closures) and `extra_working` (swapped days, làm bù)
    give each day its name; a day in both is off, since a closure comes later than the decree.
    `covers` is the first and last year loaded, `missing` the years between that were not. On Saturday agencies
    rest, the post works.
    """

    days_off: Mapping[date, str]
    extra_working: Mapping[date, str]
    covers: tuple[int, int]
    works_on_saturday: bool = False
    missing: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.reason_off(day) is None

    def reason_off(self, day: date) -> str | None:
        """Why nobody works that day: the name of the holiday or weekend day; None if they work."""
        self._must_cover(day)
        if day in self.days_off:
            return self.days_off[day]
        last_weekday = _SATURDAY if self.works_on_saturday else _SATURDAY - 1
        if day in self.extra_working or day.weekday() <= last_weekday:
            return None
        return weekday_name(day)

    def closed_on(self, days: Mapping[date, str]) -> Self:
        """The same calendar for a unit that is closed on some more days, with the reason of each."""
        return replace(self, days_off={**self.days_off, **days}) if days else self

    def next_working(self, day: date) -> date:
        """The first working day after this one (never the day itself)."""
        day += DAY
        while not self.is_working(day):
            day += DAY
        return day

    def _must_cover(self, day: date) -> None:
        first, last = self.covers
        if not first <= day.year <= last or day.year in self.missing:
            without = ", ".join(map(str, sorted(self.missing)))
            raise Refused(
                "calendar-gap",
                f"Lịch làm việc mới có từ năm {first} đến năm {last}"
                + (f" (thiếu năm {without})" if without else "")
                + f": hãy nạp lịch năm {day.year} rồi tính lại ngày hẹn.",
            )


@dataclass(frozen=True)
class OfficeHours:
    """The hours of one working day; intake may stop some minutes before closing."""

    periods: tuple[tuple[time, time], ...]
    intake_stops_minutes_early: int = 0

    def __post_init__(self) -> None:
        moments = [moment for period in self.periods for moment in period]
        if not moments or any(a >= b for a, b in pairwise(moments)):
            raise ValueError(
                f"office hours must be given in order and not overlap: {self.periods}"
            )
        if self.intake_stops_minutes_early < 0:
            raise ValueError("intake cannot stop after the office has closed")

    @property
    def opens_at(self) -> time:
        """The start of the first period."""
        return self.periods[0][0]

    @property
    def closes_at(self) -> time:
        """The end of the last period: when a limit in days runs out."""
        return self.periods[-1][1]

    @property
    def intake_closes_at(self) -> time:
        """The last moment at which the desk still takes a dossier in."""
        closing = datetime.combine(_ANY_DAY, self.closes_at)
        early = timedelta(minutes=self.intake_stops_minutes_early)
        return max(closing - early, datetime.combine(_ANY_DAY, self.opens_at)).time()

    def on(self, _day: date) -> Self:
        """The same hours every day."""
        return self


class Hours(Protocol):
    """Office hours of each day: one `OfficeHours` for all days, or an `HoursTable`."""

    def on(self, day: date, /) -> OfficeHours:
        """The hours of a day."""


@dataclass(frozen=True)
class Season:
    """Office hours from one day of the year to another (mùa), which may cross the new year.

    A day of the year is (month, day). `valid_from`, `valid_to` are the dates of the decision that set them.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    hours: OfficeHours
    valid_from: date = date.min
    valid_to: date = date.max

    def includes(self, day: date) -> bool:
        """Whether these hours hold on a day."""
        if not self.valid_from <= day <= self.valid_to:
            return False
        at, first, last = (day.month, day.day), self.first, self.last
        return first <= at <= last if first <= last else at >= first or at <= last


@dataclass(frozen=True)
class HoursTable:
    """Office hours by season for one unit: those named first win, so a unit's own stand before everybody's."""

    seasons: Sequence[Season]
    _found: dict[date, OfficeHours] = field(default_factory=dict, compare=False, repr=False)

    def on(self, day: date) -> OfficeHours:
        """The hours of a day; a day without any is refused, never guessed."""
        if day not in self._found:
            self._found[day] = self._on(day)
        return self._found[day]

    def _on(self, day: date) -> OfficeHours:
        for season in self.seasons:
            if season.includes(day):
                return season.hours
        raise Refused(
            "no-office-hours",
            f"Chưa có giờ làm việc cho ngày {vn_date(day)}: hãy nạp giờ làm việc của ngày đó.",
        )
