"""When offices work: everybody's calendar, a unit's closures and its own hours, and what a file may say of them."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.directory.test_imports import bring_in, wrong
from tests.folder import places, vinh_phuc
from tests.oracles.due import Case, Province, at_minute
from tram.core.calendar import DAY, days_between
from tram.core.errors import Refused
from tram.directory.models import CalendarDay, Closure, OfficeHours, Unit
from tram.directory.queries import office_hours, working_calendar, working_times

MONDAY = date(2019, 11, 4)
COLUMNS = "unit,valid_from,valid_to,reason,decision,provenance"


def own_hours(unit: Unit | None, since: date = date(2019, 1, 1), **changes: Any) -> OfficeHours:
    return OfficeHours.objects.create(
        **{
            "unit": unit,
            "season": "all-year",
            "from_month_day": "01-01",
            "to_month_day": "12-31",
            "morning_start": time(8),
            "morning_end": time(11),
            "afternoon_start": time(14),
            "afternoon_end": time(16),
            "valid_from": since,
            **changes,
        }
    )


@pytest.mark.law("30a", "63a")
def test_the_calendar_in_the_database_is_that_of_the_files(db: None) -> None:
    province, times = Province.read(), working_times()
    nothing = Case(at_minute(MONDAY, 0), "hour", 1)
    for day in days_between(date(2018, 1, 1), date(2028, 1, 1)):
        assert times.calendar().is_working(day) == province.worked(nothing, day), day
        periods = [
            tuple(moment.hour * 60 + moment.minute for moment in period)
            for period in times.hours().on(day).periods
        ]
        assert tuple(periods) == province.hours(nothing, day), day


def test_a_closure_holds_for_its_unit_from_the_first_day_to_the_last(who: Cast) -> None:
    Closure.objects.create(
        unit=who.agency, valid_from=MONDAY, valid_to=MONDAY + 2 * DAY, reason="Phòng dịch"
    )
    days = [MONDAY + n * DAY for n in range(-3, 4)]
    for calendar in (working_calendar(who.agency.id), working_times().calendar(who.agency.id)):
        worked = [calendar.is_working(day) for day in days]
        assert worked == [True, False, False, False, False, False, True]
        assert calendar.reason_off(MONDAY) == "Phòng dịch"
    assert working_calendar().is_working(MONDAY)
    assert working_calendar(who.desk.id).is_working(MONDAY)


def test_two_closures_of_a_unit_do_not_overlap(who: Cast) -> None:
    Closure.objects.create(unit=who.agency, valid_from=MONDAY, valid_to=MONDAY, reason="Bão")
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(unit=who.agency, valid_from=MONDAY, valid_to=MONDAY, reason="Lụt")
    Closure.objects.create(unit=who.desk, valid_from=MONDAY, valid_to=MONDAY, reason="Bão")


def test_a_unit_has_its_own_hours_and_the_latest_decision_holds(who: Cast) -> None:
    own_hours(who.agency)
    later = date(2019, 11, 6)
    own_hours(who.agency, later, morning_start=time(9))
    table = working_times().hours(who.agency.id)
    assert table.on(MONDAY).opens_at == time(8)
    assert table.on(later).opens_at == time(9)
    assert office_hours(later, who.agency.id).opens_at == time(9)
    assert office_hours(later).opens_at == time(7, 30)
    assert working_times().hours(who.desk.id).on(later).opens_at == time(7, 30)


def test_a_unit_with_hours_for_one_season_has_everybodys_in_the_other(who: Cast) -> None:
    own_hours(who.agency, from_month_day="06-01", to_month_day="08-31")
    table = working_times().hours(who.agency.id)
    assert table.on(date(2019, 7, 1)).opens_at == time(8)
    assert table.on(date(2019, 12, 2)).opens_at == time(7, 30)


@pytest.mark.parametrize(
    ("make", "is_found"),
    [
        (
            lambda who: CalendarDay(day=MONDAY, kind="holiday", name="Ngày nghỉ mẫu"),
            lambda who: not working_calendar().is_working(MONDAY),
        ),
        (
            lambda who: Closure(unit=who.agency, valid_from=MONDAY, valid_to=MONDAY, reason="Bão"),
            lambda who: not working_calendar(who.agency.id).is_working(MONDAY),
        ),
        (
            lambda who: own_hours(who.agency),
            lambda who: office_hours(MONDAY, who.agency.id).opens_at == time(8),
        ),
    ],
)
def test_what_is_withdrawn_counts_no_more_and_says_why(
    who: Cast, make: Callable[[Cast], Any], is_found: Callable[[Cast], bool]
) -> None:
    row = make(who)
    row.save()
    assert is_found(who)
    row.removed_at, row.removed_by = row.added_at, who.administrator
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.removed_at, row.removed_reason = at_minute(MONDAY, 0).astimezone(), "Ghi nhầm"
    row.save()
    assert not is_found(who)


def test_a_year_that_was_never_loaded_is_refused_by_name(db: None) -> None:
    CalendarDay.objects.create(day=date(2030, 1, 1), kind="holiday", name="Tết Dương lịch")
    calendar = working_calendar()
    assert not calendar.is_working(date(2030, 1, 1))
    with pytest.raises(Refused, match=r"thiếu năm 2028, 2029.*nạp lịch năm 2028"):
        calendar.is_working(date(2028, 5, 5))


# --- the files


def test_closures_come_in_from_a_file_once(db: None) -> None:
    line = "so-tu-phap,2020-04-01,2020-04-15,Giãn cách xã hội,CV 1/MAU,ví dụ\n"
    files = vinh_phuc()
    files["closures.csv"] = f"{COLUMNS}\n{line}".encode()
    for _ in "ab":
        bring_in(files)
    found = Closure.objects.get()
    assert (found.unit.slug, found.valid_to, found.decision) == (
        "so-tu-phap",
        date(2020, 4, 15),
        "CV 1/MAU",
    )
    files["closures.csv"] = f"{COLUMNS}\n".encode()
    bring_in(files)
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["so-khong-co,2020-04-01,2020-04-15,Dịch,,x"], (2, "unit")),
        (["so-tu-phap,2020-04-31,2020-05-15,Dịch,,x"], (2, "valid_from")),
        (["so-tu-phap,2020-04-15,2020-04-01,Dịch,,x"], (2, "valid_to")),
        (["so-tu-phap,2020-04-15,2020-04-16,,,x"], (2, "reason")),
        (
            [
                "so-tu-phap,2020-04-01,2020-04-15,Dịch,,x",
                "so-tu-phap,2020-04-15,2020-04-16,Bão,,x",
            ],
            (3, "valid_from"),
        ),
    ],
)
def test_an_impossible_closure_is_refused_at_its_cell(
    lines: list[str], place: tuple[int, str]
) -> None:
    files = vinh_phuc()
    files["closures.csv"] = "\n".join([COLUMNS, *lines, ""]).encode()
    assert places(wrong(files)) == [("closures.csv", *place)]


def test_a_file_leaves_alone_what_people_added_and_what_they_withdrew(who: Cast) -> None:
    added = CalendarDay.objects.create(
        day=date(2019, 11, 7), kind="holiday", name="Ngày mẫu", added_by=who.administrator
    )
    gone = CalendarDay.objects.get(day=date(2019, 9, 2))
    gone.removed_at, gone.removed_by = at_minute(MONDAY, 0).astimezone(), who.administrator
    gone.removed_reason = "Ghi nhầm"
    gone.save()
    bring_in(vinh_phuc())
    assert CalendarDay.objects.filter(pk__in=[added.pk, gone.pk]).count() == 2
    assert working_calendar().is_working(date(2019, 9, 2))
    assert not working_calendar().is_working(date(2019, 11, 7))
