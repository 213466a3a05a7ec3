"""The giver lists what goes and signs (lập bảng kê), here or by PIN on the receiver's device."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands import chain
from tram.custody.commands import manifests as commands
from tram.custody.queries import manifests as queries
from tram.custody.queries.holders import SIDES, Courier, courier_holders, couriers, own_holders
from tram.custody.queries.shuttle import teams
from tram.custody.queries.things import Thing
from tram.custody.rules.handovers import RULES, SHUTTLE, ManifestKind
from tram.directory.queries import units_by_id
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.manifests.forms import OfferForm
from tram.web.workplace.manifests.pins import pin_of, signing
from tram.web.workplace.manifests.places import act, here


@dataclass(frozen=True)
class Offer:
    """What a page offers: the kind, the right its person acts by, the two holders, the giver's PIN if not they."""

    kind: ManifestKind
    right: Right
    sides: Callable[[], tuple[int, int]]
    pin: Callable[[], commands.Pin | None]
    done: str


def _offer(request: HttpRequest, form: OfferForm, offer: Offer) -> HttpResponse | None:
    """The way on after offering what a valid form lists; None, with the refusal on the form, if it cannot be."""
    if request.method != "POST" or not form.is_valid():
        return None

    def run(pin: commands.Pin | None) -> dict[str, str]:
        giver, receiver = offer.sides()
        return commands.offer(
            act(request, form.cleaned_data["request_id"], offer.right),
            kind=offer.kind,
            from_holder=giver,
            to_holder=receiver,
            items=form.item_ids(),
            pin=pin,
        )

    try:
        answer = signing(request, offer.pin(), run)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, offer.done.format(number=answer["number"]))
    return see_other("manifest", manifest_id=UUID(answer["manifest"]))


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def new_manifest(request: HttpRequest) -> HttpResponse:
    """List things of one kind for one destination and offer them, signed by this session."""
    kind, to_unit, to_name = _group(request)
    unit = here(request, RULES[kind].gives)
    if unit is None:
        raise Http404
    takers = takers_for(kind, unit)
    form = OfferForm(request.POST or None, couriers=takers)

    def sides() -> tuple[int, int]:
        if to_unit is None and not takers:
            raise Refused("no-postman", _("Hôm nay chưa có bưu tá nào được phân công nhận."))
        on_road = RULES[kind].giver == "courier"
        giver = chain.courier(access.actor(request).id) if on_road else chain.place(unit)
        return giver, chain.place(to_unit) if to_unit else _taker(form, takers)

    done = _("Đã lập và ký bảng kê {number}. Chờ bên nhận kiểm đếm và ký.")
    offer = Offer(kind, RULES[kind].gives, sides, lambda: None, done)
    things = queries.ready_things(own_holders(access.actor(request), unit), kind, to_unit)
    words = {
        "form": form,
        "kind": kind,
        "to_name": to_name,
        "rows": _ticked(form, things),
        "needs_courier": RULES[kind].receiver == "courier",
    }
    return _offer(request, form, offer) or _page(request, "new_manifest", words)


@access.allowed(Right.RECEIVE_AT_DESK)
@require_http_methods(["GET", "POST"])
def receive_from_postman(request: HttpRequest) -> HttpResponse:
    """A postman at the counter without a device: he signs what he gives by PIN here, then the officer counts."""
    desk = here(request, Right.RECEIVE_AT_DESK) or 0
    asked = request.GET.get("buu-ta", "")
    postman = next((c for c in couriers() if c.username == asked), None)
    if asked and postman is None:
        raise Http404
    form = OfferForm(request.POST or None, couriers=[], by_pin=True)
    words = {"form": form, "on_road": queries.carrying_to(desk), "postman": postman}
    if postman is None:
        return render(request, "workplace/manifests/receive_from_postman.html", words)
    things = queries.ready_things(courier_holders(postman.user_id), ManifestKind.HAND_OVER, desk)
    offer = Offer(
        kind=ManifestKind.HAND_OVER,
        right=Right.RECEIVE_AT_DESK,
        sides=lambda: (chain.courier(postman.user_id), chain.place(desk)),
        pin=lambda: pin_of(postman.username, form.cleaned_data["pin"]),
        done=_("Bưu tá đã ký giao bảng kê {number}. Mời kiểm đếm từng bưu gửi rồi ký nhận."),
    )
    words["rows"] = _ticked(form, things)
    return _offer(request, form, offer) or _page(request, "receive_from_postman", words)


def _group(request: HttpRequest) -> tuple[ManifestKind, int | None, str]:
    """The kind and the destination that the address names; a destination exactly where the kind has one."""
    kind, to = request.GET.get("loai", ""), request.GET.get("den", "")
    known = {kind.value: kind for kind in ManifestKind}
    if kind not in known or (RULES[known[kind]].receiver == "courier") != (to == ""):
        raise Http404
    if to == "":
        return known[kind], None, ""
    unit = units_by_id([int(to)]).get(int(to)) if to.isdecimal() and len(to) < 10 else None
    if unit is None:
        raise Http404
    return known[kind], unit.id, unit.name


def takers_for(kind: ManifestKind, unit: int) -> list[Courier]:
    """Who may take the list over: any postman on duty, for the shuttle those of the rounds that are open."""
    if RULES[kind].receiver != "courier":
        return []
    on_duty = couriers(unit)
    if kind not in SHUTTLE:
        return on_duty
    team = teams(unit if kind is ManifestKind.SHUTTLE_OUT else None)
    return [courier for courier in on_duty if courier.user_id in team]


def _taker(form: OfferForm, takers: list[Courier]) -> int:
    chosen = form.cleaned_data["courier"]
    return chain.courier(next(c.user_id for c in takers if c.username == chosen))


def _ticked(form: OfferForm, things: list[Thing]) -> list[tuple[Thing, bool]]:
    """Each thing with its tick: all at first, afterwards as the person left them."""
    if not form.is_bound:
        return [(thing, True) for thing in things]
    chosen = set(form["items"].value() or [])
    return [(thing, str(thing.item_id) in chosen) for thing in things]


def _page(request: HttpRequest, page: str, words: dict[str, object]) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    return render(request, f"workplace/manifests/{page}.html", words, status=status)
