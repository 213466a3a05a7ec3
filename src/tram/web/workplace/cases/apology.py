"""The leader signs the apology and appoints another day (phiếu xin lỗi, Mẫu 04; NĐ 61/2018/NĐ-CP Điều 19)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.dossiers import commands
from tram.dossiers.queries import apologies
from tram.dossiers.queries import dossier as queries
from tram.dossiers.rules.states import Action
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.cases.deed_forms import DeedForm
from tram.web.workplace.cases.own import Case, done, note, own_case
from tram.web.workplace.desk.asked_form import long_reason

AT_FIELD = {"not-later": "day", "day-off": "day", "calendar-gap": "day"}


class ApologyForm(DeedForm):
    """Why it is late, and the new day."""

    reason = long_reason(
        gettext_lazy("Lý do chậm trả"), hint=gettext_lazy("In trên phiếu xin lỗi gửi công dân.")
    )
    day = forms.DateField(
        label=gettext_lazy("Ngày hẹn lại"),
        help_text=gettext_lazy("Một ngày làm việc sau ngày đã hẹn; trả vào cuối giờ ngày đó."),
    )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


def apologises(case: Case) -> bool:
    """Whether a leader of the unit may appoint another day: at most once (32c)."""
    return case.leads and case.can(Action.REAPPOINT) and not case.held.re_appointed


@access.allowed(Right.APOLOGISE)
@require_http_methods(["GET", "POST"])
def apology(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Sign the apology that was drafted, or one of one's own."""
    case = own_case(request, dossier_id)
    told = apologies.drafted(dossier_id)
    form = ApologyForm(case, request.POST or None, initial=_initial(told))

    def sign(act: Act) -> object:
        given: dict[str, Any] = form.cleaned_data
        due_after = _closing(given["day"], case)
        return commands.apologise(
            act, dossier_id=dossier_id, reason=given["reason"], due_after=due_after
        )

    if done(request, form, case, sign):
        messages.success(request, _("Đã ký phiếu xin lỗi. Công dân được hẹn ngày mới."))
        return see_other("case", dossier_id=dossier_id)
    if request.method == "GET" and not apologises(case):
        return see_other("case", dossier_id=dossier_id)
    note(request, case, "apology")
    words = {
        "form": form,
        "facts": case.facts,
        "due": queries.due(dossier_id),
        "last": apologies.last_day(dossier_id),
        "drafted": told,
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/cases/apology.html", words, status=status)


def _initial(told: apologies.Draft | None) -> dict[str, Any]:
    if told is None:
        return {}
    return {"reason": told.reason, "day": local_date(told.due_after) if told.due_after else None}


def _closing(day: date, case: Case) -> datetime:
    return apologies.closing(day, case.facts.agency_id)
