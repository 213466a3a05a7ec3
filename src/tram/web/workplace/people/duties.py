"""Appointments: giving a person a duty and ending it (phân công, thôi phân công)."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.queries import PersonRow
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.core.errors import Refused
from tram.directory import commands
from tram.directory.queries import DutyRow, UnitChoice, duty, units_to_staff
from tram.directory.queries.network import Place, post_places
from tram.directory.queries.staff import POSTAL
from tram.directory.rules.duties import FITS
from tram.web.access import act, actor, allowed, today
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.fields import PlaceField
from tram.web.workplace.people.persons import (
    MANAGERS,
    form_page,
    managed_or_404,
    own_right,
    roles_to_give,
)


class AppointForm(RequestForm):
    """Where, since when and by which decision; the role was chosen on the page before."""

    unit = PlaceField(
        (),
        "units",
        label=gettext_lazy("Đơn vị"),
        help_text=gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn."),
    )
    valid_from = forms.DateField(label=gettext_lazy("Từ ngày"))
    valid_to = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu chưa biết."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Số quyết định phân công"), required=False, max_length=120
    )

    def __init__(self, units: Sequence[UnitChoice | Place], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units


class EndForm(RequestForm):
    """From which day a duty is gone."""

    on = forms.DateField(
        label=gettext_lazy("Thôi nhiệm vụ từ ngày"),
        help_text=gettext_lazy("Chọn hôm nay thì quyền của người này hết ngay."),
    )


@allowed(*MANAGERS)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, user_id: int, role: str) -> HttpResponse:
    """Give a person a role at a unit."""
    who = managed_or_404(request, user_id)
    if role not in roles_to_give(request):
        raise Http404
    units = _units(request, Role(role))
    form = AppointForm(units, request.POST or None, initial={"valid_from": clock.today()})
    words = {"person": who, "role": Role(role), "units": units}
    if not form.is_valid():
        return form_page(request, "appoint", form, 422 if form.is_bound else 200, **words)
    try:
        _appoint(request, who, Role(role), form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return form_page(request, "appoint", form, 409, **words)
    messages.success(request, _("Đã phân công {} cho {}.").format(Role(role).label, who.full_name))
    return see_other("person", user_id=user_id)


def _units(request: HttpRequest, role: Role) -> Sequence[UnitChoice | Place]:
    """Where this administrator or post manager may give a role."""
    kinds, own = sorted(FITS[role]), units_to_staff(actor(request), FITS[role])
    if role not in POSTAL:
        return own
    places = post_places(actor(request), kinds, day=today(request))
    return [*own, *(place for place in places if place.id not in {unit.id for unit in own})]


def _appoint(request: HttpRequest, who: PersonRow, role: Role, words: dict[str, Any]) -> None:
    commands.appoint(
        act(request, words["request_id"], own_right(request)),
        user_id=who.id,
        role=role,
        unit_id=words["unit"],
        valid_from=words["valid_from"],
        valid_to=words["valid_to"],
        decision=words["decision"],
    )


def _end_page(
    request: HttpRequest, form: EndForm, held: DutyRow | None, status: int
) -> HttpResponse:
    if held is None:
        raise Http404
    return form_page(request, "end_duty", form, status, duty=held)


@allowed(*MANAGERS)
@require_http_methods(["GET", "POST"])
def end_appointment(request: HttpRequest, user_id: int, appointment_id: int) -> HttpResponse:
    """End a duty, today if need be."""
    managed_or_404(request, user_id)
    held = duty(appointment_id)
    if held is not None and held.user_id != user_id:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    if not form.is_valid():
        return _end_page(request, form, held, 422 if form.is_bound else 200)
    try:
        commands.end_appointment(
            act(request, form.cleaned_data["request_id"], own_right(request)),
            appointment_id=appointment_id,
            on=form.cleaned_data["on"],
        )
    except Refused as refused:
        form.refuse(refused, "on" if refused.code == "in-the-past" else None)
        return _end_page(request, form, held, 409)
    messages.success(request, _("Đã ghi kết thúc nhiệm vụ."))
    return see_other("person", user_id=user_id)
