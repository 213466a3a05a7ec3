"""What waits at a one-stop desk (bộ phận một cửa): on its way to it, in its hands, at the agencies it serves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tram.core.choices import Choice
from tram.core.queries import is_demo
from tram.custody.models import (
    Envelope,
    EnvelopeItem,
    Holder,
    HolderKind,
    Item,
    ItemKind,
    Leg,
    Recipient,
)
from tram.custody.prints import Label, Party
from tram.custody.queries import manifests
from tram.custody.queries.manifests import Carrying, Listed
from tram.custody.queries.papers import RETURNED
from tram.custody.queries.receipts import place_name
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.queries import queues
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.queues import Row
from tram.dossiers.rules.states import TO_ACCEPT, State


class DeskQueue(Choice):
    """The queues of a desk in the order of a dossier's way (việc của một cửa)."""

    ARRIVING = "arriving", "Đang giao tới"
    TO_ACCEPT = "to-accept", "Chờ tiếp nhận"
    TO_TRANSFER = "to-transfer", "Chờ chuyển giải quyết"
    IN_SETTLEMENT = "in-settlement", "Đang giải quyết"
    TO_PACK = "to-pack", "Kết quả chờ đóng gói"
    TO_HAND_OUT = "to-hand-out", "Kết quả chờ khách nhận"
    PACKED = "packed", "Chờ bưu tá lấy"


@dataclass(frozen=True)
class Arriving:
    """Lists that wait for the desk's signature, and postmen on the road with papers for it."""

    lists: tuple[Listed, ...]
    carriers: tuple[Carrying, ...]

    @property
    def count(self) -> int:
        """How many items are coming."""
        listed = sum(listed.entries for listed in self.lists)
        return listed + sum(carrier.count for carrier in self.carriers)


def arriving(desk_id: int) -> Arriving:
    """What is being handed over to a desk and not yet signed for."""
    here = Holder.objects.filter(kind=HolderKind.PLACE, unit_id=desk_id)
    lists = manifests.waiting_for(list(here.values_list("id", flat=True)))
    return Arriving(tuple(lists), tuple(manifests.carrying_to(desk_id)))


def counts(desk_id: int) -> dict[DeskQueue, int]:
    """How many dossiers (or coming items) are in each queue of a desk."""
    found = {queue: _found(desk_id, queue)[0].count() for queue in DeskQueue if queue in _WAITS_BY}
    return {DeskQueue.ARRIVING: arriving(desk_id).count, **found}


def waiting(desk_id: int, queue: DeskQueue, key: str = "") -> Page[Row]:
    """A page of one queue, what has waited longest (or is due first) on top."""
    found, column = _found(desk_id, queue)
    page = cut(queues.with_names(found), column, key)
    return page.with_rows(queues.rows(page.rows))


_WAITS_BY = {
    DeskQueue.TO_ACCEPT: "registered_at",
    DeskQueue.TO_TRANSFER: "due_at",
    DeskQueue.IN_SETTLEMENT: "due_at",
    DeskQueue.TO_PACK: "settled_at",
    DeskQueue.TO_HAND_OUT: "settled_at",
    DeskQueue.PACKED: "settled_at",
}


def _found(desk_id: int, queue: DeskQueue) -> tuple[QuerySet[Dossier], str]:
    mine = Dossier.objects.filter(desk_id=desk_id)
    return mine.filter(_condition(desk_id, queue)), _WAITS_BY[queue]


def _condition(desk_id: int, queue: DeskQueue) -> Q:
    results = Item.objects.filter(dossier=OuterRef("pk"), kind=ItemKind.RESULT)
    here = Q(Exists(results.filter(holder__kind=HolderKind.PLACE, holder__unit_id=desk_id)))
    inside = EnvelopeItem.objects.filter(item__dossier=OuterRef("pk"), item__kind=ItemKind.RESULT)
    packed = Q(Exists(inside.filter(taken_out_at=None)))
    ready = Q(state=State.SETTLED) & here
    by_post = Q(result_channel=ResultChannel.POSTAL)
    return {
        DeskQueue.TO_ACCEPT: Q(state__in=TO_ACCEPT),
        DeskQueue.TO_TRANSFER: Q(state=State.ACCEPTED),
        DeskQueue.IN_SETTLEMENT: Q(state=State.PROCESSING) | (Q(state=State.SETTLED) & ~here),
        DeskQueue.TO_PACK: ready & by_post & ~packed,
        DeskQueue.TO_HAND_OUT: ready & ~by_post,
        DeskQueue.PACKED: ready & by_post & packed,
    }[queue]


def results_at(agency_ids: frozenset[int]) -> int:
    """How many results lie signed at these agencies and must go to the desk."""
    lying = Item.objects.filter(kind=ItemKind.RESULT, dossier__state=State.SETTLED)
    return lying.filter(holder__kind=HolderKind.PLACE, holder__unit_id__in=agency_ids).count()


@dataclass(frozen=True)
class ResultCover:
    """The sealed envelope of a result that lies at the desk."""

    number: str
    seal_number: str
    sealed_at: datetime


def result_cover(dossier_id: UUID) -> ResultCover | None:
    """The envelope the result was packed into, if it was."""
    rows = Envelope.objects.filter(contents__item__dossier_id=dossier_id, leg=Leg.OUT)
    cover = rows.order_by("-sealed_at").first()
    if cover is None or cover.sealed_at is None:
        return None
    return ResultCover(cover.number, cover.seal_number, cover.sealed_at)


def result_label(dossier_id: UUID) -> Label | None:
    """The label of a packed result: from the desk to the recipient in force, nothing of what is inside."""
    rows = Envelope.objects.filter(contents__item__dossier_id=dossier_id, leg=Leg.OUT)
    cover = rows.select_related("origin").order_by("-sealed_at").first()
    to = Recipient.objects.filter(dossier_id=dossier_id).select_related("commune__parent")
    recipient = to.order_by("-version").first()
    if cover is None or recipient is None:
        return None
    where = place_name(recipient.commune)
    return Label(
        s10=cover.number,
        qr=cover.number,
        sender=Party(name=cover.origin.name, address=""),
        to=Party(
            name=recipient.full_name,
            address=", ".join(part for part in (recipient.address, where) if part),
            phone=recipient.phone,
        ),
        destination=where.rsplit(", ", maxsplit=1)[-1].upper(),
        marks=(RETURNED,),
        point=cover.origin.name,
        accepted_at=cover.sealed_at,
        weight_grams=cover.grams,
        demo=is_demo(),
    )
