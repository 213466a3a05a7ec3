"""The desk's first page: every queue with how many wait in it, one of them open."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.clock import now
from tram.custody.queries import desk_queues as queries
from tram.custody.queries.desk_queues import DeskQueue, Waiting
from tram.custody.queries.parts import partial
from tram.web import access
from tram.web.workplace import paging

# Where a row of a queue leads: the page of the act that the dossier waits for.
OPENS = {
    DeskQueue.TO_ACCEPT: "desk_dossier",
    DeskQueue.WAITING_CITIZEN: "receive_supplement",
    DeskQueue.TO_TRANSFER: "desk_dossier",
    DeskQueue.TO_PACK: "pack_result",
    DeskQueue.TO_HAND_OUT: "return_at_desk",
    DeskQueue.PACKED: "pack_result",
    DeskQueue.PAPERS_BACK: "papers_back",
}
HANDED_OVER = (
    DeskQueue.ARRIVING,
    DeskQueue.TO_TRANSFER,
    DeskQueue.PACKED,
    DeskQueue.ORIGINALS,
)
# What the moment of a row means, where it is not the appointment.
SINCE = {
    DeskQueue.TO_ACCEPT: gettext_lazy("Tới cơ quan lúc"),
    DeskQueue.WAITING_CITIZEN: gettext_lazy("Chờ từ"),
    DeskQueue.RESULT_WAITS: gettext_lazy("Ở bộ phận một cửa từ"),
    DeskQueue.PAPERS_BACK: gettext_lazy("Ở bộ phận một cửa từ"),
    DeskQueue.ORIGINALS: gettext_lazy("Ở bộ phận một cửa từ"),
}


@dataclass(frozen=True)
class Tab:
    """A queue among the tabs."""

    label: str
    url: str
    count: int
    current: bool
    alarm: bool


@access.allowed(Right.ACCEPT)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The queues of the desk where the officer works."""
    unit = access.place(request, Right.ACCEPT)
    if unit is None:
        raise Http404
    counts = queries.counts(unit)
    chosen = _chosen(request.GET.get("hang", ""), counts)
    words: dict[str, Any] = {"rows": (), "arriving": None}
    if chosen is DeskQueue.ARRIVING:
        words["arriving"] = queries.arriving(unit)
        words["partial"] = partial(unit)
    else:
        page = queries.waiting(unit, chosen, paging.key(request))
        words |= {
            "rows": [_leads(chosen, one) for one in page.rows],
            **paging.neighbours(request, page),
        }
    words |= {
        "tabs": _tabs(counts, chosen),
        "queue": chosen,
        "count": counts[chosen],
        "hand_over": chosen in HANDED_OVER and counts[chosen] > 0,
        "since": SINCE.get(chosen, ""),
        "days": queries.result_waits_days() if chosen is DeskQueue.RESULT_WAITS else None,
        "unconfirmed": any(not row.dossier.official for row, _url in words["rows"]),
        "at": now(),
    }
    return render(request, "workplace/desk/desk.html", words)


def _leads(queue: DeskQueue, row: Waiting) -> tuple[Waiting, str]:
    """A row with the address of the act that it waits for."""
    name = OPENS.get(queue, "dossier")
    if queue is DeskQueue.RESULT_WAITS:
        name = "pack_result" if row.by_post else "return_at_desk"
    return row, reverse(name, args=[row.dossier.id])


def _chosen(asked: str, counts: dict[DeskQueue, int]) -> DeskQueue:
    """The queue asked for; else the first that waits for an act of this desk."""
    if asked in set(DeskQueue):
        return DeskQueue(asked)
    others = (DeskQueue.IN_SETTLEMENT, DeskQueue.WAITING_CITIZEN)
    own = [queue for queue in DeskQueue if queue not in others]
    return next((queue for queue in own if counts[queue]), DeskQueue.TO_ACCEPT)


def _tabs(counts: dict[DeskQueue, int], chosen: DeskQueue) -> list[Tab]:
    start = reverse("desk")
    late = DeskQueue.RESULT_WAITS
    return [
        Tab(
            queue.label,
            f"{start}?hang={queue.value}",
            counts[queue],
            queue is chosen,
            queue is late and counts[late] > 0,
        )
        for queue in DeskQueue
    ]
