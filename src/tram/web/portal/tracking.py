"""Following a dossier by its code (theo dõi hồ sơ).

The code comes in the body of a POST and stands in no address and no log. Whoever has the code learns how far the
dossier is, when the result is due and what kind of office holds it; no name, no procedure, no amount, and no place
but the point where it waits to be collected.
An unknown code and one that a reprint replaced are answered with the same words.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.core import buckets
from tram.core.calendar import local_date, vn_date
from tram.core.codes import code_digest, parse_tracking_code
from tram.core.errors import Refused
from tram.custody.queries.tracking import Tracked, track
from tram.custody.rules.milestones import Milestone, Progress, Punctuality, Step
from tram.custody.rules.turns import ENDED
from tram.web.access import public
from tram.web.forms import TramForm
from tram.web.portal.fields import SpokenField
from tram.web.portal.turns import told
from tram.web.proxies import caller

BADGES = {
    Punctuality.NOT_COUNTED: "neutral",
    Punctuality.IN_TIME: "success",
    Punctuality.OVERDUE: "danger",
    Punctuality.PAUSED: "warning",
    Punctuality.DONE_IN_TIME: "success",
    Punctuality.DONE_LATE: "warning",
}
# No stricter than same-origin: without any referrer browsers post "Origin: null", which the CSRF check refuses.
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}


class TrackingForm(TramForm):
    """The code of the receipt; spaces, dashes, small letters and O for 0 are forgiven."""

    code = SpokenField(
        parse_tracking_code,
        label=gettext_lazy("Mã theo dõi"),
        help_text=gettext_lazy("13 chữ và số in dưới ô vuông trên phiếu gửi hoặc giấy hẹn"),
        max_length=60,
        said={
            "bad-code": gettext_lazy(
                "Mã này không đúng: hãy gõ lại đủ 13 chữ và số in trên phiếu gửi hoặc giấy hẹn."
            ),
            "input-method": gettext_lazy(
                "Mã này có chữ mang dấu: hãy tắt bộ gõ tiếng Việt (Ctrl+Shift) rồi gõ lại."
            ),
        },
        widget=forms.TextInput(
            attrs={
                "class": "w-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


@dataclass(frozen=True)
class Line:
    """One line of the timeline in the reader's language."""

    label: str
    state: str
    at: datetime | None
    expected: datetime | None
    detail: str


@public
@require_http_methods(["GET", "POST"])
def tracking(request: HttpRequest) -> HttpResponse:
    """The box for the code; posted, the dossier's milestones."""
    form = TrackingForm(request.POST or None)
    if request.method == "GET":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not buckets.take("tracking", _neighbourhood(request), _limit()):
        return _too_many(request, form)
    found = track(code_digest(settings.TRACKING_KEY.encode(), form.cleaned_data["code"]))
    if found is None:
        form.refuse(_unknown(), "code")
        return _page(request, form, status=404)
    return _private(render(request, "portal/tracking/found.html", _shown(form, found)))


def _page(request: HttpRequest, form: TrackingForm, status: int = 200) -> HttpResponse:
    return _private(render(request, "portal/tracking/form.html", {"form": form}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def _unknown() -> Refused:
    return Refused(
        "no-such-code",
        _(
            "Không có hồ sơ nào mang mã này. Hãy so lại với phiếu gửi hoặc giấy hẹn mới nhất: "
            "khi cấp lại phiếu, mã cũ không còn dùng được."
        ),
    )


def _too_many(request: HttpRequest, form: TrackingForm) -> HttpResponse:
    refused = Refused(
        "too-many",
        _(
            "Vừa có quá nhiều lượt tra cứu từ nơi này. Hãy chờ một phút rồi thử lại; "
            "hồ sơ không bị ảnh hưởng gì."
        ),
    )
    form.refuse(refused)
    response = _page(request, form, status=429)
    response.headers["Retry-After"] = "60"
    return response


def _limit() -> buckets.Limit:
    """Look-ups one neighbourhood may make at once, and the seconds after which it may make one more."""
    size = getattr(settings, "TRACKING_LOOKUPS", 60)
    return buckets.Limit(size, timedelta(seconds=getattr(settings, "TRACKING_SECONDS", 1)))


def _neighbourhood(request: HttpRequest) -> str:
    """The caller's network: /24 of an IPv4 address, /48 of an IPv6 one, so that moving house by one helps nobody."""
    address = caller(request)
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "unknown"
    bits = 24 if version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def _shown(form: TrackingForm, found: Tracked) -> dict[str, object]:
    return {
        "form": form,
        "code": form.cleaned_data["code"],
        "found": found,
        "steps": [_line(step, found) for step in found.steps],
        "headline": _(_current(found).label) if found.steps else "",
        "keeper": _(found.keeper.label),
        "badge": BADGES[found.punctuality],
        "punctuality": _(found.punctuality.label),
        "notices": told(found),
        "ended": found.turn in ENDED,
    }


def _current(found: Tracked) -> Milestone:
    begun = [step.milestone for step in found.steps if step.state is not Progress.AHEAD]
    return begun[-1]


def _line(step: Step, found: Tracked) -> Line:
    detail = _detail(step, found) if step.state is not Progress.AHEAD else ""
    return Line(_(step.milestone.label), step.state, step.at, step.expected, detail)


def _detail(step: Step, found: Tracked) -> str:
    ways = {step.milestone for step in found.steps}
    here = step.state is Progress.CURRENT
    if step.milestone is Milestone.AT_AGENCY and Milestone.TAKEN_IN in ways:
        return _("Hai bên đã ký biên bản giao nhận: thời hạn giải quyết tính từ lúc này.")
    if step.milestone is Milestone.IN_PROGRESS and here and found.due_at and not found.turn:
        day = vn_date(local_date(found.due_at))
        return _("Hẹn trả kết quả ngày %(day)s.") % {"day": day}
    if step.milestone is Milestone.RESULT_READY and here and not found.back:
        if Milestone.COMING_HOME in ways:
            return _("Kết quả sẽ được giao cho bưu điện để chuyển tới ông/bà.")
        return _("Mời ông/bà mang giấy hẹn tới bộ phận một cửa để nhận kết quả.")
    return ""


urls: list[URLPattern] = [path("theo-doi/", tracking, name="tracking")]
