"""The desk's first page: every queue with how many wait in it, one of them open."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.clock import now
from tram.custody.queries import desk as queries
from tram.custody.queries.desk import DeskQueue
from tram.web import access
from tram.web.workplace import paging

# Where a row of a queue leads: the page of the act that the dossier waits for.
OPENS = {
    DeskQueue.TO_ACCEPT: "desk_dossier",
    DeskQueue.TO_PACK: "pack_result",
    DeskQueue.TO_HAND_OUT: "return_at_desk",
}
HANDED_OVER = (DeskQueue.ARRIVING, DeskQueue.TO_TRANSFER, DeskQueue.PACKED)


@dataclass(frozen=True)
class Tab:
    """A queue among the tabs."""

    label: str
    url: str
    count: int
    current: bool


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
    else:
        page = queries.waiting(unit, chosen, paging.key(request))
        words |= {"rows": page.rows, **paging.neighbours(request, page)}
    words |= {
        "tabs": _tabs(counts, chosen),
        "queue": chosen,
        "count": counts[chosen],
        "opens": OPENS.get(chosen, "dossier"),
        "hand_over": chosen in HANDED_OVER and counts[chosen] > 0,
        "unconfirmed": any(not row.official for row in words["rows"]),
        "at": now(),
    }
    return render(request, "workplace/desk/desk.html", words)


def _chosen(asked: str, counts: dict[DeskQueue, int]) -> DeskQueue:
    """The queue asked for; else the first that waits for an act of this desk."""
    if asked in set(DeskQueue):
        return DeskQueue(asked)
    own = [queue for queue in DeskQueue if queue is not DeskQueue.IN_SETTLEMENT]
    return next((queue for queue in own if counts[queue]), DeskQueue.TO_ACCEPT)


def _tabs(counts: dict[DeskQueue, int], chosen: DeskQueue) -> list[Tab]:
    start = reverse("desk")
    return [
        Tab(queue.label, f"{start}?hang={queue.value}", counts[queue], queue is chosen)
        for queue in DeskQueue
    ]
