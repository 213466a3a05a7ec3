"""What a post point has taken in, and the communes its forms choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tram.accounts.rules.access import Right, may
from tram.core import prepared
from tram.core.acts import Actor
from tram.core.calendar import DAY, ZONE
from tram.custody.rules.services import Service
from tram.directory.models import Area, AreaLevel
from tram.dossiers.models import ResultChannel
from tram.dossiers.rules.states import State


@dataclass(frozen=True)
class CommuneChoice:
    """A commune in force with its district, as people say both; `words` are both folded, to search by."""

    id: int
    label: str
    words: str


@dataclass(frozen=True)
class IntakeRow:
    """One line of a point's list of intakes; `cursor` is where the next page goes on."""

    dossier: UUID
    at: datetime
    s10: str
    sender: str
    service: Service
    state: State
    total_vnd: int
    cursor: str


INTAKES = """
SELECT d.id, d.registered_at,
  coalesce((SELECT v.number FROM custody_item i JOIN custody_envelopeitem c ON c.item_id = i.id
    JOIN custody_envelope v ON v.id = c.envelope_id
    WHERE i.dossier_id = d.id AND v.leg = 'in'
    ORDER BY v.voided_at IS NOT NULL, i.part LIMIT 1), ''),
  (SELECT p.full_name FROM dossiers_party p WHERE p.dossier_id = d.id AND p.role = 'submitter'
    ORDER BY p.version DESC LIMIT 1),
  d.result_channel, d.state,
  coalesce((SELECT q.total_vnd FROM cash_quotation q WHERE q.subject = d.id), 0)
FROM dossiers_dossier d WHERE {where} ORDER BY d.registered_at DESC, d.id DESC LIMIT %(limit)s
"""
NUMBERED = """
SELECT i.dossier_id FROM custody_envelope v JOIN custody_envelopeitem c ON c.envelope_id = v.id
JOIN custody_item i ON i.id = c.item_id WHERE v.number = %(s10)s AND v.leg = 'in'
"""


FORMER = """
SELECT a.name, p.name, a.search_key || ' ' || p.search_key, directory_area_on(a.id, %(day)s)
FROM directory_area a JOIN directory_area p ON p.id = a.parent_id
WHERE a.level = 'commune' AND a.valid_to < %(day)s ORDER BY a.sort_key, a.id
"""


def in_district(commune: str, district: str) -> str:
    """A commune with its district: "Xã Đạo Trù, huyện Tam Đảo"."""
    return f"{commune}, {district[:1].lower()}{district[1:]}"


def service_of(result_channel: int) -> Service:
    """Which service a dossier taken in at a post point uses."""
    return Service.BOTH if result_channel == ResultChannel.POSTAL else Service.SEND


def communes(day: date) -> tuple[CommuneChoice, ...]:
    """Communes in force on `day`, district by district, in Vietnamese order; then their former names.

    Whoever types the name of 2019 is led to what the commune is now part of, where that is known. Remembered for
    the day: every intake asks for them, and areas change by dates that are known long before.
    """
    return _communes(str(connection.settings_dict["NAME"]), day)


@lru_cache(maxsize=4)
def _communes(_database: str, day: date) -> tuple[CommuneChoice, ...]:
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, level=AreaLevel.COMMUNE, valid_from__lte=day)
    columns = ("id", "name", "search_key", "parent__name", "parent__search_key")
    found = tuple(
        CommuneChoice(pk, in_district(name, district or ""), f"{words} {more or ''}")
        for pk, name, words, district, more in rows.order_by(
            "parent__sort_key", "sort_key", "id"
        ).values_list(*columns)
    )
    return found + _former({choice.id: choice.label for choice in found}, day)


def _former(now: Mapping[int, str], day: date) -> tuple[CommuneChoice, ...]:
    """Names that communes had before, each leading to what it is part of on the day; blanks lead nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(FORMER, {"day": day})
        rows = cursor.fetchall()
    return tuple(
        CommuneChoice(heir, f"{in_district(name, above)} (cũ), nay là {now[heir]}", words)
        for name, above, words, heir in rows
        if heir in now
    )


def intakes(
    actor: Actor,
    point_id: int,
    *,
    day: date | None = None,
    s10: str = "",
    after: str | None = None,
    limit: int = 20,
) -> list[IntakeRow]:
    """The intakes of one point, newest first, perhaps of one day or one item number; for its tellers only."""
    if not may(actor, Right.TAKE_IN, [point_id]):
        return []
    where = ["d.intake_point_id = %(point)s"]
    words: dict[str, Any] = {"point": point_id, "limit": limit}
    if day:
        start = datetime.combine(day, time(), ZONE)
        where.append("d.registered_at >= %(start)s AND d.registered_at < %(end)s")
        words |= {"start": start, "end": start + DAY}
    if s10:
        where.append(f"d.id IN ({NUMBERED})")
        words["s10"] = s10
    place = _place(after)
    if place:
        where.append("(d.registered_at, d.id) < (%(at)s, %(id)s)")
        words |= {"at": place[0], "id": place[1]}
    found = prepared.rows(INTAKES.format(where=" AND ".join(where)), words)
    return [_row(row) for row in found]


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    moment, _, ident = (after or "").partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(ident)
    except ValueError:
        return None


def _row(row: tuple[Any, ...]) -> IntakeRow:
    ident, at, s10, sender, channel, state, total = row
    cursor = f"{at.isoformat()}~{ident}"
    return IntakeRow(ident, at, s10, sender, service_of(channel), State(state), total, cursor)
