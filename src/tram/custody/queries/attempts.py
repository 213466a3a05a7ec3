"""How far the delivery of a thing is: its round, the tries in it, the last holding, the slot asked for since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from tram.core.errors import Refused
from tram.custody.rules.attempts import DayPart, Held, HoldEnding, Slot, Standing
from tram.directory.queries import parameter

MOST, HOLD_DAYS = "postal_limits.delivery.attempts", "postal_limits.delivery.hold_days"
# Where a province has not set them yet; the same as in data/vinh-phuc, and as little found in law.
DEFAULTS = {MOST: 2, HOLD_DAYS: 10}

ROUND = """
LATERAL (SELECT 1 + count(*) AS round FROM custody_manifestentry b JOIN custody_manifest bm ON bm.id = b.manifest_id
  WHERE b.item_id = i.id AND b.outcome = 'received' AND bm.kind = 'return-in' AND bm.state = 'signed') rd
"""
TRIES = """
LATERAL (SELECT count(*) FILTER (WHERE a.counted) AS tries, max(a.attempted_at) AS last FROM custody_attempt a
  WHERE a.dossier_id = i.dossier_id AND a.round = rd.round) tr
"""
# An open holding counts only while the thing lies there: what was lost and found elsewhere is held anew.
HELD = """
LATERAL (SELECT x.id, x.until, x.ending, x.held_at, x.unit_id FROM custody_holding x
  WHERE x.item_id = i.id AND x.round = rd.round AND (x.ended_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM custody_holder o WHERE o.id = i.holder_id AND o.unit_id = x.unit_id))
  ORDER BY x.held_at DESC LIMIT 1) held
"""
# What the customer asked for after it was held, unless the postman has been there since.
ASKED = """
LATERAL (SELECT y.slot_day, y.slot_part FROM custody_deliverychange y WHERE y.dossier_id = i.dossier_id
  AND y.slot_day IS NOT NULL AND y.asked_at >= held.held_at AND (tr.last IS NULL OR y.asked_at >= tr.last)
  ORDER BY y.seq DESC LIMIT 1) asked
"""
FACTS = f"""
CROSS JOIN {ROUND} CROSS JOIN {TRIES} LEFT JOIN {HELD} ON true LEFT JOIN {ASKED} ON held.id IS NOT NULL
"""
STANDING = f"""
SELECT i.id, rd.round, tr.tries, held.until, held.ending, asked.slot_day, asked.slot_part
FROM custody_item i {FACTS} WHERE i.id = ANY(%s)
"""


@dataclass(frozen=True)
class Course:
    """One thing's delivery: which round, and how it stands in it."""

    round: int
    standing: Standing


def courses(item_ids: Sequence[UUID], day: date) -> Mapping[UUID, Course]:
    """How the delivery of each thing stands on a day."""
    most = limit(MOST, day)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [list(item_ids)])
        return {row[0]: Course(row[1], _standing(row, most)) for row in cursor.fetchall()}


def _standing(row: tuple[object, ...], most: int) -> Standing:
    _item, _round, tries, until, ending, slot_day, part = row
    held = None
    if isinstance(until, date):
        held = Held(until, HoldEnding(str(ending)) if ending else None)
    slot = Slot(slot_day, DayPart(str(part))) if isinstance(slot_day, date) else None
    return Standing(int(str(tries)), most, held, slot)


def limit(code: str, day: date) -> int:
    """A dated parameter of delivery: the number of tries, the days of holding."""
    try:
        return int(parameter(code, day))
    except Refused:
        return DEFAULTS[code]


def came_back(dossier_id: UUID) -> bool:
    """True if the post could not deliver it and signed it over to the desk again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM custody_manifestentry e JOIN custody_manifest m ON m.id = e.manifest_id "
            "JOIN custody_item i ON i.id = e.item_id WHERE i.dossier_id = %s AND m.kind = 'return-in' "
            "AND m.state = 'signed' AND e.outcome = 'received' LIMIT 1",
            [dossier_id],
        )
        return cursor.fetchone() is not None
