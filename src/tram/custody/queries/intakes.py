"""What a post point has taken in, and the communes its forms choose from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from tram.accounts.rules.access import Right, may
from tram.cash.models import Quotation
from tram.core.acts import Actor
from tram.core.calendar import DAY, ZONE
from tram.custody.models import Envelope, Leg
from tram.custody.rules.services import Service
from tram.directory.models import Area, AreaLevel
from tram.dossiers.models import Dossier, Party, PartyRole, ResultChannel
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


def in_district(commune: str, district: str) -> str:
    """A commune with its district: "Xã Đạo Trù, huyện Tam Đảo"."""
    return f"{commune}, {district[:1].lower()}{district[1:]}"


def service_of(result_channel: int) -> Service:
    """Which service a dossier taken in at a post point uses."""
    return Service.BOTH if result_channel == ResultChannel.POSTAL else Service.SEND


def communes(day: date) -> tuple[CommuneChoice, ...]:
    """Communes in force on `day`, district by district, in Vietnamese order.

    Remembered for the day: every intake asks for them, and areas change by dates that are known long before.
    """
    return _communes(str(connection.settings_dict["NAME"]), day)


@lru_cache(maxsize=4)
def _communes(_database: str, day: date) -> tuple[CommuneChoice, ...]:
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, level=AreaLevel.COMMUNE, valid_from__lte=day)
    columns = ("id", "name", "search_key", "parent__name", "parent__search_key")
    return tuple(
        CommuneChoice(pk, in_district(name, district or ""), f"{words} {more or ''}")
        for pk, name, words, district, more in rows.order_by(
            "parent__sort_key", "sort_key", "id"
        ).values_list(*columns)
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
    rows = _with_facts(Dossier.objects.filter(intake_point_id=point_id))
    if day:
        start = datetime.combine(day, time(), ZONE)
        rows = rows.filter(registered_at__gte=start, registered_at__lt=start + DAY)
    if s10:
        covers = Envelope.objects.filter(number=s10, leg=Leg.IN)
        rows = rows.filter(id__in=covers.values("contents__item__dossier"))
    place = _place(after)
    if place:
        at, ident = place
        rows = rows.filter(Q(registered_at__lt=at) | Q(registered_at=at, id__lt=ident))
    return [_row(dossier) for dossier in rows.order_by("-registered_at", "-id")[:limit]]


def _with_facts(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    cover = Envelope.objects.filter(contents__item__dossier=OuterRef("pk"), leg=Leg.IN)
    sender = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.SUBMITTER)
    price = Quotation.objects.filter(subject=OuterRef("pk"))
    return rows.annotate(
        s10=Subquery(cover.values("number")[:1]),
        sender=Subquery(sender.order_by("-version").values("full_name")[:1]),
        total_vnd=Subquery(price.values("total_vnd")),
    )


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    moment, _, ident = (after or "").partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(ident)
    except ValueError:
        return None


def _row(dossier: Any) -> IntakeRow:
    return IntakeRow(
        dossier=dossier.id,
        at=dossier.registered_at,
        s10=dossier.s10 or "",
        sender=dossier.sender,
        service=service_of(dossier.result_channel),
        state=State(dossier.state),
        total_vnd=dossier.total_vnd or 0,
        cursor=f"{dossier.registered_at.isoformat()}~{dossier.id}",
    )
