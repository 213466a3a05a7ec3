"""Deny by default, one person for each request, and "no" as a page."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.accounts.rules.access import Right, may
from tram.accounts.sessions import SessionStore
from tram.core.errors import Refused
from tram.web.access import PUBLIC, SIGNED_IN, actor
from tram.web.kept import keep
from tram.web.workplace.accounts.sign_in import ask_again, ask_to_sign_in

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Opens a page only to those its policy names; staff pages need a live session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "actor") and not response.has_header("Cache-Control"):
            # After signing out, the Back button must not show the next person at this desk anything.
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        policy = getattr(view, "access_policy", None)
        if policy == PUBLIC:
            return None
        if policy is None:
            return no_entry(request)
        user = request.user
        if not user.is_authenticated:
            return ask_to_sign_in(request)
        return self._enter(request, user, policy)

    def _enter(self, request: HttpRequest, user: User, policy: object) -> HttpResponse | None:
        session = cast(SessionStore, request.session)
        if not user.is_active or not session.touch():
            if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
                return HttpResponse(status=204)  # a price asked while typing: the form waits
            carried = keep(request, user.id) if request.method == "POST" else ""
            logout(request)
            return ask_again(request, carried)
        request.actor = user.actor  # type: ignore[attr-defined]
        if user.must_change_password and request.resolver_match.view_name not in OWN_PAGES:  # type: ignore[union-attr]
            return redirect("change_password")
        rights: frozenset[Right] = (
            frozenset() if policy == SIGNED_IN else cast(frozenset[Right], policy)
        )
        if rights and not any(may(actor(request), right) for right in rights):
            return no_entry(request)
        return None


OWN_PAGES = {"change_password", "sign_out"}


def no_entry(request: HttpRequest) -> HttpResponse:
    """403 with a sentence that says whom to ask."""
    return render(request, "403.html", status=403)


class RefusedMiddleware:
    """Turns a `Refused` that no page caught into a page that keeps the way back (409)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return render(request, "refused.html", {"refused": error}, status=409)


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for one name from one address."""
    message = _(
        "Đăng nhập sai quá nhiều lần. Hãy chờ 15 phút rồi thử lại, hoặc liên hệ người quản trị tài khoản."
    )
    return render(request, "refused.html", {"refused": Refused("locked-out", message)}, status=429)
