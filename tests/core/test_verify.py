"""`tram verify` finds whatever is not as it was written, says how much it compared, and changes nothing.

The attacks below are the owner's: with its triggers off and its hashes unfrozen a book can be rewritten, so it is
the recomputation that must notice.
"""

import itertools

import pytest
from django.db import connection, transaction

from tests import cast
from tests.cast import Cast
from tram.core import verify
from tram.core.files.proofs import NAMINGS
from tram.core.janitors import JANITORS, Janitor
from tram.core.owner import as_owner
from tram.core.projections import PROJECTIONS, Projection, compare, rebuild
from tram.core.verify import BOOKS, Finding, all_well, check_book, findings
from tram.programme.commands.folding import fold

SPOILT = {
    "bigint": "(SELECT max(id) FROM custody_holder WHERE id <> {0})",
    "integer": "coalesce({0}, 0) + 1",
    "smallint": "1 - coalesce({0}, 1)",
    "boolean": "NOT {0}",
    "date": "{0} + 1",
    "timestamp with time zone": "coalesce({0}, tram_now()) + interval '1 hour'",
}
SPOILT_COLUMN = {
    "start_seq": "{0} - 1",
    "state": "CASE {0} WHEN 'closed' THEN 'accepted' ELSE 'closed' END",
    "handling_id": "(SELECT max(id) FROM directory_unit WHERE id IS DISTINCT FROM {0})",
    "item_id": "(SELECT i.id FROM custody_item i WHERE NOT EXISTS (SELECT FROM custody_postalclock k "
    "WHERE (k.item_id, k.start_seq) = (i.id, custody_postalclock.start_seq)) LIMIT 1)",
    "dossier_id": "(SELECT id FROM dossiers_dossier WHERE id <> {0} LIMIT 1)",
}


@pytest.fixture
def delivered(own_database: str) -> Cast:
    """A database in which one dossier came home and another is under way."""
    who = cast.cast()
    first = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, first))
    cast.arrive(who, cast.take_in(who))
    fold()
    return who


def found(kind: str = "") -> dict[str, Finding]:
    return {each.name: each for each in findings() if kind in ("", each.kind)}


def one(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        return row and row[0]


def tell(*orders: str) -> None:
    with connection.cursor() as cursor:
        for order in orders:
            cursor.execute(order)


def unguard(table: str) -> None:
    """As the owner: the guards of a book off."""
    tell(
        f"ALTER TABLE {table} ALTER COLUMN hash DROP EXPRESSION",
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
    )


def test_what_nobody_touched_is_well_and_every_line_was_compared(delivered: Cast) -> None:
    told = found()
    assert all_well(list(told.values()))
    assert len(BOOKS) == 3
    for book in BOOKS:
        lines = one(f"SELECT count(*) FROM {book.table}")
        assert isinstance(lines, int)
        assert lines > 0
        assert told[book.table].compared == 3 * lines
    assert set(told) == (
        {book.table for book in BOOKS}
        | {projection.name for projection in PROJECTIONS}
        | {janitor.name for janitor in JANITORS}
        | {naming.table for naming in NAMINGS}
        | {"strays"}
    )
    # A janitor of what this database has none of looks at nothing; books and what follows from them do not.
    assert all(each.compared > 0 for each in told.values() if each.kind in ("book", "projection"))


def test_an_empty_database_proves_nothing(own_database: str) -> None:
    told = list(findings())
    assert not any(finding.wrong for finding in told)
    assert not all_well(told)


REWRITTEN = (
    "actor_id = coalesce(actor_id, 0) + 1",
    "place_id = coalesce(place_id, 0) + 1",
    "occurred_at = occurred_at - interval '1 day'",
    "recorded_at = recorded_at + interval '1 microsecond'",
    "body = body || ' '",
)


@pytest.mark.law("21c")
def test_a_line_rewritten_by_the_owner_is_found(delivered: Cast) -> None:
    with as_owner():
        for book, change in itertools.product(BOOKS, REWRITTEN):
            with transaction.atomic():
                unguard(book.table)
                last = f"(SELECT ctid FROM {book.table} ORDER BY stream, seq DESC LIMIT 1)"
                tell(f"UPDATE {book.table} SET {change} WHERE ctid = {last}")
                (wrong,) = check_book(book).wrong
                transaction.set_rollback(True)
            assert wrong.endswith(": hash"), (book.table, change)
    assert all_well(list(findings()))


@pytest.mark.law("21c")
def test_a_line_taken_out_of_the_middle_is_found(delivered: Cast) -> None:
    _unlink("custody_line")
    with as_owner():
        unguard("custody_line")
        tell(
            "DELETE FROM custody_line WHERE (stream, seq) = "
            "(SELECT stream, max(seq) - 1 FROM custody_line GROUP BY stream ORDER BY 2 DESC LIMIT 1)"
        )
    wrong = found("book")["custody_line"].wrong
    assert [fault.rsplit(": ", 1)[1] for fault in wrong] == ["chain"]


@pytest.mark.law("21c")
def test_a_line_whose_hash_was_made_to_fit_breaks_the_chain_after_it(delivered: Cast) -> None:
    _unlink("custody_line")
    stream = one("SELECT stream FROM custody_line GROUP BY stream ORDER BY count(*) DESC LIMIT 1")
    with as_owner():
        tell(
            "ALTER TABLE custody_line DISABLE TRIGGER USER",
            f"UPDATE custody_line SET place_id = 1 WHERE stream = '{stream}' AND seq = 2",
        )
    wrong = found("book")["custody_line"].wrong
    assert wrong == (f"{stream}/3: chain",)


def _unlink(table: str) -> None:
    """The owner takes away the key that joins a line to the one before."""
    with as_owner():
        name = one(
            f"SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass "
            f"AND confrelid = '{table}'::regclass"
        )
        tell(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


COLUMNS = [(projection, column) for projection in PROJECTIONS for column in projection.columns]


def _spoil(projection: Projection, column: str) -> str:
    """Change one value of one row, if there is one that has a value; the row's key."""
    kind = one(
        "SELECT data_type FROM information_schema.columns "
        f"WHERE table_name = '{projection.table}' AND column_name = '{column}'"
    )
    other = SPOILT_COLUMN.get(column) or SPOILT.get(str(kind), "'?'")
    key = one(
        f"SELECT {projection.key}::text FROM {projection.table} "
        f"ORDER BY coalesce({column}::text, '') <> '' DESC, 1 DESC LIMIT 1"
    )
    tell(
        f"UPDATE {projection.table} SET {column} = {other.format(column)} "
        f"WHERE {projection.key}::text = '{key}'"
    )
    return str(key)


def test_each_value_of_each_projection_is_found_when_spoilt_and_mended_from_the_books(
    delivered: Cast,
) -> None:
    assert len(COLUMNS) > 10
    for projection, column in COLUMNS:
        key = _spoil(projection, column)
        assert compare(projection).wrong == [key], column
        assert rebuild(projection) == 1
        assert compare(projection).wrong == [], column
    assert all_well(list(findings()))


def test_a_row_that_no_book_knows_is_found(delivered: Cast) -> None:
    _unlink("custody_line")
    with as_owner():
        tell(
            "ALTER TABLE custody_line DISABLE TRIGGER USER",
            "DELETE FROM custody_line WHERE stream = (SELECT max(stream::text)::uuid FROM custody_line)",
        )
    (projection,) = (each for each in PROJECTIONS if each.table == "custody_item")
    assert len(compare(projection).wrong) == 1


def test_everything_is_read_from_one_snapshot_that_cannot_write(
    delivered: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        "SELECT 1 WHERE current_setting('transaction_isolation') <> 'repeatable read' "
        "OR current_setting('transaction_read_only') <> 'on'"
    )
    janitor = Janitor("test: the snapshot", asked, "SELECT 1")
    monkeypatch.setattr(verify, "JANITORS", [janitor])
    assert found("janitor")[janitor.name].wrong == ()


def test_what_a_janitor_finds_is_told_and_not_well(
    delivered: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    janitor = Janitor("test: nobody is 7", "SELECT 'row', 7", "SELECT 1")
    monkeypatch.setattr(verify, "JANITORS", [janitor])
    told = found()
    assert told[janitor.name].wrong == ("row 7",)
    assert not all_well(list(told.values()))
