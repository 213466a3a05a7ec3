"""Tellers and postmen of the manager's own units: finding and hiring them (nhân viên bưu chính)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.directory import commands
from tram.directory.queries.network import Place, post_places
from tram.directory.queries.staff import staff_of
from tram.directory.rules.duties import POST
from tram.web import access
from tram.web.workplace.network.forms import HireForm
from tram.web.workplace.network.points import FOLDER, page_number, pager, tabs
from tram.web.workplace.people.persons import password_page

AT_FIELD = {
    "username-taken": "username",
    "bad-username": "username",
    "bad-name": "full_name",
    "role-does-not-fit": "unit",
    "unit-not-yet": "valid_from",
    "unit-closed": "unit",
}


@access.allowed(Right.MANAGE_POST)
@require_GET
def post_staff(request: HttpRequest) -> HttpResponse:
    """Who works at the post under this manager, found by name or sign-in name, accents or not."""
    asked, number = request.GET.get("q", "")[:120], page_number(request)
    found = staff_of(access.actor(request), asked, page=number)
    words = {
        "tabs": tabs("post_staff"),
        "asked": asked,
        "rows": found.rows,
        **pager(request, number, found.more),
    }
    return render(request, f"{FOLDER}/staff.html", words)


@access.allowed(Right.MANAGE_POST)
@never_cache
@require_http_methods(["GET", "POST"])
def hire(request: HttpRequest) -> HttpResponse:
    """Somebody new with a duty; the one-time password is on the page that answers, and on no other."""
    today = access.today(request)
    units = post_places(access.actor(request), sorted(POST), day=today)
    initial = {"valid_from": today, "unit": _asked_unit(request, units)}
    form = HireForm(units, request.POST or None, initial=initial)
    if not form.is_valid():
        return _form(request, form, units, 422 if form.is_bound else 200)
    words = form.cleaned_data
    request_id = words.pop("request_id")
    words["unit_id"] = words.pop("unit")
    try:
        made = commands.hire(access.act(request, request_id, Right.MANAGE_POST), **words)
    except Refused as refused:
        form.refuse(refused, AT_FIELD.get(refused.code))
        return _form(request, form, units, 409)
    return password_page(request, made["user"], request_id)


def _asked_unit(request: HttpRequest, units: Sequence[Place]) -> str:
    """The name of the point whose page led here."""
    asked = request.GET.get("diem", "")
    return next((each.label for each in units if str(each.id) == asked), "")


def _form(
    request: HttpRequest, form: HireForm, units: Sequence[Place], status: int
) -> HttpResponse:
    words = {"form": form, "units": units}
    return render(request, f"{FOLDER}/hire.html", words, status=status)
