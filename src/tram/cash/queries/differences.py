"""Reads of differences (sai lệch đối soát): lists with filters, one with its history, who may own one (42b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.cash.models import BankFile, DifferenceNote, MoneyDifference, Statement
from tram.cash.rules.differences import (
    CLOSED,
    DifferenceKind,
    DifferenceState,
    DifferenceStep,
    Explanation,
    ReconciledSide,
)
from tram.directory.models import Appointment, DeskService, UnitKind
from tram.directory.queries import scope


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; an empty word asks for all."""

    state: str = ""
    side: str = ""
    kind: str = ""
    agency_id: int | None = None
    owner_id: int | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True)
class DifferenceRow:
    """One difference as a list shows it."""

    id: UUID
    side: str
    kind: str
    batch_id: UUID | None
    batch: str
    agency_id: int | None
    agency: str
    subject: UUID | None
    item: str
    book_vnd: int
    other_vnd: int
    state: DifferenceState
    cause: str
    owner: str
    explained_by_id: int | None
    found_by: str
    found_at: datetime
    settled_by: str

    @property
    def difference_vnd(self) -> int:
        """The other side less the book."""
        return self.other_vnd - self.book_vnd


@dataclass(frozen=True)
class NoteRow:
    """One step of a difference's history."""

    at: datetime
    by: str
    step: str
    cause: str
    owner: str
    words: str


def _seen(units: Sequence[int] | None) -> QuerySet[MoneyDifference]:
    rows = MoneyDifference.objects.select_related(
        "remittance__agency", "owner", "found_by", "settled_by"
    )
    return rows if units is None else rows.filter(remittance__agency_id__in=units)


def _filtered(units: Sequence[int] | None, wanted: Wanted) -> QuerySet[MoneyDifference]:
    words = {
        "state": wanted.state,
        "side": wanted.side,
        "kind": wanted.kind,
        "remittance__agency_id": wanted.agency_id,
        "owner_id": wanted.owner_id,
        "remittance_id": wanted.batch_id,
    }
    return _seen(units).filter(**{name: value for name, value in words.items() if value})


def money_differences(
    units: Sequence[int] | None, wanted: Wanted, limit: int | None = 100
) -> list[DifferenceRow]:
    """Differences of these agencies (None is all), those not closed first, the newest first."""
    closed = Case(When(state__in=CLOSED, then=1), default=0)
    rows = _filtered(units, wanted).annotate(closed=closed).order_by("closed", "-found_at", "key")
    return [_row(row) for row in rows[:limit]]


def counted(units: Sequence[int] | None, wanted: Wanted) -> dict[DifferenceState, int]:
    """How many of them are in each state."""
    rows = _filtered(units, wanted).order_by().values_list("state").annotate(n=Count("id"))
    found = {DifferenceState(state): n for state, n in rows}
    return {state: found.get(state, 0) for state in DifferenceState}


def difference(units: Sequence[int] | None, difference_id: UUID) -> DifferenceRow | None:
    """One difference, if it is of these agencies."""
    row = _seen(units).filter(id=difference_id).first()
    return _row(row) if row else None


def history(difference_id: UUID) -> list[NoteRow]:
    """Every step of a difference, in order."""
    rows = DifferenceNote.objects.filter(difference_id=difference_id)
    return [
        NoteRow(
            at=row.at,
            by=row.by.full_name,
            step=DifferenceStep(row.step).label,
            cause=Explanation(row.cause).label if row.cause else "",
            owner=row.owner.full_name if row.owner else "",
            words=row.words,
        )
        for row in rows.select_related("by", "owner").order_by("id")
    ]


@dataclass(frozen=True)
class Kept:
    """One list that was brought: whose, its file, how many lines, the sum, by whom."""

    side: str
    name: str
    count: int
    amount_vnd: int | None
    first: date | None
    last: date | None
    by: str
    at: datetime


def statements(remittance_id: UUID) -> list[Kept]:
    """The lists held against a batch, the newest first."""
    rows = Statement.objects.filter(remittance_id=remittance_id).select_related("by")
    return [
        Kept(
            ReconciledSide(row.side).label,
            row.name,
            row.count,
            row.amount_vnd,
            None,
            None,
            row.by.full_name,
            row.at,
        )
        for row in rows.order_by("-at")
    ]


def bank_files(limit: int = 50) -> list[Kept]:
    """The bank's lists, the newest first."""
    rows = BankFile.objects.select_related("by").order_by("-at")[:limit]
    side = ReconciledSide.BANK.label
    return [
        Kept(side, row.name, row.count, None, row.first, row.last, row.by.full_name, row.at)
        for row in rows
    ]


def owners(agency_id: int | None, day: date) -> list[tuple[int, str]]:
    """Who may be asked to clear up a difference: accountants of the post, and of the agency."""
    rows = _answering(agency_id, day).order_by("user__full_name", "user_id", "id")
    found = {
        user: f"{name} – {unit}"
        for user, name, unit in rows.values_list("user_id", "user__full_name", "unit__name")
    }
    return list(found.items())


def may_own(user_id: int, agency_id: int | None, day: date) -> bool:
    """Whether a person answers for this money on a day."""
    return _answering(agency_id, day).filter(user_id=user_id).exists()


def _answering(agency_id: int | None, day: date) -> QuerySet[Appointment]:
    post = Q(role__in=_roles(Right.MANAGE_CASH), unit__kind=UnitKind.PROVINCIAL_POST)
    who = post
    if agency_id is not None:
        desks = DeskService.objects.filter(agency_id=agency_id).values_list("desk_id", flat=True)
        who = post | Q(
            role__in=_roles(Right.CONFIRM_REMITTANCE), unit_id__in=[*scope(agency_id), *desks]
        )
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    return Appointment.objects.filter(who, current, valid_from__lte=day)


def _roles(right: Right) -> list[Role]:
    return [role for role, rights in GRANTS.items() if right in rights]


def _row(row: MoneyDifference) -> DifferenceRow:
    batch = row.remittance
    return DifferenceRow(
        id=row.id,
        side=ReconciledSide(row.side).label,
        kind=DifferenceKind(row.kind).label,
        batch_id=batch.id if batch else None,
        batch=batch.number if batch else "",
        agency_id=batch.agency_id if batch else None,
        agency=batch.agency.name if batch else "",
        subject=row.subject,
        item=row.item,
        book_vnd=row.book_vnd,
        other_vnd=row.other_vnd,
        state=DifferenceState(row.state),
        cause=Explanation(row.cause).label if row.cause else "",
        owner=row.owner.full_name if row.owner else "",
        explained_by_id=row.explained_by_id,
        found_by=row.found_by.full_name,
        found_at=row.found_at,
        settled_by=row.settled_by.full_name if row.settled_by else "",
    )
