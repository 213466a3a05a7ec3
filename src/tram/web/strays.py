"""Requests that come the wrong way: HEAD, a page opened that only takes forms, a form whose page has grown old.

Nobody is left before an empty page, and what a person typed is not lost because they signed in again elsewhere.
"""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.accounts.sessions import SessionStore
from tram.core.errors import Refused
from tram.web.access import PUBLIC
from tram.web.kept import Kept, keep, kept

GetResponse = Callable[[HttpRequest], HttpResponse]
_NOT_ALLOWED = 405
_LAST_ID = 2**63 - 1


class StrayMiddleware:
    """HEAD is answered wherever GET is (RFC 9110 §9.1; the server leaves the body out); 405 is a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code == _NOT_ALLOWED and not response.content:
            return _only_forms(request, response["Allow"])
        return response

    @staticmethod
    def process_view(_request: HttpRequest, _view: Any, _args: Any, words: dict[str, Any]) -> None:
        """A number in an address that no row can have is not found, whoever would have looked."""
        if any(isinstance(word, int) and word > _LAST_ID for word in words.values()):
            raise Http404


def _only_forms(request: HttpRequest, allow: str) -> HttpResponse:
    message = _(
        "Địa chỉ này chỉ nhận biểu mẫu gửi từ trang trước. Hãy quay lại trang đó rồi bấm nút ở cuối biểu mẫu."
    )
    page = _refused(request, "only-forms", message, status=_NOT_ALLOWED)
    page["Allow"] = allow
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is older than the last signing-in, or that another site sent (403)."""
    match = request.resolver_match
    if match is not None and getattr(match.func, "access_policy", None) == PUBLIC:
        message = _(
            "Trang này mở đã lâu, hoặc trình duyệt không nhận cookie. Hãy tải lại trang rồi gửi lại."
        )
        return _refused(request, "page-too-old", message, back_url=_came_from(request))
    waiting = _waiting(request)
    if waiting is not None:
        words = {"waiting": waiting, "back_url": _came_from(request), "elsewhere": True}
        return render(request, "workplace/accounts/send_again.html", words, status=403)
    message = _("Phiên làm việc đã hết hạn trước khi gửi biểu mẫu. Hãy đăng nhập lại rồi gửi lại.")
    return _refused(request, "session-ended", message)


def _came_from(request: HttpRequest) -> str:
    """The page of ours whose form this was, else the public front page."""
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path if parts.netloc == request.get_host() else reverse("home")


def _waiting(request: HttpRequest) -> Kept | None:
    """What this person typed on a page of ours, before they signed in again in another tab."""
    user = request.user
    if not _from_our_page(request) or not isinstance(user, User) or not user.is_active:
        return None
    if request.method != "POST" or not cast(SessionStore, request.session).touch():
        return None
    return kept(keep(request, user.id), user.id)


def _from_our_page(request: HttpRequest) -> bool:
    """Whether the browser itself says that a page of this very site sent the form; other sites cannot say so."""
    site = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    return request.headers.get("Origin") == site


def _refused(
    request: HttpRequest, code: str, message: str, *, status: int = 403, back_url: str = ""
) -> HttpResponse:
    words = {"refused": Refused(code, message), "back_url": back_url}
    return render(request, "refused.html", words, status=status)
