"""Papers of the way by post: voucher (Phiếu gửi hồ sơ), label, manifest and hand-over record."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from tram.core.barcodes import code128, qr_svg
from tram.core.calendar import local, local_date, vn_date
from tram.core.codes import show_tracking_code
from tram.core.documents import render, render_many
from tram.core.money import format_vnd, vnd_in_words
from tram.custody.rules.services import Service
from tram.dossiers.prints import PaperLine, day, moment
from tram.dossiers.rules.forms import Form, FormKind, plain_form

VOUCHER = "custody/typst/voucher.typ"
LABEL = "custody/typst/label.typ"
INTAKE = "custody/typst/intake.typ"
COUNTER_NOTE = "custody/typst/counter_note.typ"
MANIFEST = "custody/typst/manifest.typ"
RUN_SHEET = "custody/typst/run_sheet.typ"

Outcome = Literal["pending", "received", "refused", "missing", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class Party:
    """Someone or some desk a letter comes from or goes to."""

    name: str
    address: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One sum on the voucher (khoản thu): whole đồng, negative for a reduction, and its source."""

    label: str
    source: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """Phiếu gửi hồ sơ: the fields of QĐ 45/2016/QĐ-TTg and TT 17/2017/TT-BTTTT Art. 5 and 9.

    `s10` and `seal_number` are empty when nothing is sent (service "receive"). The appointment is
    not on it: the agency makes it later. `base_url` is where the portal is, without a last slash. An issue after the
    first `replaces` another one for a `reason`; who signed otherwise than with a pen is told in words.
    """

    superior: str
    issuer: str
    number: str
    s10: str
    tracking_code: str
    base_url: str
    service: Service
    sender: Party
    agency: Party
    procedure: str
    papers: tuple[PaperLine, ...]
    other_content: str
    recipient: Party | None
    charges: tuple[Charge, ...]
    payment: str
    point: str
    point_address: str
    teller: str
    accepted_at: datetime
    weight_grams: int | None = None
    seal_number: str = ""
    customer_present: bool = False
    receipt_number: str = ""
    replaces: str = ""
    reason: str = ""
    teller_signed: str = ""
    customer_signed: str = ""
    practice: bool = False
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Label:
    """The label of one envelope: where it goes and how it is handled, nothing of what is inside.

    It has no field for an ID number or a procedure, so neither can be read off an envelope. `qr`
    is the S10 number or an opaque id.
    """

    s10: str
    qr: str
    sender: Party
    to: Party
    destination: str
    marks: tuple[str, ...] = ()
    point: str = ""
    accepted_at: datetime | None = None
    weight_grams: int | None = None
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class CounterNote:
    """What a customer takes home when nothing was taken in: `missing` papers, or the reason of a refusal."""

    kind: Literal["guidance", "refusal"]
    title: str
    superior: str
    issuer: str
    point: str
    point_address: str
    teller: str
    at: datetime
    procedure: str
    agency: str
    desk: str
    customer: str = ""
    missing: tuple[str, ...] = ()
    reason: str = ""
    words: str = ""
    secret: bool = False
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed, when, and how: in the own session, or with the own PIN on the other's device."""

    name: str
    at: datetime
    how: Literal["session", "pin"]
    outside_hours: bool = False


@dataclass(frozen=True, kw_only=True)
class ManifestSide:
    """One side of a hand-over: the place, its person and duty, and the signature once given."""

    place: str
    person: str
    duty: str
    signature: Signature | None = None


@dataclass(frozen=True, kw_only=True)
class ManifestLine:
    """One container or item on a manifest, with its papers counted and what became of it."""

    s10: str
    dossiers: int
    originals: int
    certified: int
    copies: int
    seal: str
    outcome: Outcome = "pending"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ManifestSheet:
    """Bảng kê giao nhận ("manifest", within the post) or Biên bản ("record", with an agency).

    `starts_clock` prints that the dossiers count as submitted from the moment both sides sign
    (QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT Art. 5 g).
    """

    kind: Literal["manifest", "record"]
    superior: str
    issuer: str
    number: str
    locality: str
    place: str
    at: datetime
    giver: ManifestSide
    receiver: ManifestSide
    lines: tuple[ManifestLine, ...]
    differences: tuple[str, ...] = ()
    starts_clock: bool = False
    note: str = ""
    form: Form | None = None
    demo: bool = False


def voucher_pdf(*vouchers: Voucher) -> bytes:
    """The vouchers as one PDF/A of A5 pages, each in two copies: the customer's and the post's."""
    return render_many(VOUCHER, map(voucher_sheet, vouchers))


def label_pdf(*labels: Label) -> bytes:
    """The labels as one PDF of 100 × 75 mm pages, as a label printer takes them."""
    return render_many(LABEL, map(label_sheet, labels), standard="none")


def intake_pdf(voucher: Voucher, label: Label) -> bytes:
    """All papers of one intake as one PDF: two copies of the voucher on A5, then the label on its own size."""
    return render(INTAKE, intake_sheet(voucher, label))


def intake_sheet(voucher: Voucher, label: Label) -> dict[str, Any]:
    """What the template of both reads."""
    first = voucher_sheet(voucher)
    return {"voucher": first, "label": label_sheet(label), "dated": first["dated"]}


def counter_note_pdf(note: CounterNote) -> bytes:
    """The guidance slip or the note of a refusal as PDF/A, one A5 page."""
    words = {"at": moment(note.at), "day": day(note.at), "dated": local_date(note.at).isoformat()}
    return render(COUNTER_NOTE, asdict(note) | words)


def manifest_pdf(*sheets: ManifestSheet) -> bytes:
    """The manifests or records as one PDF/A of A4 pages."""
    return render_many(MANIFEST, map(manifest_sheet, sheets))


def voucher_sheet(voucher: Voucher) -> dict[str, Any]:
    """What the voucher's template reads."""
    total = sum(charge.amount for charge in voucher.charges)
    return asdict(voucher) | {
        "dated": local_date(voucher.accepted_at).isoformat(),
        "accepted_at": moment(voucher.accepted_at),
        "s10": grouped_s10(voucher.s10),
        "s10_bars": code128(voucher.s10) if voucher.s10 else [],
        "tracking_code": show_tracking_code(voucher.tracking_code),
        "tracking_qr": qr_svg(f"{voucher.base_url}/theo-doi#{voucher.tracking_code}"),
        "tracking_page": f"{voucher.base_url}/theo-doi",
        "charges": [asdict(c) | {"amount": format_vnd(c.amount)} for c in voucher.charges],
        "total": format_vnd(total),
        "total_in_words": vnd_in_words(total),
    }


def label_sheet(label: Label) -> dict[str, Any]:
    """What the label's template reads."""
    return asdict(label) | {
        "accepted_at": _stamp(label.accepted_at) if label.accepted_at else "",
        "s10": grouped_s10(label.s10),
        "s10_bars": code128(label.s10),
        "qr": qr_svg(label.qr),
    }


def manifest_sheet(sheet: ManifestSheet) -> dict[str, Any]:
    """What the manifest's template reads."""
    return asdict(sheet) | {
        "form": _printed(sheet.form or plain_form(FormKind.HAND_OVER_RECORD)),
        "dated": local_date(sheet.at).isoformat(),
        "at": moment(sheet.at),
        "day": day(sheet.at),
        "giver": _side(sheet.giver),
        "receiver": _side(sheet.receiver),
        "lines": [asdict(line) | {"s10": grouped_s10(line.s10)} for line in sheet.lines],
    }


def grouped_s10(s10: str) -> str:
    """An S10 number as people read it out: "HC 123 456 785 VN"."""
    return f"{s10[:2]} {s10[2:5]} {s10[5:8]} {s10[8:11]} {s10[11:]}" if len(s10) == 13 else s10


def _stamp(at: datetime) -> str:
    return f"{local(at):%H:%M} {vn_date(local_date(at))}"


def _printed(form: Form) -> dict[str, str]:
    return {"law": form.law, "number": form.number, "size": form.size, "layout": form.layout}


def _side(side: ManifestSide) -> dict[str, Any]:
    signed = side.signature
    return asdict(side) | {
        "signature": signed
        and {
            "name": signed.name,
            "at": moment(signed.at),
            "how": signed.how,
            "late": signed.outside_hours,
        }
    }


@dataclass(frozen=True, kw_only=True)
class Door:
    """One line of a run sheet: whom, where, what is due (đồng); it has no field for an ID number or a procedure."""

    s10: str
    seal: str
    recipient: str
    phone: str
    address: str
    due_vnd: int


@dataclass(frozen=True, kw_only=True)
class RunSheet:
    """Bảng kê phát of one postman: the doors of each route under its name."""

    superior: str
    issuer: str
    number: str
    locality: str
    at: datetime
    giver: str
    postman: str
    routes: tuple[tuple[str, tuple[Door, ...]], ...]
    demo: bool = False


def run_sheet_pdf(sheet: RunSheet) -> bytes:
    """The run sheet as PDF/A of A4 pages in landscape."""
    doors = [door for _name, lines in sheet.routes for door in lines]
    stretches = [
        {"title": name, "lines": [_door(door) for door in lines]} for name, lines in sheet.routes
    ]
    words = asdict(sheet) | {
        "dated": local_date(sheet.at).isoformat(),
        "at": moment(sheet.at),
        "day": day(sheet.at),
        "count": len(doors),
        "total": format_vnd(sum(door.due_vnd for door in doors)),
        "stretches": stretches,
    }
    return render_many(RUN_SHEET, [words])


def _door(door: Door) -> dict[str, Any]:
    due = format_vnd(door.due_vnd) if door.due_vnd else "–"
    return asdict(door) | {"s10": grouped_s10(door.s10), "due": due}
