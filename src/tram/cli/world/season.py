"""How many dossiers come on which day: a year's count spread over its working days, and shares kept to the unit."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from random import Random

from tram.cli.world.figures import WHOLE


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to weights that add up to the total (largest remainder; ties to the first)."""
    whole = sum(weights)
    if whole == 0:
        raise ValueError("nothing to spread over")
    parts = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(part for part, _rest in parts)
    first = sorted(range(len(parts)), key=lambda at: -parts[at][1])[:left]
    more = set(first)
    return [part + (at in more) for at, (part, _rest) in enumerate(parts)]


def by_day(total: int, days: Sequence[date], weight: Callable[[date], int]) -> Mapping[date, int]:
    """A count spread over working days as busy as each is."""
    return dict(zip(days, spread(total, [weight(day) for day in days]), strict=True))


class Quota:
    """Says yes to a share of the questions of each kind, never off by a whole one: what is left over is carried on.

    Where a kind begins is drawn, so that many small ones together keep to the share too.
    """

    def __init__(self, rng: Random) -> None:
        self.carried: dict[Hashable, int] = defaultdict(lambda: rng.randrange(WHOLE))

    def take(self, kind: Hashable, basis_points: int) -> bool:
        """Whether the next of this kind belongs to the share."""
        self.carried[kind] += basis_points
        if self.carried[kind] < WHOLE:
            return False
        self.carried[kind] -= WHOLE
        return True
