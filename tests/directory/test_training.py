"""Training of tellers: what a session says, which certificate gives the right to a field, what is refused."""

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast, act
from tests.directory.registers import INSPECTED, attend, course, post, session, trainer
from tests.folder import vinh_phuc
from tram.accounts.models import User
from tram.cli.folder import bring_in
from tram.core.errors import Refused
from tram.directory.commands.training import NewCourse, plan_course
from tram.directory.models import Attendance, Certificate, Parameter
from tram.directory.queries.training import (
    attended,
    certificate_lacking,
    tellers_on,
)
from tram.directory.rules.training import AttendanceOutcome, Held, trained
from tram.programme.queries.training import training_register

NOW = date(2019, 11, 4)
LAND = Held("Đất đai", date(2019, 10, 1), date(2020, 9, 30))


def certificates(teller: User) -> tuple[Held, ...]:
    """What the register says that a teller on duty holds."""
    (row,) = (row for row in tellers_on(NOW) if row.id == teller.id)
    return row.held


@pytest.mark.law("8b")
@pytest.mark.parametrize(
    ("field", "day", "held", "answer"),
    [
        ("Đất đai", NOW, [LAND], True),
        ("Đất đai", date(2019, 9, 30), [LAND], False),
        ("Đất đai", date(2020, 10, 1), [LAND], False),
        ("Lý lịch tư pháp", NOW, [LAND], False),
        ("Lý lịch tư pháp", NOW, [Held("", date(2019, 10, 1), None)], True),
        ("", NOW, [LAND], True),
        ("Đất đai", NOW, [], False),
    ],
)
def test_a_dated_certificate_gives_the_right_to_its_field(
    field: str, day: date, held: list[Held], answer: bool
) -> None:
    assert trained(held, field, day) is answer


@pytest.mark.law("8a", "8b")
def test_a_session_keeps_its_course_its_day_its_place_and_who_attended(who: Cast) -> None:
    field = who.version.procedure.field
    held = session(course(subject=field))
    attend(held, who.teller, valid_to=date(2020, 9, 30))
    attend(held, who.neighbour, outcome=AttendanceOutcome.ABSENT, number="")
    assert {(row.teller_id, row.point, row.outcome) for row in attended(held)} == {
        (who.teller.id, who.point.name, AttendanceOutcome.PASSED),
        (who.neighbour.id, who.other_point.name, AttendanceOutcome.ABSENT),
    }
    mine = certificates(who.teller)
    assert trained(mine, field, NOW)
    assert not trained(mine, "Lĩnh vực khác", NOW)
    assert not trained(mine, field, date(2020, 10, 1))
    assert not certificates(who.neighbour)


def test_the_latest_word_of_a_teller_counts_and_the_earlier_one_stays(who: Cast) -> None:
    held = session(course())
    assert attend(held, who.teller) == 1
    assert attend(held, who.teller) == 0
    attend(held, who.teller, outcome=AttendanceOutcome.FAILED, number="")
    assert [row.outcome for row in attended(held)] == [AttendanceOutcome.FAILED]
    assert not trained(certificates(who.teller), "", NOW)
    assert (Attendance.objects.count(), Certificate.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"number": ""}, "certificate-number-missing"),
        ({"outcome": AttendanceOutcome.FAILED}, "certificate-without-pass"),
        ({"valid_to": date(2019, 9, 30)}, "certificate-expired"),
    ],
)
def test_a_certificate_that_contradicts_itself_is_refused(
    who: Cast, words: dict[str, Any], code: str
) -> None:
    held = session(course())
    with pytest.raises(Refused) as refused:
        attend(held, who.teller, **words)
    assert refused.value.code == code
    assert not Attendance.objects.exists()


def test_a_number_belongs_to_one_teller(who: Cast) -> None:
    held = session(course())
    attend(held, who.teller, number="CN-7")
    with pytest.raises(Refused, match="Số chứng nhận CN-7 đã cấp cho"):
        attend(held, who.neighbour, number="CN-7")


def test_only_who_was_a_teller_that_day_is_noted(who: Cast) -> None:
    held = session(course())
    with pytest.raises(Refused, match="không làm giao dịch viên ở điểm nào vào ngày 01/10/2019"):
        attend(held, who.officer)
    ahead = session(course(name="Lớp tháng sau"), date(2019, 12, 1))
    with pytest.raises(Refused, match="chưa diễn ra"):
        attend(ahead, who.teller)


def test_a_course_is_planned_by_who_trains_and_once(who: Cast) -> None:
    course()
    with pytest.raises(Refused, match="đã có lớp"):
        course()
    new = NewCourse(year=2019, name="Lớp khác", organiser_id=post().id, planned=1)
    with pytest.raises(Refused, match="không được phân công"):
        plan_course(act(who.teller, who.point), new=new)


@pytest.mark.law("8b")
def test_the_share_is_of_the_tellers_on_duty_and_not_measured_without_a_course(who: Cast) -> None:
    assert not training_register(NOW).value.measured
    attend(session(course()), who.teller)
    found = training_register(NOW)
    duty = tellers_on(NOW)
    assert (found.value.numerator, found.value.denominator) == (1, len(duty))
    assert found.value.excluded == {"no-certificate": len(duty) - 1}
    assert who.neighbour.id in {each.id for each in found.untrained}
    assert training_register(INSPECTED.replace(day=1, month=9)).value.numerator == 0
    assert trainer().id not in {each.id for each in duty}


def test_the_province_says_from_when_a_certificate_is_needed(who: Cast) -> None:
    table = (
        "[[training]]\ncertificate_required = true\nvalid_from = 2020-01-01\n"
        'provenance = "thử"\n\n[sources]'
    )
    files = vinh_phuc().replace("province.toml", "[sources]", table)
    errors, _tallies = bring_in(files, check=False, step=lambda _what: None)
    assert not errors
    row = Parameter.objects.get(code="province.training.certificate_required")
    assert (row.value, row.valid_from) == (True, date(2020, 1, 1))
    assert not certificate_lacking(who.teller.id, "Đất đai", date(2019, 12, 31))
    assert certificate_lacking(who.teller.id, "Đất đai", date(2020, 1, 1))
    attend(session(course()), who.teller, valid_to=date(2020, 6, 30))
    assert not certificate_lacking(who.teller.id, "Đất đai", date(2020, 6, 30))
    assert certificate_lacking(who.teller.id, "Đất đai", date(2020, 7, 1))
