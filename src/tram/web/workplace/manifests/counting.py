"""One manifest: the receiver counts each thing and signs, or the giver takes the offer back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.text import clean
from tram.custody.commands import manifests as commands
from tram.custody.commands.bags import open_bag
from tram.custody.commands.counts import undo_count
from tram.custody.queries.counts import count_of
from tram.custody.queries.discrepancies import of_manifest
from tram.custody.queries.holders import SIDES
from tram.custody.queries.manifests import ManifestState, Outcome, Sheet, read_manifest
from tram.custody.rules.handovers import RULES
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.differences import NoteForm
from tram.web.workplace.manifests.forms import CountForm
from tram.web.workplace.manifests.pins import signing
from tram.web.workplace.manifests.places import act
from tram.web.workplace.manifests.scanning import columns, scanned_here, scanning_act

FEW = 60
"""So many things without an answer are shown each with its boxes; of more only the numbers, until asked for."""


def sheet_or_404(request: HttpRequest, manifest_id: UUID) -> Sheet:
    """The manifest if this person stands on one of its sides; for anybody else there is none."""
    sheet = read_manifest(access.actor(request), manifest_id)
    if sheet is None:
        raise Http404
    return sheet


@access.allowed(*SIDES)
@require_http_methods(["GET", "POST"])
def manifest(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """The list with its counts and signatures; the receiver counts and signs here."""
    sheet = sheet_or_404(request, manifest_id)
    if request.method != "POST":
        return _show(request, sheet, _blank(request, sheet))
    do = next((name for name in ("undo", "open_bag") if request.POST.get(name)), "")
    do = do or request.POST.get("do", "sign")
    if do == "scan" and not request.POST.get("scan") and request.POST.get("pin"):
        do = "sign"  # Enter in the PIN box presses the first button, which is the scanner's
    if do in MARKS:
        return _mark(request, sheet, do)
    return _sign(request, sheet)


def _by_pin(request: HttpRequest, sheet: Sheet) -> bool:
    """True if the receiver signs by PIN: whoever is signed in here stands on the giver's side only, or gave."""
    giver = sheet.giver.signed
    return not sheet.receives or bool(giver and giver.user_id == access.actor(request).user_id)


def _blank(request: HttpRequest, sheet: Sheet, **typed: Any) -> CountForm:
    asked = request.GET.get("sua", "")
    return CountForm(
        sheet=sheet,
        by_pin=_by_pin(request, sheet),
        count=count_of(sheet.id),
        asked=frozenset({int(asked)} if asked.isdecimal() and len(asked) < 6 else ()),
        initial={"request_id": uuid4(), "username": sheet.receiver.username, **typed},
    )


@dataclass(frozen=True)
class Scanned:
    """What a scan came to, in words: `wrong` ones must be read by the person before going on."""

    words: str
    wrong: bool = False


def _mark(request: HttpRequest, sheet: Sheet, do: str) -> HttpResponse:
    """Count without signing: a scan kept or taken back, a bag opened, or all that have no answer yet ticked."""
    typed = {name: value for name, value in request.POST.items() if name != "pin"}
    text = str(typed.pop("scan", ""))
    try:
        scanned = MARKS[do](request, sheet, typed, text)
    except Refused as refused:
        scanned = Scanned(refused.message, wrong=True)
    if scanned.wrong:
        typed["scan"] = text
    if do == "open_bag":
        sheet = sheet_or_404(request, sheet.id)
    return _show(request, sheet, _blank(request, sheet, **typed), scanned)


def _all(request: HttpRequest, sheet: Sheet, typed: dict[str, Any], text: str) -> Scanned:
    scanned = count_of(sheet.id).by_item
    for entry in sheet.entries:
        name = f"outcome_{entry.position}"
        if entry.thing.item_id not in scanned:
            typed[name] = typed.get(name) or Outcome.RECEIVED
    return Scanned(_("Đã đánh dấu nhận đủ những gì chưa ghi khác. Kiểm lại rồi ký."))


def _scan(request: HttpRequest, sheet: Sheet, typed: dict[str, Any], text: str) -> Scanned:
    if not clean(text):
        raise Refused("no-code", _("Chưa có số hiệu. Hãy quét hoặc gõ số hiệu trên nhãn."))
    told = scanned_here(request, sheet, uuid4(), text)
    return Scanned(told.text, wrong=told.wrong)


def _undo(request: HttpRequest, sheet: Sheet, typed: dict[str, Any], text: str) -> Scanned:
    code = str(typed.pop("undo"))
    undo_count(scanning_act(request, sheet, uuid4()), manifest_id=sheet.id, code=code)
    return Scanned(_("Đã bỏ lượt quét {code}.").format(code=code))


def _open_bag(request: HttpRequest, sheet: Sheet, typed: dict[str, Any], text: str) -> Scanned:
    bags = {str(entry.bag.id): entry.bag for entry in sheet.entries if entry.bag}
    bag = bags.get(str(typed.pop("open_bag")))
    if bag is None:
        raise Refused("no-such-bag", _("Túi này không nằm trên bảng kê."))
    open_bag(scanning_act(request, sheet, uuid4()), bag_id=bag.id)
    done = _("Đã ghi mở túi {number}. Hãy kiểm từng bưu gửi trong túi.")
    return Scanned(done.format(number=bag.number))


MARKS = {"scan": _scan, "all": _all, "undo": _undo, "open_bag": _open_bag}


def _sign(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    by_pin = _by_pin(request, sheet)
    form = CountForm(request.POST, sheet=sheet, by_pin=by_pin, count=count_of(sheet.id))
    if not form.is_valid():
        return _show(request, sheet, form)

    def run(pin: commands.Pin | None) -> dict[str, Any]:
        return commands.sign_handover(
            _act(request, sheet, form, giving=by_pin),
            manifest_id=sheet.id,
            found=form.found(),
            pin=pin,
        )

    try:
        answer = signing(request, form.signed_by(), run)
    except Refused as refused:
        form.refuse(refused)
        return _show(request, sheet_or_404(request, sheet.id), form)
    done = _("Hai bên đã ký {number}: nhận {received}/{listed}.")
    messages.success(request, done.format(number=sheet.number, **answer))
    return see_other("manifest", manifest_id=sheet.id)


def _act(request: HttpRequest, sheet: Sheet, form: RequestForm, *, giving: bool) -> Act:
    """The act of somebody of the giving or of the receiving side, at that side's place if it has one."""
    rule = RULES[sheet.kind]
    right, side = (rule.gives, sheet.giver) if giving else (rule.receives, sheet.receiver)
    return act(request, form.cleaned_data["request_id"], right, side.unit_id)


def _show(
    request: HttpRequest,
    sheet: Sheet,
    count: CountForm,
    scanned: Scanned | None = None,
    cancelling: RequestForm | None = None,
) -> HttpResponse:
    form = cancelling or count
    boxes = len(count.boxed) <= FEW or count.is_bound or "ghi" in request.GET or scanned
    words = {
        "sheet": sheet,
        "count": count,
        "form": form,
        "scanned": scanned,
        "is_open": sheet.state is ManifestState.OFFERED,
        "counting": not count.by_pin or "tai-day" in request.GET or count.is_bound or scanned,
        "cancelling": RequestForm(),
        "noted": of_manifest(sheet.id),
        "noting": NoteForm(
            things=[(str(e.thing.item_id), e.thing.code or e.thing.label) for e in sheet.entries]
        ),
        "columns": columns(sheet, count.count),
        "boxes": count.rows if boxes else (),
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/manifests/manifest.html", words, status=status)


@access.allowed(*SIDES)
@require_POST
def cancel_manifest(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """The giver takes back what nobody has signed for yet."""
    sheet = sheet_or_404(request, manifest_id)
    form = RequestForm(request.POST)
    try:
        if form.is_valid():
            commands.cancel_offer(_act(request, sheet, form, giving=True), manifest_id=manifest_id)
            done = _("Đã hủy bảng kê {number}. Mọi thứ trên bảng kê vẫn do bên giao giữ.")
            messages.success(request, done.format(number=sheet.number))
            return see_other("manifests")
    except Refused as refused:
        form.refuse(refused)
    sheet = sheet_or_404(request, manifest_id)
    return _show(request, sheet, _blank(request, sheet), cancelling=form)
