"""Reads of cash taken at doors (COD): where it is, and for how many working days it has been there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.cash.models import DoorCash
from tram.cash.rules.remittance import aged
from tram.core.calendar import local_date
from tram.directory.models import Appointment
from tram.directory.queries.times import working_calendar


@dataclass(frozen=True)
class DoorAged:
    """COD in one place: with a postman, or at a point and not yet at the provincial post."""

    place: str
    count: int
    amounts: tuple[int, ...]

    @property
    def total_vnd(self) -> int:
        """All of it."""
        return sum(self.amounts)


def door_cash(units: Collection[int], today: date, postman: int | None = None) -> list[DoorAged]:
    """What was taken at doors and has not come to the provincial post, by place and age.

    Of points among these units and of postmen appointed there; or of one postman.
    """
    rows = DoorCash.objects.filter(settled=None, returned=False)
    if postman is not None:
        rows = rows.filter(postman_id=postman, at_point=None)
    else:
        there = Appointment.objects.filter(unit_id__in=units).values_list("user_id", flat=True)
        rows = rows.filter(Q(at_point_id__in=units) | Q(at_point=None, postman_id__in=list(there)))
    sums: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for row in rows.select_related("at_point", "postman").order_by("at_point_id", "taken_at"):
        place = row.at_point.name if row.at_point else row.postman.full_name
        sums[place].append((local_date(row.taken_at), row.amount_vnd))
    calendar = working_calendar()
    return [
        DoorAged(place, len(found), tuple(aged(found, today, calendar)))
        for place, found in sums.items()
    ]
