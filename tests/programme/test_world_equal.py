"""The bulk path writes what the commands write: every row of every table, hashes included."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.conftest import drop, point_django_at, recreate
from tests.programme.world_acts import holder, perform
from tram.cash import commands as cash
from tram.cash.models import AccountKind
from tram.cli.world import acts, figures, filling
from tram.cli.world.province import Province, look
from tram.cli.world.stream import Task
from tram.cli.world.writer import WRITTEN
from tram.custody.commands import chain
from tram.custody.models import HolderKind
from tram.programme.commands.folding import fold

FIGURES = Path(__file__).parents[2] / "data" / "vinh-phuc" / "world.toml"
TASK = Task(date(2019, 3, 4), date(2019, 5, 31), scale=0.0008, seed=7)

# Numbers that only the database gives and nothing points at: a row is the same whatever its number is.
SURROGATES = frozenset(
    {
        "cash_doorcash",
        "cash_receipt",
        "cash_refundline",
        "core_counter",
        "custody_attempt",
        "custody_bagitem",
        "custody_envelopeitem",
        "custody_inventorypaper",
        "custody_manifestentry",
        "custody_recipient",
        "custody_returnchoice",
        "custody_signature",
        "custody_vouchersignature",
        "dossiers_dossierpaper",
        "dossiers_duetime",
        "dossiers_letterpaper",
        "dossiers_message",
        "dossiers_party",
        "dossiers_pause",
        "dossiers_trackingcode",
    }
)

# What waits to be counted: a dossier stands there once for each statement that wrote of it.
WAITING = frozenset({"programme_pending", "programme_rollup"})


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^(django|procrastinate)' "
            "ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def _rows(table: str) -> list[str]:
    without = "- 'id'" if table in SURROGATES else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (to_jsonb(t) {without})::text AS row FROM {table} t ORDER BY row")
        return [row[0] for row in cursor.fetchall()]


def _everything() -> dict[str, list[str]]:
    """Every row of every table, once what waited has been counted for the plan."""
    assert fold() > 0
    return {table: _rows(table) for table in _tables() if table not in WAITING}


def _open(province: Province, deeds: list[acts.Deed]) -> None:
    """Holders and accounts, whose numbers stand in the books, are opened before the two ways part."""
    chain.customer(), chain.holder(HolderKind.INCIDENT)
    for deed in deeds:
        if isinstance(deed, acts.Offer):
            holder(deed.giver), holder(deed.receiver)
    cash.account(AccountKind.POSTAGE_INCOME)
    for point in province.points:
        teller = point.teller.user_id
        cash.account(AccountKind.DRAWER, unit_id=point.unit_id, user_id=teller)
        chain.place(point.unit_id)
    for postman in province.staff.postmen.values():
        cash.account(AccountKind.POSTMAN_BAG, user_id=postman.user_id)
        cash.account(AccountKind.COD, user_id=postman.user_id)
    for agency in province.staff.specialists:
        cash.account(AccountKind.AGENCY_DUE, unit_id=agency)
        chain.place(agency)
    for desk in province.staff.officers:
        chain.place(desk)


def _first_apart(*ways: list[str]) -> list[str]:
    """The first row that only the one way wrote, and the first that only the other did."""
    one, other = (set(rows) for rows in ways)
    return [*sorted(one - other)[:1], *sorted(other - one)[:1]]


@contextmanager
def _twin(name: str) -> Iterator[None]:
    """A copy of the database in use, while the block runs."""
    twin = f"{name}_twin"
    connection.close()
    recreate(twin, name)
    point_django_at(twin)
    try:
        yield
    finally:
        connection.close()
        point_django_at(name)
        drop(twin)


def _often(asked: figures.Figures) -> figures.Figures:
    """The province's figures with what is rare made frequent, so that few dossiers show every act."""
    post = {key: figures.Posted(4000, 6000) for key in asked.post}
    online = dict.fromkeys(asked.online, 3000)
    asked = replace(asked, voided=1000, tried=3000, lost=1000, damaged=2000, late=1000)
    asked = replace(
        asked, withdrawn=1500, withdrawn_at_point=1000, papers_in=2000, papers_out=2000
    )
    asked = replace(asked, at_home=3000, nobody_home=1500, bagged=5000, bagged_from=1)
    return replace(asked, post=post, online=online, supplement=1500, refused=1500, only_in=4000)


@pytest.fixture
def world(own_database: str) -> tuple[Province, list[acts.Deed]]:
    province = look(TASK.first, TASK.last)
    deeds = filling.acts_of(province, _often(figures.read(FIGURES)), TASK)
    _open(province, deeds)
    return province, deeds


def test_the_bulk_path_writes_every_row_that_the_commands_write(
    world: tuple[Province, list[acts.Deed]], own_database: str
) -> None:
    province, deeds = world
    assert {type(deed) for deed in deeds} == set(WRITTEN)
    with _twin(own_database):
        perform(province, deeds)
        by_commands = _everything()
    with transaction.atomic():
        filling.write_all(province, deeds)
    by_bulk = _everything()
    assert set(by_bulk) == set(by_commands)
    for table, rows in by_commands.items():
        if by_bulk[table] != rows:
            pytest.fail("\n".join([table, *_first_apart(by_bulk[table], rows)]))
    for book in ("dossiers_line", "custody_line", "cash_line"):
        assert len(by_bulk[book]) > 30
