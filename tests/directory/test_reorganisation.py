"""The province from 1/7/2025: no districts, new units, every desk for everybody, and blanks left to a person."""

from datetime import date
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.folder import Files
from tests.moved import FOLDER, bring_in_2025
from tram.cli.load import files_of
from tram.directory.imports import reorganisation
from tram.directory.models import Appointment, Area, DeskService, Succession, Unit
from tram.directory.queries import heir, serves, settling_kind, units_on

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
DESKS = {"service-centre", "one-stop"}


def unit(slug: str) -> Unit:
    return Unit.objects.get(slug=slug)


def kinds(day: date, kind: str) -> int:
    return sum(each.kind == kind for each in units_on(day))


@pytest.mark.law("1b", "1c", "64d")
def test_there_are_districts_until_the_last_day_and_none_after(db: None) -> None:
    before = {row["slug"]: row for row in Unit.objects.values()}
    bring_in_2025()
    assert (kinds(LAST, "district"), kinds(FIRST, "district")) == (9, 0)
    assert (kinds(LAST, "commune"), kinds(FIRST, "commune")) == (137, 36)
    assert (settling_kind("district", LAST), settling_kind("district", FIRST)) == (
        "district",
        "commune",
    )
    after = {row["slug"]: row for row in Unit.objects.values()}
    for slug, old in before.items():
        assert after[slug] in (old, {**old, "valid_to": LAST})


@pytest.mark.law("1a", "2a", "2c", "2d")
def test_every_new_desk_has_an_identifier_of_the_new_province(db: None) -> None:
    bring_in_2025()
    desks = [each for each in units_on(FIRST) if each.kind in DESKS]
    assert len(desks) == 37
    assert all(desk.code.endswith(".H44") for desk in desks)
    assert len({desk.code for desk in desks}) == len(desks)
    assert all(desk.parent for desk in desks)


@pytest.mark.law("64c")
def test_every_desk_of_the_province_receives_for_every_agency_from_that_day(db: None) -> None:
    bring_in_2025()
    old_desk, old_agency = unit("mot-cua-xa-08710"), unit("so-tu-phap")
    assert not serves(old_desk.id, old_agency.id, LAST)
    assert serves(old_desk.id, unit("ubnd-xa-08710").id, LAST)
    desk, far = unit("ttpvhcc-xa-90001"), unit("ubnd-xa-90036")
    assert not DeskService.objects.filter(desk=desk, agency=far).exists()
    assert serves(desk.id, far.id, FIRST)
    assert serves(desk.id, unit("so-tu-phap-phu-tho").id, FIRST)
    assert not serves(desk.id, old_agency.id, FIRST), "an agency that has ended"
    assert not serves(old_desk.id, far.id, FIRST), "a desk that has ended"
    assert not serves(far.id, far.id, FIRST), "a committee is no desk"


@pytest.mark.law("65d")
def test_what_nobody_can_derive_stays_blank(db: None) -> None:
    bring_in_2025()
    closed = Unit.objects.filter(valid_to=LAST, successions=None)
    assert closed.count() == 32
    assert heir(unit("ubnd-xa-08734").id, FIRST) is None
    assert Area.objects.get(gso_code="08734").successor is None
    led = Area.objects.get(gso_code="08719", valid_to=LAST).successor
    assert led is not None
    assert led.provenance.startswith("demonstration")


def test_a_district_is_followed_by_the_commune_of_its_seat_first(db: None) -> None:
    bring_in_2025()
    district = unit("ubnd-h-tam-dao")
    assert district.successions.count() == 3
    first = heir(district.id, FIRST)
    assert first is not None
    assert Succession.objects.filter(predecessor=district).order_by("id")[0].successor == first


def test_a_duty_ends_with_its_unit(who: Cast) -> None:
    bring_in_2025()
    ended = Appointment.objects.get(user=who.officer)
    stays = Appointment.objects.get(user=who.teller)
    assert (ended.valid_to, stays.valid_to) == (LAST, None)


def test_bringing_the_folder_in_again_changes_nothing(db: None) -> None:
    found = bring_in_2025()
    tallies = reorganisation.bring_in(found)
    assert sum(tally.created + tally.updated for tally in tallies) == 0
    assert sum(tally.unchanged for tally in tallies) > 500


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("units.csv", ";so-ldtbxh,", ";so-khong-co,", "replaces"),
        ("units.csv", "90001,90001,ubnd-xa-90001,", "90001,90001,,", "desk_of"),
        ("closed_units.csv", "ubnd-xa-08734,", "ubnd-xa-khong-co,", "slug"),
        ("area_successors.csv", "08707,90002,", "08707,99999,", "successor_code"),
        ("reorganisation.toml", "on = 2025-07-01", "on = 2025-07-32", ""),
    ],
    ids=lambda words: str(words)[:20],
)
def test_a_folder_that_contradicts_itself_is_refused_with_its_line(
    db: None, name: str, old: str, new: str, column: str
) -> None:
    files = files_of(FOLDER)
    assert old in files[name].decode()
    spoilt: Files | dict[str, bytes] = {
        **files,
        name: files[name].decode().replace(old, new, 1).encode(),
    }
    errors = reorganisation.read(spoilt).errors
    assert errors
    assert {error.file for error in errors} == {name}
    assert column in {error.column for error in errors}


def test_the_demonstration_says_that_it_is_one() -> None:
    text = (Path(FOLDER) / "units.csv").read_text()
    rows = text.strip().splitlines()[1:]
    assert all("demonstration" in row for row in rows)
