"""Identifiers of agencies: four groups at first, any groups from the day that the data names, one holder a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import MONDAY, Cast, act
from tests.directory.test_imports import wrong
from tests.folder import vinh_phuc
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.directory.commands import NewUnit, succeed_units
from tram.directory.models import Appointment, Unit
from tram.directory.queries import parameter
from tram.directory.rules.identifiers import LONGEST, reason, well_formed

SINCE = date(2020, 9, 15)
EVE = SINCE - timedelta(days=1)


@pytest.mark.law("2a", "2b")
@pytest.mark.parametrize("day", [EVE, SINCE])
def test_four_groups_are_always_right(day: date) -> None:
    assert well_formed("000.00.01.X62", day, SINCE)


@pytest.mark.law("2b")
@pytest.mark.parametrize("code", ["X62", "X62.01.02", "G12.99.Z", "A" * LONGEST])
def test_any_groups_are_right_from_the_day_on_and_not_before(code: str) -> None:
    assert well_formed(code, SINCE, SINCE)
    assert not well_formed(code, EVE, SINCE)
    assert "15/09/2020" in reason(code, EVE, SINCE)


@pytest.mark.law("2b")
@pytest.mark.parametrize(
    "code", ["", "x62.01", "X62..01", ".X62", "X62.", "X62-01", "X 62", "Đ62", "A" * (LONGEST + 1)]
)
def test_other_forms_are_wrong_at_any_time(code: str) -> None:
    assert not well_formed(code, SINCE, SINCE)
    assert "35 ký tự" in reason(code, SINCE, SINCE)


@pytest.mark.law("2b")
@pytest.mark.parametrize(("first", "good"), [("2020-09-14", False), ("2020-09-15", True)])
def test_a_file_may_use_the_new_form_by_the_first_day_of_the_unit(first: str, good: bool) -> None:
    files = vinh_phuc().add(
        "units.csv", 4, slug="so-moi", code="X62.01.02", valid_from=first, desk_of="", successor=""
    )
    errors = wrong(files)
    assert [error.column for error in errors] == ([] if good else ["code"])
    assert all("không đúng mẫu" in error.message for error in errors)


@pytest.mark.law("2b")
def test_the_day_of_the_new_form_is_a_parameter(db: None) -> None:
    assert parameter("province.identifier_form.any_groups_from", SINCE) == "2020-09-15"


@pytest.mark.law("2d")
@pytest.mark.parametrize(
    ("day", "prefix"),
    [(date(2019, 1, 1), "H62"), (date(2025, 6, 30), "H62"), (date(2025, 7, 1), "H44")],
)
def test_the_code_of_the_province_is_in_the_data_by_its_dates(
    db: None, day: date, prefix: str
) -> None:
    assert parameter("province.identifier.prefix", day) == prefix


@pytest.mark.law("2c")
def test_the_database_refuses_an_identifier_held_twice_on_a_day(db: None) -> None:
    one, other = Unit.objects.get(slug="so-noi-vu"), Unit.objects.get(slug="so-tu-phap")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(id=other.id).update(code=one.code)
    Unit.objects.filter(id=one.id).update(valid_to=EVE)
    Unit.objects.filter(id=other.id).update(code=one.code, valid_from=SINCE)


@pytest.mark.law("2b", "2c")
def test_a_new_unit_gets_a_free_identifier_of_the_right_form(who: Cast) -> None:
    office = Unit.objects.get(slug="van-phong-ubnd-tinh")
    user = User.objects.create(username="qt.tinh", full_name="Quản Trị Tỉnh", created_at=MONDAY)
    Appointment.objects.create(
        user=user, role=Role.ADMINISTRATOR, unit=office, valid_from=MONDAY.date()
    )
    old = Unit.objects.get(slug="so-noi-vu")

    def rename(code: str, on: date) -> None:
        new = [NewUnit("so-moi", "Sở Mới", code=code)]
        succeed_units(act(user), unit_ids=[old.id], on=on, successors=new)

    taken = Unit.objects.get(slug="so-tu-phap").code
    for code, on, why in [("X62.01", EVE, "bad-code"), (taken, SINCE, "code-taken")]:
        with pytest.raises(Refused) as refusal:
            rename(code, on)
        assert refusal.value.code == why
    rename("X62.01", SINCE)
    assert Unit.objects.get(slug="so-moi").code == "X62.01"
