"""The address that scanners post to, and the three columns of a count: scanned, missing, extra (thừa).

A scan is {code, request_id, at}: the device's own id makes sending it again harmless. Asked for JSON it answers JSON;
a plain form gets a page.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import request_uuid
from tram.custody.commands.counts import count
from tram.custody.queries.counts import Count, Mark, Numbers, count_of, numbers_of
from tram.custody.queries.holders import SIDES
from tram.custody.queries.manifests import Entry, Sheet, manifest_head, read_manifest
from tram.custody.rules.handovers import RULES
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.manifests.places import act
from tram.web.workplace.manifests.verdicts import Said, said

LATEST = 20


@dataclass(frozen=True)
class Columns:
    """The three columns of a count, the latest scan first; of the scanned only the latest are listed at once."""

    numbers: Numbers
    scanned: tuple[tuple[Entry, Mark], ...]
    missing: tuple[Entry, ...]
    extras: tuple[Mark, ...]

    @property
    def latest(self) -> tuple[tuple[Entry, Mark], ...]:
        """The scans just made."""
        return self.scanned[:LATEST]

    @property
    def earlier(self) -> tuple[tuple[Entry, Mark], ...]:
        """The scans before those."""
        return self.scanned[LATEST:]


def columns(sheet: Sheet, counted: Count) -> Columns:
    """What was scanned of a manifest, what is left, what is extra."""
    marks = counted.by_item
    both = [(e, marks[e.thing.item_id]) for e in sheet.entries if e.thing.item_id in marks]
    return Columns(
        numbers=Numbers(len(sheet.entries), len(both), len(counted.extras)),
        scanned=tuple(sorted(both, key=lambda pair: pair[1].at, reverse=True)),
        missing=tuple(e for e in sheet.entries if e.thing.item_id not in marks),
        extras=counted.extras,
    )


def scanning_act(request: HttpRequest, sheet: Sheet, request_id: UUID) -> Act:
    """The act of whoever counts here: of the receiving side, or of the giving one whose device it is."""
    rule = RULES[sheet.kind]
    right, side = (rule.receives, sheet.receiver) if sheet.receives else (rule.gives, sheet.giver)
    return act(request, request_id, right, side.unit_id)


def scanned_here(
    request: HttpRequest, sheet: Sheet, request_id: UUID, code: str, at: datetime | None = None
) -> Said:
    """One scan on this manifest, told in words."""
    answer = count(
        scanning_act(request, sheet, request_id),
        manifest_id=sheet.id,
        code=code,
        scanned_at=at,
    )
    return said(answer, code, here=_("bảng kê này"))


@access.allowed(*SIDES)
@require_POST
def scan_manifest(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """Where the scanner's queue sends each code."""
    sheet = manifest_head(access.actor(request), manifest_id)
    if sheet is None:
        raise Http404
    try:
        scan = read_post(request)
        told = scanned_here(request, sheet, scan.request_id, scan.code, scan.at)
    except Refused as refused:
        return refused_scan(request, refused) or see_other("manifest", manifest_id=manifest_id)
    if wants_json(request):
        return told_as_json(told, numbers_of(manifest_id))
    (messages.warning if told.wrong else messages.success)(request, f"{told.word}. {told.text}")
    return see_other("manifest", manifest_id=manifest_id)


@access.allowed(*SIDES)
@require_GET
def manifest_columns(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """The three columns alone, as scan.js asks for them when it has nothing left to send."""
    sheet = read_manifest(access.actor(request), manifest_id)
    if sheet is None:
        raise Http404
    words = {"columns": columns(sheet, count_of(manifest_id)), "sheet": sheet}
    return render(request, "workplace/manifests/columns.html", words)


def wants_json(request: HttpRequest) -> bool:
    """True for a scan that the page's own script sends."""
    return "application/json" in request.headers.get("Accept", "")


def told_as_json(told: Said, numbers: Numbers | None = None, go: str = "") -> JsonResponse:
    """A verdict for the script, with the three numbers if the list has them; `go` is the page to go on to."""
    words: dict[str, object] = {**told.as_json(), "go": go}
    if numbers:
        words |= {
            "scanned": numbers.scanned,
            "missing": numbers.missing,
            "extra": numbers.extra,
        }
    return JsonResponse(words)


def refused_scan(request: HttpRequest, refused: Refused) -> HttpResponse | None:
    """The refusal for the script (409); a plain page gets it as a message and goes back."""
    if wants_json(request):
        return JsonResponse({"code": refused.code, "text": refused.message}, status=409)
    messages.error(request, refused.message)
    return None


@dataclass(frozen=True)
class Scan:
    """What a scanner's request brings: its own id, the code, the device's time (None: it said none, or nonsense)."""

    request_id: UUID
    code: str
    at: datetime | None


def read_post(request: HttpRequest) -> Scan:
    """The scan in a posted form; a page without script gives its code in the box and has no id of its own."""
    given = request.POST.get("request_id", "")
    code = (request.POST.get("code") or request.POST.get("scan") or "").strip()
    if not code:
        raise Refused("no-code", _("Chưa có số hiệu. Hãy quét hoặc gõ số hiệu trên nhãn."))
    by_script = wants_json(request)
    return Scan(request_uuid(given) if by_script else uuid4(), code[:200], _at(request))


def _at(request: HttpRequest) -> datetime | None:
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return None
    return at if at.tzinfo else None
