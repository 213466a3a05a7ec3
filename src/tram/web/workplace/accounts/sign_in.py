"""Signing in and out; a session that ended; the invented people of a demonstration."""

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from tram.accounts.queries import demo_user
from tram.accounts.rules.access import Role
from tram.accounts.rules.passwords import normal
from tram.core.errors import Refused
from tram.directory.queries import DutyRow, demo_duties
from tram.web.access import public
from tram.web.answers import see_other
from tram.web.forms import TramForm
from tram.web.kept import kept

if TYPE_CHECKING:
    from tram.accounts.models import User

SIGN_IN_PAGE = "workplace/accounts/sign_in.html"


def password_field(
    label: Any, autocomplete: str = "current-password", **options: Any
) -> forms.CharField:
    """A password as typed, blanks and all; never shown again."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, **options)


class SignInForm(TramForm):
    """Name and password; `next` is where the person was going, `kept` the form they were sending."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field(gettext_lazy("Mật khẩu"))
    next = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))
    kept = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))


def _own(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )


def _onward(request: HttpRequest, url: str) -> HttpResponse:
    """To where the person was going, if that is one of our pages."""
    return see_other(url if url and _own(request, url) else reverse("workplace"))


def _way_back(request: HttpRequest) -> str:
    """The page to return to after signing in: what was asked for, or the page whose form was sent."""
    if request.method in ("GET", "HEAD") and not request.htmx:  # type: ignore[attr-defined]
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not came_from or not _own(request, came_from):
        return reverse("workplace")
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def ask_to_sign_in(request: HttpRequest, page: str = "sign_in") -> HttpResponse:
    """Send a person whom we do not know to the sign-in page."""
    url = f"{reverse(page)}?{urlencode({'next': _way_back(request)})}"
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    response: HttpResponse = redirect(url)
    return response


def ask_again(request: HttpRequest, carried: str) -> HttpResponse:
    """The session has ended: sign in again; a form that was being sent waits on the page."""
    if not carried or request.htmx:  # type: ignore[attr-defined]
        return ask_to_sign_in(request, "sign_in_again")
    form = SignInForm(initial={"next": _way_back(request), "kept": carried})
    return _sign_in_page(request, form, ended=True, status=401)


def _sign_in_page(
    request: HttpRequest, form: SignInForm, *, ended: bool = False, status: int = 200
) -> HttpResponse:
    carried = form["kept"].value()
    cast_ = [] if ended else _demo_cast()
    words = {"form": form, "ended": ended, "carried": carried, "demo_cast": cast_}
    return render(request, SIGN_IN_PAGE, words, status=status)


OF_A_ROLE = 15
"""So many invented people of a role are shown: a simulated province has hundreds."""


def _demo_cast() -> list[tuple[str, list[DutyRow]]]:
    """The invented people of a demonstration by role; none outside one."""
    order = {role: place for place, role in enumerate(Role)}
    found = sorted(demo_duties(), key=lambda duty: order[Role(duty.role)])
    return [
        (Role(role).label, list(held)[:OF_A_ROLE])
        for role, held in groupby(found, lambda duty: duty.role)
    ]


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in (đăng nhập)."""
    return _sign_in(request, ended=False)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Sign in once more after half an hour without work, or twelve hours of it."""
    return _sign_in(request, ended=True)


def _sign_in(request: HttpRequest, *, ended: bool) -> HttpResponse:
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "GET":
        if request.user.is_authenticated:
            return _onward(request, request.GET.get("next", ""))
        return _sign_in_page(request, form, ended=ended)
    if not form.is_valid():
        return _sign_in_page(request, form, ended=ended, status=422)
    user = recognised(request, form.cleaned_data["username"], form.cleaned_data["password"])
    if user is None:
        message = _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại, để ý phím Caps Lock.")
        form.refuse(Refused("wrong-password", message))
        return _sign_in_page(request, form, ended=ended, status=409)
    login(request, user)
    return _after_sign_in(request, form.cleaned_data)


def recognised(request: HttpRequest, username: str, password: str) -> "User | None":
    """The person whose password this is; wrong ones are counted, by name and address."""
    return authenticate(request, username=username.lower(), password=normal(password))


def _after_sign_in(request: HttpRequest, words: Mapping[str, str]) -> HttpResponse:
    waiting = kept(words["kept"], cast(int, request.user.pk)) if words["kept"] else None
    if waiting is None:
        return _onward(request, words["next"])
    back = words["next"] if _own(request, words["next"]) else reverse("workplace")
    page = {"waiting": waiting, "back_url": back}
    return render(request, "workplace/accounts/send_again.html", page)


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click in a demonstration: sign in as an invented person; refused anywhere else."""
    user = demo_user(request.POST.get("username", ""))
    if user is None:
        message = _("Chỉ bản trình diễn mới cho đăng nhập không cần mật khẩu.")
        raise Refused("not-a-demonstration", message)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return _onward(request, request.POST.get("next", ""))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out (đăng xuất): this session ends."""
    logout(request)
    messages.success(request, _("Bạn đã đăng xuất."))
    return see_other("sign_in")
