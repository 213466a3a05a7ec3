"""Money: every đồng has a place, what is taken in error is given back, and nothing is erased."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import (
    Cast,
    accept,
    act,
    deliver,
    full_count,
    give_back_money,
    release,
    settle,
    submitter,
    take_in,
)
from tram.accounts.models import User
from tram.cash import commands
from tram.cash.models import BOOK, Account, AccountKind, CashLine, Purpose
from tram.cash.rules.tariff import Exemption
from tram.core import books
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.core.requests import command
from tram.custody.commands import desk, intake
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason

BALANCES = """
SELECT a.id, a.kind, coalesce(sum(CASE WHEN l.debit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END), 0)
FROM cash_account a LEFT JOIN cash_line l ON a.id IN (l.debit, l.credit) GROUP BY a.id, a.kind
"""


def balances() -> dict[str, int]:
    """What each kind of account holds, in đồng; what is owed stands below zero."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES)
        found: dict[str, int] = {}
        for _, kind, amount in cursor.fetchall():
            found[kind] = found.get(kind, 0) + int(amount)
    return found


@command
def transfer(act: Act, *, line: dict[str, Any]) -> dict[str, Any]:
    """Write one transfer just as given: what a broken writer would do."""
    own = {key: value for key, value in line.items() if key not in {"stream", "seq"}}
    books.append(BOOK, act, [books.Line(line["stream"], line["seq"], own, {})])
    return {}


def a_transfer(subject: UUID, **changes: Any) -> dict[str, Any]:
    """A right line after the last of a subject's stream: it takes the first one back."""
    first, seq = CashLine.objects.get(stream=subject, seq=1), commands.last_seq(subject)
    plain = {
        "stream": subject,
        "seq": seq + 1,
        "debit": first.credit_id,
        "credit": first.debit_id,
        "amount_vnd": first.amount_vnd,
        "kind": "posted",
        "purpose": "postage",
        "reverses_seq": 1,
    }
    return plain | changes


@pytest.mark.law("15a", "42a")
def test_fee_and_postage_stand_in_different_accounts_and_the_balances_sum_to_zero(
    who: Cast,
) -> None:
    dossier = take_in(who)
    lines = CashLine.objects.filter(stream=dossier.id).select_related("debit", "credit")
    told = {(line.purpose, line.debit.kind, line.credit.kind) for line in lines}
    assert told == {
        ("fee", "drawer", "agency-due"),
        ("postage", "drawer", "postage-income"),
        ("remittance", "drawer", "postage-income"),
    }
    held = balances()
    assert held["agency-due"] == -200_000
    assert held["drawer"] == 200_000 - held["postage-income"]
    assert sum(held.values()) == 0


def test_a_void_gives_all_of_the_money_back_by_new_lines(who: Cast) -> None:
    dossier = take_in(who)
    before = CashLine.objects.filter(stream=dossier.id).count()
    paid = balances()["drawer"]
    told = intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.WRONG_PERSON
    )
    assert (told["returned_vnd"], told["waiting_vnd"]) == (0, paid)
    assert balances()["drawer"] == paid
    assert give_back_money(dossier) == paid
    assert set(balances().values()) == {0}
    lines = CashLine.objects.filter(stream=dossier.id)
    assert lines.count() == 2 * before
    assert set(lines.filter(seq__gt=before).values_list("reverses_seq", flat=True)) == set(
        range(1, before + 1)
    )


@pytest.mark.law("42d")
def test_what_was_given_back_is_not_given_back_again(who: Cast) -> None:
    dossier = take_in(who)
    void(who, dossier)
    assert give_back_money(dossier) > 0
    assert give_back_money(dossier) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        transfer.__wrapped__(begun(who), line=a_transfer(dossier.id))  # type: ignore[attr-defined]


def void(who: Cast, dossier: Dossier) -> None:
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )


def begun(who: Cast, user: User | None = None) -> Act:
    """An act of another person inside its request, so that the database's own word is heard."""
    asked = act(user or who.neighbour)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_request (id, command, body_hash, actor_id, recorded_at) "
            "VALUES (%s, 'test', ''::bytea, %s, tram_now()) RETURNING recorded_at",
            [asked.request_id, asked.actor.id],
        )
        asked.now = cursor.fetchone()[0]
    return asked


def test_a_void_is_not_done_twice(who: Cast) -> None:
    dossier = take_in(who)
    voiding: dict[str, Any] = {"dossier_id": dossier.id, "reason": VoidReason.DUPLICATE}
    intake.void_intake(act(who.teller, who.point), **voiding)
    with pytest.raises(Refused):
        intake.void_intake(act(who.teller, who.point), **voiding)
    give_back_money(dossier)
    assert set(balances().values()) == {0}


@pytest.mark.law("15a", "42a")
@pytest.mark.parametrize(
    "changes",
    [
        {"amount_vnd": 0},
        {"amount_vnd": -1},
        {"amount_vnd": 1},
        {"debit": None},
        {"reverses_seq": 2},
        {"reverses_seq": 9},
        {"kind": "given"},
        {"purpose": "Cước"},
        {"seq": 1},
        {"seq": 9},
    ],
    ids=lambda change: str(change),
)
def test_the_database_refuses_a_transfer_that_is_not_right(
    who: Cast, changes: dict[str, Any]
) -> None:
    dossier = take_in(who)
    asked, line = begun(who), a_transfer(dossier.id, **changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        transfer.__wrapped__(asked, line=line)  # type: ignore[attr-defined]


def test_money_cannot_go_from_an_account_to_itself(who: Cast) -> None:
    dossier = take_in(who)
    drawer = Account.objects.get(kind=AccountKind.DRAWER).id
    line = a_transfer(dossier.id, debit=drawer, credit=drawer, reverses_seq=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        transfer.__wrapped__(begun(who), line=line)  # type: ignore[attr-defined]


def test_a_right_transfer_is_taken_so_that_the_refusals_mean_something(who: Cast) -> None:
    dossier = take_in(who)
    transfer.__wrapped__(begun(who), line=a_transfer(dossier.id))  # type: ignore[attr-defined]
    assert commands.last_seq(dossier.id) == 4


@pytest.mark.law("42e")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cash_line SET amount_vnd = amount_vnd",
        "DELETE FROM cash_line",
        "TRUNCATE cash_line",
    ],
)
def test_nothing_in_the_cash_book_is_changed_or_erased(who: Cast, statement: str) -> None:
    take_in(who)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert CashLine.objects.exists()


@pytest.mark.law("42a")
def test_cash_on_delivery_lies_in_the_postmans_bag_and_nowhere_else(who: Cast) -> None:
    home = intake.Addressee("Nguyễn Văn Mẫu", "0912000001", "Thôn Mẫu", who.commune.id)
    words = desk.CounterIntake(
        who.version.id, who.agency.id, submitter(), full_count(who.version), home
    )
    made = desk.submit(act(who.officer, who.desk), intake=words)
    dossier = Dossier.objects.get(id=made["dossier"])
    deliver(who, release(who, settle(who, accept(who, dossier))))
    held = balances()
    assert held == {
        "postman-bag": -held["cod"],
        "cod": held["cod"],
    }
    assert held["postman-bag"] > 0


@command
def collect(act: Act, *, subject: UUID, dues: list[commands.Due]) -> dict[str, Any]:
    """Take money for a subject of its own."""
    drawer = commands.account(AccountKind.DRAWER, user_id=act.actor.user_id)
    commands.take(act, subject, into=drawer, dues=dues)
    return {}


def test_what_costs_nothing_writes_no_line(who: Cast) -> None:
    income = commands.account(AccountKind.POSTAGE_INCOME)
    asked = act(who.teller)
    dues = [
        commands.Due(Purpose.POSTAGE, 0, income),
        commands.Due(Purpose.REMITTANCE, 8_000, income),
    ]
    collect(asked, subject=asked.request_id, dues=dues)
    line = CashLine.objects.get(stream=asked.request_id)
    assert (line.seq, line.amount_vnd, line.purpose) == (1, 8_000, "remittance")
    assert commands.last_seq(act(who.teller).request_id) == 0


def test_a_lower_price_needs_its_proof() -> None:
    commands.require_proof(Exemption.NONE, "")
    commands.require_proof(Exemption.HALF, "Giấy chứng nhận hộ nghèo số 12")
    with pytest.raises(Refused, match="chứng minh"):
        commands.require_proof(Exemption.HALF, "  ")


def test_an_account_is_opened_once_for_each_unit_and_person(who: Cast) -> None:
    one = commands.account(AccountKind.DRAWER, unit_id=who.point.id, user_id=who.teller.id)
    same = commands.account(AccountKind.DRAWER, unit_id=who.point.id, user_id=who.teller.id)
    other = commands.account(AccountKind.DRAWER, unit_id=who.point.id, user_id=who.neighbour.id)
    assert one == same != other


def test_the_janitor_sees_the_whole_book(who: Cast) -> None:
    take_in(who)
    janitor = next(j for j in JANITORS if j.name == "cash: debits equal credits")
    swept = sweep(janitor)
    assert (swept.looked, list(swept.offences)) == (3, [])
