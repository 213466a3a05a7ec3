"""Units that sign, organise or publish: found by their short name in addresses, or chosen from a list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.directory.models import Unit, UnitKind

POST_OFFICES = (UnitKind.PROVINCIAL_POST, UnitKind.DISTRICT_POST)


@dataclass(frozen=True)
class Party:
    """A unit by its name; `words` are those it is found by."""

    id: int
    slug: str
    label: str
    words: str


def party(slug: str) -> Party | None:
    """A unit by its short name in addresses."""
    unit = Unit.objects.filter(slug=slug).first()
    return _party(unit) if unit else None


def post_offices(day: date) -> list[Party]:
    """The province's post and those of the districts that stand on a day, the province's first."""
    standing = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Unit.objects.filter(standing, kind__in=POST_OFFICES, valid_from__lte=day)
    return [_party(unit) for unit in rows.order_by("-kind", "sort_key", "id")]


def _party(unit: Unit) -> Party:
    return Party(unit.id, unit.slug, unit.name, unit.search_key)
