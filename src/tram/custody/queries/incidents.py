"""Incidents as people read them: the list of a manager, one case with the chain of custody beside it (sự cố)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tram.accounts.rules.access import Right, may
from tram.core import clock
from tram.core.acts import Actor, Grade
from tram.core.calendar import local_date
from tram.custody.models import CustodyLine, Incident, Inventory, ItemKind, Liability, Rewrap
from tram.custody.queries.holders import dossier_label, holder_name_sql, own_holders
from tram.custody.rules.closing import endings, interest
from tram.custody.rules.incidents import (
    BY_PROTOCOL,
    LIABLE,
    AcceptanceProof,
    Circumstance,
    IncidentEnd,
    IncidentKind,
    IncidentState,
    PaperCondition,
)
from tram.directory import queries as directory
from tram.directory.models import POSTS
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.reach import below, held

INTEREST = "postal_limits.incidents.interest_percent"


def visible(actor: Actor, place_id: int | None) -> QuerySet[Incident]:
    """The cases that a person may read: of the offices they manage, of what they hold or held, and their own."""
    managed = below(held(actor, Right.HANDLE_INCIDENT))
    mine = own_holders(actor, place_id)
    return Incident.objects.filter(
        Q(unit__in=managed)
        | Q(reported_by=actor.user_id)
        | Q(holder__in=mine)
        | Q(item__holder__in=mine)
    )


@dataclass(frozen=True)
class CaseRow:
    """One case of the list: what, where, since when, and the days that are left to pay."""

    id: UUID
    number: str
    kind: str
    what: str
    unit: str
    reported_at: datetime
    open: bool
    days_left: int | None


def cases(actor: Actor, place_id: int | None, *, closed: bool, key: str) -> Page[CaseRow]:
    """A page of cases, the newest first; what is open is a list of its own."""
    state = IncidentState.CLOSED if closed else IncidentState.OPEN
    found = visible(actor, place_id).filter(state=state)
    page = cut(
        found.select_related("unit", "envelope", "dossier", "liability__payment"),
        "reported_at",
        key,
        newest_first=True,
    )
    whole = may(actor, Right.READ_DOSSIER)
    return page.with_rows([_row(case, whole) for case in page.rows])


def cases_of(actor: Actor, place_id: int | None, dossier_id: UUID) -> list[CaseRow]:
    """The cases of one dossier that this person may open, the newest first."""
    found = visible(actor, place_id).filter(dossier_id=dossier_id).order_by("-reported_at")
    whole = may(actor, Right.READ_DOSSIER)
    rows = found.select_related("unit", "envelope", "dossier", "liability__payment")
    return [_row(case, whole) for case in rows]


def _row(case: Incident, whole: bool) -> CaseRow:
    record = getattr(case, "liability", None)
    due = record.due_on if record and not hasattr(record, "payment") else None
    return CaseRow(
        id=case.id,
        number=case.number,
        kind=IncidentKind(case.kind).label,
        what=_what(case, whole),
        unit=case.unit.name,
        reported_at=case.reported_at,
        open=case.state == IncidentState.OPEN,
        days_left=(due - local_date(clock.now())).days if due else None,
    )


def _what(case: Incident, whole: bool) -> str:
    """What people call the thing: its postal number, else the dossier's, which the post need not know."""
    if case.envelope:
        return str(case.envelope.number)
    return dossier_label(case.dossier.number if whole else None, case.dossier_id)


@dataclass(frozen=True)
class Link:
    """One line of the chain of custody."""

    at: datetime
    giver_side: str
    receiver_side: str
    giver: str
    receiver: str
    manifest: str
    grade: str


CHAIN = f"""
SELECT l.occurred_at, CASE WHEN f.id IS NULL THEN '' WHEN %(hide)s AND NOT coalesce(fu.kind = ANY(%(posts)s), true)
    THEN 'Cơ quan nhà nước' ELSE {holder_name_sql("f")} END,
  CASE WHEN %(hide)s AND NOT coalesce(tu.kind = ANY(%(posts)s), true)
    THEN 'Cơ quan nhà nước' ELSE {holder_name_sql("t")} END,
  coalesce(g.full_name, ''), coalesce(r.full_name, ''), coalesce(m.number, ''),
  coalesce(convert_from(l.body, 'UTF8')::jsonb ->> 'grade', '')
FROM custody_line l LEFT JOIN custody_holder f ON f.id = l.from_holder
LEFT JOIN directory_unit fu ON fu.id = f.unit_id
JOIN custody_holder t ON t.id = l.to_holder LEFT JOIN directory_unit tu ON tu.id = t.unit_id
LEFT JOIN accounts_user g ON g.id = l.giver LEFT JOIN accounts_user r ON r.id = l.receiver
LEFT JOIN custody_manifest m ON m.id = l.manifest
WHERE l.stream = %(item)s ORDER BY l.seq
"""


def chain_of(item_id: UUID, *, hide_agencies: bool) -> list[Link]:
    """Every holder of an item in order, with who signed; which agency it was is not the post's to know."""
    words: dict[str, Any] = {"item": item_id, "hide": hide_agencies, "posts": list(POSTS)}
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, words)
        return [
            Link(*[*names, Grade(grade).label if grade else ""])
            for *names, grade in cursor.fetchall()
        ]


@dataclass(frozen=True)
class Owed:
    """What is owed for a case, and what has become of it."""

    record: Liability
    proof: str
    unproved: bool
    days_left: int | None
    interest_vnd: int
    percent: int


@dataclass(frozen=True)
class Case:
    """One case whole, with what may be done next."""

    incident: Incident
    kind: str
    circumstance: str
    what: str
    holder_name: str
    holder_now: str
    lost: bool
    inventory: Inventory | None
    papers: tuple[tuple[Any, str], ...]
    rewrap: Rewrap | None
    owed: Owed | None
    reissues: tuple[Any, ...]
    chain: tuple[Link, ...]
    manages: bool
    ending: str
    endings: tuple[IncidentEnd, ...]

    @property
    def open(self) -> bool:
        return bool(self.incident.state == IncidentState.OPEN)

    @property
    def steps(self) -> tuple[str, ...]:
        """What this person may do now, by the names of the pages, the most pressing first."""
        if not self.open:
            return ()
        kind = IncidentKind(self.incident.kind)
        record = self.owed.record if self.owed else None
        wanted = {
            "found_again": self.lost,
            "give_secret_back": kind is IncidentKind.SECRECY_MARK,
            "take_inventory": kind in BY_PROTOCOL and self.inventory is None,
            "rewrap": self.inventory is not None and self.rewrap is None,
            "record_liability": kind in LIABLE
            and self.manages
            and record is None
            and (kind is IncidentKind.LOSS or self.inventory is not None),
            "record_compensation": self.manages
            and record is not None
            and record.compensation_vnd > 0
            and not hasattr(record, "payment"),
            "ask_reissue": kind in LIABLE,
            "add_incident_files": True,
            "close_incident": self.manages,
        }
        return tuple(name for name, open_ in wanted.items() if open_)


def case(actor: Actor, place_id: int | None, incident_id: UUID) -> Case | None:
    """A case as this person may see it; None alike for no such case and one of others."""
    found = (
        visible(actor, place_id)
        .select_related("unit", "envelope", "dossier", "reported_by", "closed_by", "item__holder")
        .filter(id=incident_id)
        .first()
    )
    if found is None:
        return None
    whole = may(actor, Right.READ_DOSSIER)
    chain = tuple(chain_of(found.item_id, hide_agencies=not whole))
    inventory = Inventory.objects.select_related("first", "second").filter(incident=found).first()
    return Case(
        incident=found,
        kind=IncidentKind(found.kind).label,
        circumstance=Circumstance(found.circumstance).label,
        what=_what(found, whole),
        holder_name=_holder_at(found, chain),
        holder_now=chain[-1].receiver_side,
        lost=found.item.holder.kind == "incident",
        inventory=inventory,
        papers=tuple(
            (paper, PaperCondition(paper.condition).label)
            for paper in (inventory.papers.order_by("seq") if inventory else ())
        ),
        rewrap=Rewrap.objects.select_related("envelope", "before", "by")
        .filter(inventory__incident=found)
        .first(),
        owed=_owed(found),
        reissues=tuple(found.reissues.select_related("helper").order_by("seq")),
        chain=chain,
        manages=may(actor, Right.HANDLE_INCIDENT, directory.scope(found.unit_id)),
        ending=IncidentEnd(found.ending).label if found.ending else "",
        endings=tuple(endings(IncidentKind(found.kind))),
    )


def _holder_at(found: Incident, chain: tuple[Link, ...]) -> str:
    """Who had the thing when it was reported, told as the chain tells it."""
    lines = CustodyLine.objects.filter(stream=found.item_id).order_by("seq")
    holders = list(lines.values_list("to_holder_id", flat=True))
    place = max((i for i, holder in enumerate(holders) if holder == found.holder_id), default=-1)
    return chain[place].receiver_side


def _owed(found: Incident) -> Owed | None:
    record = Liability.objects.select_related("by", "payment__by").filter(incident=found).first()
    if record is None:
        return None
    today = local_date(clock.now())
    percent = int(directory.parameter(INTEREST, local_date(record.recorded_at)))
    paid = getattr(record, "payment", None)
    until: date = paid.paid_on if paid else today
    proof = AcceptanceProof(record.proof)
    return Owed(
        record=record,
        proof=proof.label,
        unproved=proof is AcceptanceProof.NONE,
        days_left=(record.due_on - today).days if record.due_on and not paid else None,
        interest_vnd=interest(record.compensation_vnd, record.due_on, until, percent)
        if record.due_on
        else 0,
        percent=percent,
    )


@dataclass(frozen=True)
class Reportable:
    """The thing that somebody is about to report, as the form names it."""

    item_id: UUID
    dossier_id: UUID
    what: str
    kind: str
    holder: str


REPORTABLE = f"""
SELECT i.id, d.id, coalesce(v.number, ''), d.number, i.kind,
  CASE WHEN %(hide)s AND NOT coalesce(u.kind = ANY(%(posts)s), true) THEN 'Cơ quan nhà nước'
    ELSE {holder_name_sql("h")} END
FROM custody_item i JOIN dossiers_dossier d ON d.id = i.dossier_id JOIN custody_holder h ON h.id = i.holder_id
LEFT JOIN directory_unit u ON u.id = h.unit_id
LEFT JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
WHERE i.id = ANY(%(items)s) ORDER BY i.kind, i.id
"""


def reportable(actor: Actor, item_ids: list[UUID]) -> list[Reportable]:
    """These things by the names that this person knows them by."""
    whole = may(actor, Right.READ_DOSSIER)
    words: dict[str, Any] = {"items": item_ids, "hide": not whole, "posts": list(POSTS)}
    with connection.cursor() as cursor:
        cursor.execute(REPORTABLE, words)
        return [
            Reportable(
                item, dossier, s10 or dossier_label(number if whole else None, dossier),
                ItemKind(kind).label, holder,
            )
            for item, dossier, s10, number, kind, holder in cursor.fetchall()
        ]  # fmt: skip
