"""Due dates that nobody can dispute: the law's examples (generated cases: test_due_by_hand)."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tram.core.calendar import ZONE, HoursTable, OfficeHours, Season, WorkingCalendar
from tram.core.errors import Refused
from tram.dossiers.rules.deadlines import (
    Derivation,
    DurationUnit,
    Limit,
    StepKind,
    due,
    same_day_due,
    transfer_by,
)

DAYS_OFF = {
    date(2018, 12, 31): "Nghỉ thay cho ngày 05/01/2019",
    date(2019, 1, 1): "Tết Dương lịch",
    **{date(2019, 2, day): "Tết Nguyên Đán" for day in range(4, 9)},
    date(2019, 4, 15): "Giỗ Tổ Hùng Vương (nghỉ bù)",
    date(2019, 4, 29): "Nghỉ thay cho ngày 04/5/2019",
    date(2019, 4, 30): "Ngày Chiến thắng",
    date(2019, 5, 1): "Ngày Quốc tế Lao động",
    date(2019, 9, 2): "Quốc khánh",
    date(2020, 1, 1): "Tết Dương lịch",
}
MADE_UP = {
    date(2019, 1, 5): "Làm bù cho ngày 31/12/2018",
    date(2019, 5, 4): "Làm bù cho ngày 29/4/2019",
}
CALENDAR = WorkingCalendar(DAYS_OFF, MADE_UP, (2018, 2020))
HOURS = OfficeHours(((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))))

WORKING_DAYS = DurationUnit.WORKING_DAY
CALENDAR_DAYS = DurationUnit.CALENDAR_DAY
MONTHS = DurationUnit.MONTH
IN_HOURS = DurationUnit.HOUR


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def counted(start: str, value: int, unit: DurationUnit) -> Derivation:
    return due(at(start), Limit(value, unit), CALENDAR, HOURS)


# --- the rules, by example


@pytest.mark.law("30a")
def test_working_days_skip_the_holiday_and_count_the_swapped_saturday() -> None:
    found = counted("2019-04-26T15:10", 3, WORKING_DAYS)
    assert found.due_at == at("2019-05-04T17:00")
    assert found.in_words() == (
        "kể từ thứ Sáu 26/4: nghỉ 27/4–01/5; "
        "ngày 1 = 02/5, ngày 2 = 03/5, ngày 3 = thứ Bảy 04/5 (làm bù)"
    )


@pytest.mark.law("30a")
@pytest.mark.parametrize(
    ("start", "value", "end"),
    [
        ("2019-12-02T08:00", 1, "2019-12-03"),
        ("2019-12-02T23:59", 1, "2019-12-03"),
        ("2019-12-06T08:00", 1, "2019-12-09"),
        ("2019-12-07T08:00", 1, "2019-12-09"),
        ("2019-12-02T08:00", 5, "2019-12-09"),
        ("2018-12-28T08:00", 3, "2019-01-04"),
        ("2018-12-28T08:00", 4, "2019-01-05"),
        ("2019-02-01T08:00", 1, "2019-02-11"),
        ("2019-12-31T08:00", 1, "2020-01-02"),
    ],
)
def test_working_days(start: str, value: int, end: str) -> None:
    assert counted(start, value, WORKING_DAYS).due_at == at(f"{end}T17:00")


@pytest.mark.law("30b")
@pytest.mark.parametrize(
    ("start", "value", "end"),
    [
        ("2019-12-02T08:00", 1, "2019-12-02T09:00"),
        ("2019-12-02T08:15:59", 1, "2019-12-02T09:15"),
        ("2019-12-02T10:30", 1, "2019-12-02T11:30"),
        ("2019-12-02T11:00", 1, "2019-12-02T14:00"),
        ("2019-12-02T12:00", 1, "2019-12-02T14:30"),
        ("2019-12-02T06:00", 4, "2019-12-02T11:30"),
        ("2019-12-02T17:00", 1, "2019-12-03T08:30"),
        ("2019-12-02T20:00", 8, "2019-12-04T08:00"),
        ("2019-04-26T15:10", 8, "2019-05-02T15:40"),
        ("2019-12-07T09:00", 1, "2019-12-09T08:30"),
    ],
)
def test_hours_are_office_hours_from_the_minute_of_the_start(
    start: str, value: int, end: str
) -> None:
    assert counted(start, value, IN_HOURS).due_at == at(end)


@pytest.mark.law("30c")
@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2019-12-02T08:00", 3, CALENDAR_DAYS, "2019-12-05"),
        ("2019-12-02T08:00", 5, CALENDAR_DAYS, "2019-12-09"),
        ("2019-12-02T08:00", 6, CALENDAR_DAYS, "2019-12-09"),
        ("2019-04-26T15:10", 10, CALENDAR_DAYS, "2019-05-13"),
        ("2019-04-26T15:10", 1, MONTHS, "2019-05-27"),
        ("2019-01-31T08:00", 1, MONTHS, "2019-02-28"),
        ("2019-03-30T08:00", 1, MONTHS, "2019-05-02"),
        ("2019-10-31T08:00", 4, MONTHS, "2020-03-02"),
        ("2019-11-15T08:00", 2, MONTHS, "2020-01-15"),
    ],
)
def test_calendar_days_and_months_never_end_on_a_day_off(
    start: str, value: int, unit: DurationUnit, end: str
) -> None:
    assert counted(start, value, unit).due_at == at(f"{end}T17:00")


def test_the_start_is_a_vietnamese_day_whatever_the_zone_of_the_record() -> None:
    evening = datetime(2019, 12, 1, 18, 0, tzinfo=UTC)
    elsewhere = evening.astimezone(timezone(timedelta(hours=-5)))
    for start in (evening, elsewhere):
        found = due(start, Limit(1, WORKING_DAYS), CALENDAR, HOURS)
        assert found.due_at == at("2019-12-03T17:00")
        assert found.started_at.isoformat() == "2019-12-02T01:00:00+07:00"


# --- the hours of each day

WINTER = OfficeHours(((time(7, 30), time(12)), (time(13), time(16, 30))), 30)
SUMMER = OfficeHours(((time(7), time(11, 30)), (time(13, 30), time(17))), 30)
YEAR = HoursTable((Season((4, 16), (10, 15), SUMMER), Season((10, 16), (4, 15), WINTER)))


@pytest.mark.law("30a", "30b", "63b")
@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2019-10-14T08:00", 1, WORKING_DAYS, "2019-10-15T17:00"),
        ("2019-10-14T08:00", 2, WORKING_DAYS, "2019-10-16T16:30"),
        ("2019-10-15T16:00", 2, IN_HOURS, "2019-10-16T08:30"),
        ("2019-10-15T16:00", 6, IN_HOURS, "2019-10-16T13:30"),
        ("2019-04-12T16:00", 1, IN_HOURS, "2019-04-16T07:30"),
        ("2019-03-18T08:00", 1, MONTHS, "2019-04-18T17:00"),
    ],
)
def test_a_season_that_changes_inside_a_limit_gives_each_day_its_own_hours(
    start: str, value: int, unit: DurationUnit, end: str
) -> None:
    assert due(at(start), Limit(value, unit), CALENDAR, YEAR).due_at == at(end)


def test_the_hours_of_a_later_decision_hold_from_their_first_day() -> None:
    shorter = OfficeHours(((time(8), time(11)), (time(14), time(16))))
    since = Season((1, 1), (12, 31), shorter, valid_from=date(2019, 12, 3))
    table = HoursTable((since, *YEAR.seasons))
    limit = Limit(1, WORKING_DAYS)
    assert due(at("2019-11-29T08:00"), limit, CALENDAR, table).due_at == at("2019-12-02T16:30")
    assert due(at("2019-12-02T08:00"), limit, CALENDAR, table).due_at == at("2019-12-03T16:00")


def test_a_day_without_office_hours_is_refused_by_name() -> None:
    only_summer = HoursTable(YEAR.seasons[:1])
    with pytest.raises(Refused, match="03/12/2019") as refusal:
        due(at("2019-12-02T08:00"), Limit(1, WORKING_DAYS), CALENDAR, only_summer)
    assert refusal.value.code == "no-office-hours"


# --- results returned on their day


@pytest.mark.law("30a")
@pytest.mark.parametrize(
    ("accepted", "end", "words"),
    [
        (
            "2019-12-02T08:00",
            "2019-12-02T16:30",
            "kể từ 08:00 thứ Hai 02/12: trả trong ngày thứ Hai 02/12",
        ),
        ("2019-12-02T16:00:59", "2019-12-02T16:30", "trả trong ngày thứ Hai 02/12"),
        ("2019-12-02T16:01", "2019-12-03T16:30", "trả trong ngày thứ Ba 03/12"),
        (
            "2019-04-26T16:45",
            "2019-05-02T17:00",
            "kể từ 16:45 thứ Sáu 26/4: nghỉ 27/4–01/5; trả trong ngày thứ Năm 02/5",
        ),
        ("2019-05-04T09:00", "2019-05-04T17:00", "trả trong ngày thứ Bảy 04/5"),
    ],
)
def test_what_comes_before_intake_closes_is_returned_on_its_day(
    accepted: str, end: str, words: str
) -> None:
    found = same_day_due(at(accepted), CALENDAR, YEAR)
    assert found.due_at == at(end)
    assert found.in_words().endswith(words)
    assert Derivation.from_json(found.as_json()) == found


# --- the explanation


@pytest.mark.parametrize(
    ("start", "value", "unit", "words"),
    [
        (
            "2019-04-25T09:00",
            2,
            WORKING_DAYS,
            "kể từ thứ Năm 25/4: ngày 1 = 26/4; nghỉ 27/4–01/5; ngày 2 = 02/5",
        ),
        (
            "2018-12-28T09:00",
            4,
            WORKING_DAYS,
            "kể từ thứ Sáu 28/12: nghỉ 29/12–01/01/2019; ngày 1 = 02/01/2019, "
            "ngày 2 = 03/01/2019, ngày 3 = 04/01/2019, ngày 4 = thứ Bảy 05/01/2019 (làm bù)",
        ),
        (
            "2019-09-01T09:00",
            1,
            WORKING_DAYS,
            "kể từ Chủ nhật 01/9: nghỉ 02/9; ngày 1 = 03/9",
        ),
        (
            "2019-04-01T09:00",
            30,
            WORKING_DAYS,
            "kể từ thứ Hai 01/4: ngày 1 = 02/4, ngày 2 = 03/4, ngày 3 = 04/4, …; "
            "nghỉ 13/4–15/4; …; nghỉ 27/4–01/5; …, ngày 21 = thứ Bảy 04/5 (làm bù), …, "
            "ngày 29 = 15/5, ngày 30 = 16/5",
        ),
        (
            "2019-12-02T08:00",
            5,
            CALENDAR_DAYS,
            "kể từ thứ Hai 02/12: ngày 1 = 03/12, ngày 2 = 04/12, ngày 3 = 05/12, "
            "ngày 4 = 06/12, ngày 5 = 07/12; nghỉ 07/12–08/12; dời sang thứ Hai 09/12",
        ),
        (
            "2019-04-26T15:10",
            1,
            MONTHS,
            "kể từ thứ Sáu 26/4: hết 1 tháng = 26/5; nghỉ 26/5; dời sang thứ Hai 27/5",
        ),
        ("2019-06-03T08:00", 1, MONTHS, "kể từ thứ Hai 03/6: hết 1 tháng = 03/7"),
        (
            "2019-04-26T15:10",
            8,
            IN_HOURS,
            "kể từ 15:10 thứ Sáu 26/4: 26/4 15:10–17:00 = 1 giờ 50 phút; nghỉ 27/4–01/5; "
            "02/5 07:30–11:30 = 4 giờ, 02/5 13:30–15:40 = 2 giờ 10 phút",
        ),
    ],
)
def test_a_due_date_explains_itself(
    start: str, value: int, unit: DurationUnit, words: str
) -> None:
    assert counted(start, value, unit).in_words() == words


@settings(max_examples=200)
@given(st.integers(0, 600), st.integers(1, 60), st.sampled_from(DurationUnit))
def test_an_explanation_is_kept_whole(days: int, value: int, unit: DurationUnit) -> None:
    start = at("2018-01-02T08:00") + timedelta(days=days)
    found = due(start, Limit(min(value, 4 if unit is MONTHS else 60), unit), CALENDAR, HOURS)
    stored = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert Derivation.from_json(stored) == found
    assert Derivation.from_json(stored).in_words() == found.in_words()
    assert stored["due_at"].endswith("+07:00")
    assert len(found.in_words()) < 500
    assert sum(step.number for step in found.steps if step.kind is StepKind.HOURS) in (
        0,
        value * 60,
    )


# --- bad input


@pytest.mark.parametrize("value", [0, -1, 10000])
@pytest.mark.parametrize("unit", DurationUnit)
def test_an_impossible_limit_is_refused(value: int, unit: DurationUnit) -> None:
    with pytest.raises(Refused, match=f"Thời hạn {value} {unit.label} không hợp lệ") as refusal:
        Limit(value, unit)
    assert refusal.value.code == "bad-limit"


@pytest.mark.parametrize("unit", DurationUnit)
def test_a_limit_beyond_the_calendar_is_refused(unit: DurationUnit) -> None:
    with pytest.raises(Refused, match="nạp lịch năm") as refusal:
        counted("2019-12-02T08:00", 9999, unit)
    assert refusal.value.code == "calendar-gap"


def test_a_start_without_a_zone_is_a_fault_of_the_program() -> None:
    naive = datetime(2019, 12, 2, 8, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        due(naive, Limit(1, WORKING_DAYS), CALENDAR, HOURS)
    with pytest.raises(ValueError, match="no time zone"):
        transfer_by(naive, CALENDAR, HOURS)


# --- transfer to the competent unit


@pytest.mark.law("29a", "29b")
@pytest.mark.parametrize(
    ("accepted", "by"),
    [
        ("2019-12-02T07:30", "2019-12-02T17:00"),
        ("2019-12-02T15:00:59", "2019-12-02T17:00"),
        ("2019-12-02T15:01", "2019-12-03T07:30"),
        ("2019-12-06T15:01", "2019-12-09T07:30"),
        ("2019-12-07T09:00", "2019-12-09T07:30"),
        ("2019-04-26T15:30", "2019-05-02T07:30"),
        ("2019-05-04T09:00", "2019-05-04T17:00"),
    ],
)
def test_a_dossier_is_transferred_the_same_day_up_to_three_oclock(accepted: str, by: str) -> None:
    assert transfer_by(at(accepted), CALENDAR, HOURS) == at(by)


def test_an_office_that_closes_early_transfers_the_next_morning() -> None:
    mornings = OfficeHours(((time(7, 30), time(11, 30)),))
    assert transfer_by(at("2019-12-02T12:00"), CALENDAR, mornings) == at("2019-12-03T07:30")


@pytest.mark.law("29d")
@pytest.mark.parametrize("unit", [WORKING_DAYS, CALENDAR_DAYS, MONTHS])
def test_the_three_oclock_rule_never_moves_the_due_date(unit: DurationUnit) -> None:
    early, late = "2019-12-02T14:59", "2019-12-02T15:01"
    assert transfer_by(at(early), CALENDAR, HOURS) != transfer_by(at(late), CALENDAR, HOURS)
    assert counted(early, 3, unit).due_at == counted(late, 3, unit).due_at
