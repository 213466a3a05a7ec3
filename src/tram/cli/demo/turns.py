"""What the simulated month must show once: each thing has a day, and happens at the first chance from then on."""

from collections.abc import Mapping, Sequence
from datetime import date

from tram.core import clock


class Turns:
    """The days of rare things, as places in the list of working days; a negative one counts from the end."""

    def __init__(self, days: Sequence[date], places: Mapping[str, int]) -> None:
        last = len(days) - 1
        self._days = {
            what: days[min(place, last)] if place >= 0 else days[max(last + 1 + place, 0)]
            for what, place in places.items()
        }

    def due(self, what: str) -> bool:
        """True the first time it is asked on its day or later."""
        day = self._days.get(what)
        if day is None or clock.today() < day:
            return False
        del self._days[what]
        return True
