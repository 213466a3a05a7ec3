"""Signatures on the voucher (chữ ký trên phiếu gửi): by session, on the teller's device, or a scan of the paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.vouchers import sign_voucher
from tram.custody.queries.receipts import Receipt, receipt
from tram.custody.queries.vouchers import unsigned
from tram.custody.rules.counter import VoucherSide
from tram.web.access import act, actor, allowed
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, sent_too_much, takes_files
from tram.web.workplace.receipts.opening import to_receipt


class ScanForm(RequestForm):
    """The picture of the voucher that the customer signed on paper."""

    scan = FilesField(
        label=gettext_lazy("Bản chụp phiếu gửi có chữ ký của khách"),
        help_text=gettext_lazy("Một tệp PDF, JPEG hoặc PNG."),
    )


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_POST
def voucher_sign(request: HttpRequest, dossier_id: UUID, side: str) -> HttpResponse:
    """The teller signs in the own session, or the customer has confirmed on this device."""
    _found(request, dossier_id)
    form = RequestForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
    sign_voucher(asked, dossier_id=dossier_id, side=VoucherSide(side))
    messages.success(request, _("Đã ghi chữ ký trên phiếu gửi."))
    return to_receipt(request, dossier_id)


@allowed(Right.TAKE_IN, Right.COLLECT)
@takes_files
@require_http_methods(["GET", "POST"])
def voucher_scan(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The customer signed on paper: its picture is kept with the signature."""
    found = _found(request, dossier_id)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _kept(request, dossier_id, form):
        messages.success(request, _("Đã lưu bản chụp phiếu có chữ ký của khách."))
        return to_receipt(request, dossier_id)
    page = {"form": form, "receipt": found}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/receipts/scan.html", page, status=status)


def _kept(request: HttpRequest, dossier_id: UUID, form: ScanForm) -> bool:
    """True when the picture is kept; else what is wrong stands on the form."""
    too_much = sent_too_much(request)
    if not form.is_valid() or too_much:
        if too_much:
            form.refuse(too_much, "scan")
        return False
    with look_at(form.cleaned_data["scan"]) as looked:
        for refused in looked.bad:
            form.refuse(refused, "scan")
        return not looked.bad and _signed(request, dossier_id, form, looked.good)


def _signed(request: HttpRequest, dossier_id: UUID, form: ScanForm, good: Any) -> bool:
    try:
        asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
        sign_voucher(asked, dossier_id=dossier_id, side=VoucherSide.CUSTOMER, scan=good)
    except Refused as refused:
        form.refuse(refused, "scan")
        return False
    return True


def _found(request: HttpRequest, dossier_id: UUID) -> Receipt:
    found = receipt(actor(request), dossier_id)
    if found is None:
        raise Http404
    return found


@allowed(Right.TAKE_IN, Right.MANAGE_POST)
@require_GET
def unsigned_vouchers(request: HttpRequest) -> HttpResponse:
    """Vouchers that lack a signature: the point's own, or those of every point below a manager."""
    who = actor(request)
    page = {"rows": unsigned(who), "own": who.units("teller")}
    return render(request, "workplace/receipts/unsigned.html", page)


urls: list[URLPattern] = [
    path(
        "bien-nhan/<uuid:dossier_id>/khach-ky/",
        voucher_sign,
        {"side": "customer"},
        name="voucher_customer",
    ),
    path(
        "bien-nhan/<uuid:dossier_id>/ky/", voucher_sign, {"side": "teller"}, name="voucher_teller"
    ),
    path("bien-nhan/<uuid:dossier_id>/ban-chup/", voucher_scan, name="voucher_scan"),
    path("phieu-chua-ky/", unsigned_vouchers, name="unsigned_vouchers"),
]
