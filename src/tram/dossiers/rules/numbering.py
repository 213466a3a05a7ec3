"""The dossier number (mã hồ sơ): unit code, date of reception, ordinal of the day.

`000.00.01.X00-191202-0001` (TT 01/2018/TT-VPCP Điều 19). The unit code is that of TT
10/2016/TT-BTTTT or, later, of QĐ 20/2020/QĐ-TTg: groups of capital letters and digits between
dots, at most 35 characters.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.core.text import clean

LAST_ORDINAL = 9999

_UNIT_CODE = re.compile(r"(?=.{1,35}$)[0-9A-Z]+(?:\.[0-9A-Z]+)*")
_NUMBER = re.compile(r"([0-9A-Z.]+)-([0-9]{6})-([0-9]{4})")
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class DossierNumber:
    """A valid dossier number in its parts; `str()` writes it."""

    unit_code: str
    received_on: date
    ordinal: int

    def __post_init__(self) -> None:
        _must_be_unit_code(self.unit_code)
        _must_be_ordinal(self.unit_code, self.received_on, self.ordinal)
        if self.received_on.year not in _YEARS:
            raise ValueError(f"two digits cannot write the year {self.received_on.year}")

    def __str__(self) -> str:
        return f"{self.unit_code}-{self.received_on:%y%m%d}-{self.ordinal:04d}"


def dossier_number(unit_code: str, received_on: date, ordinal: int) -> str:
    """The number of the `ordinal`-th dossier (1 to 9999) received by the unit on that day."""
    return str(DossierNumber(unit_code, received_on, ordinal))


def parse_dossier_number(text: str) -> DossierNumber:
    """The parts of a typed or scanned number (spaces and small letters are forgiven)."""
    found = _NUMBER.fullmatch(clean(text).replace(" ", "").upper())
    if not found:
        raise _not_a_number(text)
    try:
        received_on = datetime.strptime(f"20{found[2]}", "%Y%m%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise _not_a_number(text) from error
    return DossierNumber(found[1], received_on, int(found[3]))


def _not_a_number(text: str) -> Refused:
    return Refused(
        "bad-dossier-number",
        f"«{clean(text)[:60]}» không phải mã hồ sơ: mã gồm mã đơn vị, ngày nhận "
        "(năm, tháng, ngày) và số thứ tự, ví dụ 000.00.01.X00-191202-0001.",
    )


def _must_be_unit_code(unit_code: str) -> None:
    if not _UNIT_CODE.fullmatch(unit_code):
        raise Refused(
            "bad-unit-code",
            f"Mã đơn vị «{unit_code[:60]}» không hợp lệ: chỉ dùng chữ in hoa không dấu, chữ số "
            "và dấu chấm giữa các nhóm, tối đa 35 ký tự.",
        )


def _must_be_ordinal(unit_code: str, received_on: date, ordinal: int) -> None:
    if not 1 <= ordinal <= LAST_ORDINAL:
        raise Refused(
            "bad-ordinal",
            f"Đơn vị {unit_code} không thể cấp số thứ tự {ordinal} "
            f"trong ngày {vn_date(received_on)}: "
            "mỗi ngày chỉ có số từ 1 đến 9999, hãy tiếp nhận vào ngày làm việc sau.",
        )
