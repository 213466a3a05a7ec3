"""What counts for the plan, in what, and why the rest does not: each definition on dossiers made by the commands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests import cast
from tests.cast import Cast
from tests.moved import take_over
from tram.catalogue.models import ProcedureVersion
from tram.custody.commands import returns
from tram.custody.rules.services import Service
from tram.directory.models import Succession, Unit
from tram.dossiers.models import Dossier
from tram.programme.commands import folding
from tram.programme.queries.behind import Behind, Part, dossiers_behind
from tram.programme.queries.figures import Board, board, months_of_units, procedures_of
from tram.programme.queries.plan import goals
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Goal, Indicator, Value
from tram.programme.rules.readings import (
    DeployedReading,
    DossierDenominator,
    OnlineReading,
    Readings,
)

END = date(2019, 12, 31)
RECEIVED, RETURNED = Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST
PROCEDURES = Indicator.PROCEDURES_WITH_POST


def chosen(**ways: str) -> Readings:
    return goals(2019, END).readings.but(**ways)


def values(who: Cast, as_of: date = END, **ways: str) -> Mapping[Indicator, Value]:
    """The agency of the cast, folded and not folded: the same."""
    before = _of(board(2019, as_of, chosen(**ways)), who.agency)
    folding.fold()
    after = _of(board(2019, as_of, chosen(**ways)), who.agency)
    assert after == before
    return after


def _of(found: Board, unit: Unit) -> Mapping[Indicator, Value]:
    return next(row.values for row in found.units if row.unit_id == unit.id)


def pair(value: Value) -> tuple[int | None, int | None]:
    return value.numerator, value.denominator


def listed(
    who: Cast, indicator: Indicator, part: Part, as_of: date = END
) -> list[tuple[str, str]]:
    """Numbers (or ids) and reasons of the dossiers behind a figure of the agency."""
    asked = Behind(who.agency.id, indicator, part, 2019, as_of)
    return [(str(line.dossier_id), line.reason) for line in dossiers_behind(asked).rows]


def returned(who: Cast) -> Dossier:
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    return cast.deliver(who, cast.release(who, done))


def counter_accepted(who: Cast) -> Dossier:
    return cast.accept(who, cast.at_counter(who))


@pytest.mark.law("47a")
def test_received_by_post_counts_from_the_signed_hand_over_and_in_its_month(who: Cast) -> None:
    dossier = cast.take_in(who)
    assert pair(values(who)[RECEIVED]) == (0, 0)
    cast.at(cast.MONDAY + timedelta(days=30))
    cast.arrive(who, dossier)
    assert pair(values(who)[RECEIVED]) == (1, 1)
    assert pair(values(who, date(2019, 11, 30))[RECEIVED]) == (0, 0)
    months = months_of_units(2019, END, None, [who.agency.id])[who.agency.id]
    assert [month[RECEIVED].numerator for month in months] == [0] * 11 + [1]


@pytest.mark.law("47b")
def test_a_wish_and_a_dossier_on_its_way_count_for_nothing(who: Cast) -> None:
    cast.take_in(who)
    wish = counter_accepted(who)
    returns.register_postal_return(
        cast.act(who.officer, who.desk),
        dossier_id=wish.id,
        recipient=cast.addressee(who),
        reason="Khách đổi ý",
    )
    found = values(who)
    assert pair(found[RECEIVED]) == (0, 0)
    assert pair(found[RETURNED]) == (0, 0)
    assert found[PROCEDURES].numerator == 0
    assert found[RECEIVED].excluded == {
        Exclusion.NOT_HANDED_OVER.value: 1,
        Exclusion.PROCEDURE_NOT_COUNTED.value: 1,
    }
    assert found[RETURNED].excluded == {Exclusion.WISH_ONLY.value: 2}


@pytest.mark.law("47c")
def test_returned_by_post_counts_from_the_delivery_with_evidence(who: Cast) -> None:
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    released = cast.release(who, done)
    assert pair(values(who)[RETURNED]) == (0, 0)
    assert values(who)[RETURNED].excluded == {Exclusion.NOT_DELIVERED.value: 1}
    cast.at(cast.MONDAY + timedelta(days=40))
    cast.deliver(who, released)
    assert pair(values(who)[RETURNED]) == (1, 1)
    assert pair(values(who, date(2019, 11, 30))[RETURNED]) == (0, 0)
    assert values(who, date(2019, 11, 30))[RETURNED].excluded == {"other-period-only": 1}


@pytest.mark.parametrize("day", [date(2019, 11, 4), date(2019, 11, 20), date(2019, 12, 4)])
def test_what_happened_after_the_day_is_left_out_soon_or_late(who: Cast, day: date) -> None:
    dossier = cast.take_in(who)
    cast.at(cast.MONDAY + timedelta(days=31))
    done = cast.settle(who, cast.accept(who, cast.arrive(who, dossier)))
    cast.at(cast.MONDAY + timedelta(days=70))
    cast.deliver(who, cast.release(who, done))
    found = values(who, day)
    assert found[RECEIVED].excluded == {Exclusion.OTHER_PERIOD.value: 1}
    assert found[RETURNED].excluded == {Exclusion.OTHER_PERIOD.value: 1}


@pytest.mark.law("47d")
def test_registered_handed_to_the_post_and_delivered_are_three_figures(who: Cast) -> None:
    cast.take_in(who)
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.release(who, done)
    returned(who)
    value = values(who)[RETURNED]
    assert value.numerator == 1
    assert value.excluded == {Exclusion.NOT_DELIVERED.value: 1, Exclusion.WISH_ONLY.value: 1}


@pytest.mark.law("48a")
def test_procedures_with_post_are_of_all_that_are_deployed(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    cast.arrive(who, cast.take_in(who))
    value = values(who)[PROCEDURES]
    own = [row for row in procedures_of(who.agency.id, 2019, END) if row.deployed]
    assert pair(value) == (1, len(own))
    assert [row.code for row in own if row.by_post] == [cast.PROCEDURE]
    fewer = values(who, deployed=DeployedReading.LISTED)[PROCEDURES]
    assert fewer.numerator == 1
    assert (fewer.denominator or 0) <= len(own)


@pytest.mark.law("48b")
def test_the_shares_have_three_denominators(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    counter_accepted(who)
    other = _other_version(who)
    cast.accept(who, cast.at_counter(who, other))
    found = {way: pair(values(who, denominator=way)[RECEIVED]) for way in DossierDenominator}
    assert found == {
        DossierDenominator.ACTIVE_PROCEDURES: (1, 2),
        DossierDenominator.LISTED_PROCEDURES: (1, 2),
        DossierDenominator.ALL: (1, 3),
    }
    active = values(who)[RECEIVED]
    assert active.excluded == {Exclusion.PROCEDURE_NOT_COUNTED.value: 1}


def _other_version(who: Cast) -> ProcedureVersion:
    """Another procedure of the agency, closed to the post."""
    found = ProcedureVersion.objects.filter(procedure__agency=who.agency, valid_to=None)
    plain = found.exclude(procedure__code=cast.PROCEDURE).order_by("id")[0]
    return cast.follow(plain, postal_in=False, postal_in_reason="không")


@pytest.mark.law("48b")
def test_a_dossier_sent_online_is_in_the_denominator_if_the_reading_says_so(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    online = counter_accepted(who)
    Dossier.objects.filter(id=online.id).update(channel=2)  # no command takes in online yet
    assert pair(values(who)[RECEIVED]) == (1, 2)
    without = values(who, online=OnlineReading.NOT_COUNTED)[RECEIVED]
    assert pair(without) == (1, 1)
    assert without.excluded == {Exclusion.ONLINE_NOT_COUNTED.value: 1}


@pytest.mark.law("48c")
def test_an_agency_without_dossiers_divides_by_nothing(who: Cast) -> None:
    value = values(who)[RECEIVED]
    assert pair(value) == (0, 0)
    assert value.met is None
    assert value.permille is None


@pytest.mark.law("48d")
def test_a_share_just_below_its_target_does_not_meet_it_by_rounding() -> None:
    value = Value(RECEIVED, 1, 14_999_999, 100_000_000, Goal(percent=Decimal(15)))
    assert value.met is False
    assert value.permille == 149
    assert replace(value, numerator=15_000_000).met is True


@pytest.mark.law("48e")
def test_every_dossier_is_in_a_list_or_left_out_with_its_reason(who: Cast) -> None:
    counted = returned(who)
    waiting = cast.take_in(who)
    desk_only = counter_accepted(who)
    not_yet = cast.at_counter(who)
    numerator = listed(who, RECEIVED, Part.NUMERATOR)
    denominator = listed(who, RECEIVED, Part.DENOMINATOR)
    excluded = listed(who, RECEIVED, Part.EXCLUDED)
    assert numerator == [(str(counted.id), "")]
    assert set(denominator) == {(str(counted.id), ""), (str(desk_only.id), "")}
    assert set(excluded) == {
        (str(waiting.id), Exclusion.NOT_HANDED_OVER.value),
        (str(not_yet.id), Exclusion.NOT_ACCEPTED.value),
    }
    value = values(who)[RECEIVED]
    assert pair(value) == (len(numerator), len(denominator))
    assert sum(value.excluded.values()) == len(excluded)
    assert listed(who, RETURNED, Part.NUMERATOR) == [(str(counted.id), "")]


def test_the_province_is_the_sum_of_its_agencies(who: Cast) -> None:
    returned(who)
    counter_accepted(who)
    found = board(2019, END)
    for indicator in (PROCEDURES, RECEIVED, RETURNED):
        each = [row.values[indicator] for row in found.units]
        assert pair(found.province[indicator]) == (
            sum(value.numerator or 0 for value in each),
            sum(value.denominator or 0 for value in each),
        )
    assert pair(found.province[RECEIVED]) == (1, 2)
    assert found.province[Indicator.COMPLAINTS_HANDLED].numerator is None
    assert found.missing


def test_service_one_way_counts_one_way(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who, service=Service.SEND, recipient=None))
    found = values(who)
    assert pair(found[RECEIVED]) == (1, 1)
    assert found[RETURNED].excluded == {}


@pytest.mark.law("49c")
def test_without_last_years_figure_it_is_not_measured(who: Cast) -> None:
    returned(who)
    assert values(who)[Indicator.NOT_BELOW_LAST_YEAR].numerator is None


def test_an_agency_that_ends_in_the_year_keeps_what_it_finished_and_its_successor_has_the_rest(
    who: Cast,
) -> None:
    returned(who)
    open_one = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    folding.fold()
    before = board(2019, END).province
    after = _succeeded(who)
    cast.at(datetime(2019, 12, 2, 2, 0, tzinfo=UTC))
    take_over()
    open_one.refresh_from_db()
    assert open_one.agency == after
    found = board(2019, END)
    assert pair(_of(found, who.agency)[RECEIVED]) == (1, 1)
    assert pair(_of(found, after)[RECEIVED]) == (1, 1)
    for indicator in (RECEIVED, RETURNED):
        assert pair(found.province[indicator]) == pair(before[indicator])
    folding.fold()
    again = board(2019, END)
    assert (again.units, again.province) == (found.units, found.province)


def _succeeded(who: Cast) -> Unit:
    """The agency of the cast ends with November; another stands in its place."""
    new = Unit.objects.get(id=who.agency.id)
    new.pk, new.slug, new.code, new.valid_from = None, "so-ke-tuc", "", date(2019, 12, 1)
    new.save(force_insert=True)
    Unit.objects.filter(id=who.agency.id).update(valid_to=date(2019, 11, 30))
    Succession.objects.create(predecessor=who.agency, successor=new)
    return new


def test_lists_go_page_by_page_and_back(who: Cast) -> None:
    made = [str(counter_accepted(who).id) for _ in range(23)]
    asked = Behind(who.agency.id, RECEIVED, Part.DENOMINATOR, 2019, END, chosen(denominator="all"))
    first = dossiers_behind(asked)
    second = dossiers_behind(asked, first.next)
    assert (len(first.rows), len(second.rows)) == (20, 3)
    assert {str(line.dossier_id) for line in (*first.rows, *second.rows)} == set(made)
    assert dossiers_behind(asked, second.previous).rows == first.rows
    assert not first.previous
    assert not second.next
