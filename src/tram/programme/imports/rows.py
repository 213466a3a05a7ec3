"""The lines of the spreadsheets that fill the registers: every column by the name people see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from tram.core.cells import bad, or_empty, or_none, text, whole
from tram.core.sheets import Row
from tram.core.text import clean
from tram.directory.imports.post_rows import commune, day, labelled
from tram.programme.commands.baselines import MEASURED
from tram.programme.commands.means import MOST_COUNT
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.registers import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST,
    MOST_VND,
    FigureGrade,
    MeansSubject,
    RegisterSheetKind,
)

_MONTH = re.compile(r"(?:(?:0?1/)?(\d{1,2})/(\d{4})|(\d{4})-(\d{2})(?:-01)?)")
_NEGATIVE = re.compile(r"[-−]\s*\d+")
YEAR = whole(FIRST_YEAR, LAST_YEAR)


def month(raw: str) -> date:
    """A month as people write it, 05/2019, or as a spreadsheet keeps it: its first day."""
    found = _MONTH.fullmatch(clean(raw))
    number, year = (found[1] or found[4], found[2] or found[3]) if found else ("0", "0")
    if found and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise bad(f"Năm {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}: hãy xem lại tháng này.")
    if not 1 <= int(number) <= 12:
        raise bad(f"«{clean(raw)}» không phải tháng: hãy ghi tháng/năm, như 05/2019.")
    return date(int(year), int(number), 1)


def count(raw: str) -> int:
    """How many; what is less than nothing is told as such."""
    if _NEGATIVE.fullmatch(clean(raw)):
        raise bad(f"«{clean(raw)}» là số âm: số hồ sơ không thể nhỏ hơn 0.")
    return whole(0, MOST)(raw)


@dataclass(frozen=True, kw_only=True)
class OutreachLine(Row):
    """A commune that was told on a day."""

    optional: ClassVar[frozenset[str]] = frozenset({"name", "station"})
    code: Annotated[str, commune]
    name: Annotated[str, or_empty(text(120))]
    on: Annotated[date, day]
    station: Annotated[str, or_empty(text(120))]
    content: Annotated[str, text(300)]
    note: Annotated[str, text(300)]


@dataclass(frozen=True, kw_only=True)
class BaselineLine(Row):
    """What an agency had reached in a year."""

    optional: ClassVar[frozenset[str]] = frozenset({"denominator"})
    unit: Annotated[str, text(200)]
    indicator: Annotated[Indicator, labelled(*MEASURED)]
    year: Annotated[int, YEAR]
    numerator: Annotated[int, count]
    denominator: Annotated[int | None, or_none(count)]
    source: Annotated[str, text(300)]
    grade: Annotated[FigureGrade, labelled(*FigureGrade)]


@dataclass(frozen=True, kw_only=True)
class MonthLine(Row):
    """One month of an agency, of one procedure or, left empty, of all together."""

    optional: ClassVar[frozenset[str]] = frozenset({"procedure"})
    unit: Annotated[str, text(200)]
    procedure: Annotated[str, or_empty(text(40))]
    month: Annotated[date, month]
    received: Annotated[int, count]
    received_by_post: Annotated[int, count]
    returned: Annotated[int, count]
    returned_by_post: Annotated[int, count]


@dataclass(frozen=True, kw_only=True)
class MeansLine(Row):
    """What the post adds and pays in a year, of one point or of a post office as a whole."""

    optional: ClassVar[frozenset[str]] = frozenset({"count", "source", "decision"})
    year: Annotated[int, YEAR]
    place: Annotated[str, text(200)]
    subject: Annotated[MeansSubject, labelled(*MeansSubject)]
    count: Annotated[int | None, or_none(whole(0, MOST_COUNT))]
    vnd: Annotated[int, whole(0, MOST_VND)]
    source: Annotated[str, or_empty(text(120))]
    decision: Annotated[str, or_empty(text(120))]


ROWS: Mapping[RegisterSheetKind, type[Any]] = {
    RegisterSheetKind.OUTREACH: OutreachLine,
    RegisterSheetKind.BASELINES: BaselineLine,
    RegisterSheetKind.MONTHS: MonthLine,
    RegisterSheetKind.MEANS: MeansLine,
}
HEADINGS: Mapping[RegisterSheetKind, Mapping[str, str]] = {
    RegisterSheetKind.OUTREACH: {
        "code": "Mã xã",
        "name": "Tên xã",
        "on": "Ngày phát",
        "station": "Đài truyền thanh",
        "content": "Nội dung",
        "note": "Căn cứ",
    },
    RegisterSheetKind.BASELINES: {
        "unit": "Đơn vị",
        "indicator": "Chỉ tiêu",
        "year": "Năm",
        "numerator": "Tử số",
        "denominator": "Mẫu số",
        "source": "Nguồn",
        "grade": "Mức chứng minh",
    },
    RegisterSheetKind.MONTHS: {
        "unit": "Đơn vị",
        "procedure": "Mã thủ tục",
        "month": "Tháng",
        "received": "Tổng tiếp nhận",
        "received_by_post": "Tiếp nhận qua bưu chính",
        "returned": "Tổng đã trả",
        "returned_by_post": "Trả qua bưu chính",
    },
    RegisterSheetKind.MEANS: {
        "year": "Năm",
        "place": "Bưu điện, điểm phục vụ",
        "subject": "Nội dung",
        "count": "Số lượng",
        "vnd": "Số tiền (đồng)",
        "source": "Nguồn kinh phí",
        "decision": "Văn bản",
    },
}
