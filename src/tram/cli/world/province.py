"""The province as the generator and the writer know it: what is asked for where, who works there, where people live."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from tram.catalogue.models import Channel, ProcedureVersion
from tram.catalogue.rules.eligibility import Direction, verdict
from tram.cli.world.acts import Member
from tram.cli.world.staff import Staff, hire
from tram.core.errors import Refused
from tram.custody.queries.intake import DISTRICT, IntakeFacts, intake_facts
from tram.directory.models import DeskService, Unit
from tram.directory.queries import settling_kind
from tram.dossiers.queries import reckoning
from tram.dossiers.rules.deadlines import Limit

OWN_LEVEL = ("district", "commune")
"""Agencies of every other kind are the province's."""


@dataclass(frozen=True)
class Offering:
    """One procedure at one agency, with all that an intake needs to know of it."""

    facts: IntakeFacts
    since: date
    level: str
    group: str
    opens_in: bool
    opens_out: bool
    same_day: bool
    result: str
    limits: Mapping[int, Limit | None]


@dataclass(frozen=True)
class Point:
    """A post point: its district, its teller, the postman who calls there, and whether he calls on its customers."""

    unit_id: int
    district_id: int
    teller: Member
    postman: Member
    calls: bool


@dataclass(frozen=True)
class Province:
    """Everything the simulation draws from; the order of each list is fixed. Communes by id, with their district."""

    offerings: tuple[Offering, ...]
    points: tuple[Point, ...]
    communes: Mapping[int, int]
    staff: Staff
    desk_codes: Mapping[int, str]
    desk_names: Mapping[int, str]


def look(first: date, last: date) -> Province:
    """The province between two days, with invented people at every desk, agency and point; Refused without data."""
    offerings = _offerings(first, last)
    points = _standing(first, last).filter(kind="post-point", point__isnull=False)
    units = list(points.select_related("parent").order_by("slug"))
    if not offerings or not units:
        raise Refused(
            "no-data",
            "Chưa nạp thủ tục hoặc điểm phục vụ của tỉnh nên không mô phỏng được. Hãy nạp trước.",
        )
    desks = Unit.objects.in_bulk({each.facts.desk_id for each in offerings})
    staff = hire(
        first, points=units, desks=desks, agencies={each.facts.agency_id for each in offerings}
    )
    where = _districts(first)
    return Province(
        offerings=offerings,
        points=tuple(
            Point(
                unit.id,
                where[unit.id],
                staff.tellers[unit.id],
                staff.postman_at(unit.parent_id),
                unit.parent_id in staff.postmen,
            )
            for unit in units
        ),
        communes=_communes(first, last),
        staff=staff,
        desk_codes={desk.id: desk.code for desk in desks.values()},
        desk_names={desk.id: desk.name for desk in desks.values()},
    )


def _standing(first: date, last: date) -> QuerySet[Unit]:
    """Units that stand through the whole time: none begins or ends between."""
    return Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=last), valid_from__lte=first)


def _offerings(first: date, last: date) -> tuple[Offering, ...]:
    """Every published procedure with a limit at each agency that settles it, but those that take originals back."""
    served = DeskService.objects.values("agency_id")
    agencies = {u.id: u for u in _standing(first, last).filter(id__in=served).order_by("slug")}
    places: dict[int, IntakeFacts] = {}
    found = []
    for version in _versions(first, last):
        since = max(first, version.valid_from)
        settlers = _settlers(version, since, agencies)
        limits = _limits(version)
        if not settlers or limits is None:
            continue
        facts = _facts(version, settlers[0], since)
        places.setdefault(settlers[0].id, facts)
        for unit in settlers:
            if unit.id not in places:
                places[unit.id] = _facts(version, unit, since)
            moved = _moved(facts, places[unit.id])
            found.append(_offering(version, unit, moved, since, limits))
    return tuple(found)


def _versions(first: date, last: date) -> QuerySet[ProcedureVersion]:
    versions = ProcedureVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=last),
        valid_from__lte=last,
        published_at__isnull=False,
        withdrawn=None,
        papers__isnull=False,
    )
    return versions.select_related("procedure").distinct().order_by("procedure__code", "id")


def _settlers(version: ProcedureVersion, day: date, agencies: Mapping[int, Unit]) -> list[Unit]:
    """The fixed agency of a procedure, or every agency of its level."""
    fixed = version.procedure.agency_id
    if fixed:
        return [agencies[fixed]] if fixed in agencies else []
    kinds = {version.procedure.level, settling_kind(version.procedure.level, day)}
    return [unit for unit in agencies.values() if unit.kind in kinds]


def _limits(version: ProcedureVersion) -> Mapping[int, Limit | None] | None:
    """The limit by channel; None where the catalogue has none, so that nobody could accept."""
    try:
        return {c.value: reckoning.terms(version, c.value, None).limit for c in Channel}
    except Refused:
        return None


def _facts(version: ProcedureVersion, unit: Unit, day: date) -> IntakeFacts:
    return intake_facts(
        version_id=version.id, agency_id=unit.id, point_id=None, recipient_area=None, day=day
    )


def _moved(facts: IntakeFacts, place: IntakeFacts) -> IntakeFacts:
    """The facts of a procedure at another agency."""
    return replace(
        facts,
        agency_id=place.agency_id,
        desk_id=place.desk_id,
        agency_district=place.agency_district,
    )


def _offering(
    version: ProcedureVersion,
    unit: Unit,
    facts: IntakeFacts,
    since: date,
    limits: Mapping[int, Limit | None],
) -> Offering:
    return Offering(
        facts=facts,
        since=since,
        level=unit.kind if unit.kind in OWN_LEVEL else "province",
        group=unit.plan_group if unit.plan_group in ("A", "B") else "",
        opens_in=_open(facts, Direction.IN),
        opens_out=_open(facts, Direction.OUT),
        same_day=version.same_day,
        result=version.result_name[:300] or "Kết quả giải quyết",
        limits=limits,
    )


def _open(facts: IntakeFacts, direction: Direction) -> bool:
    """Whether it goes by post, and nobody need be asked for secrecy marks."""
    return verdict(facts.postal, direction).open and not facts.postal.secret_possible


def _communes(first: date, last: date) -> dict[int, int]:
    """Communes that stand all the time, each with the area that decides the price."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.id, {DISTRICT.format('a')} FROM directory_area a WHERE a.level = 'commune' "
            "AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to >= %s) ORDER BY a.gso_code",
            [first, last],
        )
        return dict(cursor.fetchall())


def _districts(day: date) -> dict[int, int]:
    """The area that decides the price of each point, by its unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.unit_id, {DISTRICT.format('a')} FROM directory_servicepoint p "
            "JOIN directory_area a ON a.id = coalesce(directory_area_on(p.commune_id, %s), p.commune_id)",
            [day],
        )
        return dict(cursor.fetchall())
