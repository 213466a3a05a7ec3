"""The first page of hand-overs: what waits for me, what waits for the other, what can go, what was signed."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, Role, may
from tram.custody.queries import manifests as queries
from tram.custody.queries.discrepancies import open_for
from tram.custody.queries.drafts import drafts_of
from tram.custody.queries.holders import SIDES, own_holders
from tram.custody.queries.interception import held_back
from tram.dossiers.queries.reach import below
from tram.web import access
from tram.web.workplace.manifests.places import here


@access.allowed(*SIDES)
@require_GET
def manifests(request: HttpRequest) -> HttpResponse:
    """Hand-overs of the place where the person works, and of themselves on the road."""
    who, unit = access.actor(request), here(request)
    holders = own_holders(who, unit)
    signed, following = queries.signed_lately(holders, _cursor(request.GET.get("truoc", "")))
    words = {
        "waiting": queries.waiting_for(holders),
        "drafts": drafts_of(holders),
        "differences": len(open_for(holders, [])),
        "offered": queries.offered_by(holders),
        "groups": [(group, _offer_url(group)) for group in queries.ready_groups(holders)],
        "signed": signed,
        "later": "truoc" in request.GET,
        "next_url": _page_url(following),
        "to_hold_back": len(held_back(holders, below(who.units(Role.POST_MANAGER)))),
        "packs": may(who, Right.RECEIVE_AT_DESK) or may(who, Right.TAKE_IN),
        "labels": may(who, Right.RECEIVE_AT_DESK) or may(who, Right.HAND_OVER_POST),
        "of_shuttle": may(who, Right.RECEIVE_AT_DESK) or may(who, Right.DELIVER),
        "at_desk": may(who, Right.RECEIVE_AT_DESK, [unit] if unit else []),
    }
    return render(request, "workplace/manifests/manifests.html", words)


def _offer_url(group: queries.Group) -> str:
    words = {"loai": group.kind.value, **({"den": group.to_unit} if group.to_unit else {})}
    return f"{reverse('new_manifest')}?{urlencode(words)}"


def _page_url(following: queries.Cursor | None) -> str:
    if following is None:
        return ""
    at, ident = following
    return f"{reverse('manifests')}?{urlencode({'truoc': f'{at.isoformat()}~{ident}'})}"


def _cursor(text: str) -> queries.Cursor | None:
    if not text:
        return None
    at, _, ident = text.partition("~")
    try:
        found = datetime.fromisoformat(at), UUID(ident)
    except ValueError:
        raise Http404 from None
    if found[0].tzinfo is None:
        raise Http404
    return found
