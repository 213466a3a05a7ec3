"""The legal clock stands still while the person completes papers or pays: what that moves, and what not."""

import json
from datetime import date, datetime, time

import pytest

from tram.core.calendar import ZONE, OfficeHours, WorkingCalendar
from tram.core.errors import Refused
from tram.dossiers.rules.deadlines import (
    Derivation,
    DurationUnit,
    Limit,
    Pause,
    PauseKind,
    StepKind,
    due,
)

CALENDAR = WorkingCalendar({date(2019, 1, 1): "Tết"}, {}, (2019, 2020))
HOURS = OfficeHours(((time(7, 30), time(12)), (time(13), time(16, 30))))
HOUR, WORKING, CALENDAR_DAYS, MONTH = DurationUnit
EACH = pytest.mark.parametrize("unit", [WORKING, CALENDAR_DAYS, MONTH])


def at(text: str) -> datetime:
    """A moment of November 2019 or later: "04T10:00" is Monday 4 November."""
    whole = text if text.count("-") else f"2019-11-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=ZONE)


def pause(first: str, last: str, kind: PauseKind = PauseKind.SUPPLEMENT) -> Pause:
    return Pause(at(first), at(last), kind)


def counted(value: int, unit: DurationUnit, *pauses: Pause, start: str = "04T09:00") -> Derivation:
    return due(at(start), Limit(value, unit), CALENDAR, HOURS, pauses)


@pytest.mark.law("30d")
@pytest.mark.parametrize(
    ("value", "pauses", "end"),
    [
        (3, [], "07T16:30"),
        (3, [("05T10:00", "06T10:00")], "08T16:30"),
        (3, [("04T10:00", "06T10:00")], "11T16:30"),
        (3, [("05T10:00", "05T16:00")], "07T16:30"),  # within one day: nothing moves
        (3, [("05T10:00", "10T10:00")], "12T16:30"),  # ended on a Sunday
        (3, [("04T10:00", "05T10:00"), ("05T10:00", "06T10:00")], "11T16:30"),
        (3, [("01T08:00", "04T08:00")], "07T16:30"),  # before the clock began
        (3, [("01T08:00", "05T08:00")], "08T16:30"),  # began before it
        (
            3,
            [("07T10:00", "11T10:00")],
            "11T16:30",
        ),  # begun on the last day: never due while waiting
        (3, [("07T10:00", "10T10:00")], "11T16:30"),
        (3, [("07T10:00", "08T10:00"), ("08T14:00", "12T10:00")], "12T16:30"),
        (3, [("07T16:30", "11T10:00")], "07T16:30"),  # it was due already
        (3, [("08T09:00", "11T10:00")], "07T16:30"),
    ],
)
def test_a_working_day_in_a_pause_is_not_counted(
    value: int, pauses: list[tuple[str, str]], end: str
) -> None:
    found = counted(value, WORKING, *(pause(*each) for each in pauses))
    assert found.due_at == at(end)


@pytest.mark.law("30d")
@pytest.mark.parametrize(
    ("value", "pauses", "end"),
    [
        (3, [("05T10:00", "07T10:00")], "11T16:30"),
        (4, [("05T10:00", "10T10:00")], "13T16:30"),
        (
            5,
            [("09T10:00", "12T10:00")],
            "12T16:30",
        ),  # its last day was a Saturday, moved to Monday
        (5, [("11T10:00", "13T10:00")], "13T16:30"),
        (5, [("11T16:30", "13T10:00")], "11T16:30"),
    ],
)
def test_a_calendar_day_in_a_pause_is_not_counted(
    value: int, pauses: list[tuple[str, str]], end: str
) -> None:
    found = counted(value, CALENDAR_DAYS, *(pause(*each) for each in pauses))
    assert found.due_at == at(end)


@pytest.mark.law("30d")
@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "2019-12-04T16:30"),
        ([("05T10:00", "10T10:00")], "2019-12-09T16:30"),
        ([("05T10:00", "08T10:00")], "2019-12-09T16:30"),  # 7/12 is a Saturday
        ([("05T10:00", "08T10:00"), ("20T10:00", "21T10:00")], "2019-12-09T16:30"),
        ([("05T10:00", "05T16:00")], "2019-12-04T16:30"),
        ([("2019-12-04T10:00", "2019-12-10T10:00")], "2019-12-10T16:30"),
        ([("2019-12-05T10:00", "2019-12-10T10:00")], "2019-12-04T16:30"),
        # 7/12 moved to Monday the 9th, on which the person was asked again
        ([("05T10:00", "08T10:00"), ("2019-12-09T10:00", "2019-12-12T10:00")], "2019-12-12T16:30"),
    ],
)
def test_a_limit_in_months_ends_as_much_later(pauses: list[tuple[str, str]], end: str) -> None:
    found = counted(1, MONTH, *(pause(*each) for each in pauses))
    assert found.due_at == at(end)


@pytest.mark.law("30d")
@pytest.mark.parametrize(
    ("value", "pauses", "end"),
    [
        (2, [], "04T11:00"),
        (2, [("04T10:00", "04T10:30")], "04T11:30"),
        (2, [("04T10:00", "04T14:00")], "04T15:00"),
        (2, [("04T10:15:30", "05T08:15:10")], "05T09:00"),
        (2, [("04T10:00", "09T10:00")], "11T08:30"),
        (2, [("04T11:00", "04T14:00")], "04T11:00"),
        (2, [("04T09:00", "04T09:10"), ("04T09:20", "04T09:50")], "04T11:40"),
        (2, [("04T08:00", "04T09:10")], "04T11:10"),
    ],
)
def test_office_minutes_in_a_pause_are_not_counted(
    value: int, pauses: list[tuple[str, str]], end: str
) -> None:
    found = counted(value, HOUR, *(pause(*each) for each in pauses))
    assert found.due_at == at(end)
    hours = [step.number for step in found.steps if step.kind is StepKind.HOURS]
    assert sum(hours) == value * 60


@pytest.mark.law("30d")
@EACH
def test_never_due_before_the_papers_came(unit: DurationUnit) -> None:
    plain = counted(1, unit).due_at
    for begin in (4, 5, 6):
        asked = plain.replace(hour=begin + 5)
        came = asked.replace(day=asked.day + 8, hour=9)
        found = counted(1, unit, Pause(asked, came, PauseKind.SUPPLEMENT))
        assert found.due_at >= came


@pytest.mark.parametrize(
    ("value", "unit", "pauses", "words"),
    [
        (
            3,
            WORKING,
            [pause("04T10:00", "06T10:00")],
            "kể từ thứ Hai 04/11: chờ bổ sung 05/11–06/11; ngày 1 = 07/11, ngày 2 = 08/11; "
            "nghỉ 09/11–10/11; ngày 3 = 11/11",
        ),
        (
            3,
            WORKING,
            [pause("04T10:00", "05T10:00"), pause("06T10:00", "11T10:00", PauseKind.PAYMENT)],
            "kể từ thứ Hai 04/11: chờ bổ sung 05/11; ngày 1 = 06/11; "
            "chờ nghĩa vụ tài chính 07/11–11/11; ngày 2 = 12/11, ngày 3 = 13/11",
        ),
        (
            1,
            WORKING,
            [pause("05T10:00", "09T10:00", PauseKind.STOP)],
            "kể từ thứ Hai 04/11: ngày 1 = 05/11; dừng giải quyết 06/11–09/11; "
            "nghỉ 09/11–10/11; dời sang thứ Hai 11/11",
        ),
        (
            1,
            MONTH,
            [pause("05T10:00", "08T10:00")],
            "kể từ thứ Hai 04/11: hết 1 tháng = 04/12; chờ bổ sung 06/11–08/11; "
            "nghỉ 07/12–08/12; dời sang thứ Hai 09/12",
        ),
        (
            1,
            MONTH,
            [pause("05T10:00", "07T10:00")],
            "kể từ thứ Hai 04/11: hết 1 tháng = 04/12; chờ bổ sung 06/11–07/11; "
            "dời sang thứ Sáu 06/12",
        ),
        (
            2,
            HOUR,
            [pause("04T10:00", "05T08:15")],
            "kể từ 09:00 thứ Hai 04/11: 04/11 09:00–10:00 = 1 giờ; "
            "chờ bổ sung 04/11 10:00–05/11 08:15; 05/11 08:15–09:15 = 1 giờ",
        ),
        (
            2,
            HOUR,
            [pause("04T10:00", "04T10:30")],
            "kể từ 09:00 thứ Hai 04/11: 04/11 09:00–10:00 = 1 giờ; chờ bổ sung 04/11 10:00–10:30; "
            "04/11 10:30–11:30 = 1 giờ",
        ),
    ],
)
def test_a_pause_is_told_in_the_derivation(
    value: int, unit: DurationUnit, pauses: list[Pause], words: str
) -> None:
    found = counted(value, unit, *pauses)
    assert found.in_words() == words
    stored = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert Derivation.from_json(stored) == found


@pytest.mark.law("30d")
def test_pauses_that_overlap_are_refused_by_their_times() -> None:
    one, other = pause("05T10:00", "07T10:00"), pause("06T08:00", "08T10:00", PauseKind.PAYMENT)
    for pair in ((one, other), (other, one)):
        with pytest.raises(Refused, match="08:00 06/11/2019") as refusal:
            counted(3, WORKING, *pair)
        assert refusal.value.code == "pauses-overlap"


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="kết thúc trước") as refusal:
        pause("07T10:00", "07T09:59")
    assert refusal.value.code == "bad-pause"
