"""Money from one account to another, never more than is there (M3): what every hand-over of cash is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tram.cash.models import BOOK, Account, Purpose
from tram.core import books
from tram.core.acts import Act

HELD = """
SELECT coalesce(sum(CASE WHEN debit = %(id)s THEN amount_vnd ELSE -amount_vnd END), 0)::bigint
FROM cash_line WHERE debit = %(id)s OR credit = %(id)s
"""


@dataclass(frozen=True)
class Move:
    """So much from one account into another, for a purpose."""

    source: int
    target: int
    amount_vnd: int
    purpose: Purpose


def held(account_id: int) -> int:
    """What an account holds now, in đồng."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"id": account_id})
        return int(cursor.fetchone()[0])


def lock_held(account_id: int) -> int:
    """What an account holds, and nobody else takes from it until this act is done."""
    list(Account.objects.select_for_update(no_key=True).filter(id=account_id))
    return held(account_id)


def move(act: Act, stream: UUID, moves: Iterable[Move], seq: int = 0) -> None:
    """Write transfers above zero into a stream, after its line `seq`."""
    found = [each for each in moves if each.amount_vnd]
    lines = [
        books.Line(
            stream,
            seq + n,
            {
                "debit": each.target,
                "credit": each.source,
                "amount_vnd": each.amount_vnd,
                "kind": "posted",
                "purpose": each.purpose,
            },
            {},
        )
        for n, each in enumerate(found, 1)
    ]
    if lines:
        books.append(BOOK, act, lines)


def apart(pot: int, difference: int, named: int) -> Move:
    """A difference of a pot against the account of who answers for it: what is missing goes there, a surplus comes."""
    source, target = (pot, named) if difference < 0 else (named, pot)
    return Move(source, target, abs(difference), Purpose.DIFFERENCE)
