"""The published lists of postal procedures, agency by agency, as of any day (danh mục công bố; QĐ 45/2016/QĐ-TTg)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.catalogue.prints import Poster, print_poster
from tram.catalogue.queries.published import PublishedRow, list_on, listed, lists_of, lists_on
from tram.catalogue.rules.published import Listed
from tram.core import clock
from tram.core.calendar import vn_date
from tram.directory.queries.parties import Party, party
from tram.web.access import public
from tram.web.downloads import pdf
from tram.web.forms import TramForm


class ListDayForm(TramForm):
    """As of which day."""

    ngay = forms.DateField(label=gettext_lazy("Danh mục của ngày"))


@dataclass(frozen=True)
class ListedAnswer:
    """A procedure that some direction of the post is closed for, and why, in the reader's language."""

    row: Listed
    reason: str
    foreign: bool


def _day(request: HttpRequest) -> tuple[ListDayForm, date]:
    today = clock.today()
    form = ListDayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": today})
    asked = form.cleaned_data.get("ngay") if form.is_valid() else None
    return form, asked or today


@public
@require_GET
def published_lists(request: HttpRequest) -> HttpResponse:
    """The agencies that published a list which holds on the day."""
    form, day = _day(request)
    words = {
        "form": form,
        "day": day,
        "rows": lists_on(day),
        "query": urlencode({"ngay": vn_date(day)}),
    }
    return render(request, "portal/published/lists.html", words)


@public
@require_GET
def published_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency's list: by post each way, and what is excluded with its reason, as it was published."""
    form, day = _day(request)
    agency = _agency(slug)
    found = list_on(agency.id, day)
    rows = listed(found.id) if found else []
    words: dict[str, Any] = {
        "form": form,
        "day": day,
        "agency": agency,
        "found": found,
        "open": [row for row in rows if row.by_post],
        "closed": [_answer(row) for row in rows if not row.sending or not row.returning],
        "history": lists_of(agency.id),
        "query": urlencode({"ngay": vn_date(day)}),
        "crumbs": [
            (_("Danh mục đã công bố"), reverse("published_lists")),
            (_("Danh mục của một cơ quan"), ""),
        ],
    }
    return render(request, "portal/published/list.html", words)


def _agency(slug: str) -> Party:
    found = party(slug)
    if found is None:
        raise Http404
    return found


def _answer(row: Listed) -> ListedAnswer:
    told = [
        reason for reason in dict.fromkeys((row.sending_reason, row.returning_reason)) if reason
    ]
    spoken = [_(reason) for reason in told]
    foreign = spoken == told and get_language() != "vi"
    return ListedAnswer(row, " ".join(spoken), foreign)


@public
@require_GET
def published_poster(request: HttpRequest, slug: str, size: str) -> HttpResponse:
    """The poster of the list that holds on the day, A3 or A4; in Vietnamese, as everything printed."""
    _form, day = _day(request)
    found = list_on(_agency(slug).id, day)
    if found is None or size not in ("a3", "a4"):
        raise Http404
    told = Poster(
        agency=found.agency,
        decision=found.decision,
        decided_on=found.decided_on,
        valid_from=found.valid_from,
        demonstration=found.demonstration,
        rows=tuple(listed(found.id)),
        url=_url(found),
        size="a3" if size == "a3" else "a4",
    )
    with override("vi"):
        page = print_poster(told)
    return pdf(page, f"niem-yet-{slug}-{size}")


def _url(found: PublishedRow) -> str:
    where = reverse("published_list", args=[found.agency_slug])
    return f"{settings.BASE_URL.rstrip('/')}{where}"


urls: list[URLPattern] = [
    path("danh-muc-buu-chinh/", published_lists, name="published_lists"),
    path("danh-muc-buu-chinh/<slug:slug>/", published_list, name="published_list"),
    path(
        "danh-muc-buu-chinh/<slug:slug>/niem-yet-<str:size>.pdf",
        published_poster,
        name="published_poster",
    ),
]
