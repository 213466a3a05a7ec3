"""News about the service in provincial and district media: the list of a year, and writing down one more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.files import Given
from tram.programme.commands.outreach import News, record_media, retire_media
from tram.programme.queries.outreach import media_row, media_rows
from tram.programme.rules.registers import MediaKind
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.uploads import takes_files
from tram.web.workplace.plan.registering import (
    FOLDER,
    READERS,
    back_to,
    done,
    file_field,
    form_page,
    retire_page,
    year_asked,
)


def outreach_tabs(here: str) -> list[dict[str, Any]]:
    """The pages of this room."""
    names = [("outreach", _("Truyền thanh cơ sở")), ("media", _("Báo chí, truyền thông"))]
    return [{"url": reverse(n), "label": label, "current": n == here} for n, label in names]


@access.allowed(*READERS)
@require_GET
def media(request: HttpRequest) -> HttpResponse:
    """The news of a year."""
    year, chooser = year_asked(request)
    who = access.actor(request)
    manages, writes = may(who, Right.MANAGE_PLAN), may(who, Right.INFORM_PUBLIC)
    rows = media_rows(date(year, 1, 1), date(year, 12, 31))
    words = {
        "tabs": outreach_tabs("media"),
        "year": year,
        "chooser": chooser,
        "rows": [(row, writes and (manages or row.by_id == who.id)) for row in rows],
        "may_write": writes,
    }
    return render(request, f"{FOLDER}/media.html", words)


class MediaForm(RequestForm):
    """One piece of news."""

    outlet = forms.CharField(
        label=gettext_lazy("Cơ quan báo chí, đài, trang"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=MediaKind.choices)
    on = forms.DateField(label=gettext_lazy("Ngày đăng, phát"))
    title = forms.CharField(
        label=gettext_lazy("Tiêu đề"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    reference = forms.CharField(
        label=gettext_lazy("Địa chỉ trang, số báo hoặc giờ phát sóng"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Có tệp minh chứng thì để trống được."),
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    file = file_field(gettext_lazy("Tệp minh chứng"), required=False)


@access.allowed(Right.INFORM_PUBLIC)
@takes_files
@require_http_methods(["GET", "POST"])
def add_media(request: HttpRequest) -> HttpResponse:
    """One more piece of news."""
    form = MediaForm(request.POST or None, request.FILES or None)

    def record(words: Mapping[str, Any], file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"], Right.INFORM_PUBLIC)
        named = (words["outlet"], MediaKind(words["kind"]), words["on"], words["title"])
        return record_media(act, news=News(*named, words["reference"]), evidence=file)

    fields = {"future-date": "on", "bad-year": "on", "evidence-missing": "reference"}
    if done(request, form, record, {**fields, "told-already": "title"}) is None:
        words = {"back_url": reverse("media"), "button": _("Ghi tin, bài"), "files": True}
        return form_page(request, form, _("Ghi tin, bài tuyên truyền"), **words)
    messages.success(request, _("Đã ghi tin, bài."))
    return back_to("media", nam=form.cleaned_data["on"].year)


@access.allowed(Right.INFORM_PUBLIC)
@require_http_methods(["GET", "POST"])
def retire_media_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take a wrong piece of news out, with a reason."""
    row = media_row(row_id)
    if row is None and request.method == "GET":
        raise Http404
    told = f"{row.outlet}, {vn_date(row.on)}: {row.title}" if row else ""

    def retire(act: Any, reason: str) -> dict[str, Any]:
        return retire_media(act, media_id=row_id, reason=reason)

    return retire_page(request, retire, told, "media")


urls: list[URLPattern] = [
    path("ke-hoach/bao-chi/", media, name="media"),
    path("ke-hoach/bao-chi/ghi/", add_media, name="add_media"),
    path("ke-hoach/bao-chi/<int:row_id>/go/", retire_media_row, name="retire_media"),
]
