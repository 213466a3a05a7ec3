"""The dossiers behind what the post owes an agency (phí, lệ phí phải nộp)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from tram.accounts.rules.access import Right, Role
from tram.cash.models import AccountKind, CashLine, RemittanceLine
from tram.core.acts import Actor
from tram.directory.models import DeskService, Unit
from tram.dossiers.models import Dossier
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.reach import below, held


def money_scope(actor: Actor) -> list[int] | None:
    """Agencies whose fees a person may see: their own unit and below, at a desk those it serves; None is all.

    A post manager answers for the whole of the post's debts.
    """
    if actor.units(Role.POST_MANAGER):
        return None
    units = below(held(actor, Right.READ_MONEY))
    served = DeskService.objects.filter(desk_id__in=units).values_list("agency_id", flat=True)
    return sorted(units | set(served))


@dataclass(frozen=True)
class FeeRow:
    """One fee taken for an agency and still owed to it, in đồng."""

    dossier_id: UUID
    number: str
    point: str
    demonstration: bool
    at: datetime
    amount_vnd: int


def fees_of(agency_id: int, key: str = "") -> Page[FeeRow]:
    """The fees behind what an agency is owed, the newest first; what was given back is not there."""
    given_back = CashLine.objects.filter(stream=OuterRef("stream"), reverses_seq=OuterRef("seq"))
    remitted = RemittanceLine.objects.exclude(remittance__state="made").filter(
        subject=OuterRef("stream"), seq=OuterRef("seq")
    )
    lines = CashLine.objects.filter(
        ~Exists(given_back),
        ~Exists(remitted),
        credit__kind=AccountKind.AGENCY_DUE,
        credit__unit_id=agency_id,
        reverses_seq=None,
    )
    page = cut(lines, "occurred_at", key, newest_first=True, tie="stream")
    behind = Dossier.objects.select_related("intake_point__point").in_bulk(
        [line.stream for line in page.rows]
    )
    return page.with_rows([_row(line, behind[line.stream]) for line in page.rows])


def agency_name(agency_id: int) -> str | None:
    """An agency's name; None if there is no such unit."""
    return Unit.objects.filter(id=agency_id).values_list("name", flat=True).first()


def _row(line: CashLine, dossier: Dossier) -> FeeRow:
    point = dossier.intake_point
    return FeeRow(
        dossier_id=dossier.id,
        number=dossier.number or "",
        point=point.name if point else "",
        demonstration=bool(point and point.point.demonstration),
        at=line.occurred_at,
        amount_vnd=line.amount_vnd,
    )
