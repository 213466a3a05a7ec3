"""The question where the result goes (nhận kết quả qua bưu điện?): never answered beforehand, priced, with a day."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.cash.rules.tariff import Quotation
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands.returns import Answer
from tram.custody.queries import returning
from tram.custody.queries.intakes import CommuneChoice, communes
from tram.custody.queries.receipts import Person, submitter
from tram.dossiers.queries.dossier import Facts
from tram.web.workplace.fields import recipient_fields
from tram.web.workplace.intake.form import RECIPIENT, addressee, secret_field

AT_DESK, BY_POST = "desk", "post"
AT_FIELD = {
    "no-district": "recipient_commune",
    "recipient": "recipient_name",
    "secret": "secret",
}
ASKED = (*RECIPIENT, "consent", "secret")


def return_fields(places: Sequence[CommuneChoice], secrets: bool) -> dict[str, forms.Field]:
    """Where a result goes by post, and the consent to use it; `secrets`: whether marks must be asked for."""
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Khách đồng ý để bưu điện dùng tên, điện thoại, địa chỉ này để phát kết quả"
        )
    )
    asked = {"secret": secret_field()} if secrets else {}
    return {**recipient_fields(places), "consent": consent, **asked}


def question_field() -> forms.ChoiceField:
    """Yes or no; nothing is chosen for the customer."""
    return forms.ChoiceField(
        label=gettext_lazy("Nhận kết quả qua bưu điện?"),
        help_text=gettext_lazy("Hãy hỏi khách; không chọn thay khách."),
        choices=[
            (BY_POST, _("Có: bưu tá phát tận nhà, trả cước khi nhận")),
            (AT_DESK, _("Không: khách nhận tại bộ phận một cửa")),
        ],
        widget=forms.RadioSelect,
    )


def places() -> Sequence[CommuneChoice]:
    """The communes of today, to choose from."""
    return communes(clock.today())


def only_if_by_post(form: forms.Form) -> None:
    """The recipient is asked for only of who answers yes."""
    by_post = form.is_bound and form.data.get("back") == BY_POST
    for name in form.fields.keys() & ASKED:
        form.fields[name].required = by_post or not form.is_bound


def all_asked(form: forms.Form) -> None:
    """After the reading, a box that matters only to who answers yes is not called optional."""
    for name in form.fields.keys() & ASKED:
        form.fields[name].required = True


def first_commune(form: forms.Form) -> dict[str, Any]:
    """The commune that stands in the box at first, so that the price is told before anybody types."""
    field, text = form.fields["recipient_commune"], form.initial.get("recipient_commune")
    try:
        return {"recipient_commune": field.clean(text)} if text else {}
    except forms.ValidationError:
        return {}


def answer(given: Mapping[str, Any]) -> Answer | None:
    """What the customer answered, as the command takes it; None where nothing was asked."""
    if "back" not in given:
        return None
    if given["back"] != BY_POST:
        return Answer()
    return Answer(addressee(given), given.get("secret"))


def typed_for(person: Person | None) -> dict[str, str]:
    """The recipient's boxes filled with who submitted: most often the same person."""
    if person is None:
        return {}
    return {
        "recipient_name": person.full_name,
        "recipient_phone": person.phone,
        "recipient_commune": person.commune,
        "recipient_address": person.address,
    }


def submitted_by(facts: Facts) -> dict[str, str]:
    """The boxes as they stand at first."""
    return typed_for(submitter(facts.id))


def price_words(facts: Facts, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the card beside the form says: the price of the way home, or what is missing for it, and the day."""
    price, needed = _price(facts, given.get("recipient_commune"))
    return {"price": price, "needed": needed, "home_by": returning.home_by(facts)}


def _price(facts: Facts, commune: int | None) -> tuple[Quotation | None, str]:
    if not commune:
        return None, _("Nhập xã, phường, thị trấn của người nhận rồi bấm «Tính cước».")
    try:
        return returning.return_price(returning.postal_facts(facts, commune)), ""
    except Refused as refused:
        return None, refused.message


def priced(request: HttpRequest, facts: Facts, form: forms.Form) -> HttpResponse | None:
    """The card alone for a page with script; None where the whole page must be drawn again."""
    form.full_clean()
    if not getattr(request, "htmx", False):
        return None
    words = price_words(facts, form.cleaned_data)
    return render(request, "workplace/desk/return_price.html", words)


def as_typed(form: forms.Form, request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, to draw the form again with nothing lost and nothing marked as wrong."""
    return {name: request.POST.get(name, "") for name in form.fields}
