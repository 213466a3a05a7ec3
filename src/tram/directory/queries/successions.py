"""Who came after whom, for the page where a person says so: what has no successor, who could be, what was said."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from tram.directory.models import Area, AreaLevel, StatedSuccession, Unit, UnitKind
from tram.directory.rules.duties import same_sort


@dataclass(frozen=True)
class Ended:
    """A unit or a commune that ended (đơn vị đã kết thúc); `successor` is empty while nobody has said who."""

    id: int
    name: str
    kind: str
    above: str
    last_day: date
    successor: str = ""


@dataclass(frozen=True)
class Candidate:
    """Who could stand in its place; `words` are those it is found by, without accents."""

    id: int
    label: str
    words: str


@dataclass(frozen=True)
class Statement:
    """What a person said once (lời ghi kế tục); no successor takes the one before back."""

    successor: str
    decision: str
    decided_on: date
    by: str
    at: datetime


def units_without_successor(day: date) -> list[Ended]:
    """Units that ended before a day and of which nobody has said who came after, in Vietnamese order."""
    rows = Unit.objects.filter(valid_to__lt=day, successions=None).select_related("parent")
    return [_unit(row) for row in rows.order_by("sort_key", "id")]


def areas_without_successor(day: date) -> list[Ended]:
    """Communes that ended before a day and of which nobody has said what they became part of.

    A district that ended was divided among communes, each of which has its own successor: it needs none itself.
    """
    rows = Area.objects.filter(valid_to__lt=day, successor=None, level=AreaLevel.COMMUNE)
    return [_area(row) for row in rows.select_related("parent").order_by("sort_key", "id")]


def units_stated() -> list[Ended]:
    """Units whose successor a person has said: it can be said anew."""
    rows = Unit.objects.exclude(statements=None).exclude(successions=None)
    return [_unit(row) for row in rows.select_related("parent").order_by("sort_key", "id")]


def areas_stated() -> list[Ended]:
    """Communes whose successor a person has said."""
    rows = Area.objects.exclude(statements=None).exclude(successor=None)
    return [_area(row) for row in rows.select_related("parent").order_by("sort_key", "id")]


def ended_unit(unit_id: int) -> Ended | None:
    """One unit that has ended."""
    row = Unit.objects.filter(id=unit_id, valid_to__isnull=False).select_related("parent").first()
    return _unit(row) if row else None


def ended_area(area_id: int) -> Ended | None:
    """One commune that has ended."""
    rows = Area.objects.filter(id=area_id, valid_to__isnull=False, level=AreaLevel.COMMUNE)
    row = rows.select_related("parent", "successor").first()
    return _area(row) if row else None


def _unit(row: Unit) -> Ended:
    heirs = row.successions.select_related("successor").order_by("id")
    names = "; ".join(heir.successor.name for heir in heirs)
    above = row.parent.name if row.parent else ""
    kind = UnitKind(row.kind).label
    return Ended(row.id, row.name, kind, above, row.valid_to or date.max, names)


def _area(row: Area) -> Ended:
    above = row.parent.name if row.parent else ""
    heir = row.successor.name if row.successor else ""
    return Ended(row.id, row.name, row.kind, above, row.valid_to or date.max, heir)


def unit_candidates(unit_id: int) -> list[Candidate]:
    """Units of the same sort in force on the day after it ended, in Vietnamese order."""
    unit = Unit.objects.get(id=unit_id)
    found = _standing(Unit.objects.exclude(id=unit_id), unit.valid_to).order_by("sort_key", "id")
    rows = (row for row in found if same_sort(unit.kind, row.kind))
    return [Candidate(row.id, row.name, row.search_key) for row in rows]


def area_candidates(area_id: int) -> list[Candidate]:
    """Areas of the same level in force on the day after it ended, in Vietnamese order."""
    area = Area.objects.get(id=area_id)
    same = Area.objects.filter(level=area.level).exclude(id=area_id).select_related("parent")
    found = _standing(same, area.valid_to).order_by("sort_key", "id")
    return [_place(row) for row in found]


def _place(row: Area) -> Candidate:
    above = row.parent
    if above is None:
        return Candidate(row.id, row.name, row.search_key)
    return Candidate(row.id, f"{row.name}, {above.name}", f"{row.search_key} {above.search_key}")


def _standing(rows: QuerySet, last: date | None) -> QuerySet:  # type: ignore[type-arg]
    after = (last or date.max - timedelta(days=1)) + timedelta(days=1)
    current = Q(valid_to=None) | Q(valid_to__gte=after)
    return rows.filter(current, valid_from__lte=after)


def statements(*, unit_id: int | None = None, area_id: int | None = None) -> list[Statement]:
    """Everything that people said of one unit or one area, the latest first."""
    said = StatedSuccession.objects.all()
    rows = said.filter(unit=unit_id) if unit_id else said.filter(area=area_id)
    rows = rows.select_related("unit_successor", "area_successor", "by").order_by("-id")
    return [_statement(row) for row in rows]


def _statement(row: StatedSuccession) -> Statement:
    heir = row.unit_successor or row.area_successor
    name = heir.name if heir else ""
    return Statement(name, row.decision, row.decided_on, row.by.full_name, row.at)
