"""What every form has: its dated form, who issues it, when; and how it becomes what a template reads."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from tram.core.barcodes import code128, qr_svg
from tram.core.calendar import local, local_date, vn_date
from tram.core.documents import render_many
from tram.core.money import format_vnd
from tram.dossiers.rules.forms import Form, FormKind, plain_form


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line of a paper list (thành phần hồ sơ) with its three quantities."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0


@dataclass(frozen=True, kw_only=True)
class Paper(ABC):
    """A filled form. Texts are printed as they stand, an empty one as "không" or as a dotted line.

    Without a `form` it prints under its everyday name. A name ending in `_vnd` is money.
    """

    KIND: ClassVar[FormKind]
    TEMPLATE: ClassVar[str]
    form: Form | None = None
    superior: str
    issuer: str
    number: str
    locality: str
    demo: bool = False

    @property
    @abstractmethod
    def dated(self) -> datetime:
        """The moment whose day stands at the head of the paper."""

    @property
    def on_form(self) -> Form:
        """The form it is printed on."""
        return self.form or plain_form(self.KIND)

    def sheet(self) -> dict[str, Any]:
        """What the template reads."""
        fields_told: dict[str, Any] = told(replace(self, form=self.on_form))
        return fields_told | {
            "dated": local_date(self.dated).isoformat(),
            "day": day(self.dated),
        }


@dataclass(frozen=True, kw_only=True)
class PaperOfDossier(Paper):
    """A form about one dossier: with its number as a barcode and the look-up page as a QR code."""

    dossier_code: str
    lookup_url: str
    lookup_phone: str

    def sheet(self) -> dict[str, Any]:
        """What the template reads."""
        return super().sheet() | {
            "code_bars": code128(self.dossier_code) if self.dossier_code else [],
            "lookup_qr": qr_svg(self.lookup_url) if self.lookup_url else "",
        }


@dataclass(frozen=True, kw_only=True)
class Letter(PaperOfDossier):
    """A paper about a dossier to its owner: whose, what about, how to reach them, whom to ask."""

    at: datetime
    owner: str
    address: str
    phone: str
    email: str
    content: str
    contact: str
    contact_phone: str
    website: str
    signer: str
    signer_duty: str

    @property
    def dated(self) -> datetime:
        """When it was written."""
        return self.at


def print_papers(*papers: Paper) -> bytes:
    """Papers of one kind, one after the other, as one PDF/A."""
    (template,) = {paper.TEMPLATE for paper in papers}
    return render_many(template, (paper.sheet() for paper in papers))


def told(value: Any, name: str = "") -> Any:
    """A value as a template reads it: days and money in words of the forms, text in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, datetime):
        return {"moment": moment(value), "day": day(value), "stamp": stamp(value)}
    if isinstance(value, date):
        return vn_date(value)
    if name.endswith("_vnd") and value is not None:
        return format_vnd(value)
    return _inside(value)


def _inside(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: told(getattr(value, f.name), f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: told(each, key) for key, each in value.items()}
    if isinstance(value, tuple):
        return [told(each) for each in value]
    return value


def moment(at: datetime) -> str:
    """A time as the forms write it: "8 giờ 05 phút, ngày 02/12/2019"."""
    then = local(at)
    return f"{then.hour} giờ {then:%M} phút, ngày {vn_date(then.date())}"


def stamp(at: datetime) -> str:
    """A time as a narrow column writes it: "08:05 02/12/2019"."""
    return f"{local(at):%H:%M} {vn_date(local_date(at))}"


def day(at: datetime) -> str:
    """A day as the head of a paper writes it: "ngày 02 tháng 12 năm 2019"."""
    return f"{local(at):ngày %d tháng %m năm %Y}"
