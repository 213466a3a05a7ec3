"""Lists in the making (bảng kê nháp): where a scanned thing can go from here, and what stands on a draft."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right
from tram.custody.queries.ready import READY
from tram.custody.queries.things import COLUMNS, JOINS, NOUNS, Thing, thing
from tram.custody.rules.handovers import OFFICE, RULES, SHUTTLE, ManifestKind

Road = tuple[ManifestKind, int | None]
DRAFTS = """
SELECT d.id, d.kind, d.to_unit_id, coalesce(u.name, ''), d.holder_id,
  (SELECT count(*) FROM custody_draftentry e JOIN custody_item i ON i.id = e.item_id
    WHERE e.draft_id = d.id AND i.holder_id = d.holder_id), d.begun_at, p.full_name
FROM custody_manifestdraft d LEFT JOIN directory_unit u ON u.id = d.to_unit_id
JOIN accounts_user p ON p.id = d.begun_by_id
"""
ENTRIES = f"""
SELECT e.at, by.full_name, coalesce(b.number, ''), i.holder_id = w.holder_id, {COLUMNS}
FROM custody_draftentry e JOIN custody_manifestdraft w ON w.id = e.draft_id
JOIN accounts_user by ON by.id = e.by_id JOIN custody_item i ON i.id = e.item_id
LEFT JOIN custody_bag b ON b.id = e.bag_id
LEFT JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
{JOINS}
WHERE e.draft_id = %s ORDER BY e.id DESC
"""


@dataclass(frozen=True)
class Draft:
    """One draft: what kind of list, to where (none: a postman), by whom begun, how many things stand on it."""

    id: UUID
    kind: ManifestKind
    to_unit: int | None
    to_name: str
    holder_id: int
    count: int
    begun_at: datetime
    begun_by: str

    @property
    def noun(self) -> str:
        """What is counted on it, in words."""
        return NOUNS[self.kind]


@dataclass(frozen=True)
class Drafted:
    """One thing on a draft: scanned by whom and when, in which bag; `held` is False if it has gone meanwhile."""

    thing: Thing
    at: datetime
    by: str
    bag: str
    held: bool


def roads(holders: list[int], items: list[UUID]) -> dict[UUID, list[Road]]:
    """The lists on which each of these things can go now, its usual road first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.id, g.goes, t.unit_id {READY} AND i.id = ANY(%s) AND g.goes IS NOT NULL",
            [holders, items],
        )
        found: dict[UUID, list[Road]] = {}
        for item, goes, unit in cursor.fetchall():
            found.setdefault(item, []).append((ManifestKind(goes), unit))
    return {
        item: sorted(each, key=lambda road: road[0] in OFFICE | SHUTTLE)
        for item, each in found.items()
    }


def drafts_of(holders: list[int]) -> list[Draft]:
    """The drafts that these holders have begun, the oldest first."""
    return _drafts("WHERE d.holder_id = ANY(%s) ORDER BY d.begun_at, d.id", [holders])


def draft(draft_id: UUID) -> Draft | None:
    """One draft, or None if it was offered or thrown away."""
    return next(iter(_drafts("WHERE d.id = %s", [draft_id])), None)


def _drafts(where: str, words: list[object]) -> list[Draft]:
    with connection.cursor() as cursor:
        cursor.execute(DRAFTS + where, words)  # type: ignore[arg-type]
        return [Draft(row[0], ManifestKind(row[1]), *row[2:]) for row in cursor.fetchall()]


def drafted(found: Draft) -> list[Drafted]:
    """What stands on a draft, the latest scan first; seen by the post without the dossiers' numbers."""
    postal = RULES[found.kind].gives is Right.HAND_OVER_POST and found.kind not in SHUTTLE
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [found.id])
        return [
            Drafted(thing(row[4:], postal=postal), row[0], row[1], row[2], row[3])
            for row in cursor.fetchall()
        ]
