"""Where one dossier's papers and money have been: everything its page tells beside the legal facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.models import User
from tram.cash import queries as cash
from tram.cash.models import Purpose
from tram.core.choices import Choice
from tram.custody.models import (
    CollectedOriginal,
    CustodyLine,
    Delivery,
    Envelope,
    HolderKind,
    ItemKind,
    Leg,
    ProofKind,
    Recipient,
    Relation,
    ReturnOrder,
)
from tram.custody.queries.holders import holder_name_sql
from tram.directory.models import POSTS
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries.dossier import LawLine
from tram.dossiers.queries.history import Note
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import Action


class Ledger(Choice):
    """Which book an event stands in (sổ); one act writes them in this order."""

    LAW = "law", "Pháp lý"
    PAPER = "paper", "Giấy tờ"
    MONEY = "money", "Tiền"


@dataclass(frozen=True)
class Event:
    """One line of a book, told as what happened."""

    ledger: Ledger
    at: datetime
    what: str
    detail: str
    by: str
    amount_vnd: int | None = None
    letter: UUID | None = None


# The steps that the post itself has a part in.
POSTAL_STEPS = {
    Action.REGISTER,
    Action.VOID,
    Action.ARRIVE,
    Action.RELEASE,
    Action.DELIVER,
    Action.WITHDRAW,
}


def events(
    dossier_id: UUID, seen: Sight, *, with_money: bool, notes: Mapping[int, Note] | None = None
) -> list[Event]:
    """Law, paper and money in one story, by time; in one moment law comes first, then paper, then money.

    `notes` are told beside the lines of the dossier book, to those who may know them.
    The post reads of the papers only what passed through its own hands, and of the law only its own steps.
    """
    told = _law(dossier_id, seen, notes or {}) + _paper(dossier_id, own=seen is not Sight.WHOLE)
    if with_money:
        told += _money(dossier_id)
    order = list(Ledger)
    return sorted(told, key=lambda event: (event.at, order.index(event.ledger)))


def _law(dossier_id: UUID, seen: Sight, notes: Mapping[int, Note]) -> list[Event]:
    return [
        _lawful(line, notes.get(line.seq, Note("")))
        for line in law.law_lines(dossier_id)
        if seen is not Sight.POSTAL or line.action in POSTAL_STEPS
    ]


def _lawful(line: LawLine, note: Note) -> Event:
    detail, by = f"{line.detail} {note.words}".strip(), _joined(line.by, line.place)
    return Event(Ledger.LAW, line.at, line.label, detail, by, letter=note.letter)


PAPER = f"""
SELECT l.occurred_at, i.kind, {holder_name_sql("f")}, {holder_name_sql("t")}, t.kind AS to_kind,
  l.from_holder IS NULL, coalesce(g.full_name, ''), coalesce(r.full_name, ''), coalesce(m.number, '')
FROM custody_line l JOIN custody_item i ON i.id = l.stream
LEFT JOIN custody_holder f ON f.id = l.from_holder JOIN custody_holder t ON t.id = l.to_holder
LEFT JOIN accounts_user g ON g.id = l.giver LEFT JOIN accounts_user r ON r.id = l.receiver
LEFT JOIN custody_manifest m ON m.id = l.manifest
LEFT JOIN directory_unit u ON u.id = coalesce(f.unit_id, t.unit_id)
WHERE i.dossier_id = %s AND (NOT %s OR 'courier' IN (f.kind, t.kind) OR u.kind = ANY(%s))
ORDER BY l.occurred_at, i.kind, l.seq
"""


def _paper(dossier_id: UUID, *, own: bool) -> list[Event]:
    with connection.cursor() as cursor:
        cursor.execute(PAPER, [dossier_id, own, list(POSTS)])
        return [_handed(*row) for row in cursor.fetchall()]


def _handed(at: datetime, kind: str, *names: Any) -> Event:
    giver_side, receiver_side, to_kind, first, giver, receiver, manifest = names
    item = ItemKind(kind).label
    if first:
        return Event(Ledger.PAPER, at, f"{item}: {receiver_side} giữ", "", receiver)
    if to_kind == HolderKind.CUSTOMER:
        return Event(Ledger.PAPER, at, f"{item}: {giver_side} giao khách hàng", "", giver)
    signed = f"Hai bên ký: {giver} giao, {receiver} nhận. " if giver and receiver else ""
    number = f"Bảng kê {manifest}." if manifest else ""
    what = f"{item}: {giver_side} giao {receiver_side}"
    return Event(Ledger.PAPER, at, what, f"{signed}{number}".strip(), "")


def _money(dossier_id: UUID) -> list[Event]:
    return [
        Event(
            Ledger.MONEY,
            entry.at,
            f"{'Trả lại' if entry.reversal else 'Thu'}: {Purpose(entry.purpose).label.lower()}",
            "",
            "",
            entry.amount_vnd,
        )
        for subject in subjects(dossier_id)
        for entry in cash.entries(subject)
    ]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Addressed:
    """One version of where the result goes, with why it replaced the one before."""

    full_name: str
    phone: str
    address: str
    commune: str
    version: int
    reason: str
    consented_at: datetime
    by: str


def recipients(dossier_id: UUID) -> list[Addressed]:
    """Every version of the recipient, the one in force first; empty if the result is fetched at the desk."""
    rows = Recipient.objects.filter(dossier_id=dossier_id).select_related("commune", "by")
    return [
        Addressed(
            row.full_name,
            row.phone,
            row.address,
            row.commune.name if row.commune else "",
            row.version,
            row.reason,
            row.consented_at,
            row.by.full_name if row.by else "",
        )
        for row in rows.order_by("-version")
    ]


@dataclass(frozen=True)
class Cover:
    """An envelope that carried this dossier (bưu gửi)."""

    number: str
    leg: str
    seal_number: str
    voided: bool


def covers(dossier_id: UUID) -> list[Cover]:
    """The dossier's envelopes, in the order they were sealed."""
    rows = Envelope.objects.filter(contents__item__dossier_id=dossier_id).order_by("sealed_at")
    return [
        Cover(row.number, Leg(row.leg).label, row.seal_number, row.voided_at is not None)
        for row in rows.distinct()
    ]


def item_numbers(dossier_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The S10 numbers under which these dossiers were sent in: what the post calls them."""
    rows = Envelope.objects.filter(contents__item__dossier_id__in=dossier_ids, leg=Leg.IN)
    return dict(rows.values_list("contents__item__dossier_id", "number"))


@dataclass(frozen=True)
class Held:
    """Who holds one item now (ai đang giữ)."""

    item: str
    holder: str


def holders(dossier_id: UUID, seen: Sight) -> list[Held]:
    """Who holds each item of the dossier now; which agency has it is not the post's to know."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.kind, i.part, i.parts, CASE WHEN %s AND h.kind = 'place' AND NOT u.kind = ANY(%s) "
            f"THEN 'Cơ quan nhà nước' ELSE {holder_name_sql('h')} END FROM custody_item i "
            "JOIN custody_holder h ON h.id = i.holder_id LEFT JOIN directory_unit u ON u.id = h.unit_id "
            "WHERE i.dossier_id = %s ORDER BY i.kind, i.part",
            [seen is Sight.POSTAL, list(POSTS), dossier_id],
        )
        return [
            Held(ItemKind(kind).label + (f", phần {part}/{parts}" if parts > 1 else ""), name)
            for kind, part, parts, name in cursor.fetchall()
        ]


def carried_by(dossier_id: UUID, user_id: int | None) -> bool:
    """True if this person carries the dossier or its result, or once did."""
    return (
        user_id is not None
        and CustodyLine.objects.filter(
            stream__dossier_id=dossier_id, to_holder__user_id=user_id
        ).exists()
    )


@dataclass(frozen=True)
class Priced:
    """What was asked to be paid, line by line, and how much of it has come in, in đồng."""

    lines: tuple[tuple[str, int], ...]
    total_vnd: int
    paid_vnd: int


def price(dossier_id: UUID) -> Priced | None:
    """The price as quoted, if anything was."""
    asked = [quoted for subject in subjects(dossier_id) if (quoted := cash.quotation(subject))]
    if not asked:
        return None
    paid = sum(
        -entry.amount_vnd if entry.reversal else entry.amount_vnd
        for subject in subjects(dossier_id)
        for entry in cash.entries(subject)
    )
    lines = tuple((line["what"], line["amount_vnd"]) for quoted in asked for line in quoted.lines)
    return Priced(lines, sum(quoted.total_vnd for quoted in asked), paid)


def subjects(dossier_id: UUID) -> tuple[UUID, ...]:
    """What money of a dossier is kept under: itself, and a return by post ordered later."""
    orders = ReturnOrder.objects.filter(dossier_id=dossier_id).values_list("subject", flat=True)
    return (dossier_id, *orders)


@dataclass(frozen=True)
class Delivered:
    """The evidence of delivery, as staff read it."""

    received_by: str
    relation: str
    proof: str
    at: datetime
    by: str


def delivered(dossier_id: UUID) -> Delivered | None:
    """How the result reached its person, if the post delivered it."""
    row = Delivery.objects.select_related("by").filter(dossier_id=dossier_id).first()
    if row is None:
        return None
    proof = ProofKind(row.proof_kind).label
    last = f", số cuối {row.proof_last4}" if row.proof_last4 else ""
    name: str = User.objects.get(id=row.by_id).full_name
    return Delivered(
        row.received_by, Relation(row.relation).label, f"{proof}{last}", row.delivered_at, name
    )


@dataclass(frozen=True)
class Original:
    """An original that was to be withdrawn: its number, or why it was not taken."""

    name: str
    number: str
    absent_reason: str
    at: datetime
    by: str


def originals(dossier_id: UUID) -> list[Original]:
    """The originals taken back when the result was handed over, in the order of the procedure's list."""
    rows = CollectedOriginal.objects.filter(dossier_id=dossier_id).select_related("by")
    return [
        Original(row.name, row.number, row.absent_reason, row.collected_at, row.by.full_name)
        for row in rows.order_by("seq")
    ]
