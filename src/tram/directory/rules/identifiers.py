"""The form of an agency's identifier (mã định danh) by the first day on which a unit holds it.

At first QCVN 102:2016/BTTTT (TT 10/2016/TT-BTTTT): four groups. From a day that stands in the data also QĐ
20/2020/QĐ-TTg: at most 35 characters, groups of digits and capital letters between dots.
"""

import re
from datetime import date

from tram.core.calendar import vn_date

LONGEST = 35
_FOUR_GROUPS = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")
_ANY_GROUPS = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*")


def well_formed(code: str, first: date, any_groups_from: date) -> bool:
    """True if a unit may hold this identifier from its first day on."""
    if _FOUR_GROUPS.fullmatch(code):
        return True
    allowed = first >= any_groups_from and len(code) <= LONGEST
    return allowed and _ANY_GROUPS.fullmatch(code) is not None


def reason(code: str, first: date, any_groups_from: date) -> str:
    """What is wrong with an identifier that is not well formed, and how it should be."""
    shown = f"Mã định danh «{code[:60]}» không đúng mẫu"
    if first < any_groups_from:
        return (
            f"{shown}: trước ngày {vn_date(any_groups_from)} mã gồm bốn nhóm, ví dụ 000.00.01.X00."
        )
    return (
        f"{shown}: chỉ dùng chữ in hoa không dấu, chữ số và dấu chấm giữa các nhóm, "
        f"tối đa {LONGEST} ký tự, ví dụ X00.01.02."
    )
