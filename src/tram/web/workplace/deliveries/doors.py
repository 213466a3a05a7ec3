"""The postman delivers (phát kết quả): the list of a round, and one door at a time."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.commands import attempts
from tram.custody.commands import delivery as commands
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried, ItemKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.uploads import takes_files
from tram.web.workplace.deliveries.evidence_form import EvidenceForm


@dataclass(frozen=True)
class Stretch:
    """A part of the round: its heading and its doors."""

    title: str
    rows: tuple[Carried, ...]


def stretches(rows: list[Carried], request: HttpRequest) -> list[Stretch]:
    """A round in its parts: slots of today, then one route after the other, then what is no door to go to."""
    day = access.today(request)
    titles = {
        0: _("Hẹn phát hôm nay"),
        2: _("Hẹn phát ngày sau"),
        3: _("Đủ số lần phát: gửi giữ tại điểm"),
        4: _("Hết hạn giữ: trả bộ phận một cửa"),
    }

    def title(row: Carried) -> str:
        rank = row.rank(day)
        return titles[rank] if rank in titles else route_name(row.route)

    return [Stretch(name, tuple(group)) for name, group in groupby(rows, title)]


def route_name(code: str) -> str:
    """What a route is called; a commune that no route serves says so."""
    if code:
        return _("Đường thư {route}").format(route=code)
    return _("Xã chưa có đường thư")


@access.allowed(Right.DELIVER)
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Everything this postman has with them for a person: results, and papers that go back."""
    rows = queries.carried(access.actor(request))
    words = {
        "rows": rows,
        "stretches": stretches(rows, request),
        "total": sum(row.due_vnd for row in rows),
    }
    return render(request, "workplace/deliveries/deliveries.html", words)


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
        if form.seal_broken:
            attempts.record_broken_seal(asked, dossier_id=dossier_id)
            return broken(request, dossier_id)
        with form.evidence() as evidence:
            words: dict[str, Any] = {"dossier_id": dossier_id, "evidence": evidence}
            if carried.kind is ItemKind.RESULT:
                answer = commands.deliver(asked, collected=form.collected(), **words)
            else:
                answer = commands.deliver_papers(asked, **words)
    except Refused as refused:
        form.refuse(refused, FIELDS.get(refused.code))
        return None
    messages.success(request, told(carried, form, answer["collected_vnd"]))
    return see_other("deliveries")


FIELDS = {"no-voucher": "voucher", "no-picture": "picture", "not-a-picture": "picture"}
"""At which box a refusal is shown; any other stands over the form."""


def broken(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The seal was found broken: written down, nothing given, and what to do now."""
    messages.warning(
        request,
        _(
            "Niêm phong không còn nguyên: không phát, và câu trả lời đã được ghi. Đừng mở bưu gửi; "
            "hãy báo sự cố ngay ở trang này để lập biên bản."
        ),
    )
    return see_other("report_dossier", dossier_id=dossier_id)


def told(carried: Carried, form: EvidenceForm, collected: int) -> str:
    """What was done, what was taken, and what must still be brought back."""
    if carried.kind is ItemKind.RESULT:
        done = _("Đã phát kết quả {s10} cho {name}.")
    else:
        done = _("Đã trả giấy tờ {s10} cho {name}.")
    said = [done.format(s10=carried.s10, name=carried.recipient)]
    if collected:
        said.append(_("Đã thu {amount}.").format(amount=format_vnd(collected)))
        said.append(form.change_told)
    if any(one.number for one in form.collected()):
        said.append(_("Hãy nộp bản chính đã thu cho bộ phận một cửa."))
    return " ".join(filter(None, said))


def _gone(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A second click or the back button after delivering leads on; a result somebody else has is not there."""
    if not queries.delivered_by(access.actor(request), dossier_id):
        raise Http404
    messages.info(request, _("Bưu gửi này bạn đã phát xong, không ghi lại lần nữa."))
    return see_other("deliveries")


urls: list[URLPattern] = [
    path("phat-ket-qua/", deliveries, name="deliveries"),
    path("phat-ket-qua/<uuid:dossier_id>/", delivery, name="delivery"),
]
