"""What stands in an item's way: its open incidents, and the inventories that go with it for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.custody.models import Incident, Inventory, Item
from tram.custody.queries.holders import SIDES, own_holders, stands
from tram.custody.rules.incidents import IncidentKind, IncidentState, Standing
from tram.directory import queries as directory


def standings(item_ids: Sequence[UUID]) -> dict[UUID, list[Standing]]:
    """The open cases of these items: one statement, mostly without an answer."""
    open_ = Incident.objects.filter(item__in=item_ids, state=IncidentState.OPEN)
    found: dict[UUID, list[Standing]] = {}
    for item, kind, number, inventory in open_.values_list(
        "item_id", "kind", "number", "inventory__number"
    ):
        standing = Standing(IncidentKind(kind), number, inventory is not None)
        found.setdefault(item, []).append(standing)
    return found


@dataclass(frozen=True)
class Noted:
    """An inventory that an item carries with it: shown at every later hand-over and at delivery (22c)."""

    item_id: UUID
    incident_id: UUID
    number: str
    taken_at: datetime
    cover: str
    seal: str


def inventories(item_ids: Sequence[UUID]) -> dict[UUID, list[Noted]]:
    """The inventories of these items, the oldest first; the seal is the one put on afterwards."""
    rows = Inventory.objects.filter(incident__item__in=item_ids).order_by("taken_at")
    found: dict[UUID, list[Noted]] = {}
    for row in rows.values_list(
        "incident__item_id", "incident_id", "number", "taken_at", "cover", "rewrap__seal_number"
    ):
        noted = Noted(*row[:5], row[5] or "")
        found.setdefault(noted.item_id, []).append(noted)
    return found


OFFICE = """
SELECT coalesce(
  (SELECT u.id FROM directory_unit u WHERE u.id = h.unit_id
    AND u.kind IN ('provincial-post', 'district-post', 'post-point')),
  (SELECT a.unit_id FROM directory_appointment a WHERE a.user_id = h.user_id AND a.role = 'postman'
    ORDER BY daterange(a.valid_from, a.valid_to, '[]')
      @> (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date DESC, a.id LIMIT 1),
  (SELECT u.id FROM directory_unit u WHERE u.kind = 'provincial-post' ORDER BY u.valid_to DESC NULLS FIRST LIMIT 1))
FROM custody_holder h WHERE h.id = %s
"""


def office_of(holder_id: int) -> int:
    """The office of the post that answers for a holder: the place, the postman's office, else the provincial post."""
    with connection.cursor() as cursor:
        cursor.execute(OFFICE, [holder_id])
        return int(cursor.fetchone()[0])


LISTED = """
SELECT EXISTS (SELECT FROM custody_manifestentry e JOIN custody_manifest m ON m.id = e.manifest_id
WHERE e.item_id = %s AND (m.from_holder_id = ANY(%s) OR m.to_holder_id = ANY(%s)))
"""


def listed_for(item_id: UUID, holder_ids: Sequence[int]) -> bool:
    """True if one of these holders gave or was to receive the item on some manifest."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED, [item_id, list(holder_ids), list(holder_ids)])
        return bool(cursor.fetchone()[0])


REPORTERS = (*SIDES, Right.TAKE_IN, Right.DELIVER)


def handles(actor: Actor, unit_id: int) -> bool:
    """True if this person handles the incidents of an office of the post."""
    return may(actor, Right.HANDLE_INCIDENT, directory.scope(unit_id))


def may_report(actor: Actor, item: Item, place_id: int | None) -> bool:
    """Whoever holds an item or misses it may report: its holder, both sides of its manifests, the manager."""
    holder = item.holder
    if any(
        stands(actor, right, unit_id=holder.unit_id, user_id=holder.user_id) for right in REPORTERS
    ):
        return True
    if handles(actor, office_of(holder.id)):
        return True
    return listed_for(item.id, own_holders(actor, place_id))


CONTENTS = """
SELECT name, listed FROM (
  SELECT 1 AS part, p.seq, p.name, p.originals + p.certified + p.copies AS listed FROM dossiers_dossierpaper p
    JOIN custody_item i ON i.dossier_id = p.dossier_id
    WHERE i.id = %(item)s AND i.kind = 'papers' AND p.originals + p.certified + p.copies > 0
  UNION ALL SELECT 2, n.seq, n.name, n.originals + n.certified + n.copies FROM dossiers_letterpaper n
    JOIN dossiers_letter l ON l.id = n.letter_id JOIN custody_item i ON i.dossier_id = l.dossier_id
    WHERE i.id = %(item)s AND i.kind = 'supplement' AND n.received
  UNION ALL SELECT 3, o.seq, o.name || ' ' || o.number, 1 FROM custody_collectedoriginal o
    JOIN custody_item i ON i.dossier_id = o.dossier_id
    WHERE i.id = %(item)s AND i.kind = 'withdrawn' AND o.number <> ''
  UNION ALL SELECT 4, 1, 'Kết quả giải quyết', 1 FROM custody_item i
    WHERE i.id = %(item)s AND i.kind = 'result'
) listing ORDER BY part, seq
"""


def contents(item_id: UUID) -> list[tuple[str, int]]:
    """What should be inside a cover, as it was counted when it was packed: each paper and how many."""
    with connection.cursor() as cursor:
        cursor.execute(CONTENTS, {"item": item_id})
        return [(name, int(listed)) for name, listed in cursor.fetchall()]


def may_report_by_id(actor: Actor, item_id: UUID, place_id: int | None) -> bool:
    """`may_report` of a thing by its id; False if there is none."""
    item = Item.objects.select_related("holder").filter(id=item_id).first()
    return item is not None and (may_report(actor, item, place_id))


def reportable_of(actor: Actor, dossier_id: UUID, place_id: int | None) -> list[UUID]:
    """The things of a dossier of which this person may report something."""
    items = Item.objects.select_related("holder").filter(dossier_id=dossier_id).order_by("kind")
    return [item.id for item in items if may_report(actor, item, place_id)]


def items_of(dossier_id: UUID) -> list[UUID]:
    """Ids of the things of a dossier."""
    return list(Item.objects.filter(dossier_id=dossier_id).values_list("id", flat=True))
