"""How pressing an open dossier is (quá hạn, sắp hạn, còn hạn), told in working time, never in bare days.

NĐ 61/2018/NĐ-CP Điều 19 counts lateness against the appointment; when to warn before it is our own choice.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from tram.core.calendar import DAY, Hours, OfficeHours, WorkingCalendar, local
from tram.core.choices import Choice

SOON_WORKING_DAYS = 1
SOON_PERCENT = 20


class Urgency(Choice):
    """How a dossier stands to its due time (tình hình hạn trả), the most pressing first."""

    OVERDUE = "overdue", "Quá hạn"
    SOON = "soon", "Sắp hạn"
    IN_TIME = "in-time", "Còn hạn"


@dataclass(frozen=True)
class Standing:
    """Urgency, and the working minutes left (or, when overdue, gone by since the due time)."""

    urgency: Urgency
    minutes: int
    day_minutes: int

    @property
    def words(self) -> str:
        """As people say it: "còn 2 ngày 3 giờ làm việc", "quá 5 giờ làm việc"."""
        if self.urgency is Urgency.OVERDUE and not self.minutes:
            return "vừa quá hạn"
        start = "quá" if self.urgency is Urgency.OVERDUE else "còn"
        return f"{start} {working_time(self.minutes, self.day_minutes)}"


def standing(
    started_at: datetime,
    due_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    hours: Hours,
) -> Standing:
    """Overdue after the due time; soon when one working day or a fifth of the whole time is left."""
    day = day_minutes(hours.on(local(now).date()))
    if now > due_at:
        return Standing(Urgency.OVERDUE, working_minutes(due_at, now, calendar, hours), day)
    left = working_minutes(now, due_at, calendar, hours)
    whole = working_minutes(started_at, due_at, calendar, hours)
    soon = left <= SOON_WORKING_DAYS * day or left * 100 <= whole * SOON_PERCENT
    return Standing(Urgency.SOON if soon else Urgency.IN_TIME, left, day)


def working_minutes(
    start: datetime, end: datetime, calendar: WorkingCalendar, hours: Hours
) -> int:
    """Office minutes from `start` to `end`, 0 if `end` is not later."""
    first, last = local(start), local(end)
    if last <= first:
        return 0
    if first.date() == last.date():
        return _worked(first.date(), first.time(), last.time(), calendar, hours)
    total = _worked(first.date(), first.time(), time.max, calendar, hours)
    day = first.date() + DAY
    while day < last.date():
        total += day_minutes(hours.on(day)) if calendar.is_working(day) else 0
        day += DAY
    return total + _worked(day, time.min, last.time(), calendar, hours)


def working_time(minutes: int, day_minutes: int) -> str:
    """Working minutes in words a person plans by: the smaller parts fall away as it grows."""
    days, rest = divmod(minutes, day_minutes)
    hours = rest // 60
    if days:
        return (
            f"{days} ngày {hours} giờ làm việc" if hours and days < 3 else f"{days} ngày làm việc"
        )
    return f"{hours} giờ làm việc" if hours else f"{rest} phút làm việc"


def day_minutes(hours: OfficeHours) -> int:
    """Office minutes of a whole day."""
    return sum(_minute(closes) - _minute(opens) for opens, closes in hours.periods)


def _worked(day: date, since: time, until: time, calendar: WorkingCalendar, hours: Hours) -> int:
    """Office minutes of one day between two times of it."""
    if not calendar.is_working(day):
        return 0
    spans = (
        min(_minute(closes), _minute(until)) - max(_minute(opens), _minute(since))
        for opens, closes in hours.on(day).periods
    )
    return sum(span for span in spans if span > 0)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
