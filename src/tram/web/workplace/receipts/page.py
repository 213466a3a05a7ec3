"""The receipt: what was taken in, what happens next and when, and everything the teller can still do."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.custody.queries.receipts import expected_arrival
from tram.web.access import actor, allowed
from tram.web.forms import RequestForm
from tram.web.workplace.receipts.opening import back, opened

PRINT_KEYS = [
    ("F8", gettext_lazy("in phiếu hai liên và nhãn")),
    ("Ctrl+Enter", gettext_lazy("khách ký trên máy này")),
]
KEYS = [
    ("F4", gettext_lazy("hồ sơ nữa của khách này")),
    ("F2", gettext_lazy("khách khác")),
    ("Esc", gettext_lazy("quay lại")),
]


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_page(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What was taken in, what happens next and when, and everything the teller can still do."""
    found = opened(request, dossier_id, "receipt")
    keys = [*PRINT_KEYS, *KEYS] if found.tracking_code else KEYS
    page = {
        "receipt": found,
        "arrival": _arrival(found.at),
        "keys": keys,
        "back": back(request) or reverse("intakes"),
        "teller": may(actor(request), Right.TAKE_IN, [found.point.id]),
        "sign": RequestForm(),
    }
    return render(request, "workplace/receipts/receipt.html", page)


def _arrival(taken_in: datetime) -> date | None:
    try:
        return expected_arrival(taken_in)
    except Refused:
        return None


urls: list[URLPattern] = [path("bien-nhan/<uuid:dossier_id>/", receipt_page, name="receipt")]
