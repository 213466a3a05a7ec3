"""Which sums taken at doors have left a place with the cash that left it."""

from collections.abc import Sequence


def leaves(amounts: Sequence[int], held: int) -> int:
    """How many of the oldest sums are no longer there, if the place still holds so much cash.

    >>> leaves([30_000, 20_000, 50_000], 60_000)
    2
    """
    left, gone = sum(amounts), 0
    while gone < len(amounts) and left > held:
        left -= amounts[gone]
        gone += 1
    return gone
