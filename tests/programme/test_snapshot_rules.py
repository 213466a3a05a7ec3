"""Frozen figures as a canonical text: equal things make equal bytes, a touched one no longer fits, changes are told."""

from dataclasses import replace
from datetime import date

import pytest

from tram.programme.rules.periods import PeriodKind
from tram.programme.rules.snapshots import (
    DriftCause,
    FigureChange,
    FrozenFigure,
    FrozenList,
    FrozenPeriod,
    ItemChange,
    ListSide,
    difference,
    digest,
    intact,
    read,
)

UNIT, NAME = "so-mau", "received_by_post"
NUMERATOR = FrozenList(UNIT, NAME, ListSide.NUMERATOR, ("d1", "d2"))
DENOMINATOR = FrozenList(UNIT, NAME, ListSide.DENOMINATOR, ("d1", "d2", "d3"))
FROZEN = FrozenPeriod(
    kind=PeriodKind.YEAR,
    year=2019,
    number=1,
    first=date(2019, 1, 1),
    last=date(2019, 12, 31),
    plan="1/KH-UBND",
    plan_version=1,
    readings={"step": "dossiers-only"},
    simulated=False,
    figures=(FrozenFigure(UNIT, NAME, 2, 3, percent="15", met=True),),
    lists=(NUMERATOR, DENOMINATOR),
)


def later(numerator: tuple[str, ...]) -> FrozenPeriod:
    """The same with another numerator."""
    return replace(
        FROZEN,
        figures=(replace(FROZEN.figures[0], numerator=len(numerator)),),
        lists=(replace(NUMERATOR, items=numerator), DENOMINATOR),
    )


@pytest.mark.law("51b")
def test_the_text_is_the_same_whatever_the_order_and_reads_back_whole() -> None:
    turned = replace(FROZEN, lists=FROZEN.lists[::-1])
    assert turned.document() == FROZEN.document()
    assert read(FROZEN.document(), FROZEN.lists) == FROZEN


@pytest.mark.law("51b")
def test_a_touched_figure_list_or_hash_no_longer_fits() -> None:
    text = FROZEN.document()
    assert intact(text, digest(text), FROZEN.lists)
    assert not intact(text.replace('"numerator":2', '"numerator":3'), digest(text), FROZEN.lists)
    assert not intact(text, digest(text), (replace(NUMERATOR, items=("d1", "d9")), DENOMINATOR))
    assert not intact(text, digest(text), (*FROZEN.lists, replace(NUMERATOR, indicator="x")))
    assert not intact(text, digest(text + " "), FROZEN.lists)


@pytest.mark.law("51c")
def test_a_difference_names_each_figure_and_each_dossier_that_came_or_left() -> None:
    told = difference(FROZEN, later(("d1", "d3")), corrected={"d3"})
    assert told.figures == ()
    sides = {(c.item, c.added, c.cause) for c in told.items}
    assert sides == {
        ("d2", False, DriftCause.UNEXPLAINED),
        ("d3", True, DriftCause.CORRECTED),
    }
    assert not told.explained
    less = difference(FROZEN, later(("d1",)), corrected={"d2"})
    assert less.figures == (
        FigureChange(UNIT, NAME, "2/3 (chỉ tiêu 15 %)", "1/3 (chỉ tiêu 15 %)"),
    )
    assert less.items == (
        ItemChange(UNIT, NAME, ListSide.NUMERATOR, "", "d2", False, DriftCause.CORRECTED),
    )
    assert less.explained


def test_nothing_changed_is_no_difference_and_a_figure_alone_is_not_explained() -> None:
    assert difference(FROZEN, FROZEN).empty
    other = replace(FROZEN, figures=(replace(FROZEN.figures[0], numerator=None),))
    told = difference(FROZEN, other)
    assert told.figures[0].after == "chưa đo (chỉ tiêu 15 %)"
    assert not told.explained


def test_another_plan_version_or_reading_is_told() -> None:
    other = replace(FROZEN, plan_version=2, readings={"step": "procedures-too"})
    told = difference(FROZEN, other)
    assert told.other == ("plan_version: 1 → 2", "step: dossiers-only → procedures-too")
    assert not told.explained


def test_a_figure_of_a_register_is_told_as_such_and_one_of_another_agency_explains_nothing() -> (
    None
):
    own = FrozenFigure("", "agreements_signed", 30, 31)
    with_own = replace(FROZEN, figures=(*FROZEN.figures, own))
    told = difference(
        with_own, replace(with_own, figures=(*FROZEN.figures, replace(own, numerator=31)))
    )
    assert [change.cause for change in told.figures] == [DriftCause.REGISTER]
    assert told.explained
    other = FrozenFigure("so-khac", NAME, 1, 1)
    moved = later(("d1",))
    told = difference(
        replace(FROZEN, figures=(*FROZEN.figures, other)),
        replace(moved, figures=(*moved.figures, replace(other, numerator=0))),
        corrected={"d2"},
    )
    assert not told.explained
