"""The postman delivers (phát kết quả): the list of a round, and one door at a time."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.commands import delivery as commands
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried, ItemKind, ProofKind, Relation
from tram.web import access
from tram.web.workplace.collected import OriginalsForm

SEAL = [("whole", gettext_lazy("Còn nguyên")), ("broken", gettext_lazy("Rách, mở hoặc nghi ngờ"))]


class DeliveryForm(OriginalsForm):
    """The evidence of one delivery: originals first, who took it, how they were recognised, the seal, the money."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Người ký nhận"), choices=Relation.choices(), widget=forms.RadioSelect
    )
    received_by = forms.CharField(
        label=gettext_lazy("Họ và tên người nhận thay"),
        help_text=gettext_lazy("Chỉ ghi khi người ký nhận là người được ủy quyền."),
        max_length=200,
        required=False,
    )
    proof_kind = forms.ChoiceField(
        label=gettext_lazy("Giấy tờ đã xem"), choices=ProofKind.choices(), widget=forms.RadioSelect
    )
    proof_last4 = forms.CharField(
        label=gettext_lazy("4 ký tự cuối của giấy tờ"),
        help_text=gettext_lazy("Không cần ghi khi người nhận đưa giấy hẹn trả kết quả."),
        max_length=4,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "autocomplete": "off"}),
    )
    seal = forms.ChoiceField(
        label=gettext_lazy("Niêm phong"),
        help_text=gettext_lazy("Mời người nhận xem niêm phong trước khi mở rồi ghi lại."),
        choices=SEAL,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa ghi niêm phong còn nguyên hay không.")},
    )
    paid = forms.BooleanField()

    def __init__(self, *args: Any, carried: Carried, **options: Any) -> None:
        super().__init__(*args, originals=carried.originals, **options)
        if carried.due_vnd:
            box = self.fields["paid"]
            box.label = _("Đã thu đủ {amount}").format(amount=format_vnd(carried.due_vnd))
            box.error_messages["required"] = _(
                "Chưa thu tiền thì chưa phát. Thu đủ {amount} rồi đánh dấu."
            ).format(amount=format_vnd(carried.due_vnd))
        else:
            del self.fields["paid"]

    @property
    def evidence_fields(self) -> list[BoundField]:
        """What is asked after the originals, in the order of the page."""
        return [box for box in self.visible_fields() if not box.name.startswith("original_")]

    def clean(self) -> dict[str, Any]:
        """The name of a person who takes it for another is asked at its own box."""
        cleaned = self.cleaned_data
        if cleaned.get("relation") == Relation.AUTHORISED and not cleaned.get("received_by"):
            self.add_error("received_by", _("Hãy nhập họ và tên người nhận thay."))
        return cleaned

    def evidence(self, carried: Carried) -> commands.Evidence:
        """What the command keeps; a recipient in person signs by the name on the envelope."""
        words = self.cleaned_data
        relation = Relation(words["relation"])
        return commands.Evidence(
            received_by=carried.recipient if relation is Relation.SELF else words["received_by"],
            relation=relation,
            proof_kind=ProofKind(words["proof_kind"]),
            proof_last4=words["proof_last4"],
            seal_intact=words["seal"] == "whole",
        )


@access.allowed(Right.DELIVER)
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Everything this postman has with them for a person: results, and papers that go back."""
    rows = queries.carried(access.actor(request))
    total = sum(row.due_vnd for row in rows)
    return render(request, "workplace/deliveries/deliveries.html", {"rows": rows, "total": total})


@access.allowed(Right.DELIVER)
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One door: recipient and address, what to collect, the evidence."""
    who = access.actor(request)
    carried = queries.carried_one(who, dossier_id)
    if carried is None:
        return _gone(request, dossier_id)
    form = DeliveryForm(request.POST or None, carried=carried)
    if request.method == "POST" and form.is_valid():
        answer = _deliver(request, dossier_id, form, carried)
        if answer is not None:
            return answer
    note_read(
        who, place_id=access.place(request, Right.DELIVER), subject=dossier_id, page="delivery"
    )
    words = {"form": form, "carried": carried}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/deliveries/delivery.html", words, status=status)


def _deliver(
    request: HttpRequest, dossier_id: UUID, form: DeliveryForm, carried: Carried
) -> HttpResponse | None:
    asked = access.act(request, form.cleaned_data["request_id"], Right.DELIVER)
    words: dict[str, Any] = {"dossier_id": dossier_id, "evidence": form.evidence(carried)}
    try:
        if carried.kind is ItemKind.RESULT:
            answer = commands.deliver(asked, collected=form.collected(), **words)
        else:
            answer = commands.deliver_papers(asked, **words)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, _told(carried, form, answer["collected_vnd"]))
    return _back_to_list()


def _told(carried: Carried, form: DeliveryForm, collected: int) -> str:
    """What was done, what was taken, and what must still be brought back."""
    if carried.kind is ItemKind.RESULT:
        done = _("Đã phát kết quả {s10} cho {name}.")
    else:
        done = _("Đã trả giấy tờ {s10} cho {name}.")
    told = [done.format(s10=carried.s10, name=carried.recipient)]
    if collected:
        told.append(_("Đã thu {amount}.").format(amount=format_vnd(collected)))
    if any(one.number for one in form.collected()):
        told.append(_("Hãy nộp bản chính đã thu cho bộ phận một cửa."))
    return " ".join(told)


def _gone(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A second click or the back button after delivering leads on; a result somebody else has is not there."""
    if not queries.delivered_by(access.actor(request), dossier_id):
        raise Http404
    messages.info(request, _("Bưu gửi này bạn đã phát xong, không ghi lại lần nữa."))
    return _back_to_list()


def _back_to_list() -> HttpResponse:
    response: HttpResponse = redirect("deliveries")
    response.status_code = 303
    return response


urls: list[URLPattern] = [
    path("phat-ket-qua/", deliveries, name="deliveries"),
    path("phat-ket-qua/<uuid:dossier_id>/", delivery, name="delivery"),
]
