"""Counting a drawer by notes: at the opening and at the close of a shift."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.commands.shifts import close_shift, open_shift
from tram.cash.queries.drawers import drawer_now
from tram.cash.rules.counting import MOST_NOTES, NOTES, DifferenceCause
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.places import act, here

STEPS = {"mo-ca": open_shift, "dong-ca": close_shift}


class CountForm(RequestForm):
    """How many notes of each value, and the cause if the sum differs from the book."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for value in NOTES:
            self.fields[f"n{value}"] = forms.IntegerField(
                label=_("Số tờ {value}").format(value=format_vnd(value)),
                min_value=0,
                max_value=MOST_NOTES,
                required=False,
            )
        self.fields["cause"] = forms.ChoiceField(
            label=_("Nguyên nhân, nếu lệch với sổ"),
            choices=[("", _("Không lệch")), *DifferenceCause.choices()],
            required=False,
        )
        self.fields["words"] = forms.CharField(
            label=gettext_lazy("Ghi rõ"), max_length=300, required=False
        )

    def notes(self) -> dict[int, int]:
        """What was counted."""
        return {value: self.cleaned_data[f"n{value}"] or 0 for value in NOTES}

    def cause(self) -> DifferenceCause | None:
        """Why it differs, if it does."""
        chosen = self.cleaned_data["cause"]
        return DifferenceCause(chosen) if chosen else None


@access.allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def count_drawer(request: HttpRequest, step: str) -> HttpResponse:
    """Count and open, or count and close; a difference asks for its cause, with nothing lost."""
    point = here(request, Right.TAKE_IN)
    if step not in STEPS or point is None:
        raise Http404
    form = CountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
        given: dict[str, Any] = {"unit_id": point, "notes": form.notes(), "cause": form.cause()}
        try:
            told = STEPS[step](asked, **given, words=form.cleaned_data["words"])
        except Refused as refused:
            form.refuse(refused, "cause" if refused.code == "cause-missing" else None)
        else:
            counted = format_vnd(told["counted_vnd"])
            messages.success(request, _("Đã kiểm quỹ: {money}.").format(money=counted))
            return see_other("my_cash")
    words = {
        "form": form,
        "closing": step == "dong-ca",
        "drawer": drawer_now(point, access.actor(request).id),
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/cash/count.html", words, status=status)
