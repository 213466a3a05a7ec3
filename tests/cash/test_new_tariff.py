"""A new price table: every hole, double and slip is named, it begins on a day to come, and never changes then."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast, act, manager, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cash import queries
from tram.cash.commands.tariffs import NewTariff, publish_tariff
from tram.cash.models import Tariff, TariffRate
from tram.cash.rules.price_cells import CELLS, Cell, Typed, named, of_sheet, rates
from tram.cash.rules.tariff import Exemption, Zone, quote
from tram.catalogue.rules.eligibility import Direction
from tram.cli.load import load_folder
from tram.core.errors import Refused
from tram.directory.models import Unit

FIRST = CELLS[0]
DEAR: dict[Cell, str] = {cell: "3.000" if cell[2] is None else "40.000" for cell in CELLS}
NEW = NewTariff("TT 99/2019/TT-BTTTT", "Giá mới", date(2019, 12, 1), 9_000, "Bảng giá mới", DEAR)


def office() -> User:
    unit = Unit.objects.get(slug="van-phong-ubnd-tinh")
    return person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, unit)


@pytest.mark.parametrize("cell", CELLS)
def test_every_hole_is_named(cell: Cell) -> None:
    _found, wrong = rates({**DEAR, cell: " "})
    assert wrong == (f"Thiếu giá của ô «{named(cell)}».",)


@pytest.mark.parametrize("words", ["-1", "26000,5", "26.000.5", "1e4", "=1+1", "", "99999999999"])
def test_an_impossible_amount_is_named(words: str) -> None:
    _found, wrong = rates({**DEAR, FIRST: words})
    assert len(wrong) == 1
    assert named(FIRST) in wrong[0]


def test_a_heavier_step_is_never_cheaper() -> None:
    _found, wrong = rates({**DEAR, (Direction.OUT, Zone.IN_REGION, 500): "39.000"})
    assert "rẻ hơn ô nhẹ hơn" in wrong[0]


def test_a_sheet_names_its_doubles_and_strangers() -> None:
    lines = [
        Typed(2, "in", "far-region", "100", "1"),
        Typed(3, "in", "far-region", "100", "2"),
        Typed(4, "up", "far-region", "100", "2"),
        Typed(5, "in", "far-region", "200", "2"),
        Typed(6, "out", "in-region", "tiep", "2"),
    ]
    cells, wrong = of_sheet(lines)
    assert cells == {
        (Direction.IN, Zone.FAR_REGION, 100): "1",
        (Direction.OUT, Zone.IN_REGION, None): "2",
    }
    assert [line.split(":")[0] for line in wrong] == ["Dòng 3", "Dòng 4", "Dòng 5"]


def test_the_new_table_holds_from_its_day_and_the_old_until_the_day_before(who: Cast) -> None:
    before = queries.tariff(day=date(2019, 11, 4))
    publish_tariff(act(office()), new=NEW)
    old, new = queries.tariff(day=date(2019, 11, 30)), queries.tariff(day=date(2019, 12, 1))
    assert (old.code, old.rates, old.valid_to) == (before.code, before.rates, date(2019, 11, 30))
    assert new.code == NEW.code
    assert new.groups == before.groups
    asked = quote(new, [Direction.IN], Zone.FAR_REGION, 501, Exemption.NONE, 1)
    assert [line.amount_vnd for line in asked.lines] == [43_000, 9_000]
    assert asked.lines[0].source == NEW.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_from": date(2019, 11, 4)}, "starts-too-soon"),
        ({"valid_from": date(2017, 1, 1)}, "starts-too-soon"),
        ({"code": "TT 22/2017/TT-BTTTT"}, "code-taken"),
        ({"cells": {**DEAR, FIRST: ""}}, "bad-table"),
    ],
)
def test_a_table_that_cannot_be_is_refused(who: Cast, change: dict[str, Any], code: str) -> None:
    before = Tariff.objects.count()
    with pytest.raises(Refused) as refusal:
        publish_tariff(act(office()), new=replace(NEW, **change))
    assert refusal.value.code == code
    assert Tariff.objects.count() == before


def test_two_tables_never_overlap(who: Cast) -> None:
    publish_tariff(act(office()), new=NEW)
    with pytest.raises(Refused) as refusal:
        publish_tariff(
            act(office()), new=replace(NEW, code="TT 98", valid_from=date(2019, 11, 20))
        )
    assert refusal.value.code == "overlaps"


def test_only_the_provinces_office_publishes(who: Cast) -> None:
    for user in (who.teller, manager(), who.leader, who.administrator):
        with pytest.raises(Refused) as refusal:
            publish_tariff(act(user), new=NEW)
        assert refusal.value.code == "not-allowed"


def test_a_published_table_never_changes(who: Cast) -> None:
    made = publish_tariff(act(office()), new=NEW)["tariff"]
    attempts: list[Any] = [
        lambda: TariffRate.objects.filter(tariff=made).update(amount_vnd=1),
        lambda: TariffRate.objects.filter(tariff=made).delete(),
        lambda: TariffRate.objects.create(
            tariff_id=made, direction="in", zone="x", up_to_grams=9, amount_vnd=1
        ),
        lambda: Tariff.objects.filter(id=made).update(remittance_vnd=1),
        lambda: Tariff.objects.filter(id=made).update(published_at=None),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="published"), transaction.atomic():
            attempt()


def test_loading_the_folder_again_leaves_the_new_table_and_the_old_ones_end(who: Cast) -> None:
    from tests.world import ROOT

    publish_tariff(act(office()), new=NEW)
    report = load_folder(ROOT / "data" / "vinh-phuc")
    assert (report.ok, report.changed) == (True, 0)
    assert queries.tariff(day=date(2019, 11, 30)).valid_to == date(2019, 11, 30)
