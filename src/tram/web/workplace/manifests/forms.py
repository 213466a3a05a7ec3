"""The two forms of a hand-over: what the giver lists, what the receiver found."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tram.custody.commands.manifests import Found, Pin
from tram.custody.queries.counts import Count
from tram.custody.queries.holders import Courier
from tram.custody.queries.manifests import Entry, Outcome, Sheet
from tram.custody.rules.counting import Fault, fits
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.pins import pin_of

OUTCOME_CHOICES = [
    (str(one.value), one.label) for one in (Outcome.RECEIVED, Outcome.MISSING, Outcome.REFUSED)
]
FAULT_CHOICES = [
    ("", _("– Chọn lý do –")),
    *((one.value, one.label) for one in Fault if one is not Fault.EXTRA),
]
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


class TakerForm(RequestForm):
    """Signing a draft: only who takes it must still be chosen, if a postman does."""

    courier = forms.ChoiceField(label=_("Bưu tá nhận"))

    def __init__(self, *args: Any, couriers: list[Courier], **options: Any) -> None:
        super().__init__(*args, **options)
        self.couriers = {c.username: c.user_id for c in couriers}
        box = self.fields["courier"]
        assert isinstance(box, forms.ChoiceField)
        choices = [(c.username, f"{c.name} – {c.unit}") for c in couriers]
        box.choices = choices if len(choices) == 1 else [("", _("– Chọn bưu tá –")), *choices]
        if not couriers:
            del self.fields["courier"]

    def taker(self) -> int | None:
        """The postman chosen."""
        return self.couriers.get(self.cleaned_data.get("courier", ""))


class SealForm(RequestForm):
    """Sealing a bag."""

    seal_number = forms.CharField(label=_("Số niêm phong"), max_length=40)


class CountForm(RequestForm):
    """What the receiver found of each thing that was not simply scanned, and the signer's PIN on the other's device.

    A thing that was scanned and has no box on the page was received; one with a box is what the box says.
    """

    scan = forms.CharField(label=_("Quét hoặc gõ số hiệu"), required=False)
    username = forms.CharField(label=_("Tên đăng nhập của người nhận"), max_length=64)
    pin = forms.CharField(label=_("Mã PIN của người nhận"), widget=PIN_BOX)

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        by_pin: bool,
        count: Count,
        asked: frozenset[int] = frozenset(),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.sheet, self.by_pin, self.count = sheet, by_pin, count
        if not by_pin:
            del self.fields["username"], self.fields["pin"]
        typed = self.data if self.is_bound else self.initial
        self.boxed = [
            entry
            for entry in sheet.entries
            if entry.thing.item_id not in count.by_item
            or entry.position in asked
            or typed.get(f"outcome_{entry.position}")
        ]
        for entry in self.boxed:
            self._ask(entry.position, scanned=entry.thing.item_id in count.by_item)

    def _ask(self, position: int, *, scanned: bool) -> None:
        self.fields[f"outcome_{position}"] = forms.ChoiceField(
            label=_("Kết quả kiểm đếm"),
            choices=OUTCOME_CHOICES,
            required=False,
            initial=Outcome.RECEIVED if scanned else None,
        )
        self.fields[f"fault_{position}"] = forms.ChoiceField(
            label=_("Lý do"), choices=FAULT_CHOICES, required=False
        )
        self.fields[f"reason_{position}"] = forms.CharField(
            label=_("Ghi thêm"), max_length=300, required=False
        )

    @property
    def rows(self) -> list[tuple[Entry, BoundField, BoundField, BoundField]]:
        """Each entry that is asked for with its boxes, in the order of the list."""
        return [
            (
                e,
                self[f"outcome_{e.position}"],
                self[f"fault_{e.position}"],
                self[f"reason_{e.position}"],
            )
            for e in self.boxed
        ]

    @property
    def counted(self) -> int:
        """How many entries have an answer by now: scanned, or on the page."""
        answered = sum(1 for _entry, outcome, _fault, _words in self.rows if outcome.value())
        return len(self.sheet.entries) - len(self.boxed) + answered

    def clean(self) -> dict[str, Any]:
        """A thing that is refused needs its coded reason, asked at its own line; a missing one was not there."""
        cleaned = self.cleaned_data
        for entry in self.boxed:
            outcome = cleaned.get(f"outcome_{entry.position}")
            fault = cleaned.get(f"fault_{entry.position}")
            if outcome == Outcome.MISSING and not fault:
                cleaned[f"fault_{entry.position}"] = Fault.NOT_THERE
            elif outcome and not fits(outcome, Fault(fault) if fault else None):
                words = {"code": entry.thing.code or entry.thing.label}
                message = _("Chọn lý do đúng với kết quả kiểm đếm của %(code)s.")
                error = forms.ValidationError(message, params=words)
                self.add_error(f"fault_{entry.position}", error)
        return cleaned

    def found(self) -> list[Found]:
        """What was found of each thing that has an answer; the command says no if one is left."""
        boxed = {entry.position for entry in self.boxed}
        answers = [
            Found(entry.thing.item_id, Outcome.RECEIVED)
            for entry in self.sheet.entries
            if entry.position not in boxed
        ]
        for entry in self.boxed:
            outcome, fault, words = (
                self.cleaned_data[f"{name}_{entry.position}"]
                for name in ("outcome", "fault", "reason")
            )
            if outcome:
                code = Fault(fault) if fault else None
                answers.append(Found(entry.thing.item_id, Outcome(outcome), code, words))
        return answers

    def signed_by(self) -> Pin | None:
        """The receiver's PIN, or none: they sign in their own session."""
        if not self.by_pin:
            return None
        return pin_of(self.cleaned_data["username"], self.cleaned_data["pin"])
