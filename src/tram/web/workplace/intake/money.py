"""The part of the counter's form about money: who pays less, by which way the fee is paid, a price above the table."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.cash.queries import tariff
from tram.cash.rules.ceiling import Override, OverrideReason
from tram.cash.rules.fees import FeeRoute
from tram.core import clock
from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.custody.commands.charges import Payment
from tram.web.forms import ParsedField

NOBODY = "none"
MONEY = (
    "exemption",
    "exemption_proof",
    "fee_route",
    "fee_proof",
    "asked",
    "override_reason",
    "override_words",
    "tendered",
)
AT_FIELD = {
    "proof-missing": "exemption_proof",
    "no-such-group": "exemption",
    "fee-proof-missing": "fee_proof",
    "no-receipts": "fee_route",
    "price-below": "asked",
    "price-above": "override_reason",
    "tendered-short": "tendered",
}


def groups() -> list[tuple[str, str]]:
    """Who pays less by the list of today; read only where the form is drawn."""
    first = [(NOBODY, _("Không giảm"))]
    try:
        found = tariff(day=clock.today()).groups
    except Refused:
        return first
    return first + [(one.code, f"{one.name} ({one.exemption.label})") for one in found]


class MoneyForm(forms.Form):
    """The fields about money of an intake."""

    exemption = forms.CharField(
        label=gettext_lazy("Miễn, giảm cước"),
        widget=forms.Select(choices=CallableChoiceIterator(groups)),
        initial=NOBODY,
        required=False,
    )
    exemption_proof = forms.CharField(
        label=gettext_lazy("Loại và số giấy chứng minh"),
        help_text=gettext_lazy("Ví dụ: Giấy chứng nhận hộ nghèo năm 2019, số 12/GCN."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )
    fee_route = forms.ChoiceField(
        label=gettext_lazy("Khách nộp phí, lệ phí"),
        choices=FeeRoute.choices(),
        initial=FeeRoute.POST,
        required=False,
    )
    fee_proof = forms.CharField(
        label=gettext_lazy("Số biên lai hoặc mã giao dịch"),
        help_text=gettext_lazy("Chỉ khi khách không nộp phí qua bưu điện."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    asked = ParsedField(
        parse_vnd,
        label=gettext_lazy("Cước thu khác bảng giá (đồng)"),
        help_text=gettext_lazy(
            "Để trống là thu đúng bảng giá. Thu cao hơn phải có lý do và hiện trên danh sách của người quản lý."
        ),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    override_reason = forms.ChoiceField(
        label=gettext_lazy("Lý do thu vượt bảng giá"),
        choices=[("", gettext_lazy("Không thu vượt bảng giá")), *OverrideReason.choices()],
        required=False,
    )
    override_words = forms.CharField(
        label=gettext_lazy("Ghi rõ lý do"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )
    tendered = ParsedField(
        parse_vnd,
        label=gettext_lazy("Khách đưa (đồng)"),
        help_text=gettext_lazy("Để máy tính tiền thừa trả khách; để trống nếu khách đưa vừa đủ."),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )


def payment(given: Mapping[str, Any]) -> Payment:
    """The command's words."""
    group = given.get("exemption") or NOBODY
    asked = given.get("asked")
    reason = given.get("override_reason")
    return Payment(
        group="" if group == NOBODY else group,
        group_proof=given.get("exemption_proof") or "",
        route=FeeRoute(given.get("fee_route") or FeeRoute.POST),
        fee_proof=given.get("fee_proof") or "",
        override=None
        if asked is None
        else Override(
            asked,
            OverrideReason(reason) if reason else None,
            given.get("override_words") or "",
        ),
    )
