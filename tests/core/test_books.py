"""The books keep themselves: what an app role tries with raw SQL is refused by the database."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import cast
from tests.cast import Cast
from tram.core import books, verify
from tram.core.acts import Act
from tram.core.grants import tables
from tram.custody.models import BOOK as CUSTODY
from tram.dossiers.models import BOOK as DOSSIERS
from tram.dossiers.models import Dossier

PROTECTED = ("book", "log", "sealed")


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return cast.take_in(who)


def refused(sql: str, *values: Any) -> str:
    """Run SQL that must fail; the database's words."""
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return str(caught.value)


def test_every_protected_table_refuses_update_delete_and_truncate(dossier: Dossier) -> None:
    found = {name: comment for name, comment in tables().items() if comment in PROTECTED}
    named = {
        "dossiers_line",
        "custody_line",
        "cash_line",
        "accounts_readentry",
        "dossiers_step",
        "core_demo",
    }
    assert named <= set(found)
    for table in found:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1",
                [table],
            )
            column = cursor.fetchone()[0]
        assert "permission denied" in refused(f"UPDATE {table} SET {column} = {column}")
        assert "permission denied" in refused(f"DELETE FROM {table}")
        assert "permission denied" in refused(f"TRUNCATE {table}")
        assert "permission denied" in refused(f"TRUNCATE {table} CASCADE")


def test_the_app_role_owns_nothing_and_cannot_become_someone_else(dossier: Dossier) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
        assert cursor.fetchone()[0] == 0
    assert "must be owner" in refused("ALTER TABLE dossiers_line DISABLE TRIGGER ALL")
    assert "permission denied" in refused("CREATE TABLE mine (id int)")
    assert "permission denied" in refused(
        "INSERT INTO core_demo VALUES (true, interval '1 day', 2)"
    )


def test_even_the_owner_cannot_change_a_line(own_database: str) -> None:
    from tests.conftest import owner

    who = cast.cast()
    cast.take_in(who)
    with owner(own_database) as admin:
        for statement in ("UPDATE {} SET line_no = 2", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            for table in ("dossiers_line", "custody_line", "cash_line"):
                with pytest.raises(Exception, match="append-only"):
                    admin.execute(statement.format(table))


def line(act: Act, dossier: Dossier, **changes: Any) -> None:
    own: dict[str, Any] = {
        "graph": dossier.graph,
        "action": "arrive",
        "from_state": "registered",
        "to_state": "arrived",
    }
    place: dict[str, Any] = {"stream": dossier.id, "seq": 2, "body": {}}
    for name, value in changes.items():
        (own if name in own else place)[name] = value
    with transaction.atomic():
        books.append(DOSSIERS, act, [books.Line(own=own, **place)])


@pytest.fixture
def begun(who: Cast) -> Act:
    """An act that has begun, as a command would have it."""
    act = cast.act(who.officer, who.desk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_request (id, command, body_hash, recorded_at) "
            "VALUES (%s, 'test', '', tram_now()) RETURNING recorded_at",
            [act.request_id],
        )
        act.now = cursor.fetchone()[0]
    return act


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 1},
        {"seq": 3},
        {"from_state": "accepted", "action": "transfer", "to_state": "processing"},
        {"to_state": "closed"},
        {"graph": "unknown"},
        {"seq": 0},
    ],
    ids=["fork", "gap", "wrong-start", "no-such-step", "other-graph", "before-first"],
)
def test_a_line_that_does_not_follow_is_refused(
    begun: Act, dossier: Dossier, changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        line(begun, dossier, **changes)


def test_a_line_that_follows_is_written(begun: Act, dossier: Dossier) -> None:
    line(begun, dossier)
    with pytest.raises(IntegrityError):
        line(begun, dossier)


def test_a_wrong_previous_hash_is_refused(begun: Act, dossier: Dossier) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_line WHERE stream = %s", [dossier.id])
        names = [column.name for column in cursor.description or ()]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    row.update(
        seq=2,
        prev_hash=b"\x00" * 32,
        from_state="registered",
        to_state="arrived",
        action="arrive",
        line_no=9,
    )
    wanted = [column.name for column in DOSSIERS.hashed]
    holes = ", ".join(["%s"] * len(wanted))
    words = refused(
        f"INSERT INTO dossiers_line ({', '.join(wanted)}) VALUES ({holes})",
        *(row[name] for name in wanted),
    )
    assert "foreign key" in words


def test_the_database_and_this_code_compute_the_same_hash(dossier: Dossier) -> None:
    found = [verify.check_book(book) for book in verify.BOOKS]
    assert {finding.name for finding in found} == {"dossiers_line", "custody_line", "cash_line"}
    assert all(finding.compared >= 3 and not finding.wrong for finding in found)


@pytest.mark.parametrize("book", [DOSSIERS, CUSTODY], ids=["dossiers", "custody"])
def test_the_hash_covers_every_column_of_the_table(db: None, book: books.Book) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = ''",
            [book.table],
        )
        columns = {row[0] for row in cursor.fetchall()}
    assert columns == {column.name for column in book.hashed}


@pytest.mark.parametrize(
    "body", [{"name": "Nguyễn Văn Mẫu"}, {"why": "two words"}, {"x": "a" * 81}]
)
def test_free_text_and_people_cannot_enter_a_book(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="free text"):
        books.canonical(body, b"\x00" * 16)


def test_a_body_is_canonical_and_salted() -> None:
    body = books.canonical({"b": 1, "a": "x"}, b"\x01" * 16)
    assert body == b'{"a":"x","b":1,"salt":"AQEBAQEBAQEBAQEBAQEBAQ=="}'
