"""Bags (túi thư): begun, filled by scanning, sealed, opened."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tram.core.acts import Act
from tram.core.barcodes import qr_svg
from tram.core.errors import Refused
from tram.custody.commands import bags as commands
from tram.custody.queries.bags import Bag, bag_of, bags_of, inside
from tram.custody.queries.holders import SIDES, own_holders
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.forms import SealForm
from tram.web.workplace.manifests.places import here, ident
from tram.web.workplace.manifests.scanning import (
    read_post,
    refused_scan,
    told_as_json,
    wants_json,
)
from tram.web.workplace.manifests.verdicts import said


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def bags(request: HttpRequest) -> HttpResponse:
    """The bags of the place where the person works, and their own on the road; a new one is begun here."""
    holders = own_holders(access.actor(request), here(request))
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(request, form, holders)
        except Refused as refused:
            form.refuse(refused)
    words = {"form": form, "bags": bags_of(holders)}
    return render(
        request, "workplace/manifests/bags.html", words, status=409 if form.is_bound else 200
    )


def _begin(request: HttpRequest, form: RequestForm, holders: list[int]) -> HttpResponse:
    if not holders:
        raise Refused("nothing-held", _("Bên mình chưa giữ gì để đóng túi."))
    answer = commands.begin_bag(
        _act(request, form.cleaned_data["request_id"]), holder_id=holders[0]
    )
    return see_other("bag", bag_id=UUID(str(answer["bag"])))


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def one_bag(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """A bag with what is inside: scan things in, take them out, seal it, open it."""
    found = _bag_or_404(request, bag_id)
    if request.method != "POST":
        return _show(request, found, SealForm())
    enter_in_seal = not request.POST.get("scan") and request.POST.get("seal_number")
    if request.POST.get("do") == "scan" and not enter_in_seal:
        return _scan(request, found) or see_other("bag", bag_id=bag_id)
    if item := request.POST.get("drop"):
        return _do(
            request,
            found,
            RequestForm(request.POST),
            lambda act, _: commands.take_out(act, bag_id=found.id, item_id=ident(item)),
        )
    if request.POST.get("do") == "open":
        form = RequestForm(request.POST)
        return _do(request, found, form, lambda act, _: commands.open_bag(act, bag_id=found.id))
    return _do(
        request,
        found,
        SealForm(request.POST),
        lambda act, typed: commands.seal_bag(
            act, bag_id=found.id, seal_number=typed["seal_number"]
        ),
    )


@access.allowed(*SIDES)
@require_POST
def scan_bag(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """Where the scanner's queue sends each code for this bag."""
    return _scan(request, _bag_or_404(request, bag_id)) or see_other("bag", bag_id=bag_id)


@access.allowed(*SIDES)
@require_GET
def bag_contents(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """What is inside a bag, alone, as scan.js asks for it when it has nothing left to send."""
    found = _bag_or_404(request, bag_id)
    words = {"bag": found, "entries": inside(found.id)}
    return render(request, "workplace/manifests/bagged.html", words)


def _bag_or_404(request: HttpRequest, bag_id: UUID) -> Bag:
    who = access.actor(request)
    units = {here(request), *(duty.unit_id for duty in who.duties)}
    mine = {holder for unit in units for holder in own_holders(who, unit)}
    found = bag_of(bag_id)
    if found is None or not mine & {found.holder_id, found.receiver_id}:
        raise Http404
    return found


def _act(request: HttpRequest, request_id: UUID) -> Act:
    return access.act(request, request_id)


def _scan(request: HttpRequest, found: Bag) -> HttpResponse | None:
    try:
        scan = read_post(request)
        answer = commands.put_in(_act(request, scan.request_id), bag_id=found.id, code=scan.code)
    except Refused as refused:
        return refused_scan(request, refused)
    told = said(answer, scan.code, here=_("túi này"))
    if wants_json(request):
        return told_as_json(told)
    (messages.warning if told.wrong else messages.success)(request, f"{told.word}. {told.text}")
    return None


def _do(
    request: HttpRequest,
    found: Bag,
    form: RequestForm,
    run: Callable[[Act, dict[str, Any]], object],
) -> HttpResponse:
    try:
        if form.is_valid():
            run(_act(request, form.cleaned_data["request_id"]), form.cleaned_data)
            return see_other("bag", bag_id=found.id)
    except Refused as refused:
        form.refuse(refused)
    return _show(request, found, form)


def _show(request: HttpRequest, found: Bag, form: RequestForm) -> HttpResponse:
    words = {
        "bag": found,
        "entries": inside(found.id),
        "form": form if form.is_bound else SealForm(),
        "seal": form if isinstance(form, SealForm) else SealForm(),
        "code": mark_safe(qr_svg(found.number)),
        "filling": True,
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/manifests/bag.html", words, status=status)
