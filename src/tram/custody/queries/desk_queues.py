"""What waits at a one-stop desk (bộ phận một cửa): on its way to it, in its hands, at the agencies it serves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from tram.core import clock
from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.custody.models import CustodyLine, EnvelopeItem, Holder, HolderKind, Item, ItemKind
from tram.custody.queries import manifests
from tram.custody.queries.manifests import Carrying, Listed
from tram.custody.rules.waiting import lies_too_long_since
from tram.directory.queries import parameter, working_calendar
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.queries import queues
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.letters import LetterRow, letters, unanswered
from tram.dossiers.queries.queues import Row
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import GIVING_BACK, TO_ACCEPT, State

RESULT_WAITS = "province.desk.result_waits_working_days"


class DeskQueue(Choice):
    """The queues of a desk in the order of a dossier's way (việc của một cửa)."""

    ARRIVING = "arriving", "Sắp đến"
    TO_ACCEPT = "to-accept", "Chờ tiếp nhận"
    WAITING_CITIZEN = "waiting-citizen", "Chờ công dân bổ sung"
    TO_TRANSFER = "to-transfer", "Chờ chuyển giải quyết"
    IN_SETTLEMENT = "in-settlement", "Đang giải quyết"
    TO_PACK = "to-pack", "Kết quả chờ đóng gói"
    TO_HAND_OUT = "to-hand-out", "Kết quả chờ khách nhận"
    PACKED = "packed", "Kết quả chờ bưu tá lấy"
    RESULT_WAITS = "result-waits", "Kết quả chờ quá lâu"
    PAPERS_BACK = "papers-back", "Giấy tờ chờ trả lại"
    ORIGINALS = "originals", "Bản chính thu hồi chờ chuyển"


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


@dataclass(frozen=True)
class Waiting:
    """A dossier in a queue: since when it waits there, on which letter, whether what goes out is packed."""

    dossier: Row
    since: datetime | None
    letter: LetterRow | None
    by_post: bool
    packed: bool


def arriving(desk_id: int) -> Arriving:
    """What is being handed over to a desk and not yet signed for."""
    here = Holder.objects.filter(kind=HolderKind.PLACE, unit_id=desk_id)
    lists = manifests.waiting_for(list(here.values_list("id", flat=True)))
    return Arriving(tuple(lists), tuple(manifests.carrying_to(desk_id)))


def counts(desk_id: int) -> dict[DeskQueue, int]:
    """How many dossiers (or coming items) are in each queue of a desk, asked at once."""
    held = _mine(desk_id).exclude(state__in=_OVER)
    asked: dict[str, Any] = {
        queue.name.lower(): Count("pk", filter=_condition(queue, desk_id)) for queue in _WAITS_BY
    }
    found = held.aggregate(**asked)
    waits = {queue: int(found[queue.name.lower()]) for queue in _WAITS_BY}
    return {
        queue: arriving(desk_id).count if queue is DeskQueue.ARRIVING else waits[queue]
        for queue in DeskQueue
    }


def waiting(desk_id: int, queue: DeskQueue, key: str = "") -> Page[Waiting]:
    """A page of one queue, what has waited longest (or is due first) on top."""
    found = _mine(desk_id).filter(_condition(queue, desk_id))
    found = queues.with_names(found).annotate(
        since=_since(queue), is_packed=_packed(_OUT.get(queue, ItemKind.RESULT))
    )
    page = cut(found, _WAITS_BY[queue], key)
    told = _letters(queue, [dossier.id for dossier in page.rows])
    rows = zip(page.rows, queues.rows(page.rows), strict=True)
    return page.with_rows(
        [
            Waiting(
                row,
                dossier.since,
                told.get(dossier.id),
                dossier.result_channel == ResultChannel.POSTAL,
                dossier.is_packed,
            )
            for dossier, row in rows
        ]
    )


def result_waits_days() -> int:
    """After how many working days a result at the desk has waited too long; a day where nobody said otherwise."""
    try:
        return int(parameter(RESULT_WAITS, clock.today()))
    except Refused:
        return 1


_OVER = (
    State.CLOSED,
    State.VOIDED,
    State.REFUSED_CLOSED,
    State.INELIGIBLE_CLOSED,
    State.WITHDRAWN_CLOSED,
)
_WAITS_BY = {
    DeskQueue.TO_ACCEPT: "registered_at",
    DeskQueue.WAITING_CITIZEN: "registered_at",
    DeskQueue.TO_TRANSFER: "due_at",
    DeskQueue.IN_SETTLEMENT: "due_at",
    DeskQueue.TO_PACK: "settled_at",
    DeskQueue.TO_HAND_OUT: "settled_at",
    DeskQueue.PACKED: "settled_at",
    DeskQueue.RESULT_WAITS: "settled_at",
    DeskQueue.PAPERS_BACK: "ended_at",
    DeskQueue.ORIGINALS: "returned_at",
}
# What lies at the desk in a queue, if it is not the result.
_OUT = {DeskQueue.PAPERS_BACK: ItemKind.PAPERS, DeskQueue.ORIGINALS: ItemKind.WITHDRAWN}
_ENDED_BY = (LetterKind.REFUSAL, LetterKind.INELIGIBLE, LetterKind.WITHDRAWAL)


def _mine(desk_id: int) -> QuerySet[Dossier]:
    return Dossier.objects.filter(desk_id=desk_id)


def _here(desk_id: int, kind: ItemKind) -> Q:
    """A thing of this kind lies at the desk."""
    lies = Item.objects.filter(
        dossier=OuterRef("pk"),
        kind=kind,
        holder__kind=HolderKind.PLACE,
        holder__unit_id=desk_id,
    )
    return Q(Exists(lies))


def _packed(kind: ItemKind) -> Exists:
    inside = EnvelopeItem.objects.filter(item__dossier=OuterRef("pk"), item__kind=kind)
    return Exists(inside.filter(taken_out_at=None))


def _condition(queue: DeskQueue, desk_id: int) -> Q:
    return _CONDITIONS[queue](desk_id)


def _ready(desk_id: int) -> Q:
    return Q(state=State.SETTLED) & _here(desk_id, ItemKind.RESULT)


_BY_POST = Q(result_channel=ResultChannel.POSTAL)
_CONDITIONS: Mapping[DeskQueue, Callable[[int], Q]] = {
    DeskQueue.TO_ACCEPT: lambda desk: Q(state__in=TO_ACCEPT),
    DeskQueue.WAITING_CITIZEN: lambda desk: Q(state__in=[State.INCOMPLETE, State.WAITING_PAPERS]),
    DeskQueue.TO_TRANSFER: lambda desk: (
        Q(state=State.ACCEPTED) & _here(desk, ItemKind.PAPERS)
        | Q(state=State.PROCESSING) & _here(desk, ItemKind.SUPPLEMENT)
    ),
    DeskQueue.IN_SETTLEMENT: lambda desk: (
        Q(state__in=[State.PROCESSING, State.WAITING_PAYMENT, State.STOPPED])
        | Q(state=State.SETTLED) & ~_here(desk, ItemKind.RESULT)
        | Q(state=State.ACCEPTED) & ~_here(desk, ItemKind.PAPERS)
    ),
    DeskQueue.TO_PACK: lambda desk: _ready(desk) & _BY_POST & ~Q(_packed(ItemKind.RESULT)),
    DeskQueue.TO_HAND_OUT: lambda desk: _ready(desk) & ~_BY_POST,
    DeskQueue.PACKED: lambda desk: _ready(desk) & _BY_POST & Q(_packed(ItemKind.RESULT)),
    DeskQueue.RESULT_WAITS: lambda desk: _ready(desk) & _too_long(desk),
    DeskQueue.PAPERS_BACK: lambda desk: Q(state__in=GIVING_BACK) & _here(desk, ItemKind.PAPERS),
    DeskQueue.ORIGINALS: lambda desk: Q(state=State.RETURNED) & _here(desk, ItemKind.WITHDRAWN),
}


def _lines(kind: ItemKind) -> QuerySet[CustodyLine]:
    """The hand-over that brought a thing of this kind to where it is now."""
    return CustodyLine.objects.filter(
        stream__dossier=OuterRef("pk"), stream__kind=kind, seq=F("stream__seq")
    )


def _too_long(_desk_id: int) -> Q:
    before = lies_too_long_since(clock.now(), result_waits_days(), working_calendar())
    return Q(Exists(_lines(ItemKind.RESULT).filter(occurred_at__lt=before)))


def _since(queue: DeskQueue) -> Subquery:
    lies = _lines(_OUT.get(queue, ItemKind.RESULT))
    return Subquery(lies.values("occurred_at")[:1])


def _letters(queue: DeskQueue, ids: list[UUID]) -> Mapping[UUID, LetterRow]:
    if queue is DeskQueue.WAITING_CITIZEN:
        return unanswered(ids)
    if queue is DeskQueue.PAPERS_BACK:
        return {ident: letter for ident in ids for letter in letters(ident, *_ENDED_BY)}
    return {}
