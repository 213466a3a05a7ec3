"""The giver builds a list by scanning (lập bảng kê bằng quét): the first thing says what kind and where to."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import chain, drafts
from tram.custody.queries.drafts import Draft, draft, drafted
from tram.custody.queries.holders import SIDES, courier_holders, own_holders
from tram.custody.queries.ready import ready_groups
from tram.custody.rules.handovers import RULES
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.forms import TakerForm
from tram.web.workplace.manifests.offering import takers_for
from tram.web.workplace.manifests.places import act, here, ident
from tram.web.workplace.manifests.scanning import (
    read_post,
    refused_scan,
    told_as_json,
    wants_json,
)
from tram.web.workplace.manifests.verdicts import said


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def scan_new(request: HttpRequest) -> HttpResponse:
    """Begin by scanning: each thing goes onto the draft of its own kind and destination."""
    if request.method == "POST":
        return _scan(request, None) or see_other("scan_new")
    groups = ready_groups(own_holders(access.actor(request), here(request)))
    words = {"form": RequestForm(), "groups": groups, "filling": True}
    return render(request, "workplace/manifests/scan_new.html", words)


@access.allowed(*SIDES)
@require_POST
def scan_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where the scanner's queue sends each code for this draft."""
    return _scan(request, _draft_or_404(request, draft_id)) or see_other(
        "draft", draft_id=draft_id
    )


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def one_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft with what stands on it: scan more, take off, throw away, or sign and offer."""
    found = _draft_or_404(request, draft_id)
    if request.method != "POST":
        return _show(request, found, _form(request, found))
    if item := request.POST.get("drop"):
        return _do(
            request, found, lambda do: drafts.drop(do, draft_id=found.id, item_id=ident(item))
        )
    do = request.POST.get("do", "offer")
    if do == "scan":
        return _scan(request, found) or see_other("draft", draft_id=draft_id)
    if do == "discard":
        done = _("Đã bỏ bảng kê nháp. Mọi thứ vẫn do bên mình giữ.")
        return _do(request, found, lambda do: drafts.discard(do, draft_id=found.id), done)
    return _offer(request, found)


@access.allowed(*SIDES)
@require_GET
def draft_entries(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What stands on a draft, alone, as scan.js asks for it when it has nothing left to send."""
    found = _draft_or_404(request, draft_id)
    words = {"draft": found, "entries": drafted(found)}
    return render(request, "workplace/manifests/drafted.html", words)


def _draft_or_404(request: HttpRequest, draft_id: UUID) -> Draft:
    found = draft(draft_id)
    who = access.actor(request)
    units = {duty.unit_id for duty in who.duties}
    mine = {holder for unit in units for holder in own_holders(who, unit)}
    mine |= set(courier_holders(who.id))
    if found is None or found.holder_id not in mine:
        raise Http404
    return found


def _act(request: HttpRequest, request_id: UUID, found: Draft | None) -> Act:
    right = RULES[found.kind].gives if found else None
    if right is None:
        unit = here(request)
        return act(request, request_id, SIDES[0], unit)
    return act(request, request_id, right)


def _scan(request: HttpRequest, found: Draft | None) -> HttpResponse | None:
    """One scan; a page without script is led to the draft the thing stands on, with the verdict as a message."""
    try:
        scan = read_post(request)
        answer = drafts.scan_into(
            _act(request, scan.request_id, found),
            code=scan.code,
            draft_id=found.id if found else None,
            scanned_at=scan.at,
        )
    except Refused as refused:
        return refused_scan(request, refused)
    told = said(answer, scan.code, here=_("bảng kê này"))
    stands = UUID(str(answer["draft"])) if answer.get("draft") else None
    if not wants_json(request):
        (messages.warning if told.wrong else messages.success)(
            request, f"{told.word}. {told.text}"
        )
        return see_other("draft", draft_id=stands) if stands else None
    go = reverse("draft", args=[stands]) if stands and not found else ""
    return told_as_json(told, go=go)


def _do(request: HttpRequest, found: Draft, run: Any, done: str = "") -> HttpResponse:
    form = RequestForm(request.POST)
    try:
        if form.is_valid():
            run(_act(request, form.cleaned_data["request_id"], found))
            if done:
                messages.success(request, done)
                return see_other("manifests")
    except Refused as refused:
        messages.error(request, refused.message)
    return see_other("draft", draft_id=found.id)


def _form(request: HttpRequest, found: Draft) -> TakerForm:
    by_courier = RULES[found.kind].receiver == "courier"
    takers = takers_for(found.kind, here(request) or 0) if by_courier else []
    return TakerForm(request.POST or None, couriers=takers, initial={"request_id": uuid4()})


def _offer(request: HttpRequest, found: Draft) -> HttpResponse:
    form = _form(request, found)
    try:
        if form.is_valid():
            taker = form.taker()
            if found.to_unit is None and taker is None:
                raise Refused("no-postman", _("Hôm nay chưa có bưu tá nào được phân công nhận."))
            receiver = chain.place(found.to_unit) if found.to_unit else chain.courier(taker or 0)
            answer = drafts.offer_draft(
                _act(request, form.cleaned_data["request_id"], found),
                draft_id=found.id,
                to_holder=receiver,
            )
            done = _("Đã lập và ký bảng kê {number}. Chờ bên nhận kiểm đếm và ký.")
            messages.success(request, done.format(number=answer["number"]))
            return see_other("manifest", manifest_id=UUID(answer["manifest"]))
    except Refused as refused:
        form.refuse(refused)
    return _show(request, found, form)


def _show(request: HttpRequest, found: Draft, form: TakerForm) -> HttpResponse:
    words = {"draft": found, "entries": drafted(found), "form": form, "filling": True}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/manifests/draft.html", words, status=status)
