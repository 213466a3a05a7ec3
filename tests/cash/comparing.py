"""How two sides of one sum are compared, slowly and in Python: what the database's comparison is held against."""

from collections import Counter
from collections.abc import Iterable

from tram.cash.rules.reconciliation import Sum


def compared(book: Iterable[Sum], stated: Iterable[Sum]) -> set[tuple[str, str, int, int]]:
    """Every difference: of which item, of which kind, what the book and the other side say."""
    ours = {one.item: one.amount_vnd for one in book}
    lines = list(stated)
    times = Counter(one.item for one in lines)
    sums: Counter[str] = Counter()
    for one in lines:
        sums[one.item] += one.amount_vnd
    found = set()
    for item in {*ours, *sums}:
        mine, other = ours.get(item, 0), sums[item]
        if item not in ours:
            found.add((item, "not-collected", 0, other))
        elif item not in sums:
            found.add((item, "not-stated", mine, 0))
        elif times[item] > 1:
            found.add((item, "twice", mine, other))
        elif mine != other:
            found.add((item, "other-amount", mine, other))
    return found
