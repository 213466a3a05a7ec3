"""A PIN typed on the other side's device; wrong ones are counted and lock the name as wrong passwords do."""

from collections.abc import Callable
from typing import TypeVar

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tram.core.acts import Secret
from tram.core.errors import Refused
from tram.custody.commands.manifests import Pin

Answer = TypeVar("Answer")


def signing(request: HttpRequest, pin: Pin | None, run: Callable[[Pin | None], Answer]) -> Answer:
    """Run a command that somebody signs by PIN; after too many wrong ones nobody may try that name for a while."""
    if pin is None:
        return run(None)
    tried = {"username": f"pin:{pin.username.strip().lower()}"}
    if not AxesProxyHandler.is_allowed(request, tried):
        message = _(
            "Nhập sai mã PIN quá nhiều lần nên đã tạm khóa. Hãy chờ 15 phút rồi thử lại, "
            "hoặc ký bằng phiên làm việc của người đó."
        )
        raise Refused("pin-locked", message)
    try:
        answer = run(pin)
    except Refused as refused:
        if refused.code == "wrong-pin":
            AxesProxyHandler.user_login_failed(__name__, tried, request)
            # The form itself says no: the lock's own page would lose what was typed.
            request.axes_locked_out = False  # type: ignore[attr-defined]
        raise
    AxesProxyHandler.reset_attempts(username=tried["username"])
    return answer


def pin_of(username: str, words: str) -> Pin:
    """The name and the PIN as typed."""
    return Pin(username, Secret(words))
