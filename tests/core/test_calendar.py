"""Vietnamese days: what is worked, what is off and why, when the office closes."""

from datetime import UTC, date, datetime, time

import pytest

from tram.core.calendar import (
    OfficeHours,
    WorkingCalendar,
    local,
    local_date,
    vn_date,
    weekday_name,
)
from tram.core.errors import Refused

CALENDAR = WorkingCalendar(
    days_off={
        date(2019, 4, 14): "Giỗ Tổ Hùng Vương",
        date(2019, 4, 29): "Nghỉ thay cho ngày 04/5/2019",
        date(2019, 4, 30): "Ngày Chiến thắng",
        date(2019, 5, 1): "Ngày Quốc tế Lao động",
    },
    extra_working={date(2019, 5, 4): "Làm bù cho ngày 29/4/2019"},
    covers=(2019, 2019),
)
HOURS = OfficeHours(((time(7, 30), time(11, 30)), (time(13, 30), time(17))), 30)


def test_the_vietnamese_day_begins_seven_hours_before_that_of_utc() -> None:
    late = datetime(2019, 12, 1, 20, 0, tzinfo=UTC)
    assert local(late).isoformat() == "2019-12-02T03:00:00+07:00"
    assert local_date(late) == date(2019, 12, 2)


def test_a_time_without_a_zone_names_no_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local(datetime(2019, 12, 1))  # noqa: DTZ001


def test_dates_and_weekdays_are_written_as_people_write_them() -> None:
    assert vn_date(date(2019, 12, 2)) == "02/12/2019"
    names = [weekday_name(date(2019, 12, day)) for day in range(2, 9)]
    assert names == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def test_a_swapped_saturday_is_worked_and_its_monday_is_not() -> None:
    assert CALENDAR.is_working(date(2019, 5, 4))
    assert CALENDAR.reason_off(date(2019, 4, 29)) == "Nghỉ thay cho ngày 04/5/2019"
    assert CALENDAR.next_working(date(2019, 4, 26)) == date(2019, 5, 2)
    assert CALENDAR.next_working(date(2019, 5, 3)) == date(2019, 5, 4)


def test_a_day_off_says_why() -> None:
    assert CALENDAR.reason_off(date(2019, 4, 14)) == "Giỗ Tổ Hùng Vương"
    assert CALENDAR.reason_off(date(2019, 4, 27)) == "thứ Bảy"
    assert CALENDAR.reason_off(date(2019, 4, 28)) == "Chủ nhật"
    assert CALENDAR.reason_off(date(2019, 4, 26)) is None


def test_the_post_works_on_saturday_but_not_on_a_holiday() -> None:
    post = WorkingCalendar({date(2019, 6, 8): "Đóng cửa"}, {}, (2019, 2019), True)
    assert post.is_working(date(2019, 6, 1))
    assert not post.is_working(date(2019, 6, 2))
    assert not post.is_working(date(2019, 6, 8))


def test_a_closure_wins_over_a_swapped_day() -> None:
    day = date(2019, 5, 4)
    closed = WorkingCalendar({day: "Phong toả"}, {day: "Làm bù"}, (2019, 2019))
    assert closed.reason_off(day) == "Phong toả"


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2020, 1, 1)])
def test_a_year_that_was_not_loaded_is_refused(day: date) -> None:
    with pytest.raises(Refused, match=f"nạp lịch năm {day.year}") as refusal:
        CALENDAR.is_working(day)
    assert refusal.value.code == "calendar-gap"


def test_the_search_for_a_working_day_stops_at_the_end_of_the_calendar() -> None:
    with pytest.raises(Refused, match="năm 2020"):
        CALENDAR.next_working(date(2019, 12, 31))


def test_intake_closes_before_the_office() -> None:
    assert (HOURS.opens_at, HOURS.closes_at) == (time(7, 30), time(17))
    assert HOURS.intake_closes_at == time(16, 30)
    assert OfficeHours(HOURS.periods).intake_closes_at == time(17)
    assert OfficeHours(HOURS.periods, 60 * 24).intake_closes_at == time(7, 30)


@pytest.mark.parametrize(
    "periods",
    [
        (),
        ((time(11), time(8)),),
        ((time(8), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(13), time(17)), (time(8), time(12))),
    ],
)
def test_impossible_office_hours_are_refused(periods: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="in order"):
        OfficeHours(periods)


def test_intake_cannot_outlast_the_office() -> None:
    with pytest.raises(ValueError, match="after the office"):
        OfficeHours(HOURS.periods, -1)
