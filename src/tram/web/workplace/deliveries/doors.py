"""The postman delivers (phát kết quả): the list of a round, and one door at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.commands import delivery as commands
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried, ItemKind
from tram.web import access
from tram.web.uploads import takes_files
from tram.web.workplace.deliveries.evidence_form import EvidenceForm


@access.allowed(Right.DELIVER)
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Everything this postman has with them for a person: results, and papers that go back."""
    rows = queries.carried(access.actor(request))
    total = sum(row.due_vnd for row in rows)
    return render(request, "workplace/deliveries/deliveries.html", {"rows": rows, "total": total})


@access.allowed(Right.DELIVER)
@takes_files
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One door: recipient and address, what to collect, the evidence."""
    who = access.actor(request)
    carried = queries.carried_one(who, dossier_id)
    if carried is None:
        return _gone(request, dossier_id)
    form = EvidenceForm(request.POST or None, request.FILES or None, carried=carried)
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
    request: HttpRequest, dossier_id: UUID, form: EvidenceForm, carried: Carried
) -> HttpResponse | None:
    asked = access.act(request, form.cleaned_data["request_id"], Right.DELIVER)
    try:
        with form.evidence() as evidence:
            words: dict[str, Any] = {"dossier_id": dossier_id, "evidence": evidence}
            if carried.kind is ItemKind.RESULT:
                answer = commands.deliver(asked, collected=form.collected(), **words)
            else:
                answer = commands.deliver_papers(asked, **words)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, _told(carried, form, answer["collected_vnd"]))
    return _back_to_list()


def _told(carried: Carried, form: EvidenceForm, collected: int) -> str:
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
