"""Which points are qualified on a day, and what was last found of each criterion (điểm đủ điều kiện)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tram.directory.models import AssessedCriterion, PointCriterion
from tram.directory.rules.qualification import (
    Criterion,
    CriterionFact,
    Finding,
    PointStanding,
    standing,
)

# The latest finding of each criterion by a day, for all points or one.
LATEST = """
SELECT DISTINCT ON (s.point_id, f.code) s.point_id, f.code, f.met, f.on, f.valid_to
FROM directory_assessedcriterion f JOIN directory_assessment s ON s.id = f.assessment_id
WHERE f.on <= %(day)s::date ORDER BY s.point_id, f.code, f.on DESC, f.id DESC
"""
STANDING = f"""
SELECT p.unit_id, p.code, u.name, coalesce(d.id, 0), coalesce(d.name, ''), p.demonstration,
  f.code, f.met, f.on, f.valid_to
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN directory_area c ON c.id = coalesce(directory_area_on(p.commune_id, %(day)s::date), p.commune_id)
LEFT JOIN directory_area d ON d.id = c.parent_id
LEFT JOIN ({LATEST}) f ON f.point_id = p.unit_id
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date ORDER BY d.sort_key, u.sort_key, u.id, f.code
"""


@dataclass(frozen=True)
class QualifiedPoint:
    """One point that stands on a day, and how it stands; `until` = the last day of what was found."""

    id: int
    code: str
    name: str
    district_id: int
    district: str
    demonstration: bool
    standing: PointStanding
    inspected_on: date | None
    until: date | None
    unmet: tuple[str, ...]

    @property
    def qualified(self) -> bool:
        """Whether it may count."""
        return self.standing is PointStanding.QUALIFIED


@dataclass(frozen=True)
class FindingRow:
    """What one inspection found of one criterion, for the history of a point."""

    on: date
    inspector: str
    code: str
    met: bool
    evidence: str
    file_id: UUID | None
    valid_to: date
    demonstration: bool


def checklist_on(day: date) -> list[Criterion]:
    """The criteria in force on a day, in order."""
    rows = PointCriterion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day
    )
    return [
        Criterion(
            row.code, row.label, row.mandatory, row.months, CriterionFact(row.fact), row.official
        )
        for row in rows.order_by("seq", "id")
    ]


def points_on(day: date, checklist: Sequence[Criterion] | None = None) -> list[QualifiedPoint]:
    """Every point that stands on a day with its standing, district by district."""
    checklist = checklist or checklist_on(day)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"day": day})
        found = [(row[:6], row[6:]) for row in cursor.fetchall()]
    return [
        _point(point, checklist, {code: Finding(*how) for _, (code, *how) in rows if code}, day)
        for point, rows in groupby(found, key=itemgetter(0))
    ]


def point_findings(point_id: int, day: date) -> dict[str, Finding]:
    """What was last found of each criterion of one point by a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({LATEST}) f WHERE point_id = %(point)s",
            {"day": day, "point": point_id},
        )
        return {code: Finding(*how) for _point, code, *how in cursor.fetchall()}


def _point(
    row: Sequence[Any], checklist: Sequence[Criterion], found: dict[str, Finding], day: date
) -> QualifiedPoint:
    asked = [each for each in checklist if each.mandatory and each.code in found]
    told = (
        standing(checklist, found, day),
        max((each.on for each in found.values()), default=None),
        min((found[each.code].valid_to for each in asked), default=None),
        tuple(each.label for each in asked if not found[each.code].met),
    )
    return QualifiedPoint(*(*row, *told))


def assessed(point_id: int) -> list[FindingRow]:
    """Everything that was ever found at a point, the latest inspection first."""
    rows = AssessedCriterion.objects.filter(assessment__point=point_id)
    rows = rows.select_related("assessment__inspector").order_by("-on", "-assessment_id", "id")
    return [
        FindingRow(
            on=row.on,
            inspector=row.assessment.inspector.full_name,
            code=row.code,
            met=row.met,
            evidence=row.evidence,
            file_id=row.file_id,
            valid_to=row.valid_to,
            demonstration=row.assessment.demonstration,
        )
        for row in rows
    ]
