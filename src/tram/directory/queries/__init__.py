"""Reads of who and where: duties of a person, scope of a unit, the calendar, office hours, parameters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import prepared
from tram.core.acts import Actor, Duty
from tram.core.errors import Refused
from tram.directory.models import (
    Unit,
    UnitKind,
)
from tram.directory.queries.areas import (
    AreaChoice,
    AreaOn,
    PointRow,
    areas_on,
    districts,
    points,
)
from tram.directory.queries.regimes import regime
from tram.directory.queries.times import (
    WorkingTimes,
    office_hours,
    working_calendar,
    working_times,
)
from tram.directory.queries.units import UnitOn, heir, served, serves, settling_kind, units_on

__all__ = [
    "AreaChoice",
    "AreaOn",
    "PointRow",
    "UnitOn",
    "WorkingTimes",
    "areas_on",
    "districts",
    "heir",
    "office_hours",
    "points",
    "regime",
    "served",
    "serves",
    "settling_kind",
    "units_on",
    "working_calendar",
    "working_times",
]

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
