"""Practice (tập nhận hồ sơ): the whole counter with prices and checks, nothing kept; in a demonstration only.

The dossier is really taken in, shown, and taken back before anybody else could see it.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tram.accounts.rules.access import Right
from tram.core.queries import is_demo
from tram.custody.commands import intake as commands
from tram.custody.commands.intake import AtAddress
from tram.custody.prints import voucher_pdf
from tram.custody.queries import papers
from tram.custody.queries.receipts import Receipt, receipt
from tram.web.access import act, actor, allowed
from tram.web.answers import see_other
from tram.web.workplace.intake.form import IntakeForm

KEYS = [("F8", gettext_lazy("xem phiếu tập")), ("F2", gettext_lazy("tập hồ sơ khác"))]


def practising(request: HttpRequest) -> bool:
    """True while the teller has practice switched on; a real database has no such switch."""
    return bool(request.session.get("practice")) and is_demo()


@allowed(Right.TAKE_IN)
@require_POST
def practice_switch(request: HttpRequest) -> HttpResponse:
    """Practice on, or off again."""
    if not is_demo():
        raise Http404
    request.session["practice"] = not request.session.get("practice")
    return see_other("intake")


def rehearse(request: HttpRequest, form: IntakeForm, away: AtAddress | None) -> HttpResponse:
    """The page that a real intake would have led to, or its voucher (`do=paper`); nothing is kept."""
    found, voucher = _take_in_and_back(request, form, away)
    if request.POST.get("do") == "paper":
        return HttpResponse(voucher, content_type="application/pdf")
    typed = [(name, value) for name, value in request.POST.items() if name != "do"]
    page: dict[str, Any] = {"receipt": found, "typed": typed, "keys": KEYS}
    return render(request, "workplace/practice/receipt.html", page)


def _take_in_and_back(
    request: HttpRequest, form: IntakeForm, away: AtAddress | None
) -> tuple[Receipt, bytes]:
    asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
    with transaction.atomic():
        made = commands.take_in(asked, intake=replace(form.intake(), at_address=away))
        found = receipt(actor(request), UUID(str(made["dossier"])))
        assert found is not None, "who takes in sees the receipt"
        voucher = papers.voucher(found, practice=True)
        transaction.set_rollback(True)
    return found, voucher_pdf(voucher)
