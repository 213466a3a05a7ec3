"""A period is frozen with its lists, nobody changes it, a correction is a version, and the books give it again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from tests import cast
from tests.cast import Cast
from tests.folder import vinh_phuc
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands import intake
from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason
from tram.programme.commands.freezing import freeze
from tram.programme.imports import plan, versions
from tram.programme.models import PlanVersion, Snapshot, SnapshotList, Target
from tram.programme.queries.figures import board
from tram.programme.queries.frozen_pages import change_lines, frozen_units, sheet_lines, slugs
from tram.programme.queries.gathering import gather
from tram.programme.queries.plan import goals
from tram.programme.queries.snapshots import before, compared, recompute, snapshot, snapshots
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.periods import PeriodKind
from tram.programme.rules.readings import DossierDenominator
from tram.programme.rules.snapshots import DriftCause, FrozenPeriod, ListSide

DECEMBER = cast.MONDAY + timedelta(days=30)
NEW_YEAR = cast.MONDAY + timedelta(days=60)
RECEIVED, RETURNED = Indicator.RECEIVED_BY_POST.value, Indicator.RETURNED_BY_POST.value
PROCEDURES = Indicator.PROCEDURES_WITH_POST.value


@pytest.fixture
def keeper(who: Cast) -> User:
    """Who watches over the plan."""
    return cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


def frozen(keeper: User, kind: PeriodKind = PeriodKind.MONTH, **words: Any) -> UUID:
    number = words.pop("number", 11 if kind is PeriodKind.MONTH else 1)
    answer = freeze(cast.act(keeper), kind=kind, year=2019, number=number, **words)
    return UUID(answer["snapshot"])


def november(who: Cast) -> list[Dossier]:
    """One by post both ways and delivered, one at the counter, one that was not handed over."""
    first = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, first))
    counter = cast.accept(who, cast.at_counter(who))
    return [first, counter, cast.take_in(who)]


def figures(told: FrozenPeriod, unit: str) -> dict[str, str]:
    return {f.indicator: f.ratio for f in told.figures if f.unit == unit}


def listed(told: FrozenPeriod, indicator: str, side: ListSide, reason: str = "") -> set[str]:
    found = [e for e in told.lists if e.indicator == indicator and e.side == side]
    return {item for each in found if each.reason == reason for item in each.items}


def when(moment: datetime) -> None:
    cast.at(moment)


@pytest.mark.law("51b")
def test_a_frozen_period_keeps_figures_lists_plan_and_how_far_the_books_went(
    who: Cast, keeper: User
) -> None:
    first, counter, waiting = november(who)
    when(DECEMBER)
    stored = snapshot(frozen(keeper))
    told = stored.frozen
    assert stored.intact
    own = figures(told, who.agency.slug)
    assert (own[RECEIVED], own[RETURNED], own[PROCEDURES][:2]) == ("1/2", "1/1", "1/")
    assert figures(told, "")[RECEIVED] == "1/2"
    assert listed(told, RECEIVED, ListSide.NUMERATOR) == {str(first.id)}
    assert listed(told, RECEIVED, ListSide.DENOMINATOR) == {str(first.id), str(counter.id)}
    left = listed(told, RECEIVED, ListSide.EXCLUDED, "registered-not-handed-over")
    assert left == {str(waiting.id)}
    assert listed(told, PROCEDURES, ListSide.NUMERATOR) == {cast.PROCEDURE}
    assert (told.plan, told.plan_version) == ("125/KH-UBND", 1)
    row = Snapshot.objects.get()
    assert row.books["lines"] > 0
    assert row.by_id == keeper.id
    assert "Nguyễn" not in row.document


@pytest.mark.law("51b")
def test_nobody_changes_a_frozen_period_and_another_hash_is_refused(
    who: Cast, keeper: User
) -> None:
    november(who)
    when(DECEMBER)
    frozen(keeper)
    row = Snapshot.objects.get()
    for change in (
        lambda: Snapshot.objects.update(reason="sửa"),
        lambda: SnapshotList.objects.update(items=[]),
        lambda: SnapshotList.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    row.pk, row.version, row.reason, row._state.adding = None, 2, "thử", True
    row.document = row.document.replace('"numerator":1', '"numerator":9')
    with pytest.raises(IntegrityError, match="snapshot_hashed"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.law("51d")
def test_the_figures_are_those_of_the_board_under_every_denominator(
    who: Cast, keeper: User
) -> None:
    november(who)
    when(NEW_YEAR)
    asked = goals(2019, NEW_YEAR.date())
    for way in DossierDenominator:
        readings = asked.plan.readings.but(denominator=way.value)
        told = gather(asked.plan, readings, PeriodKind.YEAR, 2019, 1)
        shown = board(2019, told.last, readings)
        on_board = {
            (row.slug, i.value): (v.numerator, v.denominator, v.met)
            for row in shown.units
            for i, v in row.values.items()
        }
        on_board |= {
            ("", i.value): (v.numerator, v.denominator, v.met) for i, v in shown.province.items()
        }
        assert {f.key: (f.numerator, f.denominator, f.met) for f in told.figures} == on_board
        lengths = {(e.unit, e.indicator, e.side): len(e.items) for e in told.lists if not e.reason}
        for name in (RECEIVED, RETURNED, PROCEDURES):
            pair = on_board[who.agency.slug, name][:2]
            sides = (ListSide.NUMERATOR, ListSide.DENOMINATOR)
            assert pair == tuple(lengths.get((who.agency.slug, name, s), 0) for s in sides)
        assert len(on_board) > 31


@pytest.mark.law("51d")
def test_a_frozen_period_comes_out_of_the_books_again_to_the_last_digit(
    who: Cast, keeper: User
) -> None:
    november(who)
    when(DECEMBER)
    again = recompute(frozen(keeper))
    assert again.difference.empty
    assert again.reproduced
    assert again.now.document() == Snapshot.objects.get().document


@pytest.mark.law("51c")
def test_a_later_correction_is_a_new_version_with_its_lines(who: Cast, keeper: User) -> None:
    waiting = november(who)[2]
    when(DECEMBER)
    first = frozen(keeper)
    when(DECEMBER + timedelta(days=1))
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=waiting.id, reason=VoidReason.DUPLICATE
    )
    again = recompute(first)
    assert again.reproduced
    shares = [c for c in again.difference.items if c.unit]
    moved = {(c.item, c.reason, c.added, c.cause) for c in shares}
    assert moved == {
        (str(waiting.id), reason, added, DriftCause.CORRECTED)
        for reason, added in (
            ("registered-not-handed-over", False),
            ("wish-only", False),
            ("voided", True),
        )
    }
    with pytest.raises(Refused, match="hãy ghi lý do"):
        frozen(keeper)
    second = snapshot(frozen(keeper, reason="Hủy phiếu nhận trùng"))
    assert (second.row.version, second.row.reason) == (2, "Hủy phiếu nhận trùng")
    earlier = before(second.row)
    assert earlier
    assert earlier.row.id == first
    lines = change_lines(compared(earlier, second.frozen), None)
    of_one = {line.unit for line in lines if line.added is not None} - {"Toàn tỉnh"}
    assert of_one == {who.agency.name}
    assert snapshot(first).intact
    with pytest.raises(Refused, match="không cần chốt lại"):
        frozen(keeper, reason="Không có gì")


@pytest.mark.law("51d")
def test_a_change_without_a_later_line_is_not_reproduced(who: Cast, keeper: User) -> None:
    waiting = november(who)[2]
    when(DECEMBER)
    first = frozen(keeper)
    when(cast.MONDAY + timedelta(days=1))  # as if it had been written before the freezing
    cast.arrive(who, waiting)
    again = recompute(first)
    assert not again.reproduced
    changed = {(c.unit, c.before, c.after) for c in again.difference.figures}
    assert (who.agency.slug, "1/2 (chỉ tiêu 15 %)", "2/3 (chỉ tiêu 15 %)") in changed


@pytest.mark.law("51a")
def test_a_period_by_another_calendar_counts_its_own_days(who: Cast, keeper: User) -> None:
    november(who)
    when(NEW_YEAR + timedelta(days=30))
    ratios = {}
    for kind, number in (
        (PeriodKind.CENTRE_MONTH, 11),
        (PeriodKind.CENTRE_MONTH, 12),
        (PeriodKind.LAW_MONTH, 11),
        (PeriodKind.LAW_QUARTER, 4),
        (PeriodKind.QUARTER, 3),
    ):
        told = snapshot(frozen(keeper, kind, number=number)).frozen
        ratios[kind, number] = figures(told, who.agency.slug)[RECEIVED]
    assert list(ratios.values()) == ["1/2", "0/0", "1/2", "1/2", "0/0"]


def test_a_period_that_is_not_over_or_asked_by_another_person_is_refused(
    who: Cast, keeper: User
) -> None:
    with pytest.raises(Refused, match="sau ngày 30/11/2019"):
        frozen(keeper)
    when(DECEMBER)
    with pytest.raises(Refused):
        frozen(who.leader)
    assert snapshots() == ()


def test_the_same_request_twice_freezes_once(who: Cast, keeper: User) -> None:
    when(DECEMBER)
    act = cast.act(keeper)
    first = freeze(act, kind=PeriodKind.MONTH, year=2019, number=11)
    assert freeze(act, kind=PeriodKind.MONTH, year=2019, number=11) == first
    assert [row.version for row in snapshots()] == [1]


def test_who_sees_one_agency_sees_its_frozen_figures_and_dossiers_alone(
    who: Cast, keeper: User
) -> None:
    first = november(who)[0]
    when(DECEMBER)
    stored = snapshot(frozen(keeper))
    other = slugs([Unit.objects.get(slug="so-noi-vu").id])
    assert len(frozen_units(stored, None)) == 31
    assert [unit.slug for unit in frozen_units(stored, other)] == ["so-noi-vu"]
    everything = [line[3] for line in sheet_lines(stored, None)]
    assert Dossier.objects.get(pk=first.id).number in everything
    assert Dossier.objects.get(pk=first.id).number not in [
        line[3] for line in sheet_lines(stored, other)
    ]


def test_an_unknown_snapshot_is_refused(who: Cast) -> None:
    with pytest.raises(Refused, match="Không có bản chốt"):
        snapshot(UUID(int=1))


def test_a_frozen_version_of_the_plan_cannot_be_deleted(who: Cast, keeper: User) -> None:
    when(DECEMBER)
    frozen(keeper)
    Target.objects.all().delete()
    with pytest.raises(ProtectedError):
        PlanVersion.objects.all().delete()


def test_what_a_frozen_plan_version_says_is_not_loaded_anew(who: Cast, keeper: User) -> None:
    changed = vinh_phuc().replace("plan-125.toml", "percent = 50", "percent = 40")
    ended = vinh_phuc().replace(
        "plan-125.toml", "valid_from =", "valid_to = 2021-12-31\nvalid_from ="
    )
    assert not list(versions.kept(plan.read(changed)))
    when(DECEMBER)
    frozen(keeper)
    (error,) = versions.kept(plan.read(changed))
    assert (error.file, error.column) == ("plan-125.toml", "version")
    assert "phiên bản 2" in error.message
    assert not list(versions.kept(plan.read(ended)))


@pytest.mark.law("51b")
def test_a_list_slipped_in_or_left_out_is_found_by_the_janitor(who: Cast, keeper: User) -> None:
    november(who)
    when(DECEMBER)
    frozen(keeper)
    (janitor,) = (each for each in JANITORS if each.name.startswith("programme: what was frozen"))
    clean = sweep(janitor)
    assert clean.looked > 5
    assert clean.offences == []
    kept = SnapshotList.objects.filter(indicator=RECEIVED, side=ListSide.NUMERATOR).get()
    kept.pk, kept.unit = None, "so-noi-vu"
    kept.save(force_insert=True)
    assert [words.split()[-2:] for words in sweep(janitor).offences] == [["so-noi-vu", RECEIVED]]
