"""The record of a hand-over on paper (bảng kê, biên bản giao nhận)."""

from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, Role
from tram.core.queries import is_demo
from tram.custody import prints
from tram.custody.queries.discrepancies import Noted, of_manifest
from tram.custody.queries.holders import SIDES
from tram.custody.queries.manifests import (
    Entry,
    Heading,
    ManifestState,
    Outcome,
    Party,
    Sheet,
    SignedBy,
    heading,
)
from tram.custody.queries.result_batch import result_batch
from tram.custody.queries.troubles import inventories
from tram.custody.rules.counting import Fault
from tram.custody.rules.handovers import OFFICE, ManifestKind
from tram.dossiers.prints import moment, print_papers
from tram.web import access
from tram.web.downloads import pdf
from tram.web.workplace.manifests.counting import sheet_or_404

WAYS: dict[SignedBy, Literal["session", "pin"]] = {
    SignedBy.SESSION: "session",
    SignedBy.PIN: "pin",
}
OUTCOMES: dict[Outcome, prints.Outcome] = {
    Outcome.PENDING: "pending",
    Outcome.RECEIVED: "received",
    Outcome.MISSING: "missing",
    Outcome.REFUSED: "refused",
    Outcome.WITHDRAWN: "withdrawn",
}


@access.allowed(*SIDES)
@require_GET
def manifest_sheet(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """The record as PDF, for both sides to keep; before the second signature it is the giver's list."""
    sheet = sheet_or_404(request, manifest_id)
    made = prints.manifest_pdf(printed(sheet, heading(sheet), demo=is_demo()))
    return pdf(made, sheet.number)


@access.allowed(Right.SETTLE, Right.RECEIVE_AT_DESK)
@require_GET
def manifest_batch(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """Phiếu bàn giao kết quả as PDF, of a list of results from an agency to its desk."""
    sheet = sheet_or_404(request, manifest_id)
    if sheet.kind is not ManifestKind.RESULT_TO_DESK:
        raise Http404
    who = access.actor(request)
    for entry in sheet.entries:
        subject = entry.thing.dossier_id
        note_read(who, place_id=access.place(request), subject=subject, page="manifest_batch")
    made = print_papers(result_batch(sheet))
    return pdf(made, f"phieu-ban-giao-{sheet.number}")


def printed(sheet: Sheet, head: Heading, *, demo: bool) -> prints.ManifestSheet:
    """What the paper shows; a hand-over at the agency's desk says that the legal clock starts with it."""
    within_post = sheet.kind in (ManifestKind.PICK_UP, *OFFICE)
    return prints.ManifestSheet(
        kind="manifest" if within_post else "record",
        superior=head.superior,
        issuer=head.issuer,
        number=sheet.number,
        locality=head.locality,
        place=head.issuer,
        at=sheet.signed_at or sheet.offered_at,
        giver=_side(sheet.giver),
        receiver=_side(sheet.receiver),
        lines=tuple(_line(entry) for entry in sheet.entries),
        differences=tuple(_difference(one) for one in of_manifest(sheet.id)),
        starts_clock=sheet.kind is ManifestKind.HAND_OVER and sheet.state is ManifestState.SIGNED,
        note=_note(sheet),
        demo=demo,
    )


def _note(sheet: Sheet) -> str:
    """That the list was cancelled; which inventories go with its things (22c)."""
    told = []
    if sheet.state is ManifestState.CANCELLED:
        told.append(_("Bảng kê đã hủy, không có giá trị giao nhận."))
    things = {entry.thing.item_id: entry.thing for entry in sheet.entries}
    for item, notes in inventories(list(things)).items():
        words = _("Bưu gửi {s10} kèm biên bản kiểm kê {numbers}.")
        numbers = ", ".join(note.number for note in notes)
        told.append(words.format(s10=things[item].code or things[item].label, numbers=numbers))
    return " ".join(told)


def _side(party: Party) -> prints.ManifestSide:
    signed = party.signed
    role = Role(signed.duty).label if signed and signed.duty else ""
    courier = Role.POSTMAN.label if party.unit_id is None else ""
    return prints.ManifestSide(
        place=party.name if party.unit_id else party.office,
        person=signed.name if signed else (party.name if party.unit_id is None else ""),
        duty=role or courier,
        signature=prints.Signature(
            name=signed.name,
            at=signed.at,
            how=WAYS[signed.method],
            outside_hours=signed.outside_hours,
        )
        if signed
        else None,
    )


def _line(entry: Entry) -> prints.ManifestLine:
    originals, certified, copies = entry.thing.counts
    return prints.ManifestLine(
        s10=entry.thing.code or entry.thing.label,
        dossiers=1,
        originals=originals,
        certified=certified,
        copies=copies,
        seal=seal_words(entry),
        outcome=OUTCOMES[entry.outcome],
        reason=entry.words,
    )


def _difference(one: Noted) -> str:
    """One difference in a line: of what, which, by whom, when, and how it ended if it has."""
    told = ": ".join(filter(None, (one.code, one.fault.label)))
    note = f" – {one.note}" if one.note else ""
    by = _("{by} ghi lúc {at}").format(by=one.by, at=moment(one.at))
    if one.solution is None:
        return f"{told}{note} ({by}; {_('chưa kết luận')})"
    return f"{told}{note} ({by}; {one.solution.label}, {one.solved_by})"


def seal_words(entry: Entry) -> str:
    """The seal's number and its state when received, with the bag that it came in."""
    words = [entry.thing.seal, _seal_state(entry)] if entry.thing.seal else []
    if entry.bag:
        words.append(_("túi {number}").format(number=entry.bag.number))
    return ", ".join(filter(None, words))


def _seal_state(entry: Entry) -> str:
    if entry.fault in (Fault.SEAL_BROKEN, Fault.SEAL_DIFFERS):
        return _("không nguyên vẹn")
    return _("nguyên vẹn") if entry.outcome is Outcome.RECEIVED else ""
