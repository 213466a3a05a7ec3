"""Published lists of postal procedures, and what the catalogue would publish on a day (danh mục công bố)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from tram.catalogue.models import ListedProcedure, PublishedList
from tram.catalogue.rules.eligibility import Direction, PostalFacts, verdict
from tram.catalogue.rules.published import Listed
from tram.directory.models import AreaLevel, Unit, UnitKind
from tram.directory.queries import settling_kind

# A procedure's agency on a day; without a fixed one it belongs to every unit of its level.
OF_AGENCY = """
FROM catalogue_procedureversion v JOIN catalogue_procedure p ON p.id = v.procedure_id
WHERE v.published_at IS NOT NULL AND daterange(v.valid_from, v.valid_to, '[]') @> %(day)s::date
"""
CATALOGUE = f"""
SELECT v.id, p.code, v.name, p.field, v.postal_in, v.postal_in_reason, v.postal_out, v.postal_out_reason,
  v.presence_required, v.secret_possible {OF_AGENCY}
  AND (coalesce(directory_unit_on(p.agency_id, %(day)s::date), p.agency_id) = %(agency)s
    OR p.agency_id IS NULL AND p.level = ANY(%(levels)s))
ORDER BY p.field, v.name, p.code
"""
SETTLING = f"""
SELECT DISTINCT coalesce(directory_unit_on(p.agency_id, %(day)s::date), p.agency_id), p.level {OF_AGENCY}
"""
LATEST = """
SELECT DISTINCT ON (l.agency_id) l.id FROM catalogue_publishedlist l
WHERE l.valid_from <= %(day)s::date ORDER BY l.agency_id, l.valid_from DESC, l.id DESC
"""


@dataclass(frozen=True)
class PublishedRow:
    """A published list without its procedures; `sending`, `returning`, `closed` count them."""

    id: int
    agency_id: int
    agency_slug: str
    agency: str
    decision: str
    decided_on: date
    valid_from: date
    valid_to: date | None
    demonstration: bool
    sending: int
    returning: int
    closed: int


def catalogue_of(agency_id: int, day: date) -> list[Listed]:
    """Every procedure that an agency settles on a day, open to the post or not, as the catalogue says it."""
    unit = Unit.objects.get(id=agency_id)
    levels = [level for level in AreaLevel if settling_kind(level, day) == unit.kind]
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE, {"day": day, "agency": agency_id, "levels": levels})
        return [_listed(row) for row in cursor.fetchall()]


def _listed(row: Sequence[Any]) -> Listed:
    facts = PostalFacts(*row[4:])
    sending, returning = verdict(facts, Direction.IN), verdict(facts, Direction.OUT)
    told = (sending.open, sending.reason, returning.open, returning.reason)
    return Listed(*(*row[:4], *told))


def agencies_with_procedures(day: date) -> frozenset[int]:
    """The agencies that settle some procedure on a day: fixed ones, and every unit of a level that has some."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLING, {"day": day})
        rows = cursor.fetchall()
    kinds = {settling_kind(level, day) for agency, level in rows if agency is None}
    units = Unit.objects.filter(kind__in=kinds & set(UnitKind), valid_from__lte=day)
    standing = units.exclude(valid_to__lt=day).values_list("id", flat=True)
    return frozenset(agency for agency, _level in rows if agency is not None) | frozenset(standing)


def lists_on(day: date) -> list[PublishedRow]:
    """The list of each agency that holds on a day, in order of the agencies' names."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"day": day})
        latest = [row[0] for row in cursor.fetchall()]
    rows = _counted().filter(id__in=latest).exclude(valid_to__lt=day)
    return [_row(row) for row in rows.order_by("agency__sort_key", "id")]


def list_on(agency_id: int, day: date) -> PublishedRow | None:
    """An agency's list that holds on a day; None if it published none by then, or the last one ended."""
    rows = _counted().filter(agency=agency_id, valid_from__lte=day)
    row = rows.order_by("-valid_from", "-id").first()
    ended = row is None or (row.valid_to is not None and row.valid_to < day)
    return None if row is None or ended else _row(row)


def lists_of(agency_id: int) -> list[PublishedRow]:
    """Every list that an agency ever published, the latest first."""
    rows = _counted().filter(agency=agency_id)
    return [_row(row) for row in rows.order_by("-valid_from", "-id")]


def listed(list_id: int) -> list[Listed]:
    """The procedures of a published list, as they were then."""
    return [
        Listed(
            row.version_id,
            row.code,
            row.name,
            row.field,
            row.sending,
            row.sending_reason,
            row.returning,
            row.returning_reason,
        )
        for row in ListedProcedure.objects.filter(published=list_id).order_by("seq")
    ]


def _counted() -> QuerySet[PublishedList]:
    """Lists with their agency and how many of their procedures go which way."""
    return PublishedList.objects.select_related("agency").annotate(
        sending=Count("rows", filter=Q(rows__sending=True)),
        returning=Count("rows", filter=Q(rows__returning=True)),
        closed=Count("rows", filter=Q(rows__sending=False, rows__returning=False)),
    )


def _row(row: PublishedList) -> PublishedRow:
    counts = vars(row)
    return PublishedRow(
        id=row.id,
        agency_id=row.agency_id,
        agency_slug=row.agency.slug,
        agency=row.agency.name,
        decision=row.decision,
        decided_on=row.decided_on,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        demonstration=row.demonstration,
        sending=counts["sending"],
        returning=counts["returning"],
        closed=counts["closed"],
    )
