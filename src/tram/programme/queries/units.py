"""The units that stood on some day of a span, read once for all that a board asks of them (đơn vị trong kỳ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.directory.models import Unit


@dataclass(frozen=True)
class UnitOn:
    """One unit as the plan needs it, and its days; `group` and `kind` as its row writes them."""

    id: int
    slug: str
    code: str
    name: str
    short_name: str
    search_key: str
    kind: str
    group: str
    first: date
    last: date | None

    def on(self, day: date) -> bool:
        """Whether it is there on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


_COLUMNS = (
    "id", "slug", "code", "name", "short_name", "search_key", "kind", "plan_group", "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True)
class Units:
    """Every unit that was there on some day from the first to the last, in Vietnamese order."""

    first: date
    last: date
    rows: Sequence[UnitOn]

    def on(self, day: date) -> list[UnitOn]:
        """Those that stand on a day; a day outside is read anew."""
        rows = self.rows if self.first <= day <= self.last else units_between(day, day).rows
        return [unit for unit in rows if unit.on(day)]


def units_between(first: date, last: date) -> Units:
    """The units of a span of days."""
    there = Q(valid_to=None) | Q(valid_to__gte=first)
    rows = Unit.objects.filter(there, valid_from__lte=last).order_by("sort_key", "id")
    return Units(first, last, [UnitOn(*row) for row in rows.values_list(*_COLUMNS)])


def units_on(day: date, known: Units | None = None) -> list[UnitOn]:
    """The units that stand on a day, of what was read already or read now."""
    return (known or units_between(day, day)).on(day)
