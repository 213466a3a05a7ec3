"""Hand-overs (giao nhận) as the two sides see them: what waits, what can go, one manifest whole."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right
from tram.core import prepared
from tram.core.acts import Actor
from tram.custody.models import ManifestState, Outcome, Side, SignedBy
from tram.custody.queries.holders import holder_name_sql, stands
from tram.custody.queries.ready import (
    Carrying,
    Group,
    carrying_to,
    ready_groups,
    ready_things,
)
from tram.custody.queries.things import COLUMNS, JOINS, NOUNS, Thing, thing
from tram.custody.rules.counting import Fault
from tram.custody.rules.handovers import RULES, SHUTTLE, ManifestKind

__all__ = [
    "Carrying",
    "Group",
    "ManifestState",
    "Outcome",
    "Side",
    "SignedBy",
    "carrying_to",
    "ready_groups",
    "ready_things",
]

PAGE = 20
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True)
class Listed:
    """One manifest in a list."""

    id: UUID
    number: str
    kind: ManifestKind
    giver: str
    receiver: str
    entries: int
    offered_at: datetime
    signed_at: datetime | None

    @property
    def noun(self) -> str:
        """What is counted on it, in words."""
        return NOUNS[self.kind]


LIST = f"""
SELECT m.id, m.number, m.kind, {holder_name_sql("f")}, {holder_name_sql("t")},
  (SELECT count(*) FROM custody_manifestentry e WHERE e.manifest_id = m.id), m.offered_at, m.signed_at
FROM custody_manifest m
JOIN custody_holder f ON f.id = m.from_holder_id JOIN custody_holder t ON t.id = m.to_holder_id
"""


def _listed(where: str, words: list[Any]) -> list[Listed]:
    with connection.cursor() as cursor:
        cursor.execute(LIST + where, words)
        return [
            Listed(row[0], row[1], ManifestKind(row[2]), *row[3:]) for row in cursor.fetchall()
        ]


def waiting_for(holders: list[int]) -> list[Listed]:
    """Offered to these holders and not yet counted and signed, oldest first."""
    where = "WHERE m.state = 'offered' AND m.to_holder_id = ANY(%s) ORDER BY m.offered_at, m.id"
    return _listed(f"{where} LIMIT 100", [holders])


def offered_by(holders: list[int]) -> list[Listed]:
    """Offered by these holders and waiting for the other side, oldest first."""
    where = "WHERE m.state = 'offered' AND m.from_holder_id = ANY(%s) ORDER BY m.offered_at, m.id"
    return _listed(f"{where} LIMIT 100", [holders])


def signed_lately(
    holders: list[int], before: Cursor | None = None
) -> tuple[list[Listed], Cursor | None]:
    """Twenty signed manifests of these holders, the last first, and where the next twenty begin."""
    at, ident = before or (None, None)
    rows = _listed(
        "WHERE m.state = 'signed' AND (m.from_holder_id = ANY(%s) OR m.to_holder_id = ANY(%s)) "
        "AND (%s::timestamptz IS NULL OR (m.signed_at, m.id) < (%s::timestamptz, %s::uuid)) "
        f"ORDER BY m.signed_at DESC, m.id DESC LIMIT {PAGE + 1}",
        [holders, holders, at, at, ident],
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    following = (last.signed_at, last.id) if last and last.signed_at else None
    return rows[:PAGE], following


@dataclass(frozen=True)
class Signed:
    """One signature: who, on which duty, when, how."""

    user_id: int
    name: str
    duty: str
    at: datetime
    method: SignedBy
    outside_hours: bool = False


@dataclass(frozen=True)
class Party:
    """One side of a hand-over, and its signature once given; a courier has a sign-in name and an office."""

    holder_id: int
    unit_id: int | None
    user_id: int | None
    name: str
    username: str = ""
    office: str = ""
    signed: Signed | None = None


@dataclass(frozen=True)
class Entry:
    """One thing on a manifest and what the receiver found."""

    position: int
    thing: Thing
    outcome: Outcome
    fault: Fault | None
    reason: str
    bag: "InBag | None" = None

    @property
    def words(self) -> str:
        """The coded fault in words, and what was written beside it."""
        return " – ".join(filter(None, (self.fault.label if self.fault else "", self.reason)))


@dataclass(frozen=True)
class InBag:
    """The bag that a thing was handed over in."""

    id: UUID
    number: str
    seal: str
    opened: bool


@dataclass(frozen=True)
class Sheet:
    """One manifest whole, as the person who looks may see it."""

    id: UUID
    number: str
    kind: ManifestKind
    state: ManifestState
    giver: Party
    receiver: Party
    offered_at: datetime
    signed_at: datetime | None
    gives: bool
    receives: bool
    entries: tuple[Entry, ...] = ()

    @property
    def noun(self) -> str:
        """What is counted on it, in words."""
        return NOUNS[self.kind]

    @property
    def closed_bags(self) -> list[tuple[InBag, int]]:
        """The bags on it that nobody has opened, each with how many things are inside."""
        found = Counter(entry.bag for entry in self.entries if entry.bag and not entry.bag.opened)
        return list(found.items())

    @property
    def totals(self) -> tuple[int, int, int]:
        """Originals, certified copies and copies of all things listed."""
        each = [entry.thing.counts for entry in self.entries]
        return (sum(c[0] for c in each), sum(c[1] for c in each), sum(c[2] for c in each))


def _office_sql(user_id: str) -> str:
    return (
        "coalesce((SELECT u.name FROM directory_appointment a JOIN directory_unit u ON u.id = a.unit_id "
        f"WHERE a.user_id = {user_id} AND a.role = 'postman' AND daterange(a.valid_from, a.valid_to, '[]') "
        "@> (m.offered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY a.id LIMIT 1), '')"
    )


HEAD = f"""
SELECT m.id, m.number, m.kind, m.state, m.offered_at, m.signed_at,
  f.id, f.unit_id, f.user_id, {holder_name_sql("f")}, coalesce(fu.username, ''), {_office_sql("f.user_id")},
  t.id, t.unit_id, t.user_id, {holder_name_sql("t")}, coalesce(tu.username, ''), {_office_sql("t.user_id")}
FROM custody_manifest m
JOIN custody_holder f ON f.id = m.from_holder_id LEFT JOIN accounts_user fu ON fu.id = f.user_id
JOIN custody_holder t ON t.id = m.to_holder_id LEFT JOIN accounts_user tu ON tu.id = t.user_id
WHERE m.id = %s
"""
SIGNATURES = """
SELECT s.side, s.user_id, u.full_name, coalesce((SELECT a.role FROM directory_appointment a
  WHERE a.user_id = s.user_id AND (a.unit_id = h.unit_id OR a.role = 'postman' AND h.unit_id IS NULL)
    AND daterange(a.valid_from, a.valid_to, '[]') @> (s.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  ORDER BY a.id LIMIT 1), ''), s.at, s.method, s.outside_hours
FROM custody_signature s JOIN accounts_user u ON u.id = s.user_id
JOIN custody_manifest m ON m.id = s.manifest_id
JOIN custody_holder h ON h.id = CASE s.side WHEN 'giver' THEN m.from_holder_id ELSE m.to_holder_id END
WHERE s.manifest_id = %s
"""
ENTRIES = f"""
SELECT e.position, e.outcome, e.fault, e.reason, b.id, b.number, b.seal_number, b.opened_at IS NOT NULL, {COLUMNS}
FROM custody_manifestentry e JOIN custody_item i ON i.id = e.item_id
LEFT JOIN custody_envelope v ON v.id = e.envelope_id LEFT JOIN custody_bag b ON b.id = e.bag_id
{JOINS}
WHERE e.manifest_id = %s ORDER BY e.position
"""


def manifest_head(actor: Actor, manifest_id: UUID) -> Sheet | None:
    """A manifest without its entries and signatures for a person on one of its sides; None for anybody else."""
    head = next(iter(prepared.rows(HEAD, [manifest_id])), None)
    sheet = _head(actor, head) if head else None
    return sheet if sheet and (sheet.gives or sheet.receives) else None


def read_manifest(actor: Actor, manifest_id: UUID) -> Sheet | None:
    """One manifest for a person who stands on one of its two sides; None for anybody else."""
    sheet = manifest_head(actor, manifest_id)
    if sheet is None:
        return None
    signed = {line[0]: _signed(line) for line in prepared.rows(SIGNATURES, [manifest_id])}
    postal = _as_post(sheet)
    entries = [_entry(line, postal=postal) for line in prepared.rows(ENTRIES, [manifest_id])]
    return replace(
        sheet,
        giver=replace(sheet.giver, signed=signed.get(Side.GIVER)),
        receiver=replace(sheet.receiver, signed=signed.get(Side.RECEIVER)),
        entries=tuple(entries),
    )


def _entry(line: tuple[Any, ...], *, postal: bool) -> Entry:
    position, outcome, fault, reason, bag, *in_bag = line[:8]
    return Entry(
        position=position,
        thing=thing(line[8:], postal=postal),
        outcome=Outcome(outcome),
        fault=Fault(fault) if fault else None,
        reason=reason,
        bag=InBag(bag, *in_bag) if bag else None,
    )


def _signed(line: tuple[Any, ...]) -> Signed:
    _side, user_id, name, duty, at, method, late = line
    return Signed(user_id, name, duty, at, SignedBy(method), late)


def _head(actor: Actor, row: tuple[Any, ...]) -> Sheet:
    rule = RULES[ManifestKind(row[2])]
    giver, receiver = Party(*row[6:12]), Party(*row[12:18])
    return Sheet(
        id=row[0],
        number=row[1],
        kind=ManifestKind(row[2]),
        state=ManifestState(row[3]),
        offered_at=row[4],
        signed_at=row[5],
        giver=giver,
        receiver=receiver,
        gives=stands(actor, rule.gives, unit_id=giver.unit_id, user_id=giver.user_id),
        receives=stands(actor, rule.receives, unit_id=receiver.unit_id, user_id=receiver.user_id),
    )


def _as_post(sheet: Sheet) -> bool:
    """True if the person sees it for the post only: then without the dossiers' numbers.

    The shuttle's team counts open dossiers, which have no other name than their numbers.
    """
    if sheet.kind in SHUTTLE:
        return False
    rule = RULES[sheet.kind]
    mine = [r for r, on in ((rule.gives, sheet.gives), (rule.receives, sheet.receives)) if on]
    return all(right is Right.HAND_OVER_POST for right in mine)


@dataclass(frozen=True)
class Heading:
    """The head of a printed record: the unit where the hand-over took place, what is above it, the locality."""

    superior: str
    issuer: str
    locality: str


def heading(sheet: Sheet) -> Heading:
    """The place of a hand-over: where it is received, or at a courier's the place that gives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(p.name, ''), u.name, coalesce(substr(a.name, length(a.kind) + 2), '') "
            "FROM directory_unit u LEFT JOIN directory_unit p ON p.id = u.parent_id "
            "LEFT JOIN directory_area a ON a.id = u.area_id WHERE u.id = %s",
            [sheet.receiver.unit_id or sheet.giver.unit_id],
        )
        return Heading(*cursor.fetchone())
