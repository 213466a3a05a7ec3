"""Papers to hold back on the post's road (cần giữ lại, trả lại), and giving them back at the point of intake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tram.accounts.rules.access import Right, Role
from tram.core.errors import Refused
from tram.custody.commands.desk import give_back_at_point
from tram.custody.queries.holders import own_holders
from tram.custody.queries.interception import HeldBack, held_back
from tram.dossiers.queries.reach import below
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.places import act, here, see_other


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
        "form": RequestForm(),
        "tells": bool(access.actor(request).units(Role.TELLER)),
    }
    return render(request, "workplace/interceptions.html", words)


@access.allowed(Right.TAKE_IN)
@require_POST
def given_back(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The citizen has the papers again, at the point that took them in."""
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            give_back_at_point(
                act(request, form.cleaned_data["request_id"], Right.TAKE_IN),
                dossier_id=dossier_id,
            )
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Đã trả giấy tờ cho khách. Hồ sơ kết thúc."))
    return see_other("interceptions")


urls: list[URLPattern] = [
    path("can-giu-lai/", interceptions, name="interceptions"),
    path("can-giu-lai/<uuid:dossier_id>/tra-khach/", given_back, name="given_back_at_point"),
]
