"""Two countings of the same facts beside each other: what was compared, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass

Figure = tuple[str, str, str, str]
"""Way of reading, year or month, agency or the province, indicator."""
Pair = tuple[int, int]
"""Numerator and denominator."""


@dataclass(frozen=True)
class Difference:
    """A figure that the two countings do not agree on; None = one of them does not have it."""

    figure: Figure
    board: Pair | None
    recount: Pair | None


def compare(board: Mapping[Figure, Pair], recount: Mapping[Figure, Pair]) -> list[Difference]:
    """Every figure of either, in order, that is not the same in both."""
    return [
        Difference(key, board.get(key), recount.get(key))
        for key in sorted({*board, *recount})
        if board.get(key) != recount.get(key)
    ]
