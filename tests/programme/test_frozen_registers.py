"""A frozen period keeps which agencies signed, which points qualified; a later entry is told line by line."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests import cast
from tests.cast import Cast
from tests.directory.registers import agreement, attend, course, inspect, session, standing_agency
from tests.programme.any_registers import AnyRegisters
from tram.core.errors import Refused
from tram.directory.commands.agreements import end_agreement
from tram.directory.rules.agreements import AgreementEndKind
from tram.programme.commands.freezing import freeze
from tram.programme.queries.frozen_pages import change_lines, sheet_lines
from tram.programme.queries.snapshots import recompute, snapshot
from tram.programme.rules.periods import PeriodKind
from tram.programme.rules.snapshots import DriftCause, FrozenPeriod, ListSide

DECEMBER = cast.MONDAY + timedelta(days=30)
SIGNED, QUALIFIED, TRAINED = "agreements_signed", "points_qualified", "tellers_trained"


def frozen(**words: str) -> UUID:
    act = cast.act(standing_agency())
    told = freeze(act, kind=PeriodKind.MONTH, year=2019, number=11, **words)
    return UUID(told["snapshot"])


def items(told: FrozenPeriod, indicator: str, side: ListSide) -> set[str]:
    lists = [e for e in told.lists if (e.indicator, e.side) == (indicator, side)]
    return {item for each in lists for item in each.items}


@pytest.mark.law("51b", "51d")
def test_the_lists_of_the_registers_are_frozen_and_come_out_again(who: Cast) -> None:
    agreement(who)
    inspect(who.point)
    inspect(who.other_point, unmet=("storage",))
    attend(session(course()), who.teller)
    cast.take_in(who)
    cast.at(DECEMBER)
    stored = snapshot(frozen())
    told = stored.frozen
    assert items(told, SIGNED, ListSide.NUMERATOR) == {who.agency.slug}
    assert who.agency.slug not in items(told, SIGNED, ListSide.EXCLUDED)
    assert items(told, QUALIFIED, ListSide.NUMERATOR) == {who.point.point.code}
    assert who.other_point.point.code in items(told, QUALIFIED, ListSide.EXCLUDED)
    assert items(told, TRAINED, ListSide.NUMERATOR) == {f"{who.point.point.code}/{who.teller.id}"}
    for figure in told.figures:
        if figure.unit == "" and figure.indicator in (SIGNED, QUALIFIED, TRAINED, "overcharging"):
            assert figure.numerator == len(items(told, figure.indicator, ListSide.NUMERATOR))
            assert figure.denominator == len(items(told, figure.indicator, ListSide.DENOMINATOR))
    again = recompute(stored.row.id)
    assert again.difference.empty
    assert again.reproduced
    sheet = list(sheet_lines(stored, None))
    assert ("Toàn tỉnh", "Thỏa thuận hợp tác đã ký", "Tử số", who.agency.name) in sheet


@pytest.mark.law("51c")
def test_what_a_register_is_told_later_is_a_line_of_the_difference_and_a_version(
    who: Cast,
) -> None:
    signed = agreement(who)
    cast.at(DECEMBER)
    first = frozen()
    cast.at(DECEMBER + timedelta(days=1))
    end_agreement(
        cast.act(standing_agency()),
        agreement_id=signed,
        kind=AgreementEndKind.MISTAKE,
        last_day=date(2019, 10, 1),
        reason="Nhập nhầm",
    )
    again = recompute(first)
    moved = {(c.item, str(c.side), c.added, c.cause) for c in again.difference.items}
    assert (who.agency.slug, "numerator", False, DriftCause.CORRECTED) in moved
    assert again.reproduced
    with pytest.raises(Refused, match="lý do"):
        frozen()
    assert snapshot(frozen(reason="Thỏa thuận nhập nhầm")).row.version == 2
    assert any(who.agency.name in line.what for line in change_lines(again.difference, None))


@pytest.mark.law("51d")
def test_a_register_that_changed_without_a_later_entry_is_not_reproduced(who: Cast) -> None:
    inspect(who.point)
    cast.at(DECEMBER)
    first = frozen()
    cast.at(cast.MONDAY + timedelta(days=1))  # as if it had been written before the freezing
    inspect(who.other_point)
    again = recompute(first)
    assert not again.reproduced
    assert {c.item for c in again.difference.items} == {who.other_point.point.code}


def test_every_list_is_as_long_as_its_figure_in_worlds_of_all_registers(who: Cast) -> None:
    for seed in range(3):
        AnyRegisters(seed, who, mark=f"{seed}.").write()
    cast.at(DECEMBER)
    told = snapshot(frozen()).frozen
    of_registers = {each.indicator for each in told.lists if each.unit == ""}
    assert len(of_registers) >= 6
    for figure in told.figures:
        if figure.unit == "" and figure.indicator in of_registers:
            assert figure.numerator == len(items(told, figure.indicator, ListSide.NUMERATOR))
            assert figure.denominator == len(items(told, figure.indicator, ListSide.DENOMINATOR))
