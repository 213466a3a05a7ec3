"""Transfers as the bank tells them (sao kê ngân hàng): known again by their digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class BankRow:
    """One transfer: its line in the file, day, đồng, the bank's reference and words."""

    line: int
    day: date
    amount_vnd: int
    reference: str
    words: str


class Banked:
    """The transfers of one file; told by their digest, so that the same file is known again."""

    def __init__(self, name: str, rows: Sequence[BankRow]) -> None:
        self.name, self.rows = name, tuple(rows)
        words = (f"{row.day}\t{row.amount_vnd}\t{row.reference}\t{row.words}" for row in self.rows)
        self.sha256 = sha256("\n".join(words).encode()).hexdigest()

    def __str__(self) -> str:
        return self.sha256
