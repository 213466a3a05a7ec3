"""Reads of who and where: duties of a person, scope of a unit, the calendar, office hours, parameters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import connection
from django.db.models import Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import prepared
from tram.core.acts import Actor, Duty
from tram.core.errors import Refused
from tram.core.text import search_terms
from tram.directory.models import (
    Area,
    AreaLevel,
    DayKind,
    DeskService,
    Succession,
    Unit,
    UnitKind,
)
from tram.directory.queries.regimes import regime
from tram.directory.queries.times import (
    WorkingTimes,
    office_hours,
    working_calendar,
    working_times,
)

__all__ = ["WorkingTimes", "office_hours", "regime", "working_calendar", "working_times"]

IN_FORCE = (
    "daterange(valid_from, valid_to, '[]') @> (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
)

PERSON = [field.attname for field in User._meta.concrete_fields]
# Read at every request of a person who has signed in.
ON_DUTY = f"""
SELECT {", ".join(f"p.{column}" for column in PERSON)}, tram_now(), (
  SELECT coalesce(json_agg(json_build_array(a.role, a.unit_id, coalesce(nullif(u.short_name, ''), u.name))
    ORDER BY a.id), '[]')
  FROM directory_appointment a JOIN directory_unit u ON u.id = a.unit_id
  WHERE a.user_id = p.id AND {IN_FORCE.replace("valid_", "a.valid_")})
FROM accounts_user p WHERE p.id = %s
"""


def actor_of(user_id: int, name: str) -> Actor:
    """A person with the duties in force today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, unit_id FROM directory_appointment "
            f"WHERE user_id = %s AND {IN_FORCE} ORDER BY id",
            [user_id],
        )
        duties = tuple(Duty(role, unit) for role, unit in cursor.fetchall())
    return Actor(user_id, name, duties)


def on_duty(user_id: int) -> User | None:
    """A person with `actor` (the duties in force today), the names of their units, and the time: one statement."""
    found = next(iter(prepared.rows(ON_DUTY, [user_id])), None)
    if found is None:
        return None
    *columns, moment, duties = found
    user = User.from_db("default", PERSON, columns)
    held = tuple(Duty(role, unit) for role, unit, _name in duties)
    user.actor = Actor(user.id, user.full_name, held)
    user.moment = moment
    user.places = {unit: name for _role, unit, name in duties}
    return user


def scope(unit_id: int) -> tuple[int, ...]:
    """A unit, its successors and the units above: where a duty must be held to act on the unit's things."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE up AS (SELECT id FROM directory_unit WHERE id = %s UNION "
            "SELECT next.id FROM up CROSS JOIN LATERAL ("
            "SELECT parent_id AS id FROM directory_unit WHERE id = up.id AND parent_id IS NOT NULL UNION ALL "
            "SELECT successor_id FROM directory_succession WHERE predecessor_id = up.id) AS next) "
            "SELECT id FROM up",
            [unit_id],
        )
        return tuple(row[0] for row in cursor.fetchall())


def serves(desk_id: int, agency_id: int) -> bool:
    """True if a one-stop desk receives dossiers for an agency."""
    return DeskService.objects.filter(desk_id=desk_id, agency_id=agency_id).exists()


@dataclass(frozen=True)
class DutyRow:
    """A duty (phân công) as a page shows it; `tense` is "now", "past" or "future" on the day of reading."""

    id: int
    user_id: int
    username: str
    full_name: str
    role: str
    unit_id: int
    unit: str
    kind: str
    valid_from: date
    valid_to: date | None
    decision: str
    tense: str

    @property
    def role_label(self) -> str:
        """The role as people call it."""
        return Role(self.role).label


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose by its name; `words` are those it is found by, without accents."""

    id: int
    label: str
    words: str


DUTIES = (
    "SELECT a.id, p.id, p.username, p.full_name, a.role, u.id, u.name, u.kind, a.valid_from, a.valid_to, a.decision, "
    "CASE WHEN a.valid_to < day.today THEN 'past' WHEN a.valid_from > day.today THEN 'future' ELSE 'now' END "
    "FROM directory_appointment a JOIN accounts_user p ON p.id = a.user_id JOIN directory_unit u ON u.id = a.unit_id "
    "CROSS JOIN (SELECT (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS today) AS day WHERE "
)


def _duties(condition: str, words: Sequence[Any]) -> list[DutyRow]:
    with connection.cursor() as cursor:
        cursor.execute(DUTIES + condition, words)
        return [DutyRow(*row) for row in cursor.fetchall()]


def duties_of(user_ids: Sequence[int]) -> list[DutyRow]:
    """Every duty these people have, had or will have, the newest first."""
    return _duties("a.user_id = ANY(%s) ORDER BY a.valid_from DESC, a.id DESC", [list(user_ids)])


def duty(appointment_id: int) -> DutyRow | None:
    """One duty by id."""
    return next(iter(_duties("a.id = %s", [appointment_id])), None)


def demo_duties() -> list[DutyRow]:
    """Whom a visitor of a demonstration may sign in as, with their duties of today."""
    in_force = IN_FORCE.replace("valid_", "a.valid_")
    return _duties(
        f"p.is_demo AND p.is_active AND EXISTS (SELECT FROM core_demo) AND {in_force} "
        "ORDER BY length(p.username), p.username",
        [],
    )


def units_to_staff(actor: Actor, kinds: Collection[str]) -> list[UnitChoice]:
    """Units of these kinds that exist today and whose people this administrator manages, in Vietnamese order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE mine AS (SELECT id, kind FROM directory_unit WHERE id = ANY(%s) "
            "UNION SELECT u.id, u.kind FROM directory_unit u JOIN mine ON u.parent_id = mine.id) "
            f"SELECT id, name, search_key FROM directory_unit WHERE kind = ANY(%s) AND {IN_FORCE} "
            "AND (id IN (SELECT id FROM mine) OR EXISTS (SELECT FROM mine WHERE kind = 'province-office')) "
            "ORDER BY sort_key, id",
            [list(actor.units(Role.ADMINISTRATOR)), list(kinds)],
        )
        return [UnitChoice(*row) for row in cursor.fetchall()]


def administered_from(unit_id: int) -> tuple[int, ...]:
    """Where an administrator's duty must be held to manage the people of a unit.

    The unit, those above it, and the province's office, which also reaches the bodies that answer to the centre.
    """
    return (*scope(unit_id), *province_offices())


def province_offices() -> tuple[int, ...]:
    """The province's committee and its office, by whatever name they ever had."""
    offices = Unit.objects.filter(kind=UnitKind.PROVINCE_OFFICE)
    return tuple(offices.values_list("id", flat=True))


def unit_name(unit_id: int) -> str:
    """A unit's name as people say it."""
    unit = Unit.objects.only("name", "short_name").get(id=unit_id)
    return unit.short_name or unit.name


def units_by_id(ids: Sequence[int]) -> dict[int, Unit]:
    """Units of these ids."""
    return Unit.objects.in_bulk(list(ids))


@dataclass(frozen=True)
class UnitOn:
    """A unit as it was on one day; `parent` is the slug of the unit above it on that day."""

    id: int
    slug: str
    code: str
    name: str
    kind: str
    parent: str
    parent_name: str


def units_on(day: date) -> list[UnitOn]:
    """The units in force on a day with the names and parents of that day, in Vietnamese order."""
    units, heirs = Unit.objects.in_bulk(), _heirs()
    rows = []
    for unit in sorted(units.values(), key=lambda unit: (unit.sort_key, unit.id)):
        if not _in_force(unit, day):
            continue
        above = _heir(units, heirs, unit.parent_id, day)
        slug, name = (above.slug, above.name) if above else ("", "")
        rows.append(UnitOn(unit.id, unit.slug, unit.code, unit.name, unit.kind, slug, name))
    return rows


def heir(unit_id: int, day: date) -> Unit | None:
    """Who stands in a unit's place on a day: itself while it lasts, then its first successor; None if nobody."""
    unit: Unit | None = Unit.objects.get(id=unit_id)
    while unit is not None and unit.valid_to is not None and unit.valid_to < day:
        unit = Unit.objects.filter(origins__predecessor=unit).order_by("origins__id").first()
    return unit


def _heirs() -> dict[int, int]:
    """The first successor of each unit that has one."""
    rows = Succession.objects.order_by("-id").values_list("predecessor_id", "successor_id")
    return dict(rows)


def _heir(
    units: Mapping[int, Unit], heirs: Mapping[int, int], unit_id: int | None, day: date
) -> Unit | None:
    unit = units.get(unit_id or 0)
    while unit is not None and unit.valid_to is not None and unit.valid_to < day:
        unit = units.get(heirs.get(unit.id, 0))
    return unit


def _in_force(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def parameter(code: str, day: date) -> Any:
    """The value of a dated parameter on a day; Refused if nobody has given one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value::json FROM directory_parameter "
            "WHERE code = %s AND daterange(valid_from, valid_to, '[]') @> %s::date",
            [code, day],
        )
        row = cursor.fetchone()
    if row is None:
        raise Refused("no-parameter", f"Chưa có tham số «{code}» cho ngày {day:%d/%m/%Y}.")
    return row[0]


@dataclass(frozen=True)
class AreaChoice:
    """An area to choose from a list."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class AreaOn:
    """An area as it was on one day; `parent` is the code of the area above it."""

    id: int
    code: str
    name: str
    kind: str
    parent: str
    parent_name: str
    provenance: str


def areas_on(day: date, level: AreaLevel) -> list[AreaOn]:
    """The areas of a level in force on a day with the names and parents of that day, in Vietnamese order."""
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, level=level, valid_from__lte=day).select_related("parent")
    return [
        AreaOn(
            id=area.id,
            code=area.gso_code,
            name=area.name,
            kind=area.kind,
            parent=area.parent.gso_code if area.parent else "",
            parent_name=area.parent.name if area.parent else "",
            provenance=area.provenance,
        )
        for area in rows.order_by("sort_key", "gso_code")
    ]


def districts(day: date) -> list[AreaChoice]:
    """The districts in force on a day, in Vietnamese order."""
    rows = areas_on(day, AreaLevel.DISTRICT)
    return [AreaChoice(area.id, area.code, area.name) for area in rows]


@dataclass(frozen=True)
class PointRow:
    """A postal service point (điểm phục vụ) as the public finds it; `opens`, `closes` are local wall times."""

    code: str
    name: str
    address: str
    commune: str
    district: str
    phone: str
    opens: time
    closes: time
    works_saturday: bool
    demonstration: bool
    open_today: bool


POINTS = """
SELECT p.code, u.name, p.address, c.name, d.name, p.phone, p.opens, p.closes, p.works_saturday, p.demonstration,
  extract(isodow FROM %(day)s::date) <= CASE WHEN p.works_saturday THEN 6 ELSE 5 END AND NOT EXISTS (
    SELECT 1 FROM directory_calendarday h WHERE h.day = %(day)s::date AND h.removed_at IS NULL AND h.kind = %(holiday)s)
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN directory_area c ON c.id = p.commune_id JOIN directory_area d ON d.id = c.parent_id
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date
  AND (%(district)s::text IS NULL OR d.gso_code = %(district)s)
  AND NOT EXISTS (SELECT 1 FROM unnest(%(terms)s::text[]) word
    WHERE position(word IN concat_ws(' ', u.search_key, c.search_key, d.search_key)) = 0)
  AND (%(after)s::text IS NULL OR (d.sort_key, c.sort_key, p.code) > (
    SELECT y.sort_key, x.sort_key, z.code FROM directory_servicepoint z
    JOIN directory_area x ON x.id = z.commune_id JOIN directory_area y ON y.id = x.parent_id
    WHERE z.code = %(after)s))
ORDER BY d.sort_key, c.sort_key, p.code LIMIT %(limit)s
"""


def points(
    text: str, *, day: date, district: str | None = None, after: str | None = None, limit: int = 20
) -> list[PointRow]:
    """Service points in force on `day` whose name, commune or district has every word of `text`, accents or not.

    `district` narrows to one district's code; `after` is the code of the last point seen. A point is closed on
    Sundays, on public holidays, and on Saturdays unless it works then.
    """
    words: dict[str, Any] = {
        "day": day,
        "holiday": DayKind.HOLIDAY.value,
        "district": district,
        "terms": list(search_terms(text)),
        "after": after,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(POINTS, words)
        return [PointRow(*row) for row in cursor.fetchall()]
