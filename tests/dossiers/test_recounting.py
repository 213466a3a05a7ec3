"""A change of the working times moves open dossiers only, each by a line of its book."""

import json
from datetime import date, datetime, time

import pytest

from tests.cast import MONDAY, Cast, accept, act, arrive, at, follow, person, take_in, transfer
from tests.directory.test_times import own_hours
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import verify
from tram.core.calendar import ZONE
from tram.core.errors import Refused
from tram.directory.models import CalendarDay, Closure, OfficeHours, Unit
from tram.directory.rules.times import (
    ClosureEnd,
    DayOff,
    NewClosure,
    NewHours,
    Swap,
    TimesRow,
    Withdrawal,
)
from tram.dossiers import commands
from tram.dossiers.models import Dossier, DossierLine, DueTime
from tram.dossiers.queries import dossier as reads
from tram.dossiers.rules.deadlines import Derivation
from tram.dossiers.rules.letters import Asked
from tram.dossiers.rules.states import State

HOLIDAY = DayOff(date(2019, 11, 7), "Ngày nghỉ mẫu", "QĐ 01/MAU")
WEDNESDAY = datetime(2019, 11, 6, 9, 0, tzinfo=ZONE)


def office(who: Cast) -> User:
    """Somebody at the province's office."""
    unit = Unit.objects.filter(kind="province-office").order_by("id")[0]
    return person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, unit)


def accepted(who: Cast, limit: int = 5, unit: str = "working-day") -> Dossier:
    """Accepted on Monday 04/11: five working days end on Monday 11/11."""
    if (who.version.limit_value, who.version.limit_unit) != (limit, unit):
        who.version = follow(who.version, limit_value=limit, limit_unit=unit)
    return accept(who, arrive(who, take_in(who)))


def due_of(dossier: Dossier) -> datetime:
    dossier.refresh_from_db()
    assert dossier.due_at is not None
    return dossier.due_at


def on(day: int, hour: int = 16, minute: int = 30) -> datetime:
    return datetime(2019, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.law("30f", "63a")
def test_a_new_holiday_moves_an_open_dossier_by_a_line_of_its_book(who: Cast) -> None:
    dossier = accepted(who)
    assert due_of(dossier) == on(11)
    told = commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert told == {"moved": 1, "kept": 0, "thin": 0, "paused": 0}
    assert due_of(dossier) == on(12)
    line = DossierLine.objects.filter(stream_id=dossier.id).order_by("-seq")[0]
    assert (line.action, line.from_state, line.to_state) == ("reckon", "accepted", "accepted")
    assert json.loads(bytes(line.body))["due_at"] == "2019-11-12T16:30:00+07:00"
    first, second = DueTime.objects.filter(dossier=dossier).order_by("line_seq")
    assert (first.due_at, second.due_at) == (on(11), on(12))
    assert second.line_seq == line.seq == dossier.seq
    assert "nghỉ 07/11" in Derivation.from_json(second.derivation).in_words()
    found = reads.due(dossier.id)
    assert found is not None
    assert found.due_at == on(12)


@pytest.mark.law("30f")
def test_a_closed_dossier_never_moves(who: Cast) -> None:
    dossier = transfer(who, accepted(who))
    at(WEDNESDAY)
    commands.settle(
        act(who.specialist),
        dossier_id=dossier.id,
        number="01/KQ",
        issued_on=date(2019, 11, 6),
        name="Phiếu",
    )
    lines = DossierLine.objects.filter(stream_id=dossier.id).count()
    told = commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert told["moved"] == 0
    assert due_of(dossier) == on(11)
    assert DossierLine.objects.filter(stream_id=dossier.id).count() == lines


@pytest.mark.law("30d", "30f")
def test_a_paused_dossier_is_counted_again_when_it_goes_on(who: Cast) -> None:
    dossier = transfer(who, accepted(who))
    at(on(5, 9, 0))
    commands.ask_supplement(
        act(who.specialist),
        dossier_id=dossier.id,
        papers=[Asked("Tờ khai", 1)],
        reason="Thiếu tờ khai",
    )
    told = commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert told == {"moved": 0, "kept": 0, "thin": 0, "paused": 1}
    assert due_of(dossier) == on(11)
    at(on(6, 9, 0))
    commands_complete(who, dossier)
    assert due_of(dossier) == on(13)
    again = commands.reckon(act(office(who)))
    assert again == {"moved": 0, "kept": 1, "thin": 0, "paused": 0}


def commands_complete(who: Cast, dossier: Dossier) -> None:
    """The papers came, inside a command as the desk's does it."""
    from tram.core.requests import command

    @command
    def complete(act, *, dossier_id):  # type: ignore[no-untyped-def]
        commands.complete(act, commands.lock([dossier_id])[dossier_id], received=[1])
        return {}

    complete(act(who.officer, who.desk), dossier_id=dossier.id)


def test_a_dossier_of_the_first_graph_keeps_what_was_promised_and_is_told(who: Cast) -> None:
    dossier = accepted(who)
    Dossier.objects.filter(id=dossier.id).update(graph="2019-1")
    told = commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert told == {"moved": 0, "kept": 0, "thin": 1, "paused": 0}
    assert due_of(dossier) == on(11)


def test_a_dossier_that_is_not_concerned_gets_no_line(who: Cast) -> None:
    dossier = accepted(who, 1)
    told = commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert told == {"moved": 0, "kept": 1, "thin": 0, "paused": 0}
    assert DueTime.objects.filter(dossier=dossier).count() == 1


@pytest.mark.law("30a")
def test_a_swapped_pair_takes_a_day_off_and_gives_a_saturday(who: Cast) -> None:
    dossier = accepted(who)
    swap = Swap(date(2019, 11, 8), date(2019, 11, 9), "QĐ 02/MAU")
    told = commands.change_working_times(act(office(who)), change=swap)
    assert told["moved"] == 0  # a day taken and a day given
    commands.change_working_times(
        act(office(who)), change=Swap(date(2019, 11, 7), date(2019, 11, 16), "QĐ 03/MAU")
    )
    assert due_of(dossier) == on(12)
    row = DueTime.objects.filter(dossier=dossier).order_by("-line_seq")[0]
    assert "ngày 3 = thứ Bảy 09/11 (làm bù)" in Derivation.from_json(row.derivation).in_words()


@pytest.mark.law("30f")
def test_a_closure_moves_only_its_own_unit_and_ends_earlier_by_another_row(who: Cast) -> None:
    dossier = accepted(who)
    closure = NewClosure(who.agency.id, date(2019, 11, 6), date(2019, 11, 12), "Bão", "CV 1")
    assert commands.change_working_times(act(office(who)), change=closure)["moved"] == 1
    assert due_of(dossier) == on(18)
    row = Closure.objects.get()
    end = ClosureEnd(row.id, date(2019, 11, 6), "CV 2")
    assert commands.change_working_times(act(office(who)), change=end)["moved"] == 1
    assert due_of(dossier) == on(12)
    row.refresh_from_db()
    assert (row.removed_reason, row.removed_by) == ("Đổi ngày cuối thành 06/11/2019", office(who))
    now = Closure.objects.get(removed_at=None)
    assert (now.valid_to, now.decision, now.reason) == (date(2019, 11, 6), "CV 2", "Bão")
    other = NewClosure(who.desk.id, date(2019, 11, 6), date(2019, 11, 12), "Bão", "CV 3")
    assert commands.change_working_times(act(office(who)), change=other)["moved"] == 0


@pytest.mark.law("30a", "63b")
def test_new_office_hours_hold_from_their_first_day(who: Cast) -> None:
    dossier = accepted(who)
    hours = new_hours(who.agency.id, date(2019, 11, 11))
    assert commands.change_working_times(act(office(who)), change=hours)["moved"] == 1
    assert due_of(dossier) == on(11, 16, 0)
    later = new_hours(None, date(2019, 11, 12))
    assert commands.change_working_times(act(office(who)), change=later)["moved"] == 0


def new_hours(unit_id: int | None, since: date) -> NewHours:
    return NewHours(
        unit_id=unit_id,
        season="all-year",
        first=(1, 1),
        last=(12, 31),
        morning=(time(8), time(11)),
        afternoon=(time(14), time(16)),
        intake_closes_minutes=30,
        since=since,
        decision="QĐ 4",
    )


@pytest.mark.law("63d")
def test_what_was_wrong_is_withdrawn_with_its_reason_and_stays_readable(who: Cast) -> None:
    dossier = accepted(who)
    commands.change_working_times(act(office(who)), change=HOLIDAY)
    row = CalendarDay.objects.get(day=HOLIDAY.day)
    assert (row.decision, row.added_by) == ("QĐ 01/MAU", office(who))
    gone = Withdrawal(TimesRow.DAY, row.id, "Ghi nhầm năm")
    assert commands.change_working_times(act(office(who)), change=gone)["moved"] == 1
    assert due_of(dossier) == on(11)
    row.refresh_from_db()
    assert (row.removed_reason, row.removed_by) == ("Ghi nhầm năm", office(who))
    with pytest.raises(Refused, match="không còn trong lịch"):
        commands.change_working_times(act(office(who)), change=gone)
    commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert CalendarDay.objects.filter(day=HOLIDAY.day).count() == 2


@pytest.mark.law("32b")
def test_a_promised_day_stays_unless_it_becomes_a_day_off(who: Cast) -> None:
    dossier = transfer(who, accepted(who))
    at(on(6, 9, 0))
    commands.apologise(
        act(who.leader), dossier_id=dossier.id, reason="Chờ ý kiến", due_after=on(14, 16, 30)
    )
    assert commands.change_working_times(act(office(who)), change=HOLIDAY)["moved"] == 0
    assert due_of(dossier) == on(14)
    off = DayOff(date(2019, 11, 14), "Ngày nghỉ mẫu", "QĐ 5")
    assert commands.change_working_times(act(office(who)), change=off)["moved"] == 1
    assert due_of(dossier) == on(15)


@pytest.mark.law("30d")
def test_a_promised_day_moves_by_the_time_waited(who: Cast) -> None:
    dossier = transfer(who, accepted(who))
    at(on(6, 9, 0))
    commands.apologise(
        act(who.leader), dossier_id=dossier.id, reason="Chờ ý kiến", due_after=on(14, 16, 30)
    )
    commands.ask_supplement(
        act(who.specialist),
        dossier_id=dossier.id,
        papers=[Asked("Tờ khai", 1)],
        reason="Thiếu tờ khai",
    )
    at(on(11, 9, 0))
    commands_complete(who, dossier)
    assert due_of(dossier) == on(19)  # 07, 08, 11 were waited: 15, 18, 19
    found = reads.due(dossier.id)
    assert found is not None
    assert "chờ bổ sung 07/11–11/11; dời sang thứ Ba 19/11" in found.words
    assert commands.reckon(act(office(who)))["moved"] == 0


def test_looking_first_changes_nothing(who: Cast) -> None:
    dossier = accepted(who)
    seen = commands.preview_working_times(act(office(who)).actor, HOLIDAY)
    assert [(each.number, each.before, each.after) for each in seen.moved] == [
        (dossier.number, on(11), on(12))
    ]
    assert not CalendarDay.objects.filter(day=HOLIDAY.day).exists()
    assert due_of(dossier) == on(11)
    assert commands.preview_working_times(act(office(who)).actor).moved == ()


def test_after_a_file_was_loaded_the_open_dossiers_can_be_counted_again(who: Cast) -> None:
    dossier = accepted(who)
    CalendarDay.objects.create(day=HOLIDAY.day, kind="holiday", name="Ngày nghỉ mẫu")
    assert len(commands.preview_working_times(act(office(who)).actor).moved) == 1
    assert commands.reckon(act(office(who)))["moved"] == 1
    assert due_of(dossier) == on(12)


@pytest.mark.law("30e", "30f")
def test_counting_again_keeps_the_limit_under_which_the_dossier_was_accepted(who: Cast) -> None:
    dossier = accepted(who)
    follow(dossier.version, date(2019, 11, 5), limit_value=1)
    commands.change_working_times(act(office(who)), change=HOLIDAY)
    assert due_of(dossier) == on(12)


def test_the_books_are_well_after_it(who: Cast) -> None:
    accepted(who)
    commands.change_working_times(act(office(who)), change=HOLIDAY)
    found = {one.name: one for one in verify.look() if "dossiers" in one.name}
    assert [one.name for one in found.values() if one.wrong] == []
    assert found["dossiers: a due time is the one last derived"].compared == 1


def test_the_same_request_changes_once(who: Cast) -> None:
    accepted(who)
    again = act(office(who))
    answers = [commands.change_working_times(again, change=HOLIDAY) for _ in "ab"]
    assert answers[0] == answers[1]
    assert CalendarDay.objects.filter(day=HOLIDAY.day).count() == 1


def test_only_the_province_changes_everybodys_calendar(who: Cast) -> None:
    for stranger in (who.teller, who.officer, who.specialist, who.leader, who.administrator):
        for asked in (
            lambda one: commands.change_working_times(act(one), change=HOLIDAY),
            lambda one: commands.reckon(act(one)),
            lambda one: commands.preview_working_times(act(one).actor, HOLIDAY),
        ):
            with pytest.raises(Refused) as refused:
                asked(stranger)
            assert refused.value.code == "not-allowed"
    closure = NewClosure(who.point.id, date(2019, 11, 6), date(2019, 11, 6), "Bão", "CV 1")
    commands.change_working_times(act(who.administrator), change=closure)
    elsewhere = NewClosure(who.agency.id, date(2019, 11, 6), date(2019, 11, 6), "Bão", "CV 1")
    with pytest.raises(Refused):
        commands.change_working_times(act(who.administrator), change=elsewhere)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (DayOff(date(2019, 11, 7), "", "QĐ 1/MAU"), "words-missing"),
        (DayOff(date(2019, 11, 7), "Ngày mẫu", ""), "words-missing"),
        (DayOff(date(2019, 9, 2), "Ngày mẫu", "QĐ 1/MAU"), "day-taken"),
        (DayOff(date(2035, 9, 2), "Ngày mẫu", "QĐ 1/MAU"), "calendar-gap"),
        (Swap(date(2019, 11, 9), date(2019, 11, 16), "QĐ 1/MAU"), "swap-off-weekend"),
        (Swap(date(2019, 11, 8), date(2019, 11, 11), "QĐ 1/MAU"), "swap-worked-weekday"),
        (Swap(date(2019, 9, 2), date(2019, 9, 7), "QĐ 1/MAU"), "day-taken"),
        (ClosureEnd(0, date(2019, 11, 11), "QĐ 1/MAU"), "no-such-row"),
        (Withdrawal(TimesRow.DAY, 0, "Ghi nhầm"), "no-such-row"),
        (Withdrawal(TimesRow.DAY, 0, ""), "words-missing"),
    ],
)
def test_an_impossible_change_is_refused_and_nothing_moves(
    who: Cast, change: DayOff | Swap | ClosureEnd | Withdrawal, code: str
) -> None:
    before = CalendarDay.objects.count()
    for asked in (
        lambda: commands.change_working_times(act(office(who)), change=change),
        lambda: commands.preview_working_times(act(office(who)).actor, change),
    ):
        with pytest.raises(Refused) as refused:
            asked()
        assert refused.value.code == code
    assert CalendarDay.objects.count() == before


def test_impossible_closures_and_hours_are_refused(who: Cast) -> None:
    changer = act(office(who)).actor
    first, last = date(2019, 11, 6), date(2019, 11, 8)
    Closure.objects.create(unit=who.agency, valid_from=first, valid_to=last, reason="Bão")
    common = OfficeHours.objects.get(season="winter")
    wrong_order = new_hours(None, first)
    for change, code in (
        (NewClosure(who.agency.id, last, first, "Bão", "CV 1"), "backwards"),
        (NewClosure(who.agency.id, last, last, "Lụt", "CV 1"), "closed-already"),
        (ClosureEnd(Closure.objects.get().id, date(2019, 11, 5), "CV 1"), "backwards"),
        (
            NewHours(**{**vars(wrong_order), "afternoon": (time(10), time(16))}),
            "hours-out-of-order",
        ),
        (Withdrawal(TimesRow.HOURS, common.id, "Không còn dùng"), "last-hours"),
    ):
        with pytest.raises(Refused) as refused:
            commands.preview_working_times(changer, change)
        assert refused.value.code == code
    mine = own_hours(who.agency)
    commands.preview_working_times(changer, Withdrawal(TimesRow.HOURS, mine.id, "Không còn dùng"))


def test_states_that_run_are_the_only_ones_counted(who: Cast) -> None:
    dossier = accepted(who)
    assert State(dossier.state) is State.ACCEPTED
    assert commands.preview_working_times(act(office(who)).actor).kept == 1
    arrive(who, take_in(who))
    assert commands.preview_working_times(act(office(who)).actor).kept == 1
    assert due_of(dossier) > MONDAY
