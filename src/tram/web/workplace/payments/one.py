"""The money of one dossier: its receipts, what may go back, who asked, who approves (requirements 15b, 42c, 42d)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.cash.commands import receipts, refunds
from tram.cash.rules.receipts import ReceiptVoidReason
from tram.cash.rules.refunds import RefundReason
from tram.core.errors import Refused
from tram.core.money import format_vnd, parse_vnd
from tram.custody.commands.refunds import ask_refund
from tram.custody.prints.receipts import receipts_pdf
from tram.custody.queries.money import DossierMoney, dossier_money, receipt_papers
from tram.web.access import act, actor, allowed, place
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.forms import ParsedField, RequestForm

FIELDS = {"one-sum": "part"}
WHY = "tra"
PAGE = "workplace/payments/one.html"
VOIDABLE = [r for r in ReceiptVoidReason if r is not ReceiptVoidReason.REFUNDED]


class AskForm(RequestForm):
    """Which sums are to go back, and why."""

    sums = forms.MultipleChoiceField(
        label=gettext_lazy("Khoản trả lại"), widget=forms.CheckboxSelectMultiple
    )
    part = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền trả lại, nếu chỉ trả một phần của một khoản"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do trả lại"),
        choices=RefundReason.choices(),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Ghi rõ"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )

    def __init__(
        self, money: DossierMoney, data: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial or {})
        box = self.fields["sums"]
        assert isinstance(box, forms.MultipleChoiceField)
        box.choices = [
            (str(one.seq), f"{one.what}: {format_vnd(one.amount_vnd)}")
            for one in money.sums
            if one.open
        ]


class VoidForm(RequestForm):
    """Which receipt is spoilt, and why."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do hủy"),
        choices=[(one.value, one.label) for one in VOIDABLE],
        widget=forms.RadioSelect,
    )


@allowed(Right.TAKE_IN, Right.APPROVE_REFUND)
@require_http_methods(["GET", "POST"])
def dossier_payments(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What was taken for a dossier; POST asks that sums go back."""
    money = _found(request, dossier_id, "dossier_payments")
    form = _first(request, money)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = ask_refund(
                act(request, given["request_id"]),
                dossier_id=dossier_id,
                reason=RefundReason(given["reason"]),
                seqs=[int(seq) for seq in given["sums"]],
                part_vnd=given["part"],
                words=given["words"],
            )
        except Refused as refused:
            form.refuse(refused, FIELDS.get(refused.code))
        else:
            told = _("Đã đề nghị trả lại {money}: chờ người khác duyệt rồi mới trả khách.")
            messages.success(request, told.format(money=format_vnd(made["amount_vnd"])))
            return see_other("dossier_payments", dossier_id=dossier_id)
    return _show(request, money, form)


def _first(request: HttpRequest, money: DossierMoney) -> AskForm:
    """What was sent, or what ought to go back as the address asks (`tra`), already filled in."""
    if request.method == "POST":
        return AskForm(money, request.POST)
    wanted = next((one for one in money.backs if one.why == request.GET.get(WHY)), None)
    if wanted is None:
        return AskForm(money)
    part = "" if wanted.part_vnd is None else format_vnd(wanted.part_vnd)
    first = {"sums": [str(seq) for seq in wanted.seqs], "part": part, "reason": wanted.reason}
    return AskForm(money, initial=first)


@allowed(Right.APPROVE_REFUND)
@require_POST
def decide_refund(request: HttpRequest, dossier_id: UUID, refund_id: UUID) -> HttpResponse:
    """Approve or refuse a refund in one's own session."""
    money = _found(request, dossier_id, "decide_refund")
    if request.POST.get("do") == "approve":
        run: Callable[..., Mapping[str, Any]] = refunds.approve_refund
        told = _("Đã duyệt: trả lại khách {money}.")
    else:
        run, told = refunds.refuse_refund, _("Đã không duyệt: không trả tiền.")
    return _do(
        request,
        money,
        lambda asked: run(act(request, asked), refund_id=refund_id),
        lambda made: told.format(money=format_vnd(made.get("returned_vnd", 0))),
    )


@allowed(Right.APPROVE_REFUND)
@require_POST
def void_receipt(request: HttpRequest, dossier_id: UUID, receipt_id: int) -> HttpResponse:
    """A spoilt receipt is void and the next number takes its place."""
    money = _found(request, dossier_id, "void_receipt")
    try:
        reason = ReceiptVoidReason(request.POST.get("reason", ""))
    except ValueError:
        reason = ReceiptVoidReason.MISPRINTED
    return _do(
        request,
        money,
        lambda asked: receipts.reissue(act(request, asked), receipt_id=receipt_id, reason=reason),
        lambda made: _("Đã hủy biên lai và cấp số mới. Hãy in lại cho khách và giữ bản hỏng."),
    )


@allowed(Right.TAKE_IN, Right.APPROVE_REFUND)
@require_GET
def payments_print(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Every receipt of a dossier to print: the fee's and the postage's on papers of their own."""
    money = _found(request, dossier_id, "payments_print")
    if not money.receipts:
        raise Http404
    return pdf(receipts_pdf(receipt_papers(dossier_id)), f"bien-lai-{money.s10}")


def _do(
    request: HttpRequest,
    money: DossierMoney,
    run: Callable[[str], Mapping[str, Any]],
    done: Callable[[Mapping[str, Any]], str],
) -> HttpResponse:
    """One button: run it and go back (303), or the same page with the refusal (409)."""
    asked = RequestForm(request.POST)
    form = AskForm(money)
    if asked.is_valid():
        try:
            made = run(asked.cleaned_data["request_id"])
        except Refused as refused:
            return _show(request, money, form, refusal=refused.message)
        messages.success(request, done(made))
    return see_other("dossier_payments", dossier_id=money.dossier)


def _show(
    request: HttpRequest, money: DossierMoney, form: AskForm, refusal: str = ""
) -> HttpResponse:
    waiting = [(row, RequestForm()) for row in money.refunds if row.waiting]
    words = {
        "money": money,
        "form": form,
        "open": any(one.open for one in money.sums),
        "waiting": waiting,
        "decided": [row for row in money.refunds if not row.waiting],
        "receipts": [(row, VoidForm()) for row in money.receipts],
        "refusal": refusal,
    }
    status = 409 if refusal or form.is_bound else 200
    return render(request, PAGE, words, status=status)


def _found(request: HttpRequest, dossier_id: UUID, page: str) -> DossierMoney:
    """The money of a dossier, if this person may see it; the reading is written down."""
    money = dossier_money(actor(request), dossier_id)
    if money is None:
        raise Http404
    note_read(actor(request), place_id=place(request), subject=dossier_id, page=page)
    return money


BASE = "tien-ho-so/<uuid:dossier_id>/"
urls: list[URLPattern] = [
    path(BASE, dossier_payments, name="dossier_payments"),
    path(f"{BASE}bien-lai.pdf", payments_print, name="payments_print"),
    path(f"{BASE}tra-lai/<uuid:refund_id>/", decide_refund, name="decide_refund"),
    path(f"{BASE}huy-bien-lai/<int:receipt_id>/", void_receipt, name="void_receipt"),
]
