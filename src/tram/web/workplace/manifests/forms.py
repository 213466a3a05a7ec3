"""The two forms of a hand-over: what the giver lists, what the receiver found."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tram.custody.commands.manifests import Found, Pin
from tram.custody.queries.holders import Courier
from tram.custody.queries.manifests import Entry, Outcome, Sheet
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.pins import pin_of

OUTCOMES = [Outcome.RECEIVED, Outcome.MISSING, Outcome.REFUSED]
PIN_BOX = forms.PasswordInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-number"}
)


class Ids(forms.MultipleChoiceField):
    """Ids of things ticked on the page; whether they may go is the command's question."""

    def valid_value(self, value: Any) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class OfferForm(RequestForm):
    """The giver's list: the things ticked, the postman who takes them, or the giver's own PIN."""

    items = Ids(
        label=_("Danh sách giao"),
        error_messages={"required": _("Chưa đánh dấu gì để giao. Hãy đánh dấu ít nhất một dòng.")},
    )
    courier = forms.ChoiceField(label=_("Bưu tá nhận"))
    pin = forms.CharField(label=_("Mã PIN của bưu tá"), widget=PIN_BOX)

    def __init__(
        self, *args: Any, couriers: list[Courier], by_pin: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [(c.username, f"{c.name} – {c.unit}") for c in couriers]
        box = self.fields["courier"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = choices if len(choices) == 1 else [("", _("– Chọn bưu tá –")), *choices]
        for name, needed in (("courier", bool(couriers)), ("pin", by_pin)):
            if not needed:
                del self.fields[name]

    def item_ids(self) -> list[UUID]:
        """The things ticked, in the order of the page."""
        return [UUID(value) for value in self.cleaned_data["items"]]


class CountForm(RequestForm):
    """What the receiver found of each thing, with a scan box, and the signer's PIN on the other's device."""

    scan = forms.CharField(label=_("Quét hoặc gõ số hiệu"), required=False)
    username = forms.CharField(label=_("Tên đăng nhập của người nhận"), max_length=64)
    pin = forms.CharField(label=_("Mã PIN của người nhận"), widget=PIN_BOX)

    def __init__(self, *args: Any, sheet: Sheet, by_pin: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet = sheet
        self.by_pin = by_pin
        if not by_pin:
            del self.fields["username"], self.fields["pin"]
        choices = [(str(outcome.value), outcome.label) for outcome in OUTCOMES]
        for entry in sheet.entries:
            self.fields[f"outcome_{entry.position}"] = forms.ChoiceField(
                label=_("Kết quả kiểm đếm"), choices=choices, required=False
            )
            self.fields[f"reason_{entry.position}"] = forms.CharField(
                label=_("Lý do"), max_length=300, required=False
            )

    @property
    def rows(self) -> list[tuple[Entry, BoundField, BoundField]]:
        """Each entry with its two boxes, in the order of the list."""
        return [
            (entry, self[f"outcome_{entry.position}"], self[f"reason_{entry.position}"])
            for entry in self.sheet.entries
        ]

    @property
    def counted(self) -> int:
        """How many entries have an answer on the page now."""
        return sum(1 for _entry, outcome, _reason in self.rows if outcome.value())

    def clean(self) -> dict[str, Any]:
        """A thing that is missing or not taken needs its reason, asked at its own line."""
        cleaned = self.cleaned_data
        for entry in self.sheet.entries:
            outcome = cleaned.get(f"outcome_{entry.position}")
            reason = cleaned.get(f"reason_{entry.position}", "")
            if outcome in (Outcome.MISSING, Outcome.REFUSED) and len(reason) < 5:
                message = _("Ghi lý do (ít nhất 5 chữ cái) cho %(code)s.")
                words = {"code": entry.thing.code or entry.thing.label}
                self.add_error(
                    f"reason_{entry.position}", forms.ValidationError(message, params=words)
                )
        return cleaned

    def found(self) -> list[Found]:
        """What was found of each thing that has an answer; the command says no if one is left."""
        answers = []
        for entry in self.sheet.entries:
            outcome = self.cleaned_data[f"outcome_{entry.position}"]
            if outcome:
                reason = self.cleaned_data[f"reason_{entry.position}"]
                answers.append(Found(entry.thing.item_id, Outcome(outcome), reason))
        return answers

    def signed_by(self) -> Pin | None:
        """The receiver's PIN, or none: they sign in their own session."""
        if not self.by_pin:
            return None
        return pin_of(self.cleaned_data["username"], self.cleaned_data["pin"])
