"""The papers of an intake, to print: the voucher in two copies, the label of each envelope, or both at once."""

from uuid import UUID

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.custody.prints import intake_pdf, label_pdf, voucher_pdf
from tram.custody.queries import papers
from tram.web.access import allowed
from tram.web.downloads import pdf
from tram.web.workplace.receipts.opening import opened


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_print(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Everything to print at once: the voucher in two copies, then the label; a hidden frame prints it."""
    found = opened(request, dossier_id, "receipt_print")
    made = intake_pdf(papers.voucher(found), papers.label(found))
    answer = pdf(made, f"phieu-va-nhan-{found.s10}")
    answer["X-Frame-Options"] = "SAMEORIGIN"
    vars(answer)["_csp_replace"] = {
        "frame-ancestors": [SELF]
    }  # as csp_replace does, for one argument more
    return answer


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_voucher(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The voucher in two copies, to print."""
    found = opened(request, dossier_id, "receipt_voucher")
    return pdf(voucher_pdf(papers.voucher(found)), f"phieu-gui-{found.s10}")


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_label(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The label of the envelope, or of the part asked for, to print."""
    found = opened(request, dossier_id, "receipt_label")
    asked = request.GET.get("phan", "1")
    if not asked.isdecimal() or not 0 < int(asked[:4]) <= len(found.more) + 1:
        raise Http404
    label = papers.label(found, int(asked[:4]))
    return pdf(label_pdf(label), f"nhan-{label.s10}")


urls: list[URLPattern] = [
    path("bien-nhan/<uuid:dossier_id>/in.pdf", receipt_print, name="receipt_print"),
    path("bien-nhan/<uuid:dossier_id>/phieu-gui.pdf", receipt_voucher, name="receipt_voucher"),
    path("bien-nhan/<uuid:dossier_id>/nhan.pdf", receipt_label, name="receipt_label"),
]
