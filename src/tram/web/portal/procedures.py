"""Which procedures go by post, with papers, limit and fee (thủ tục hành chính)."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.catalogue import queries as catalogue
from tram.catalogue.rules.eligibility import Verdict
from tram.core import clock
from tram.web.access import public
from tram.web.portal.paging import PAGE, asked, page
from tram.web.portal.prices import price


@dataclass(frozen=True)
class Answer:
    """May it go by post, this way: yes or no, and why not; `foreign` = the reason exists in Vietnamese only."""

    open: bool
    reason: str
    foreign: bool


@dataclass(frozen=True)
class Listed:
    """A procedure of the list with the answers in the reader's language."""

    row: catalogue.ProcedureRow
    sending: Answer
    returning: Answer


def _answer(verdict: Verdict) -> Answer:
    reason = _(verdict.reason) if verdict.reason else ""
    unchanged = reason == verdict.reason and get_language() != "vi"
    return Answer(verdict.open, reason, bool(reason) and unchanged)


@public
@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """Find a procedure by everyday words; each with what the post may carry (QĐ 45/2016/QĐ-TTg Điều 1)."""
    text, after = asked(request, "q"), asked(request, "after")
    found = catalogue.search_procedures(
        text, day=clock.today(), after=after or None, limit=PAGE + 1
    )
    rows, next_url = page(request, found, lambda row: row.cursor)
    listed = [Listed(row, _answer(row.sending), _answer(row.returning)) for row in rows]
    words = {"rows": listed, "q": text, "after": after, "next_url": next_url}
    return render(request, "portal/procedures/list.html", words)


@public
@require_GET
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: papers, time limit, fees, and whether it goes by post, this way and back."""
    found = catalogue.procedure(code, day=clock.today())
    if found is None:
        raise Http404
    words = {
        "procedure": found,
        "limits": _limits(found),
        "fees": [(_(fee.label), fee.amount_vnd) for fee in found.fees],
        "sending": _answer(found.sending),
        "returning": _answer(found.returning),
        "crumbs": [(_("Thủ tục"), ".."), (found.code, "")],
    }
    return render(request, "portal/procedures/one.html", words)


def _limits(found: catalogue.ProcedureDetail) -> list[tuple[str, str]]:
    """The time limits, each behind its heading: one line if every channel has the same."""
    if len(set(found.limits.values())) == 1:
        same_day = _("Trong ngày") if found.same_day else ""
        return [(_("Thời hạn giải quyết"), same_day or _limit(found.limit))]
    return [
        (_("Thời hạn khi nộp trực tiếp"), _limit(found.limit)),
        (_("Thời hạn khi nộp trực tuyến"), _limit(found.limit_online)),
        (_("Thời hạn khi gửi qua bưu điện"), _limit(found.limit_postal)),
    ]


def _limit(words: str) -> str:
    """«7 ngày làm việc» in the reader's language."""
    number, _space, unit = words.partition(" ")
    return f"{number} {ngettext(unit, unit, int(number))}" if unit else ""


urls: list[URLPattern] = [
    path("thu-tuc/", procedures, name="procedures"),
    path("thu-tuc/<str:code>/", procedure, name="procedure"),
    path("gia-cuoc/", price, name="price"),
]
