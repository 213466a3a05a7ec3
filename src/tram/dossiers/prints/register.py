"""Sổ theo dõi hồ sơ (Mẫu 06 of 2018, Mẫu 07 of 2025): a register over pages, on paper and as a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tram.core.workbook import Cell, workbook
from tram.dossiers.prints.paper import Paper
from tram.dossiers.rules.forms import FormKind

COLUMNS: tuple[tuple[str, int], ...] = (
    ("TT", 5),
    ("Mã hồ sơ", 27),
    ("Tên thủ tục hành chính", 40),
    ("Số lượng hồ sơ (bộ)", 9),
    ("Tên tổ chức, cá nhân", 24),
    ("Địa chỉ, số điện thoại", 36),
    ("Cơ quan chủ trì giải quyết", 26),
    ("Nhận hồ sơ", 16),
    ("Hẹn trả kết quả", 16),
    ("Chuyển hồ sơ đến cơ quan giải quyết", 16),
    ("Nhận kết quả từ cơ quan giải quyết", 16),
    ("Trả kết quả", 16),
    ("Phương thức nhận kết quả", 20),
    ("Ký nhận", 20),
    ("Ghi chú", 24),
)
"""The columns of the form and their widths in a sheet, in letters."""


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One dossier of the register; a moment that has not come is None. `signed` says who signed for the result, how."""

    dossier_code: str
    procedure: str
    sets: int
    person: str
    address: str
    phone: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    sent_at: datetime | None = None
    result_at: datetime | None = None
    returned_at: datetime | None = None
    way: str = ""
    signed: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Register(Paper):
    """The register of a desk over a span of days, both included."""

    KIND: ClassVar[FormKind] = FormKind.REGISTER
    TEMPLATE: ClassVar[str] = "dossiers/typst/register.typ"
    at: datetime
    first_day: date
    last_day: date
    keeper: str
    head: str
    rows: tuple[RegisterRow, ...]

    @property
    def dated(self) -> datetime:
        """When it was printed."""
        return self.at


def register_xlsx(rows: Iterable[RegisterRow], title: str = "Sổ theo dõi hồ sơ") -> bytes:
    """The register as an XLSX workbook with the columns of the form; moments are real dates of the sheet."""
    return workbook(title, COLUMNS, (_cells(n, row) for n, row in enumerate(rows, 1)))


def _cells(number: int, row: RegisterRow) -> tuple[Cell, ...]:
    return (
        number,
        row.dossier_code,
        row.procedure,
        row.sets,
        row.person,
        "; ".join(part for part in (row.address, row.phone) if part),
        row.agency,
        row.received_at,
        row.due_at,
        row.sent_at,
        row.result_at,
        row.returned_at,
        row.way,
        row.signed,
        row.note,
    )
