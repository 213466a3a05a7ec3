"""One small page for each change of an intake: its form, its refusal with nothing lost, back to the receipt."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.directory.queries.signers import Pin
from tram.web.access import act, allowed
from tram.web.workplace.manifests.pins import pin_of, signing
from tram.web.workplace.receipts.changes import CHANGES
from tram.web.workplace.receipts.opening import back, opened, to_receipt


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def receipt_change(request: HttpRequest, dossier_id: UUID, what: str) -> HttpResponse:
    """One change of an intake: its page, its refusal with nothing lost, or back to the receipt."""
    found = opened(request, dossier_id, f"receipt_{what}")
    change = CHANGES[what]
    form = change.form(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = signing(
                request,
                _pin(given),
                lambda pin: change.run(
                    act(request, given["request_id"], Right.TAKE_IN),
                    dossier_id,
                    {**given, "signed": pin},
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, change.done(made))
            return to_receipt(request, dossier_id)
    page = {
        "form": form,
        "receipt": found,
        "change": change,
        "open": change.open(found),
        "back": back(request),
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/receipts/change.html", page, status=status)


def _pin(given: Mapping[str, Any]) -> Pin | None:
    """The other person's PIN, where a change has one and it was typed."""
    approver = given.get("approver")
    return pin_of(approver, given.get("pin") or "") if approver else None


def _change(address: str, what: str) -> URLPattern:
    return path(
        f"bien-nhan/<uuid:dossier_id>/{address}/",
        receipt_change,
        {"what": what},
        name=f"receipt_{what}",
    )


urls: list[URLPattern] = [
    _change("sua-nguoi-gui", "sender"),
    _change("sua-nguoi-nhan", "recipient"),
    _change("cap-lai", "reprint"),
    _change("huy", "void"),
]
