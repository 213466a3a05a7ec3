"""A door where nobody opens (ghi lần phát không thành), and what comes after the last try (gửi giữ tại điểm)."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.calendar import ZONE
from tram.core.errors import Refused
from tram.custody.commands import chain, manifests
from tram.custody.commands.attempts import record_attempt
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried
from tram.custody.queries.held import HoldPoint, hold_points
from tram.custody.rules.attempts import AttemptReason, DayPart, Notice, NoticeKind, Slot
from tram.custody.rules.handovers import ManifestKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm

REASONS = [(r.value, r.label) for r in AttemptReason if r is not AttemptReason.SEAL_BROKEN]
NOTICES = [(n.value, n.label) for n in (NoticeKind.CALL, NoticeKind.NOTE)]
FIELDS = {
    "no-call": "called",
    "call-time": "called",
    "no-note": "note",
    "no-slot": "day",
    "slot-past": "day",
    "slot-too-far": "day",
}


class AttemptForm(RequestForm):
    """Why, how the person was told, and when the postman comes again."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do"), choices=REASONS, widget=forms.RadioSelect
    )
    notice = forms.ChoiceField(
        label=gettext_lazy("Đã báo người nhận"), choices=NOTICES, widget=forms.RadioSelect
    )
    called = forms.TimeField(
        label=gettext_lazy("Giờ đã gọi"),
        help_text=gettext_lazy("Ghi khi đã gọi điện. Số được lưu là số của người nhận."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "w-date", "placeholder": "09:30"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Lời trên giấy báo"),
        help_text=gettext_lazy("Ghi khi để lại giấy báo, ví dụ: để ở cổng, mời gọi 0912 000 000."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )
    day = forms.DateField(label=gettext_lazy("Ngày hẹn phát lại"), required=False)
    part = forms.ChoiceField(
        label=gettext_lazy("Buổi"),
        choices=DayPart.choices(),
        widget=forms.RadioSelect,
        required=False,
        initial=DayPart.ALL_DAY.value,
    )

    def notice_given(self, request: HttpRequest) -> Notice:
        """The call of today at the time typed, or the note."""
        words = self.cleaned_data
        called: time | None = words["called"]
        at = datetime.combine(access.today(request), called, ZONE) if called else None
        return Notice(NoticeKind(words["notice"]), called_at=at, note=words["note"])

    def slot(self) -> Slot | None:
        """What was agreed, if a day is given."""
        words = self.cleaned_data
        part = DayPart(words["part"] or DayPart.ALL_DAY)
        return Slot(words["day"], part) if words["day"] else None


class HoldForm(RequestForm):
    """At which point it is held, the nearest on top."""

    point = forms.ChoiceField(label=gettext_lazy("Điểm giữ"))

    def __init__(self, *args: Any, points: list[HoldPoint], **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields["point"]
        assert isinstance(box, forms.ChoiceField)
        named = [(str(point.id), point.label) for point in points]
        box.choices = [("", _("– Chọn điểm –")), *named]


def _carried(request: HttpRequest, dossier_id: UUID) -> Carried:
    found = queries.carried_one(access.actor(request), dossier_id)
    if found is None:
        raise Http404
    return found


@access.allowed(Right.DELIVER)
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The form at a door in vain."""
    carried = _carried(request, dossier_id)
    form = AttemptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _record(request, form, carried)
        if answer is not None:
            return answer
    return _page(request, "attempt", form, carried)


def _record(request: HttpRequest, form: AttemptForm, carried: Carried) -> HttpResponse | None:
    words = form.cleaned_data
    try:
        answer = record_attempt(
            access.act(request, words["request_id"], Right.DELIVER),
            dossier_id=carried.dossier_id,
            reason=AttemptReason(words["reason"]),
            notice=form.notice_given(request),
            slot=form.slot(),
        )
    except Refused as refused:
        form.refuse(refused, FIELDS.get(refused.code))
        return None
    done = _("Đã ghi lần phát {number} không thành và báo người nhận.")
    messages.success(request, done.format(number=answer["number"]))
    if not answer["last"]:
        return see_other("deliveries")
    messages.info(request, _("Đã đủ số lần phát: hãy gửi giữ tại một điểm phục vụ."))
    return see_other("hold", dossier_id=carried.dossier_id)


@access.allowed(Right.DELIVER)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Choose the point and sign as giver; it is held there once the point has signed."""
    carried = _carried(request, dossier_id)
    points = hold_points(access.today(request), near=carried.commune_id)
    form = HoldForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        answer = _offer(request, form, carried)
        if answer is not None:
            return answer
    return _page(request, "hold", form, carried)


def _offer(request: HttpRequest, form: HoldForm, carried: Carried) -> HttpResponse | None:
    words, who = form.cleaned_data, access.actor(request)
    try:
        answer = manifests.offer(
            access.act(request, words["request_id"], Right.DELIVER),
            kind=ManifestKind.HOLD,
            from_holder=chain.courier(who.id),
            to_holder=chain.place(int(words["point"])),
            items=list(carried.items),
        )
    except Refused as refused:
        form.refuse(refused)
        return None
    done = _("Đã lập và ký bảng kê {number}. Chờ điểm phục vụ kiểm đếm và ký nhận giữ.")
    messages.success(request, done.format(number=answer["number"]))
    return see_other("manifest", manifest_id=UUID(answer["manifest"]))


def _page(request: HttpRequest, name: str, form: RequestForm, carried: Carried) -> HttpResponse:
    place, subject = access.place(request, Right.DELIVER), carried.dossier_id
    note_read(access.actor(request), place_id=place, subject=subject, page=name)
    words = {"form": form, "carried": carried}
    status = 409 if form.is_bound else 200
    return render(request, f"workplace/deliveries/{name}.html", words, status=status)


urls: list[URLPattern] = [
    path("phat-ket-qua/<uuid:dossier_id>/khong-thanh/", attempt, name="attempt"),
    path("phat-ket-qua/<uuid:dossier_id>/gui-giu/", hold, name="hold"),
]
