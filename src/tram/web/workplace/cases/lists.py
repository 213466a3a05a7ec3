"""What a unit has to settle, by urgency and by whose hands it is in (hồ sơ cần giải quyết)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.custody.queries.desk import results_at
from tram.dossiers.queries.cases import WAITING, CaseQueue, Group, Whose, case_queue
from tram.dossiers.queries.reach import below, held
from tram.dossiers.rules.queue import Urgency
from tram.web import access

BADGES = {Urgency.OVERDUE: "danger", Urgency.SOON: "warning", Urgency.IN_TIME: "success"}


@access.allowed(Right.SETTLE)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Open dossiers of the person's units; `ai` says whose, `nhom` and `trang` turn the pages of one group."""
    who = access.actor(request)
    units = below(held(who, Right.SETTLE))
    given = request.GET
    only = given.get("nhom", "")
    only = only if only in {*Urgency, WAITING} else ""
    whose = Whose(given["ai"]) if given.get("ai") in set(Whose) else Whose.UNIT
    page = given.get("trang", "")
    turned = max(int(page), 1) if only and page.isdecimal() and len(page) < 5 else 1
    queue = case_queue(units, me=who.user_id, whose=whose, only=only, page=turned)
    shown = [group for group in (*queue.groups, queue.waiting) if group.rows]
    words = {
        "queue": queue,
        "results": results_at(units),
        "one": only,
        "whole_url": _url(whose),
        "tabs": _tabs(queue, whose),
        "groups": [_group(group, whose, bool(only)) for group in shown],
        "unconfirmed": any(not row.official for group in shown for row in group.rows),
        "empty": not any(group.count for group in (*queue.groups, queue.waiting)),
    }
    return render(request, "workplace/cases/cases.html", words)


def _url(whose: Whose, **more: Any) -> str:
    asked = {key: value for key, value in more.items() if value}
    if whose is not Whose.UNIT:
        asked["ai"] = whose.value
    return f"{reverse('cases')}?{urlencode(asked)}" if asked else reverse("cases")


def _tabs(queue: CaseQueue, whose: Whose) -> list[dict[str, Any]]:
    return [
        {
            "label": kind.label,
            "url": _url(kind),
            "current": kind is whose,
            "count": queue.counts[kind],
        }
        for kind in Whose
    ]


def _group(group: Group, whose: Whose, alone: bool) -> dict[str, Any]:
    """A group with its colour and the addresses of its pages."""

    def turn(page: int | None) -> str:
        return _url(whose, nhom=group.name, trang=page) if alone and page else ""

    return {
        "group": group,
        "badge": BADGES.get(group.urgency, "neutral") if group.urgency else "neutral",
        "url": _url(whose, nhom=group.name),
        "previous_url": turn(group.previous),
        "next_url": turn(group.next),
        "more": group.count - len(group.rows) if not alone else 0,
    }
