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
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.core.text import clean
from tram.custody.commands import manifests as commands
from tram.custody.queries.holders import SIDES
from tram.custody.queries.manifests import ManifestState, Outcome, Sheet, read_manifest
from tram.custody.rules.handovers import RULES
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.forms import CountForm
from tram.web.workplace.manifests.pins import signing
from tram.web.workplace.manifests.places import act, see_other


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
    do = request.POST.get("do", "sign")
    if do == "scan" and not request.POST.get("scan") and request.POST.get("pin"):
        do = "sign"  # Enter in the PIN box presses the first button, which is the scanner's
    if do in ("scan", "all"):
        return _mark(request, sheet, do)
    return _sign(request, sheet)


def _by_pin(request: HttpRequest, sheet: Sheet) -> bool:
    """True if the receiver signs by PIN: whoever is signed in here stands on the giver's side only, or gave."""
    giver = sheet.giver.signed
    return not sheet.receives or bool(giver and giver.user_id == access.actor(request).user_id)


def _blank(request: HttpRequest, sheet: Sheet, **typed: Any) -> CountForm:
    by_pin = _by_pin(request, sheet)
    initial = {"request_id": uuid4(), "username": sheet.receiver.username, **typed}
    return CountForm(sheet=sheet, by_pin=by_pin, initial=initial)


@dataclass(frozen=True)
class Scanned:
    """What a scan came to, in words: `wrong` ones must be read by the person before going on."""

    words: str
    wrong: bool = False


def _mark(request: HttpRequest, sheet: Sheet, do: str) -> HttpResponse:
    """Count without signing: one scanned thing, or all that have no answer yet. Nothing is written."""
    typed = {name: value for name, value in request.POST.items() if name != "pin"}
    text = str(typed.pop("scan", ""))
    try:
        words = _all(sheet, typed) if do == "all" else _scan(sheet, typed, text)
        scanned = Scanned(words)
    except Refused as refused:
        scanned = Scanned(refused.message, wrong=True)
        typed["scan"] = text
    return _show(request, sheet, _blank(request, sheet, **typed), scanned)


def _all(sheet: Sheet, typed: dict[str, Any]) -> str:
    for entry in sheet.entries:
        name = f"outcome_{entry.position}"
        typed[name] = typed.get(name) or Outcome.RECEIVED
    return _("Đã đánh dấu nhận đủ những gì chưa ghi khác. Kiểm lại rồi ký.")


def _scan(sheet: Sheet, typed: dict[str, Any], text: str) -> str:
    code = clean(text).upper()
    if not code:
        raise Refused("no-code", _("Chưa có số hiệu. Hãy quét hoặc gõ số hiệu trên nhãn."))
    numbers = {entry.thing.number: entry for entry in sheet.entries if entry.thing.number}
    entry = numbers.get(code)
    if entry is None:
        code = parse_s10(text)
        entry = {entry.thing.s10: entry for entry in sheet.entries}.get(code)
    if entry is None:
        raise Refused(
            "not-listed",
            _(
                "{code} không có trên bảng kê này. Hãy để riêng bưu gửi đó và hỏi lại bên giao."
            ).format(code=code),
        )
    name = f"outcome_{entry.position}"
    if typed.get(name) == Outcome.RECEIVED:
        raise Refused(
            "counted-twice", _("TRÙNG: {code} đã được đếm rồi, không tính lại.").format(code=code)
        )
    typed[name] = Outcome.RECEIVED
    return _("ĐÚNG: đã nhận {code}.").format(code=code)


def _sign(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    by_pin = _by_pin(request, sheet)
    form = CountForm(request.POST, sheet=sheet, by_pin=by_pin)
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
    words = {
        "sheet": sheet,
        "count": count,
        "form": form,
        "scanned": scanned,
        "is_open": sheet.state is ManifestState.OFFERED,
        "counting": not count.by_pin or "tai-day" in request.GET or count.is_bound or scanned,
        "cancelling": RequestForm(),
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
