"""The board and a program that shares no code with it count the same, in every world that can be thought of."""

import ast
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import cast
from tests.cast import Cast
from tests.programme import facts
from tests.programme.facts import Fact
from tram.catalogue.models import ProcedureVersion
from tram.cli.plan.check import as_text, check_year
from tram.cli.plan.export import PROGRAMS
from tram.core.calendar import ZONE
from tram.directory.models import Succession, Unit
from tram.programme.models import Pending
from tram.programme.queries.every_figure import EVERY_WAY
from tram.programme.rules.recount import Difference, compare

ROOT = Path(__file__).resolve().parents[2]
ORACLE = ROOT / "oracle"
NEW_YEAR = datetime(2019, 1, 1, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
MOMENTS = [
    moment
    for start in (NEW_YEAR, *(NEW_YEAR.replace(month=month) for month in (2, 7, 8, 12)))
    for moment in (start - SECOND, start, start + timedelta(days=14, hours=10))
]
MOMENTS += [datetime(2019, 12, 31, 23, 59, 59, tzinfo=ZONE), datetime(2020, 1, 1, tzinfo=ZONE)]
CUT = date(2019, 7, 1)
"""The day on which one agency is followed by another."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_other_program_uses_nothing_but_python_itself(name: str) -> None:
    tree = ast.parse((ORACLE / name).read_text(encoding="utf-8"))
    named = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert named
    assert named <= sys.stdlib_module_names | {name.removesuffix(".py") for name in PROGRAMS}
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not words & {"__import__", "eval", "exec", "importlib"}


def test_every_program_of_the_folder_is_handed_out() -> None:
    assert {path.name for path in ORACLE.glob("*.py")} == set(PROGRAMS)


def test_what_one_counting_lacks_or_counts_otherwise_is_a_difference() -> None:
    one, other = ("all", "2019", "so-a", "volume"), ("all", "2019", "so-b", "volume")
    assert compare({one: (1, 2)}, {one: (1, 2)}) == []
    assert compare({one: (1, 2)}, {one: (2, 2), other: (0, 0)}) == [
        Difference(one, (1, 2), (2, 2)),
        Difference(other, None, (0, 0)),
    ]


@pytest.mark.law("47a", "47c", "48a", "48b")
def test_a_journey_through_the_commands_is_counted_the_same_by_both(who: Cast) -> None:
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, done))
    cast.take_in(who)
    cast.accept(who, cast.at_counter(who))
    found = check_year(2019)
    assert found.differences == ()
    assert found.compared > 5000
    assert as_text([found]) == f"2019: {found.compared} values compared, 0 differences"


def test_both_count_the_same_when_the_year_is_over(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    found = check_year(2019, date(2020, 2, 15))
    assert found.differences == ()
    assert found.compared > 5000


def test_a_figure_that_missed_a_dossier_is_found(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    Pending.objects.all().delete()
    found = check_year(2019, way=EVERY_WAY[0])
    assert {one.figure[1:] for one in found.differences} >= {
        ("2019", who.agency.slug, "received_by_post"),
        ("2019-11", who.agency.slug, "received_by_post"),
        ("2019", "province", "received_by_post"),
    }
    assert "board 0/0, recount 1/1" in as_text([found])


@dataclass
class World:
    """Agencies and what they settle: one with a fixed list, one that is followed by another, districts, an idle one."""

    places: list[tuple[Unit, list[ProcedureVersion]]]


def the_world() -> World:
    """Mid-year one agency ends and another stands in its place; the procedures stay listed at the old one."""
    old = Unit.objects.get(slug="so-noi-vu")
    Unit.objects.filter(pk=old.pk).update(valid_to=CUT - timedelta(days=1))
    heir = Unit.objects.get(pk=old.pk)
    heir.pk, heir.slug, heir.code, heir.valid_from, heir.valid_to = None, "so-moi", "", CUT, None
    heir.save(force_insert=True)
    Succession.objects.create(predecessor=old, successor=heir)
    fixed = Unit.objects.get(slug="so-tu-phap")
    districts = list(Unit.objects.filter(kind="district").order_by("slug")[:2])
    Unit.objects.filter(pk=districts[1].pk).update(valid_to=CUT - timedelta(days=1))
    general = list(ProcedureVersion.objects.filter(procedure__level="district").order_by("id")[:2])
    return World(
        [
            (fixed, _of(fixed)[:3]),
            (old, _of(old)[:2]),
            (heir, _of(old)[:2]),
            *((each, general) for each in districts),
            (Unit.objects.get(slug="so-tai-chinh"), _of(fixed)[:1]),
        ]
    )


def _of(unit: Unit) -> list[ProcedureVersion]:
    return list(ProcedureVersion.objects.filter(procedure__agency=unit).order_by("id"))


@st.composite
def dossiers(draw: st.DrawFn, world: World) -> Fact:
    """One dossier, likely or not: late, twice, without evidence, voided, at the first or last second of a month."""
    unit, versions = draw(st.sampled_from(world.places))
    moments = st.sampled_from(MOMENTS)
    channel = draw(st.sampled_from([1, 2, 3]))
    maybe = st.none() | moments
    return Fact(
        unit=unit,
        version=draw(st.sampled_from(versions)),
        channel=channel,
        result_channel=draw(st.sampled_from([0, 1])),
        registered_at=draw(moments),
        handover_at=draw(maybe) if channel == 3 else None,
        accepted_at=draw(maybe),
        returned_at=draw(maybe),
        evidence=draw(st.booleans()),
        voided=draw(st.sampled_from([False] * 4 + [True])),
    )


@pytest.mark.law("47a", "47b", "47c", "48a", "48b")
def test_in_any_world_both_count_the_same(who: Cast) -> None:
    world = the_world()
    compared = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

    @settings(
        max_examples=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(data=st.data())
    def look(data: st.DataObject) -> None:
        nonlocal compared
        some = data.draw(st.lists(dossiers(world), max_size=12))
        twice = data.draw(st.sampled_from([[], some[:1]]))
        day = data.draw(st.sampled_from([date(2019, 6, 30), CUT, date(2019, 12, 31)]))
        way = data.draw(st.sampled_from(EVERY_WAY))
        with transaction.atomic():
            facts.write([*some, *twice], who.teller)
            found = check_year(2019, day, way)
            transaction.set_rollback(True)
        assert found.differences == ()
        compared += found.compared

    look()
    assert compared > 5_000
