"""A sheet of fields, lists and signatures, filled in or blank (mẫu giấy): one template for all of them."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from tram.core.barcodes import code128
from tram.core.calendar import vn_date
from tram.core.documents import render_many

SHEET = "custody/typst/sheet.typ"


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A list on a sheet: heads with their widths (0 = as wide as needed), rows given, and rows to write on.

    `numbers` are the places of the columns that stand to the right; `total` is a last row, in bold.
    """

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    numbers: tuple[int, ...] = ()
    total: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signed:
    """How somebody signed in the system."""

    name: str
    at: str
    how: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place for a signature: whose, and how it was given if it was."""

    title: str
    name: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One paper: its code and title, fields with their values or none, lists, words, places to sign."""

    code: str
    title: str
    under: str
    superior: str
    issuer: str
    dated: date
    fields: tuple[tuple[str, str], ...]
    signatures: tuple[Place, ...]
    tables: tuple[Grid, ...] = ()
    words: tuple[str, ...] = ()
    number: str = ""
    s10: str = ""
    size: Literal["a4", "a5"] = "a4"
    filled: bool = False
    demo: bool = False
    day: str = field(default="")


def sheets_pdf(*sheets: Sheet) -> bytes:
    """The sheets as one PDF/A."""
    return render_many(SHEET, map(_drawn, sheets))


def _drawn(sheet: Sheet) -> dict[str, Any]:
    words = asdict(sheet)
    return words | {
        "dated": sheet.dated.isoformat(),
        "day": f"Ngày {vn_date(sheet.dated)}" if sheet.filled else "Ngày …… tháng …… năm ………",
        "bars": code128(sheet.s10) if sheet.s10 else [],
    }
