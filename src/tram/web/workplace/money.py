"""What the post owes each agency (phí, lệ phí phải nộp), and the dossiers behind every amount."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.cash.queries import owed_to_agencies
from tram.core.clock import now
from tram.custody.queries.trail import item_numbers
from tram.dossiers.queries.fees import agency_name, fees_of, money_scope
from tram.web import access
from tram.web.workplace import paging


@access.allowed(Right.READ_MONEY)
@require_GET
def fees_owed(request: HttpRequest) -> HttpResponse:
    """Amounts by agency, the largest first: a unit sees its own, the post all of them."""
    rows = [row for row in owed_to_agencies(money_scope(access.actor(request))) if row.amount_vnd]
    words = {
        "rows": rows,
        "total": sum(row.amount_vnd for row in rows),
        "dossiers": sum(row.dossiers for row in rows),
        "at": now(),
    }
    return render(request, "workplace/money/fees_owed.html", words)


@access.allowed(Right.READ_MONEY)
@require_GET
def fees_owed_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """The dossiers behind what one agency is owed, the newest first."""
    who = access.actor(request)
    scope = money_scope(who)
    name = agency_name(agency_id)
    if name is None or (scope is not None and agency_id not in scope):
        raise Http404
    owed = owed_to_agencies([agency_id])
    page = fees_of(agency_id, paging.key(request))
    postal = not may(who, Right.READ_DOSSIER) and may(who, Right.READ_POSTAL)
    items = item_numbers([row.dossier_id for row in page.rows])
    words = {
        "agency": name,
        "owed": owed[0] if owed else None,
        "rows": [
            (row, items.get(row.dossier_id, "") if postal or not row.number else row.number)
            for row in page.rows
        ],
        "demonstration": any(row.demonstration for row in page.rows),
        "may_open": may(who, Right.READ_DOSSIER) or may(who, Right.READ_POSTAL),
        "at": now(),
        **paging.neighbours(request, page),
    }
    return render(request, "workplace/money/agency.html", words)


urls: list[URLPattern] = [
    path("phi-phai-nop/", fees_owed, name="fees_owed"),
    path("phi-phai-nop/<int:agency_id>/", fees_owed_agency, name="fees_owed_agency"),
]
