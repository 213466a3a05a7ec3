"""The worker's warnings: each duty is told once for each due time, and an apology lies ready before it is too late."""

from datetime import datetime

import pytest

from tests import cast
from tests.cast import Cast, at
from tests.dossiers.test_journey import DAY, HOUR, REASON, arrived, processing, specialist
from tram.accounts.rules.access import Role
from tram.core.calendar import local
from tram.directory.models import Parameter, Unit
from tram.directory.queries import parameter
from tram.dossiers import commands as dossiers
from tram.dossiers.commands import warnings
from tram.dossiers.models import Dossier, Letter, Message
from tram.dossiers.queries import courses
from tram.dossiers.rules.warnings import Rung


def due(dossier: Dossier) -> datetime:
    assert dossier.due_at is not None
    return dossier.due_at


def warned(dossier: Dossier) -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(dossier=dossier, way="duty").order_by("id")
    return list(rows.values_list("kind", "role", "unit__slug"))


def apologise(who: Cast, dossier: Dossier, after: datetime) -> None:
    dossiers.apologise(
        cast.act(who.leader, who.agency), dossier_id=dossier.id, reason=REASON, due_after=after
    )
    dossier.refresh_from_db()


@pytest.mark.law("32a")
def test_nobody_is_told_of_a_fresh_dossier(who: Cast) -> None:
    dossier = processing(who)
    assert dossiers.warn_all() == {"warned": 0, "drafted": 0}
    assert warned(dossier) == []


@pytest.mark.law("32a")
def test_the_people_in_charge_are_told_rung_by_rung_and_once(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) - 5 * DAY)
    assert dossiers.warn_all()["warned"] == 1
    assert dossiers.warn_all() == {"warned": 0, "drafted": 0}
    agency = who.agency.slug
    assert warned(dossier) == [(Rung.OFFICER, Role.CASE_OFFICER, agency)]
    at(due(dossier) - DAY)
    assert dossiers.warn_all() == {"warned": 2, "drafted": 1}
    assert warned(dossier)[1:] == [
        (Rung.APOLOGY, Role.CASE_OFFICER, agency),
        (Rung.APOLOGY, Role.LEADER, agency),
    ]
    at(due(dossier) + HOUR)
    assert dossiers.warn_all() == {"warned": 1, "drafted": 0}
    assert warned(dossier)[3:] == [(Rung.OVERDUE, Role.LEADER, agency)]
    assert dossiers.warn_all() == {"warned": 0, "drafted": 0}


@pytest.mark.law("32a")
def test_the_desk_is_told_while_the_papers_still_lie_there(who: Cast) -> None:
    dossier = cast.accept(who, arrived(who))
    at(due(dossier) - 5 * DAY)
    dossiers.warn_all()
    assert warned(dossier) == [(Rung.OFFICER, Role.ONE_STOP_OFFICER, who.desk.slug)]


@pytest.mark.law("32b")
def test_an_apology_lies_ready_before_its_last_day_without_a_reason(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) - DAY)
    dossiers.warn_all()
    letter = Letter.objects.get(dossier=dossier, kind="apology")
    assert (letter.signed_at, letter.reason, letter.due_before) == (None, "", due(dossier))
    assert letter.due_after is not None
    assert letter.due_after > due(dossier)
    assert local(letter.due_after).weekday() < 5
    apologise(who, dossier, letter.due_after)
    letter.refresh_from_db()
    assert (letter.late, letter.reason, dossier.due_at) == (False, REASON, letter.due_after)


def test_an_untouched_draft_is_brought_up_to_date_when_it_is_too_late(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) - DAY)
    dossiers.warn_all()
    before = Letter.objects.get(dossier=dossier, kind="apology").due_after
    at(due(dossier) + 7 * DAY)
    dossiers.warn_all()
    after = Letter.objects.get(dossier=dossier, kind="apology").due_after
    assert before is not None
    assert after is not None
    assert after > due(dossier) + 7 * DAY > before


@pytest.mark.law("32c", "32d")
def test_late_after_a_re_appointment_the_leader_and_the_standing_agency_are_told(
    who: Cast,
) -> None:
    dossier = processing(who)
    apologise(who, dossier, due(dossier) + 7 * DAY)
    at(due(dossier) + HOUR)
    assert dossiers.warn_all() == {"warned": 2, "drafted": 0}
    standing = parameter("province.roles.standing_agency", due(dossier).date())
    assert warned(dossier) == [
        (Rung.OVERDUE_AGAIN, Role.LEADER, who.agency.slug),
        (Rung.OVERDUE_AGAIN, Role.STANDING_AGENCY, standing),
    ]
    assert Letter.objects.filter(dossier=dossier, signed_at=None).count() == 0


def test_a_new_due_date_starts_a_new_ladder(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) - 5 * DAY)
    dossiers.warn_all()
    apologise(who, dossier, due(dossier) + 14 * DAY)
    assert dossiers.warn_all()["warned"] == 0
    at(due(dossier) - DAY)
    dossiers.warn_all()
    assert [kind for kind, _role, _unit in warned(dossier)] == [
        Rung.OFFICER,
        Rung.LEADER,
        Rung.LEADER,
    ]


def test_a_dossier_whose_clock_stands_still_warns_nobody(who: Cast) -> None:
    dossier = processing(who)
    dossiers.ask_payment(specialist(who), dossier_id=dossier.id, amount_vnd=1, reason=REASON)
    at(due(dossier) + DAY)
    assert dossiers.warn_all()["warned"] == 0
    dossiers.record_payment(specialist(who), dossier_id=dossier.id, proof="BL 001")
    dossier.refresh_from_db()
    at(due(dossier) + DAY)
    assert dossiers.warn_all()["warned"] == 1


def test_what_was_settled_meanwhile_is_left_alone(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) - DAY)
    dossiers.settle(
        specialist(who),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=local(due(dossier)).date() - 2 * DAY,
        name="KQ",
    )
    act = cast.act(who.officer)
    assert warnings.warn(act, dossier_ids=[dossier.id]) == {"warned": 0, "drafted": 0}


def test_the_warning_says_what_to_do_and_names_nobody(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) + HOUR)
    dossiers.warn_all()
    (text,) = Message.objects.filter(dossier=dossier, way="duty").values_list("text", flat=True)
    assert text.startswith(f"Hồ sơ {dossier.number}, hẹn trả ")
    assert text.endswith("Hãy ký phiếu xin lỗi và hẹn lại ngày trả.")
    assert "Mẫu" not in text
    assert who.version.name not in text


def test_the_shares_are_figures_of_the_province(who: Cast) -> None:
    processing(who)
    at(cast.MONDAY + DAY)
    assert dossiers.warn_all()["warned"] == 0
    row = Parameter.objects.get(code="province.warnings")
    row.value = {**row.value, "officer_percent": 1}
    row.save()
    assert dossiers.warn_all()["warned"] == 1


def test_a_run_is_bounded(who: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [processing(who) for _each in range(3)]
    monkeypatch.setattr(warnings, "BATCH", 1)
    monkeypatch.setattr(warnings, "BATCHES", 2)
    at(max(due(dossier) for dossier in many) + HOUR)
    assert dossiers.warn_all()["warned"] == 2
    assert dossiers.warn_all()["warned"] == 1


def test_the_standing_agency_is_that_of_the_day(who: Cast) -> None:
    day = cast.MONDAY.date()
    slug = parameter("province.roles.standing_agency", day)
    assert courses.standing_agency(day) == Unit.objects.get(slug=slug).id
