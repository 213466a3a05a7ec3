"""Papers to hold back on the post's road (cần giữ lại, trả lại), and giving them back at the point of intake."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, Role
from tram.core.errors import Refused
from tram.custody.commands.desk import give_back_at_point
from tram.custody.queries.holders import own_holders
from tram.custody.queries.interception import HeldBack, held_back
from tram.custody.queries.money import dossier_money
from tram.custody.queries.receipts import submitter
from tram.custody.rules.interception import WayBack
from tram.dossiers.queries.reach import below
from tram.web import access
from tram.web.answers import see_other
from tram.web.uploads import takes_files
from tram.web.workplace.deliveries.doors import FIELDS
from tram.web.workplace.deliveries.evidence_form import EvidenceForm
from tram.web.workplace.manifests.places import act, here


def waiting(request: HttpRequest) -> list[HeldBack]:
    """What this person must hold back: at their place, on their road, or for a manager anywhere below."""
    who = access.actor(request)
    managed = below(who.units(Role.POST_MANAGER))
    return held_back(own_holders(who, here(request, Right.HAND_OVER_POST)), managed)


@access.allowed(Right.HAND_OVER_POST, Right.READ_POSTAL)
@require_GET
def interceptions(request: HttpRequest) -> HttpResponse:
    """The list, with what to do with each; what the intake point holds is given back here."""
    words = {
        "rows": waiting(request),
        "tells": bool(access.actor(request).units(Role.TELLER)),
    }
    return render(request, "workplace/interceptions.html", words)


@dataclass(frozen=True)
class Sender:
    """Whose papers they are, as the form of a delivery asks it: nothing is due and no original is withdrawn."""

    recipient: str
    due_vnd: int = 0
    originals: tuple[str, ...] = ()


@access.allowed(Right.TAKE_IN)
@takes_files
@require_http_methods(["GET", "POST"])
def given_back(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The citizen gets the papers again, at the point that took them in: who took them, and that they signed."""
    found = [row for row in waiting(request) if row.dossier_id == dossier_id]
    person = submitter(dossier_id)
    if not found or person is None or found[0].way is not WayBack.AT_POINT:
        messages.error(request, _("Giấy tờ này không chờ trả khách ở điểm của bạn."))
        return see_other("interceptions")
    form = EvidenceForm(
        request.POST or None, request.FILES or None, carried=Sender(person.full_name)
    )
    if request.method == "POST" and form.is_valid() and _given(request, dossier_id, form):
        messages.success(request, _("Đã trả giấy tờ cho khách. Hồ sơ kết thúc."))
        return _after(request, dossier_id)
    place = access.place(request, Right.TAKE_IN)
    note_read(access.actor(request), place_id=place, subject=dossier_id, page="given_back")
    words = {"form": form, "row": found[0], "person": person}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/given_back.html", words, status=status)


def _given(request: HttpRequest, dossier_id: UUID, form: EvidenceForm) -> bool:
    asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
    try:
        with form.evidence() as evidence:
            give_back_at_point(asked, dossier_id=dossier_id, evidence=evidence)
    except Refused as refused:
        form.refuse(refused, FIELDS.get(refused.code))
        return False
    return True


def _after(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """On to the money if some of it ought to go back, else to the list."""
    money = dossier_money(access.actor(request), dossier_id)
    if money is None or not any(one.proven for one in money.backs):
        return see_other("interceptions")
    messages.warning(request, _("Còn tiền nên trả lại khách: xem mục «Nên trả lại» rồi đề nghị."))
    return see_other("dossier_payments", dossier_id=dossier_id)


urls: list[URLPattern] = [
    path("can-giu-lai/", interceptions, name="interceptions"),
    path("can-giu-lai/<uuid:dossier_id>/tra-khach/", given_back, name="given_back_at_point"),
]
