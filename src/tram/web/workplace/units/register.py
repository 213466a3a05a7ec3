"""Looking units and areas up as of a day (tra cứu đơn vị, địa bàn theo ngày)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.directory.queries import province_offices, regime
from tram.directory.queries.register import Found, areas_standing, units_standing
from tram.web import access
from tram.web.forms import TramForm

KEY = "trang"


class AsOfForm(TramForm):
    """Which day, and what to look for."""

    ngay = forms.DateField(label=gettext_lazy("Vào ngày"))
    q = forms.CharField(
        label=gettext_lazy("Tên hoặc mã, cả tên cũ"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-wide"}),
    )


@access.signed_in
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units in force on a day: names, codes and who was above them then, what they were and became."""
    return _page(request, "units", units_standing)


@access.signed_in
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """Provinces, districts and communes in force on a day."""
    return _page(request, "areas", areas_standing)


def _page(request: HttpRequest, name: str, look: Callable[..., Found]) -> HttpResponse:
    today = access.today(request)
    sent = request.GET if "ngay" in request.GET else {"ngay": vn_date(today)}
    form = AsOfForm(sent)
    number = _number(request)
    words: dict[str, Any] = {"form": form, "tabs": tabs(request, name), "here": name}
    if form.is_valid():
        day = form.cleaned_data["ngay"]
        found = look(form.cleaned_data["q"], day=day, page=number)
        words |= {
            "day": day,
            "rows": found.rows,
            "law": _law(day),
            **_pager(request, number, found),
        }
    return render(
        request, "workplace/units/register.html", words, status=200 if form.is_valid() else 422
    )


def _law(day: Any) -> str:
    try:
        return regime(day).law
    except Refused as refused:
        return refused.message


def _number(request: HttpRequest) -> int:
    asked = request.GET.get(KEY, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def _pager(request: HttpRequest, number: int, found: Found) -> dict[str, str]:
    return {
        "previous_url": _address(request, number - 1) if number > 1 else "",
        "next_url": _address(request, number + 1) if found.more else "",
    }


def _address(request: HttpRequest, number: int) -> str:
    words = request.GET.copy()
    words[KEY] = str(number)
    return f"{request.path}?{words.urlencode()}"


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The pages of this room that this person may open."""
    names = [("units", _("Đơn vị")), ("areas", _("Địa bàn"))]
    if manages(request):
        names.append(("successors", _("Chưa rõ kế tục")))
    return [{"url": reverse(n), "label": label, "current": n == here} for n, label in names]


def manages(request: HttpRequest) -> bool:
    """Whether this person may say who came after a unit: only at the province's office."""
    return may(access.actor(request), Right.MANAGE_DIRECTORY, province_offices())
