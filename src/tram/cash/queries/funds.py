"""Reads for the pages of cash: points and tellers to choose, one hand-over, whose an account is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tram.accounts.rules.access import Role
from tram.cash.models import Account, AccountKind, CashHandover
from tram.directory.models import Appointment, Unit, UnitKind

Handover = CashHandover
"""One hand-over of cash, for pages to read."""


@dataclass(frozen=True)
class PotOf:
    """Whose an account is, as a paper calls it."""

    unit_id: int | None
    user_id: int | None
    unit: str
    name: str


def points_in(units: Collection[int]) -> list[tuple[int, str]]:
    """Points of service among these units, to choose one."""
    rows = Unit.objects.filter(id__in=units, kind=UnitKind.POST_POINT)
    return list(rows.order_by("sort_key", "id").values_list("id", "name"))


def tellers_at(units: Collection[int], day: date) -> list[tuple[int, str]]:
    """Tellers of these units on a day, to choose whose drawer gets change."""
    rows = Appointment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        unit_id__in=units,
        role=Role.TELLER,
        valid_from__lte=day,
    )
    found = rows.order_by("unit__sort_key", "user__full_name")
    return [
        (user, f"{name} – {unit}")
        for user, name, unit in found.values_list("user_id", "user__full_name", "unit__name")
    ]


def handover(handover_id: UUID) -> Handover | None:
    """One hand-over of cash with who and where."""
    rows = CashHandover.objects.select_related(
        "unit", "given_by", "received_by", "owner", "source", "target"
    )
    return rows.filter(id=handover_id).first()


def pot_of(account_id: int) -> PotOf | None:
    """Whose an account is; None if there is no such place for cash."""
    row = Account.objects.select_related("unit", "user").filter(id=account_id).first()
    if row is None:
        return None
    person = f" – {row.user.full_name}" if row.user else ""
    unit = row.unit.name if row.unit else ""
    return PotOf(row.unit_id, row.user_id, unit, AccountKind(row.kind).label + person)
