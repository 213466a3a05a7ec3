"""What a drill of money injects and what it finds; and the balances, asked of PostgreSQL after every step."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from tram.cash.models import CashCount, MoneyDifference

T = TypeVar("T")
BALANCES = """
SELECT coalesce(sum(b.amount), 0), count(*) FILTER (WHERE b.amount < 0
  AND a.kind IN ('drawer', 'postman-bag', 'point', 'provincial-post'))
FROM cash_account a JOIN LATERAL (SELECT sum(CASE WHEN l.debit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END)
  AS amount FROM cash_line l WHERE l.debit = a.id OR l.credit = a.id) b ON true
"""


class Fault(NamedTuple):
    """One difference: who tells it, of what kind, of which thing, what the book and the other side say."""

    side: str
    kind: str
    item: str
    book_vnd: int
    other_vnd: int


class Mishaps:
    """When things go wrong: at a rate, and each kind at least once if anything goes wrong at all."""

    def __init__(self, rate: float, luck: Random) -> None:
        self.rate, self.luck = rate, luck
        self.seen: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.surely: dict[str, int] = {}

    def strike(self, kind: str) -> bool:
        """Whether this goes wrong now."""
        self.seen[kind] += 1
        if not self.rate:
            return False
        surely = self.surely.setdefault(kind, self.luck.randint(1, 6))
        struck = self.luck.random() < self.rate
        if struck or (not self.done[kind] and self.seen[kind] >= surely):
            self.done[kind] += 1
            return True
        return False

    def one_of(self, *kinds: str) -> str:
        """Which of some mishaps happens to one thing; empty if none does."""
        return next((kind for kind in kinds if self.strike(kind)), "")


@dataclass
class Ledger:
    """Every step of a drill, whether the balances were right after it, and what was injected."""

    steps: int = 0
    unbalanced: int = 0
    below_zero: int = 0
    injected: list[Fault] = field(default_factory=list)

    def step(self, deed: Callable[..., T], *words: Any, **more: Any) -> T:
        """Do something by a real command, then ask for the balances."""
        told = deed(*words, **more)
        with connection.cursor() as cursor:
            cursor.execute(BALANCES)
            total, below = cursor.fetchone()
        self.steps += 1
        self.unbalanced += total != 0
        self.below_zero += below
        return told

    def inject(self, side: str, kind: str, item: str, book_vnd: int, other_vnd: int) -> None:
        """Remember what goes wrong."""
        self.injected.append(Fault(side, kind, item, book_vnd, other_vnd))


def found() -> list[Fault]:
    """Every difference that the books of the scratch database tell."""
    columns = ("side", "kind", "item", "book_vnd", "other_vnd")
    rows = [Fault(*row) for row in MoneyDifference.objects.values_list(*columns)]
    counts = CashCount.objects.exclude(cause="").select_related("shift__teller")
    drawers = [
        Fault("drawer", "counted", row.shift.teller.username, row.booked_vnd, row.counted_vnd)
        for row in counts
    ]
    return rows + drawers


@dataclass(frozen=True)
class CashOutcome:
    """What a drill of money came to."""

    injected: int
    found: int
    missed: int
    invented: int
    steps: int
    unbalanced: int
    below_zero: int
    compared: int
    wrong: int
    kinds: dict[str, int]
    missed_faults: list[Fault]
    invented_faults: list[Fault]

    @property
    def well(self) -> bool:
        """All found, none invented, every balance asked for and right, and what verify compares agrees."""
        bad = self.missed + self.invented + self.unbalanced + self.below_zero + self.wrong
        return not bad and min(self.steps, self.compared) > 0


def prove(ledger: Ledger) -> CashOutcome:
    """Hold what was found against what was injected, and let `tram verify` compare everything."""
    from tram.core.verify import findings

    told, injected = Counter(found()), Counter(ledger.injected)
    checked = list(findings())
    missed, invented = injected - told, told - injected
    return CashOutcome(
        injected=injected.total(),
        found=(told & injected).total(),
        missed=missed.total(),
        invented=invented.total(),
        steps=ledger.steps,
        unbalanced=ledger.unbalanced,
        below_zero=ledger.below_zero,
        compared=sum(each.compared for each in checked),
        wrong=sum(len(each.wrong) for each in checked),
        kinds=dict(Counter(f"{one.side} {one.kind}" for one in ledger.injected)),
        missed_faults=list(missed),
        invented_faults=list(invented),
    )
