"""The rules of the post's clock and of its figures, against a slow count by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles import postal as oracle
from tram.core.calendar import ZONE, WorkingCalendar
from tram.custody.rules.alarms import silent_until
from tram.custody.rules.postal_clock import Reckoning, Wait, postal_due
from tram.custody.rules.quality import Share, TimeOf, on_time, percentile, told_apart
from tram.custody.rules.routes import Waiting

TET = {date(2019, 2, day): "Tết Nguyên đán" for day in range(4, 9)}
POST = WorkingCalendar(TET, {}, (2018, 2020))
START = datetime(2019, 1, 25, 8, 0, tzinfo=ZONE)
MOMENTS = st.integers(0, 30 * 24 * 60).map(lambda minute: START + timedelta(minutes=minute))


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[datetime, datetime]]:
    """Up to three spans that do not overlap."""
    edges = sorted(draw(st.lists(MOMENTS, min_size=0, max_size=6, unique=True)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@pytest.mark.law("24b", "24c")
@given(MOMENTS, st.integers(1, 8), st.booleans(), spans())
def test_the_due_day_is_the_one_counted_by_hand(
    started: datetime, limit: int, saturday: bool, held: list[tuple[datetime, datetime]]
) -> None:
    calendar = replace(POST, works_on_saturday=saturday)
    held = [span for span in held if span[0] >= started]
    waits = [Wait(since, until, Waiting.ASKED_LATER) for since, until in held]
    found = postal_due(started, limit, calendar, waits)

    def worked(day: date) -> bool:
        return day not in TET and day.isoweekday() <= (6 if saturday else 5)

    assert found.due_at.date() == oracle.due_day(started.date(), limit, worked, held)
    assert (found.due_at.hour, found.due_at.minute) == (23, 59)
    assert Reckoning.from_json(found.as_json()) == found


@pytest.mark.law("24c")
def test_saturday_counts_only_where_the_parameter_says_so() -> None:
    friday = datetime(2019, 3, 1, 9, 0, tzinfo=ZONE)
    assert postal_due(friday, 2, POST).due_at.date() == date(2019, 3, 5)
    works = replace(POST, works_on_saturday=True)
    assert postal_due(friday, 2, works).due_at.date() == date(2019, 3, 4)


def test_the_counting_can_be_read() -> None:
    wait = Wait(START + timedelta(days=3), START + timedelta(days=4), Waiting.WRONG_ADDRESS)
    words = postal_due(START, 3, POST, [wait]).in_words()
    assert words == (
        "kể từ 08:00 25/01/2019: không tính 26/01 (thứ Bảy); không tính 27/01 (Chủ nhật); ngày 1 = 28/01; "
        "không tính 29/01 (địa chỉ sai, đang hỏi lại người gửi); ngày 2 = 30/01; ngày 3 = 31/01"
    )


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(1, 100))
def test_a_percentile_is_the_nearest_rank(values: list[int], percent: int) -> None:
    assert percentile(values, percent) == oracle.nearest_rank(values, percent)


@pytest.mark.law("24d", "54a")
def test_a_share_has_both_counts_and_what_is_overdue_counts_as_late() -> None:
    assert on_time(8, 1, 1) == Share(8, 10)
    assert Share(9899, 10000).words == "98,9 %"
    assert Share(9899, 10000).reaches(99) is False
    assert Share(99, 100).reaches(99) is True
    assert (Share(0, 0).words, Share(0, 0).reaches(99)) == ("chưa đo", None)
    assert percentile([], 50) is None


@given(MOMENTS, MOMENTS, spans(), spans())
def test_agency_days_post_days_and_citizen_days_sum_to_the_whole(
    one: datetime,
    other: datetime,
    post: list[tuple[datetime, datetime]],
    citizen: list[tuple[datetime, datetime]],
) -> None:
    start, end = min(one, other), max(one, other)
    # By hand every minute is asked alone: a few hours are enough to look at.
    end = min(end, start + timedelta(hours=30))
    found = told_apart(start, end, post, citizen)
    assert {whose.value: found.of(whose) for whose in TimeOf} == oracle.whose_minutes(
        start, end, post, citizen
    )
    assert found.whole == (end - start) // timedelta(minutes=1)


def test_silence_grows_only_on_working_days() -> None:
    friday = datetime(2019, 3, 1, 16, 0, tzinfo=ZONE)
    assert silent_until(friday, 8, POST) == datetime(2019, 3, 2, 0, 0, tzinfo=ZONE)
    assert silent_until(friday, 24, POST) == datetime(2019, 3, 4, 16, 0, tzinfo=ZONE)
    sunday = datetime(2019, 3, 3, 9, 0, tzinfo=ZONE)
    assert silent_until(sunday, 1, POST) == datetime(2019, 3, 4, 1, 0, tzinfo=ZONE)
