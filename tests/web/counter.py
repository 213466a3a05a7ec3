"""What the tests of the counter type, send and read."""

import re
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import PROCEDURE, Cast, fresh_seal
from tram.cash.models import CashLine
from tram.core.models import Request
from tram.dossiers.models import Dossier


def typed(**changes: str) -> dict[str, str]:
    """A whole form as a teller fills it in; an empty change unticks a box."""
    words = {
        "request_id": str(uuid4()),
        "do": "take",
        "paper_1_originals": "1",
        "paper_2_certified": "1",
        "service": "both",
        "sender_name": "Nguyễn Văn Mẫu",
        "sender_phone": "0912 000 001",
        "sender_commune": "Phường Tích Sơn",
        "sender_address": "Số 1 phố Mẫu",
        "recipient_same": "on",
        "consent": "on",
        "grams": "120",
        "seal_number": fresh_seal(),
        "sealed": "on",
        "exemption": "none",
    }
    return {name: value for name, value in (words | changes).items() if value}


def form_url(code: str = PROCEDURE) -> str:
    return reverse("intake_form", args=[code])


def post(counter: Client, who: Cast, **changes: str) -> HttpResponse:
    words = {"agency": str(who.agency.id)} | typed(**changes)
    return counter.post(form_url(), words)  # type: ignore[return-value]


def text(response: Any) -> str:
    """The page's text as read: one line, no tags, no entities."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", bare.replace("&quot;", '"').replace("&#x27;", "'"))


def written() -> tuple[int, ...]:
    return (Dossier.objects.count(), CashLine.objects.count(), Request.objects.count())


def refused(counter: Client, who: Cast, **changes: str) -> str:
    """The page of a refusal: 409, an error summary, nothing written, nothing typed lost."""
    before = written()
    words = {"agency": str(who.agency.id)} | typed(**changes)
    response = counter.post(form_url(), words)
    assert response.status_code == 409
    assert written() == before
    page = response.content.decode()
    assert "data-error-summary" in page
    assert kept(page) >= words.items() - {("do", "take")}
    return page


def kept(page: str) -> set[tuple[str, str]]:
    """What the form would send as it stands, hidden fields included."""
    form = BeautifulSoup(page, "html.parser").select_one("#intake-form")
    assert form
    boxes = form.select("input[name]:not([type=checkbox], [type=radio])")
    boxes += form.select("input[checked]")
    chosen = [
        (str(select["name"]), option)
        for select in form.select("select[name]")
        for option in select.select("option[selected]")
    ]
    sent = {(str(box["name"]), str(box.get("value", "on"))) for box in boxes}
    return sent | {(name, str(option["value"])) for name, option in chosen}
