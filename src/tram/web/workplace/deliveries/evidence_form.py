"""The evidence of one delivery as it is typed: originals first, who took it, proof, signature, the seal, the money."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.cash.rules.change import change, likely
from tram.core.errors import Refused
from tram.core.money import format_vnd, parse_vnd
from tram.custody.commands.delivery import Evidence, Receipt
from tram.custody.queries.deliveries import ProofKind, ReceiptKind, Relation
from tram.web.forms import ParsedField
from tram.web.uploads import look_at
from tram.web.workplace.collected import OriginalsForm

SEAL = [("whole", gettext_lazy("Còn nguyên")), ("broken", gettext_lazy("Rách, mở hoặc nghi ngờ"))]


def _change_table(due_vnd: int) -> str:
    """The change of each likely note, to be read at the door without a line."""
    told = [
        _("{tendered} thì trả lại {change}").format(
            tendered=format_vnd(tendered), change=format_vnd(back)
        )
        for tendered, back in likely(due_vnd)
    ]
    return _("Khách đưa {told}. Để trống nếu khách đưa vừa đủ.").format(told="; ".join(told))


class Owed(Protocol):
    """What the form asks of the thing that is given: to whom, what is due, which originals are taken back."""

    @property
    def recipient(self) -> str:
        """By the name on the envelope."""

    @property
    def due_vnd(self) -> int:
        """What is still to be paid."""

    @property
    def originals(self) -> tuple[str, ...]:
        """What must be taken back first."""


class EvidenceForm(OriginalsForm):
    """What the command keeps of a delivery; `carried` says to whom, and what is due."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Người ký nhận"), choices=Relation.choices(), widget=forms.RadioSelect
    )
    received_by = forms.CharField(
        label=gettext_lazy("Họ và tên người nhận thay"),
        help_text=gettext_lazy("Chỉ ghi khi người ký nhận là người được ủy quyền."),
        max_length=200,
        required=False,
    )
    proof_kind = forms.ChoiceField(
        label=gettext_lazy("Giấy tờ đã xem"), choices=ProofKind.choices(), widget=forms.RadioSelect
    )
    proof_last4 = forms.CharField(
        label=gettext_lazy("4 ký tự cuối của giấy tờ"),
        help_text=gettext_lazy("Không cần ghi khi người nhận đưa giấy hẹn trả kết quả."),
        max_length=4,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "autocomplete": "off"}),
    )
    seal = forms.ChoiceField(
        label=gettext_lazy("Niêm phong"),
        help_text=gettext_lazy("Mời người nhận xem niêm phong trước khi mở rồi ghi lại."),
        choices=SEAL,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa ghi niêm phong còn nguyên hay không.")},
    )
    receipt = forms.ChoiceField(
        label=gettext_lazy("Bằng chứng ký nhận"),
        choices=ReceiptKind.choices(),
        widget=forms.RadioSelect,
    )
    picture = forms.FileField(
        label=gettext_lazy("Chữ ký hoặc ảnh phiếu đã ký"),
        help_text=gettext_lazy(
            "Ảnh JPEG hoặc PNG. Khi trang báo lỗi, hãy ký hoặc chọn lại ảnh này."
        ),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png", "data-sign": gettext_lazy("Ký lại")}
        ),
    )
    voucher = forms.CharField(
        label=gettext_lazy("Số phiếu giấy đã ký"),
        help_text=gettext_lazy("Chỉ ghi khi người nhận ký trên phiếu giấy lưu tại bưu cục."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    tendered = ParsedField(
        parse_vnd,
        label=gettext_lazy("Khách đưa (đồng)"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    paid = forms.BooleanField()

    def __init__(self, *args: Any, carried: Owed, **options: Any) -> None:
        super().__init__(*args, originals=carried.originals, **options)
        self.carried = carried
        if carried.due_vnd:
            box = self.fields["paid"]
            box.label = _("Đã thu đủ {amount}").format(amount=format_vnd(carried.due_vnd))
            box.error_messages["required"] = _(
                "Chưa thu tiền thì chưa phát. Thu đủ {amount} rồi đánh dấu."
            ).format(amount=format_vnd(carried.due_vnd))
            self.fields["tendered"].help_text = _change_table(carried.due_vnd)
        else:
            del self.fields["paid"], self.fields["tendered"]

    @property
    def evidence_fields(self) -> list[BoundField]:
        """What is asked after the originals, in the order of the page."""
        return [box for box in self.visible_fields() if not box.name.startswith("original_")]

    def clean(self) -> dict[str, Any]:
        """The name of a person who takes it for another is asked at its own box."""
        cleaned = self.cleaned_data
        if cleaned.get("relation") == Relation.AUTHORISED and not cleaned.get("received_by"):
            self.add_error("received_by", _("Hãy nhập họ và tên người nhận thay."))
        if cleaned.get("tendered") is not None:
            try:
                change(self.carried.due_vnd, cleaned["tendered"])
            except Refused as refused:
                self.add_error("tendered", refused.message)
        return cleaned

    @property
    def change_told(self) -> str:
        """What goes back of what the recipient put down, in words; empty if nothing was typed."""
        tendered = self.cleaned_data.get("tendered")
        if tendered is None:
            return ""
        return _("Khách đưa {tendered}: trả lại khách {change}.").format(
            tendered=format_vnd(tendered),
            change=format_vnd(change(self.carried.due_vnd, tendered)),
        )

    @property
    def seal_broken(self) -> bool:
        """The recipient looked, and the seal is not whole."""
        return bool(self.cleaned_data.get("seal") == "broken")

    @contextmanager
    def evidence(self) -> Iterator[Evidence]:
        """What the command keeps, inside this block; a recipient in person signs by the name on the envelope.

        Refused if the picture is not one.
        """
        words = self.cleaned_data
        with look_at([words["picture"]] if words["picture"] else []) as looked:
            for refused in looked.bad:
                raise refused
            yield self._evidence(Receipt(*self._receipt(), picture=next(iter(looked.good), None)))

    def _receipt(self) -> tuple[ReceiptKind, str]:
        return ReceiptKind(self.cleaned_data["receipt"]), self.cleaned_data["voucher"]

    def _evidence(self, receipt: Receipt) -> Evidence:
        words = self.cleaned_data
        relation = Relation(words["relation"])
        named = self.carried.recipient
        return Evidence(
            received_by=named if relation is Relation.SELF else words["received_by"],
            relation=relation,
            proof_kind=ProofKind(words["proof_kind"]),
            proof_last4=words["proof_last4"],
            seal_intact=words["seal"] == "whole",
            receipt=receipt,
        )
