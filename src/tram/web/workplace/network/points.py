"""Looking at service points: those under the manager, and one with its terms, equipment and staff."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.directory.queries.network import (
    Point,
    TermsRow,
    equipment_on,
    point_of,
    points_of,
    terms_history,
)
from tram.directory.queries.staff import staff_of
from tram.web import access

FOLDER = "workplace/network"
KEY = "trang"


@access.allowed(Right.MANAGE_POST)
@require_GET
def post_points(request: HttpRequest) -> HttpResponse:
    """The points under this manager, found by name, code, commune, district or route."""
    asked, number = request.GET.get("q", "")[:120], page_number(request)
    found = points_of(access.actor(request), asked, day=access.today(request), page=number)
    words = {
        "tabs": tabs("post_points"),
        "asked": asked,
        "rows": found.rows,
        **pager(request, number, found.more),
    }
    return render(request, f"{FOLDER}/points.html", words)


@access.allowed(Right.MANAGE_POST)
@require_GET
def post_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """One point: what holds today, what will, what held; what stands there; who works there."""
    today = access.today(request)
    point = point_or_404(request, point_id)
    words = {
        "point": point,
        "history": [(row, _tense(row, today)) for row in terms_history(point_id)],
        "equipment": equipment_on(point_id, today),
        "staff": staff_of(access.actor(request), unit_id=point_id).rows,
        "closed": point.valid_to is not None,
        "over": point.valid_to is not None and point.valid_to < today,
    }
    return render(request, f"{FOLDER}/point.html", words)


def point_or_404(request: HttpRequest, point_id: int) -> Point:
    """A point under this manager; somebody else's is not there."""
    found = point_of(access.actor(request), point_id, day=access.today(request))
    if found is None:
        raise Http404
    return found


def _tense(row: TermsRow, today: date) -> str:
    return "future" if row.valid_from > today else ""


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of this room."""
    names = [("post_points", _("Điểm phục vụ")), ("post_staff", _("Nhân viên bưu chính"))]
    return [{"url": reverse(n), "label": label, "current": n == here} for n, label in names]


def page_number(request: HttpRequest) -> int:
    """The page asked for, from 1."""
    asked = request.GET.get(KEY, "")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def pager(request: HttpRequest, number: int, more: bool) -> dict[str, str]:
    """The addresses of the pages before and after."""
    return {
        "previous_url": _address(request, number - 1) if number > 1 else "",
        "next_url": _address(request, number + 1) if more else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    words = request.GET.copy()
    words[KEY] = str(number)
    return f"{request.path}?{words.urlencode()}"
