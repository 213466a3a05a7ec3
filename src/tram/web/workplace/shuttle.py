"""Rounds of the shuttle of a desk and a day (chuyến đưa): begun with a team, ended, and what is still out."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tram.accounts.rules.access import Right, Role
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands import shuttle as commands
from tram.custody.queries import shuttle as queries
from tram.custody.queries.holders import Courier, couriers
from tram.web import access
from tram.web.forms import FIRST_YEAR, LAST_YEAR, RequestForm


class RoundForm(RequestForm):
    """The team of a new round: one postman or more."""

    team = forms.MultipleChoiceField(
        label=gettext_lazy("Bưu tá đi chuyến này"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, takers: list[Courier], **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields["team"]
        assert isinstance(box, forms.MultipleChoiceField)
        box.choices = [(str(c.user_id), f"{c.name} – {c.unit}") for c in takers]


@access.allowed(Right.RECEIVE_AT_DESK, Right.HAND_OVER_POST)
@require_http_methods(["GET", "POST"])
def shuttle(request: HttpRequest) -> HttpResponse:
    """The rounds of one desk on one day; today the next one is begun here."""
    desk = _desk(request)
    day = _day(request.GET.get("ngay", ""))
    takers = couriers(desk.id)
    initial = {"team": [str(access.actor(request).id)]}
    form = RoundForm(request.POST or None, takers=takers, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answer = commands.begin_round(
                access.act(request, form.cleaned_data["request_id"], Right.HAND_OVER_POST),
                desk_id=desk.id,
                team=[int(user) for user in form.cleaned_data["team"]],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            done = _("Đã bắt đầu chuyến {number}. Lập bảng kê giao cho chuyến ở trang Giao nhận.")
            messages.success(request, done.format(number=answer["number"]))
            return _back(desk.id)
    words = {
        "desk": desk,
        "desks": _choices(request),
        "day": day,
        "before": day - timedelta(days=1),
        "is_today": day == clock.today(),
        "rounds": queries.rounds(desk.id, day),
        "per_day": queries.rounds_per_day(day),
        "form": form,
        "mine": access.actor(request).id,
        "at_desk": desk.id in access.actor(request).units(Role.ONE_STOP_OFFICER),
        "ending": RequestForm(),
    }
    return render(request, "workplace/shuttle.html", words, status=409 if form.is_bound else 200)


@access.allowed(Right.RECEIVE_AT_DESK, Right.HAND_OVER_POST)
@require_POST
def end_shuttle(request: HttpRequest, round_id: int) -> HttpResponse:
    """The team is back, or the officer ends a round that was forgotten."""
    desk = _desk(request)
    form = RequestForm(request.POST)
    if form.is_valid():
        act = access.act(request, form.cleaned_data["request_id"], Right.HAND_OVER_POST)
        try:
            answer = commands.end_round(act, round_id=round_id)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            done = _("Đã kết thúc chuyến {number}.").format(number=answer["number"])
            messages.success(request, done)
    return _back(desk.id)


def _choices(request: HttpRequest) -> list[queries.Desk]:
    """The desks a person may look at: an officer's own ones, for the post those of the province."""
    who = access.actor(request)
    own = who.units(Role.ONE_STOP_OFFICER)
    return [desk for desk in queries.desks() if not own or desk.id in own]


def _desk(request: HttpRequest) -> queries.Desk:
    choices = _choices(request)
    asked = request.GET.get("noi", "")
    found = [desk for desk in choices if str(desk.id) == asked] if asked else choices
    if not found:
        raise Http404
    return found[0]


def _day(text: str) -> date:
    if not text:
        return clock.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return day


def _back(desk_id: int) -> HttpResponse:
    response: HttpResponse = redirect(f"{reverse('shuttle')}?noi={desk_id}")
    response.status_code = 303
    return response


urls: list[URLPattern] = [
    path("chuyen-dua/", shuttle, name="shuttle"),
    path("chuyen-dua/<int:round_id>/ket-thuc/", end_shuttle, name="end_shuttle"),
]
