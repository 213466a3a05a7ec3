"""The sums that one side of a reconciliation states (requirements 39d, 42b), known again by their digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Sum:
    """One sum as one side has it: of which item, how much."""

    item: str
    amount_vnd: int


class Stated:
    """The sums that one side stated, in order; told by their digest, so that the same list is known again."""

    def __init__(self, name: str, sums: Sequence[Sum]) -> None:
        self.name, self.sums = name, tuple(sums)
        words = "\n".join(f"{one.item}\t{one.amount_vnd}" for one in self.sums)
        self.sha256 = sha256(words.encode()).hexdigest()

    def __str__(self) -> str:
        return self.sha256
