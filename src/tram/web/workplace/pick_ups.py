"""The board of a point: customers who ask to be called on at home, who goes, and what became of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.catalogue.queries import procedure
from tram.core.errors import Refused
from tram.custody.commands import pick_ups as commands
from tram.custody.queries import pick_ups as queries
from tram.custody.queries.holders import couriers
from tram.custody.queries.intakes import communes
from tram.custody.queries.pick_ups import Call
from tram.custody.rules.counter import PickUpEnd, Slot
from tram.web.access import act, actor, allowed, place, today
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.fields import sender_fields

AT_FIELD = {"day-gone": "wished_on", "no-procedure": "code", "words-missing": "words"}


class PointedForm(RequestForm):
    """A form whose refusals stand at the field they speak of."""

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


class AskForm(PointedForm):
    """What a customer says by telephone."""

    wished_on = forms.DateField(
        label=gettext_lazy("Ngày khách hẹn"), help_text=gettext_lazy("Ví dụ: 02/12/2019")
    )
    slot = forms.ChoiceField(
        label=gettext_lazy("Buổi"), choices=Slot.choices(), widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=gettext_lazy("Mã thủ tục, nếu khách đã biết"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )

    def __init__(self, request: HttpRequest) -> None:
        self.day = today(request)
        fields = sender_fields(communes(self.day))
        fields.pop("sender_id")
        own = type(self).base_fields
        vars(self)["base_fields"] = {"request_id": own["request_id"], **fields, **own}
        first = {"wished_on": self.day, "slot": Slot.ANY.value}
        super().__init__(request.POST or None, initial=first)

    def asked(self) -> commands.Asked:
        """The command's words."""
        given = self.cleaned_data
        found = procedure(given["code"], day=self.day) if given["code"] else None
        if given["code"] and found is None:
            message = _("Không có thủ tục mã «{code}» đang có hiệu lực.")
            raise Refused("no-procedure", message.format(code=given["code"]))
        return commands.Asked(
            full_name=given["sender_name"],
            phone=given["sender_phone"],
            address=given["sender_address"],
            commune_id=given["sender_commune"],
            wished_on=given["wished_on"],
            slot=Slot(given["slot"]),
            version_id=found.version_id if found else None,
        )


class AssignForm(PointedForm):
    """Who calls on the customer."""

    courier = forms.TypedChoiceField(label=gettext_lazy("Người đi lấy"), coerce=int)

    def __init__(self, request: HttpRequest, found: Call) -> None:
        super().__init__(request.POST or None)
        who = actor(request)
        near = [(c.user_id, f"{c.name}, {c.unit}") for c in couriers(found.point_id) if c.near]
        self.alone = not near
        field: Any = self.fields["courier"]
        field.choices = [*near, (who.id, _("{name} (chính tôi)").format(name=who.name))]


class CancelForm(PointedForm):
    """Why nobody calls on the customer any more."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do hủy"), choices=PickUpEnd.choices(), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("Ghi rõ"),
        help_text=gettext_lazy("Chỉ khi chọn «Lý do khác»."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )


@allowed(Right.TAKE_IN, Right.COLLECT, Right.MANAGE_POST)
@require_GET
def pick_ups(request: HttpRequest) -> HttpResponse:
    """What waits, then what has ended."""
    who = actor(request)
    page = {
        "calls": queries.board(who),
        "ended": queries.ended(who),
        "teller": may(who, Right.TAKE_IN),
        "own": who.units("teller"),
        "day": today(request),
    }
    return render(request, "workplace/pick_ups/board.html", page)


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def pick_up_new(request: HttpRequest) -> HttpResponse:
    """Write a request onto the board."""
    form = AskForm(request)

    def ask() -> object:
        asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
        return commands.ask_pick_up(asked, asked=form.asked())

    if _done(form, ask):
        messages.success(request, _("Đã ghi yêu cầu lấy hồ sơ tại nhà. Hãy giao người đi lấy."))
        return see_other("pick_ups")
    page = {"form": form, "places": communes(today(request))}
    return _page(request, "new", form, page)


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def pick_up_assign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send somebody to the customer."""
    found = _call(request, request_id)
    form = AssignForm(request, found)

    def assign() -> object:
        asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
        courier = form.cleaned_data["courier"]
        return commands.assign_pick_up(asked, request_id=request_id, courier_id=courier)

    if _done(form, assign):
        messages.success(request, _("Đã giao người đi lấy hồ sơ."))
        return see_other("pick_ups")
    return _page(request, "assign", form, {"form": form, "call": found})


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_http_methods(["GET", "POST"])
def pick_up_cancel(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request off the board, with the reason."""
    found = _call(request, request_id)
    form = CancelForm(request.POST or None)

    def cancel() -> object:
        given = form.cleaned_data
        asked = act(request, given["request_id"], Right.COLLECT)
        reason = PickUpEnd(given["reason"])
        return commands.cancel_pick_up(
            asked, request_id=request_id, reason=reason, words=given["words"]
        )

    if _done(form, cancel):
        messages.success(request, _("Đã hủy yêu cầu lấy hồ sơ tại nhà."))
        return see_other("pick_ups")
    return _page(request, "cancel", form, {"form": form, "call": found})


def _call(request: HttpRequest, request_id: UUID) -> Call:
    found = queries.call(actor(request), request_id)
    if found is None:
        raise Http404
    return found


def _done(form: RequestForm, run: Any) -> bool:
    """True when what was posted is right and its command is done; else what is wrong stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        run()
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _page(
    request: HttpRequest, name: str, form: RequestForm, words: dict[str, Any]
) -> HttpResponse:
    status = 409 if form.is_bound else 200
    words |= {"point": place(request, Right.TAKE_IN)}
    return render(request, f"workplace/pick_ups/{name}.html", words, status=status)


urls: list[URLPattern] = [
    path("lay-tai-nha/", pick_ups, name="pick_ups"),
    path("lay-tai-nha/moi/", pick_up_new, name="pick_up_new"),
    path("lay-tai-nha/<uuid:request_id>/giao/", pick_up_assign, name="pick_up_assign"),
    path("lay-tai-nha/<uuid:request_id>/huy/", pick_up_cancel, name="pick_up_cancel"),
]
