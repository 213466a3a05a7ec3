"""The intake behind every page of its receipt, and the way back to where somebody came from."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.custody.queries.receipts import Receipt, receipt
from tram.web.access import actor, place

BACK = "ve"


def opened(request: HttpRequest, dossier_id: UUID, page: str) -> Receipt:
    """The intake, if this person may see it; the reading is written down. A stranger finds nothing."""
    found = receipt(actor(request), dossier_id)
    if found is None:
        raise Http404
    here = place(request, Right.TAKE_IN)
    note_read(actor(request), place_id=here, subject=dossier_id, page=page)
    return found


def back(request: HttpRequest) -> str:
    """The page of ours where the mistake was noticed, to return to it; empty if there is none."""
    asked = request.GET.get(BACK, "")
    own = asked.startswith("/lam-viec/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if own else ""


def to_receipt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """On to the receipt after a write (303), keeping the way back."""
    way = back(request)
    answer = redirect(
        reverse("receipt", args=[dossier_id]) + (f"?{urlencode({BACK: way})}" if way else "")
    )
    answer.status_code = 303
    return answer
