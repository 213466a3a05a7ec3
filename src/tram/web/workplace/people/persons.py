"""People: finding them, adding them, helping those who forgot, ending those who leave."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts import commands as accounts
from tram.accounts import queries
from tram.accounts.queries import PersonRow
from tram.accounts.rules.access import Right, Role, may
from tram.core.errors import Refused
from tram.directory import commands
from tram.directory.queries import duties_of
from tram.directory.queries.staff import POSTAL, staffs
from tram.web.access import act, actor, allowed
from tram.web.answers import see_other
from tram.web.forms import RequestForm, TramForm

FOLDER = "workplace/people"
MANAGERS = (Right.MANAGE_ACCOUNTS, Right.MANAGE_POST)


class PersonForm(RequestForm):
    """Who is new."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"), min_length=2, max_length=120, widget=forms.TextInput()
    )
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=64,
        help_text=gettext_lazy("Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ: nv.an"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )


@allowed(Right.MANAGE_ACCOUNTS)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Find a person by name or sign-in name, accents or not."""
    asked = request.GET.get("q", "")[:120]
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    found = queries.people(asked, before=before, after=after)
    held = [held for held in duties_of([row.id for row in found.rows]) if held.tense == "now"]
    page = {
        "asked": asked,
        "rows": [(row, [one for one in held if one.user_id == row.id]) for row in found.rows],
        "previous_url": _page_url(asked, before=found.before),
        "next_url": _page_url(asked, after=found.after),
    }
    return render(request, f"{FOLDER}/people.html", page)


def _page_url(asked: str, **edge: str) -> str:
    words = {name: value for name, value in {"q": asked, **edge}.items() if value}
    return f"?{urlencode(words)}" if any(edge.values()) else ""


@allowed(Right.MANAGE_ACCOUNTS)
@never_cache
@require_http_methods(["GET", "POST"])
def create_person(request: HttpRequest) -> HttpResponse:
    """A new person; the one-time password is on the page that answers, and on no other."""
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, "create", form, status=422 if form.is_bound else 200)
    words = form.cleaned_data
    request_id = words.pop("request_id")
    try:
        made = accounts.create_person(act(request, request_id, Right.MANAGE_ACCOUNTS), **words)
    except Refused as refused:
        at_field = {
            "username-taken": "username",
            "bad-username": "username",
            "bad-name": "full_name",
        }
        form.refuse(refused, at_field.get(refused.code))
        return form_page(request, "create", form, status=409)
    return password_page(request, made["user"], request_id)


def password_page(request: HttpRequest, user_id: int, request_id: Any) -> HttpResponse:
    """The one time that a new password is shown."""
    page = {
        "person": person_or_404(user_id),
        "password": accounts.one_time_password(request_id).reveal(),
    }
    return render(request, f"{FOLDER}/password.html", page)


def form_page(
    request: HttpRequest, name: str, form: TramForm, status: int = 200, **words: Any
) -> HttpResponse:
    """A form about a person, on a template of its own."""
    return render(request, f"{FOLDER}/{name}.html", {"form": form, **words}, status=status)


def person_or_404(user_id: int) -> PersonRow:
    """Somebody who has an account, at work or not."""
    found = queries.person(user_id)
    if found is None:
        raise Http404
    return found


def managed_or_404(request: HttpRequest, user_id: int) -> PersonRow:
    """Anybody for an administrator; for a post manager only the own staff, everybody else is not there."""
    if not may(actor(request), Right.MANAGE_ACCOUNTS) and not staffs(actor(request), user_id):
        raise Http404
    return person_or_404(user_id)


def roles_to_give(request: HttpRequest) -> list[Role]:
    """The roles this person may give somebody."""
    return list(Role) if may(actor(request), Right.MANAGE_ACCOUNTS) else list(POSTAL)


def own_right(request: HttpRequest) -> Right:
    """The right by which this person manages people."""
    administers = may(actor(request), Right.MANAGE_ACCOUNTS)
    return Right.MANAGE_ACCOUNTS if administers else Right.MANAGE_POST


@allowed(*MANAGERS)
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: duties now, to come and past, and what can be done."""
    who, held = managed_or_404(request, user_id), duties_of([user_id])
    page = {
        "person": who,
        "open_duties": [one for one in held if one.tense != "past"],
        "past_duties": [one for one in held if one.tense == "past"],
        "roles": roles_to_give(request),
        "everyone": may(actor(request), Right.MANAGE_ACCOUNTS),
        "oneself": user_id == actor(request).user_id,
    }
    return render(request, f"{FOLDER}/person.html", page)


@allowed(*MANAGERS)
@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new one-time password, shown once; the person is signed out everywhere."""
    form = RequestForm(request.POST or None)
    who = managed_or_404(request, user_id)
    if not form.is_valid():
        return form_page(request, "reset_password", form, person=who)
    request_id = form.cleaned_data["request_id"]
    try:
        commands.reset_password(act(request, request_id, own_right(request)), user_id=user_id)
    except Refused as refused:
        form.refuse(refused)
        return form_page(request, "reset_password", form, 409, person=who)
    return password_page(request, user_id, request_id)


@allowed(*MANAGERS)
@require_http_methods(["GET", "POST"])
def end_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """A person leaves: no duty and no sign-in from now on."""
    form = RequestForm(request.POST or None)
    who = managed_or_404(request, user_id)
    if not form.is_valid():
        return form_page(request, "end_person", form, person=who)
    request_id = form.cleaned_data["request_id"]
    try:
        commands.end_person(act(request, request_id, own_right(request)), user_id=user_id)
    except Refused as refused:
        form.refuse(refused)
        return form_page(request, "end_person", form, 409, person=who)
    messages.success(request, _("{} không đăng nhập được nữa.").format(who.full_name))
    return see_other("person", user_id=user_id)
