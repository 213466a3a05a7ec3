"""The forms of the acts on a case: a person of the unit, a reason that is printed, an amount, a proof."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.dossiers.queries.work import Colleague
from tram.dossiers.rules.work import WorkKind
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.cases.own import Case
from tram.web.workplace.desk.asked_form import long_reason

AT_FIELD = {
    "reason-missing": "reason",
    "no-amount": "amount",
    "no-proof": "proof",
    "not-here": "person",
    "to-oneself": "person",
    "no-leader": "person",
}


def _comment() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Ý kiến"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeedForm(RequestForm):
    """An act that asks nothing but to be confirmed."""

    def __init__(self, case: Case, *words: Any, **more: Any) -> None:
        self.case = case
        super().__init__(*words, **more)

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        at = field or AT_FIELD.get(refused.code)
        super().refuse(refused, at if at in self.fields else None)


class ReasonForm(DeedForm):
    """A written reason."""

    reason = long_reason(
        gettext_lazy("Lý do"), hint=gettext_lazy("Ghi trọn câu, đủ để người nhận hiểu vì sao.")
    )


class CommentForm(DeedForm):
    """A word that may be left out."""

    comment = _comment()


class PersonForm(DeedForm):
    """Somebody of the unit, and a word to them."""

    person = forms.TypedChoiceField(label=gettext_lazy("Người xử lý"), coerce=int)
    comment = _comment()

    def __init__(self, case: Case, *words: Any, **more: Any) -> None:
        super().__init__(case, *words, **more)
        people = [(str(p.id), f"{p.name} – {p.duty}") for p in case.people() if self.offers(p)]
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    def offers(self, person: Colleague) -> bool:
        """Whether this colleague can be chosen."""
        return True


class AssignForm(PersonForm):
    """Who works on it: a leader chooses, a case officer takes it."""

    def offers(self, person: Colleague) -> bool:
        """Only oneself, for whoever does not lead."""
        return self.case.leads or person.id == self.case.who.user_id


class HandOnForm(PersonForm):
    """To whom it goes, and for what."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Để làm gì?"),
        choices=[(k.value, k.label) for k in WorkKind if k is not WorkKind.APPROVE],
        widget=forms.RadioSelect,
        initial=WorkKind.APPRAISE.value,
    )
    field_order = ("request_id", "person", "kind", "comment")

    def offers(self, person: Colleague) -> bool:
        """Anybody else."""
        return person.id != self.case.who.user_id


class SubmitForm(PersonForm):
    """To which leader."""

    person = forms.TypedChoiceField(label=gettext_lazy("Lãnh đạo duyệt"), coerce=int)

    def offers(self, person: Colleague) -> bool:
        """Leaders only."""
        return person.leads


class PaymentForm(DeedForm):
    """How much is owed, and for what."""

    amount = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền phải nộp"),
        help_text=gettext_lazy("Ví dụ: 1.500.000"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = long_reason(
        gettext_lazy("Khoản phải nộp, căn cứ"),
        hint=gettext_lazy("In trên thông báo gửi công dân."),
    )


class ProofForm(DeedForm):
    """What shows that it was paid."""

    proof = forms.CharField(
        label=gettext_lazy("Số biên lai hoặc giấy nộp tiền"),
        min_length=3,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-wide"}),
    )
