"""The way of the result changed (đổi cách nhận kết quả), until the post has it: by post, to whom, or fetched."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import intake, returns
from tram.custody.queries import returning, trail
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.rules.states import Action
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.desk import return_question as question
from tram.web.workplace.desk.own import done, own_facts, page
from tram.web.workplace.fields import reason_field
from tram.web.workplace.intake.form import addressee


class PlaceForm(RequestForm):
    """Who gets the result by post, and where; with a reason where an answer was kept before."""

    def __init__(self, *args: Any, again: bool, secrets: bool, **options: Any) -> None:
        hint = gettext_lazy("Lý do được lưu cùng lựa chọn mới; lựa chọn cũ vẫn giữ nguyên.")
        vars(self)["base_fields"] = {
            **type(self).base_fields,
            **question.return_fields(question.places(), secrets),
            "reason": reason_field(hint),
        }
        super().__init__(*args, **options)
        self.fields["reason"].required = again

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or question.AT_FIELD.get(refused.code))


class FetchForm(RequestForm):
    """The customer will fetch the result."""

    reason = reason_field(
        gettext_lazy("Lý do được lưu; người nhận và địa chỉ cũ vẫn giữ nguyên để xem lại.")
    )


Given = dict[str, Any]


def _register(act: Act, dossier_id: UUID, given: Given) -> object:
    words: Given = {"recipient": addressee(given), "reason": given["reason"]}
    words["secret"] = given.get("secret")
    return returns.register_postal_return(act, dossier_id=dossier_id, **words)


def _address(act: Act, dossier_id: UUID, given: Given) -> object:
    words: Given = {"recipient": addressee(given), "reason": given["reason"]}
    return intake.correct_recipient(act, dossier_id=dossier_id, **words)


def _fetch(act: Act, dossier_id: UUID, given: Given) -> object:
    return returns.fetch_at_desk(act, dossier_id=dossier_id, reason=given["reason"])


RUNS: dict[str, tuple[Callable[[Act, UUID, Given], object], Any]] = {
    "register": (_register, gettext_lazy("Đã đăng ký trả kết quả qua bưu điện.")),
    "address": (
        _address,
        gettext_lazy("Đã đổi người nhận, địa chỉ. Kết quả đã đóng gói thì in lại nhãn."),
    ),
    "fetch": (_fetch, gettext_lazy("Đã đổi: khách nhận kết quả tại bộ phận một cửa.")),
}


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def change_return(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Register a return by post, change its recipient, or withdraw it; what stood before stays readable."""
    facts = own_facts(request, dossier_id)
    what = request.POST.get("do", "")
    if what == "price":
        return _priced(request, facts)
    if what not in RUNS:
        return _page(request, facts)
    run, told = RUNS[what]
    form = (
        FetchForm(request.POST, auto_id="fetch_%s")
        if what == "fetch"
        else _place(request, facts, what)
    )
    if done(request, form, facts, lambda act: run(act, dossier_id, form.cleaned_data)):
        messages.success(request, str(told))
        return see_other("change_return", dossier_id=dossier_id)
    return _page(request, facts, form)


def _secrets(facts: Facts) -> bool:
    """Asked when a return by post is ordered, not when its address changes."""
    return not facts.result_by_post and returning.asks_secrets(facts)


def _place(request: HttpRequest, facts: Facts, what: str) -> PlaceForm:
    """An address changed needs its reason; so does an answer that replaces another."""
    again = what == "address" or request.POST.get("again") == "yes"
    return PlaceForm(request.POST, again=again, secrets=_secrets(facts))


def _priced(request: HttpRequest, facts: Facts) -> HttpResponse:
    form = _place(request, facts, "register")
    card = question.priced(request, facts, form)
    again = bool(returning.choices(facts.id)) or facts.result_by_post
    typed = question.as_typed(form, request)
    fresh = PlaceForm(again=again, secrets=_secrets(facts), initial=typed)
    return card or _page(request, facts, place=fresh, given=form.cleaned_data)


def _page(
    request: HttpRequest,
    facts: Facts,
    form: RequestForm | None = None,
    *,
    place: PlaceForm | None = None,
    given: Given | None = None,
) -> HttpResponse:
    kept, choices = trail.recipients(facts.id), returning.choices(facts.id)
    again = bool(choices) or facts.result_by_post
    if isinstance(form, PlaceForm):
        place, given = form, getattr(form, "cleaned_data", {})
    place = place or PlaceForm(again=again, secrets=_secrets(facts), initial=_first(facts, kept))
    words: Given = {
        "open": facts.can(Action.CHOOSE_RETURN),
        "closed": returning.may_return(facts).reason,
        "again": again,
        "kept": kept,
        "choices": choices,
        "place": place,
        "fetch": form if isinstance(form, FetchForm) else FetchForm(auto_id="fetch_%s"),
        "sender": queries.senders(facts.id)[0],
        **question.price_words(facts, given or question.first_commune(place)),
    }
    return page(request, "change_return", facts, form, **words)


def _first(facts: Facts, kept: list[trail.Addressed]) -> dict[str, str]:
    """The boxes at first: the recipient in force, else who submitted."""
    if not kept or not facts.result_by_post:
        return question.submitted_by(facts)
    now = kept[0]
    return {
        "recipient_name": now.full_name,
        "recipient_phone": now.phone,
        "recipient_commune": now.commune,
        "recipient_address": now.address,
    }
