"""What the post is held to on a day: limits by route, hours of silence by leg, its Saturday, its target (tham số)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from tram.core.calendar import Hours, WorkingCalendar, vn_date
from tram.core.errors import Refused
from tram.custody.rules.alarms import Silence
from tram.custody.rules.routes import PostalRoute
from tram.directory import queries as directory
from tram.directory.models import Parameter

ROOT = "postal_limits."
_GENERAL = {
    PostalRoute.WITHIN_DISTRICT: "total_time.intra_province_working_days",
    PostalRoute.BETWEEN_DISTRICTS: "total_time.intra_province_working_days",
    PostalRoute.INTER_PROVINCE: "total_time.inter_province_working_days",
}


@dataclass(frozen=True)
class PostalTerms:
    """Every figure of the post with its days, and the working times, read once."""

    rows: Mapping[str, tuple[tuple[date, date, Any], ...]]
    times: directory.WorkingTimes

    def limit(self, route: PostalRoute, day: date) -> int:
        """Working days that a route may take: its own figure, else the general one."""
        own = self._value(f"route.{route}", day)
        found = self._value(_GENERAL[route], day) if own is None else own
        if found is None:
            raise Refused(
                "no-parameter",
                _(
                    "Chưa có thời gian toàn trình của bưu chính cho ngày {}. Hãy nạp postal_limits.toml."
                ).format(vn_date(day)),
            )
        return int(found)

    def silence(self, leg: str, day: date) -> Silence | None:
        """How long a leg may be silent; None where nobody has said."""
        found = self._value(f"silence.{leg}", day) or self._value("silence.any", day)
        return Silence(found["first_hours"], found["second_hours"]) if found else None

    def safety_percent(self, day: date) -> int | None:
        """The least share of safe items, in per cent."""
        found = self._value("safety.minimum_percent", day)
        return None if found is None else int(found)

    def calendar(self, day: date) -> WorkingCalendar:
        """The working days of the post: those of everybody, and Saturdays where they count on that day."""
        saturday = bool(self._value("total_time.saturday_counts", day))
        return self._calendars[saturday]

    def hours(self) -> Hours:
        """The office hours that the post's working minutes are counted in."""
        return self._hours

    @cached_property
    def _hours(self) -> Hours:
        return self.times.hours()

    @cached_property
    def _calendars(self) -> tuple[WorkingCalendar, WorkingCalendar]:
        """Without and with Saturdays."""
        free, works = (
            replace(self.times.everybody, works_on_saturday=each) for each in (False, True)
        )
        return free, works

    def _value(self, code: str, day: date) -> Any:
        found = (value for first, last, value in self.rows.get(code, ()) if first <= day <= last)
        return next(found, None)


def postal_terms() -> PostalTerms:
    """The figures as they stand in the database."""
    rows: dict[str, tuple[tuple[date, date, Any], ...]] = {}
    kept = Parameter.objects.filter(code__startswith=ROOT)
    for code, first, last, value in kept.values_list("code", "valid_from", "valid_to", "value"):
        name = code.removeprefix(ROOT)
        rows[name] = (*rows.get(name, ()), (first, last or date.max, value))
    return PostalTerms(rows, directory.working_times())
