"""Units and areas by the day: what was, who came after, and what an old signature keeps showing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import MONDAY, Cast, accept, act, arrive, take_in
from tests.folder import vinh_phuc
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.directory.commands import NewUnit, succeed_units
from tram.directory.imports import areas, units
from tram.directory.models import (
    Appointment,
    Area,
    AreaLevel,
    ServicePoint,
    Succession,
    Unit,
    UnitKind,
)
from tram.directory.queries import areas_on, scope, units_on
from tram.dossiers.queries.dossier import facts, law_lines
from tram.dossiers.queries.slip import acceptance_slip

TODAY = MONDAY.date()
DAY = date(2020, 1, 1)
BEFORE = date(2019, 12, 31)
TOPMOST = {"province-office", "central-body", "provincial-post"}
SITE = "https://x.example/theo-doi"


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda error: error.code == code)


def unit(slug: str) -> Unit:
    return Unit.objects.get(slug=slug)


def row(slug: str) -> dict[str, Any]:
    return dict(Unit.objects.filter(slug=slug).values().get())


@pytest.fixture
def province(who: Cast) -> User:
    """An administrator at the province's office."""
    office = Unit.objects.get(slug="van-phong-ubnd-tinh")
    user = User.objects.create(username="qt.tinh", full_name="Quản Trị Tỉnh", created_at=MONDAY)
    Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, unit=office, valid_from=TODAY)
    return user


def succeed(by: User, *slugs: str, to: tuple[NewUnit, ...] = (), on: date = DAY) -> dict[str, Any]:
    ids = [unit(slug).id for slug in slugs]
    return succeed_units(act(by), unit_ids=ids, on=on, successors=to)


@pytest.mark.law("1a")
def test_every_unit_and_point_has_its_code_kind_parent_and_dates(db: None) -> None:
    found = list(Unit.objects.all())
    assert len(found) == 480
    assert len({each.slug for each in found}) == 480
    assert {each.kind for each in found} <= {kind.value for kind in UnitKind}
    assert {each.kind for each in found if each.parent_id is None} == TOPMOST
    assert all(each.valid_from for each in found)
    points = ServicePoint.objects.values_list("code", flat=True)
    assert len(set(points)) == len(points) == 150


@pytest.mark.law("1a")
@pytest.mark.parametrize(
    "cells",
    [
        {"slug": ""},
        {"slug": "ubnd-tinh"},
        {"kind": ""},
        {"parent_id": None},
        {"valid_from": None},
        {"valid_to": date(2018, 12, 31)},
    ],
    ids=str,
)
def test_the_database_refuses_a_unit_without_them(db: None, cells: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(slug="so-noi-vu").update(**cells)


@pytest.mark.law("1a")
def test_the_database_refuses_two_points_with_one_code(db: None) -> None:
    first, second = ServicePoint.objects.order_by("code")[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        ServicePoint.objects.filter(pk=second.pk).update(code=first.code)


@pytest.mark.law("1b", "1c")
def test_a_renamed_unit_has_the_name_of_each_day(province: User) -> None:
    before = row("so-tnmt")
    new = NewUnit("so-nnmt", "Sở Nông nghiệp và Môi trường", code="000.00.10.H62")
    answer = succeed(province, "so-tnmt", to=(new,))

    then, now = units_on(BEFORE), units_on(DAY)
    assert "so-tnmt" in {each.slug for each in then}
    assert "so-nnmt" not in {each.slug for each in then}
    (found,) = [each for each in now if each.slug in ("so-tnmt", "so-nnmt")]
    assert (found.name, found.kind, found.parent) == (new.name, "department", "ubnd-tinh")
    parents = {each.slug: each for each in then}, {each.slug: each for each in now}
    assert [each["vp-dkdd"].parent for each in parents] == ["so-tnmt", "so-nnmt"]
    assert parents[1]["vp-dkdd"].parent_name == new.name

    assert row("so-tnmt") == {**before, "valid_to": BEFORE}
    successor = Succession.objects.get(predecessor__slug="so-tnmt").successor
    assert (successor.slug, successor.valid_from) == ("so-nnmt", DAY)
    assert answer["successors"] == [successor.id]


@pytest.mark.law("1c")
def test_two_units_merge_into_one_and_no_other_row_changes(province: User) -> None:
    ended = ("so-khdt", "so-tai-chinh")
    before = {each["slug"]: each for each in Unit.objects.values()}
    succeed(province, *ended, to=(NewUnit("so-tc-moi", "Sở Tài chính", code="000.00.05.H62"),))
    after = {each["slug"]: each for each in Unit.objects.values()}
    assert set(after) - set(before) == {"so-tc-moi"}
    for slug, old in before.items():
        assert after[slug] == ({**old, "valid_to": BEFORE} if slug in ended else old)
    new = unit("so-tc-moi")
    assert set(new.origins.values_list("predecessor__slug", flat=True)) == set(ended)
    assert new.served_by.exists()


@pytest.mark.law("1c")
def test_a_split_unit_names_all_its_successors_and_they_take_over(province: User) -> None:
    new = (NewUnit("so-mot", "Sở Một"), NewUnit("so-hai", "Sở Hai"))
    succeed(province, "so-gtvt", to=new)
    rows = Succession.objects.filter(predecessor__slug="so-gtvt").order_by("id")
    assert list(rows.values_list("successor__slug", flat=True)) == ["so-mot", "so-hai"]
    assert {unit("so-mot").id, unit("so-hai").id} <= set(scope(unit("so-gtvt").id))


@pytest.mark.law("1b", "1c")
def test_a_closed_unit_is_gone_from_its_day_and_has_no_successor(province: User) -> None:
    point = Unit.objects.filter(kind="post-point").order_by("slug")[0]
    succeed(province, point.slug)
    assert point.id in {each.id for each in units_on(BEFORE)}
    assert point.id not in {each.id for each in units_on(DAY)}
    assert not point.successions.exists()


@pytest.mark.law("1c")
def test_a_change_that_cannot_be_is_refused(province: User, who: Cast) -> None:
    new = NewUnit("so-moi", "Sở Mới")
    with refused("before-start"):
        succeed(province, "so-tnmt", to=(new,), on=date(2019, 1, 1))
    with refused("slug-taken"):
        succeed(province, "so-tnmt", to=(NewUnit("so-noi-vu", "Sở Mới"),))
    with refused("slug-malformed"):
        succeed(province, "so-tnmt", to=(NewUnit("Sở mới", "Sở Mới"),))
    with refused("units-below"):
        succeed(province, "so-tnmt")
    with refused("code-missing"):
        succeed(province, "ttpvhcc", to=(NewUnit("tt-moi", "Trung tâm Mới"),))
    with refused("point-by-file"):
        succeed(province, who.point.slug, to=(new,))
    with refused("no-such-unit"):
        succeed_units(act(province), unit_ids=[], on=DAY)
    succeed(province, "so-noi-vu", to=(new,))
    with refused("already-ended"):
        succeed(province, "so-noi-vu", to=(NewUnit("so-khac", "Sở Khác"),))


def test_only_the_province_changes_units(who: Cast) -> None:
    with refused("not-allowed"):
        succeed(who.administrator, "so-tnmt", to=(NewUnit("so-moi", "Sở Mới"),))


def test_an_older_file_does_not_bring_an_ended_unit_back(province: User) -> None:
    succeed(province, "so-noi-vu", to=(NewUnit("so-moi", "Sở Mới"),))
    files = vinh_phuc()
    found = units.read(files, areas.read(files))
    (error,) = units.kept(found)
    assert (error.column, "31/12/2019" in error.message) == ("valid_to", True)


@pytest.mark.law("1d")
def test_what_was_signed_under_the_old_name_keeps_it(
    who: Cast, province: User, client: Client
) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    old_desk, old_agency = who.desk.name, who.agency.name
    slip = acceptance_slip(dossier.id, lookup=SITE)
    tomorrow = TODAY + timedelta(days=1)
    desk = NewUnit("tt-moi", "Trung tâm Tên Mới", code=who.desk.code)
    agency = NewUnit("co-quan-moi", "Cơ quan Tên Mới", code=who.agency.code)
    succeed(province, who.desk.slug, to=(desk,), on=tomorrow)
    succeed(province, who.agency.slug, to=(agency,), on=tomorrow)
    succeed(province, "ubnd-tinh", to=(NewUnit("ubnd-moi", "UBND Tên Mới"),), on=tomorrow)

    assert acceptance_slip(dossier.id, lookup=SITE) == slip
    assert slip.issuer == old_desk
    told = facts(dossier.id)
    assert told is not None
    assert (told.desk, told.agency) == (old_desk, old_agency)
    assert old_desk in {line.place for line in law_lines(dossier.id)}
    client.force_login(who.officer)
    page = client.get(reverse("dossier", args=[dossier.id])).content.decode()
    assert old_agency in page
    assert "Tên Mới" not in page


@pytest.mark.law("1e")
@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        (date(2019, 12, 31), 9, 137),
        (date(2020, 12, 31), 9, 136),
        (date(2025, 1, 1), 9, 121),
        (date(2025, 7, 1), 0, 36),
    ],
    ids=str,
)
def test_the_lists_stand_as_of_their_dates(
    db: None, day: date, districts: int, communes: int
) -> None:
    assert len(areas_on(day, AreaLevel.DISTRICT)) == districts
    found = areas_on(day, AreaLevel.COMMUNE)
    assert len(found) == communes
    above = AreaLevel.DISTRICT if districts else AreaLevel.PROVINCE
    assert {area.parent for area in found} == {area.code for area in areas_on(day, above)}
    assert {area.provenance.startswith("demonstration") for area in found} == {not districts}


@pytest.mark.law("1b", "1e")
def test_a_commune_has_the_name_of_the_day_and_leads_to_what_it_became(db: None) -> None:
    names = [
        next(area.name for area in areas_on(day, AreaLevel.COMMUNE) if area.code == "09124")
        for day in (date(2019, 12, 31), date(2020, 12, 31))
    ]
    assert names == ["Xã Phú Thịnh", "Xã Tân Phú"]
    first, second = Area.objects.filter(gso_code="09124").order_by("valid_from")
    assert first.successor == second
    assert Area.objects.get(gso_code="09121").successor is None


def test_units_of_2019_stand_in_the_areas_of_2019(db: None) -> None:
    found = unit("ubnd-xa-09124").area
    assert found is not None
    assert found.name == "Xã Phú Thịnh"
