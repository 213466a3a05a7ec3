"""The lines of the two sheets of the post: a service point with its equipment, a teller or postman with a duty.

Every column has the name people see; cells may be text or, where they look alike, numbers, days and times.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, ClassVar, TypeVar

from tram.core.cells import bad, matching, or_empty, or_none, read_clock, read_day, text, whole
from tram.core.choices import Choice
from tram.core.sheets import Row
from tram.core.text import clean, search_terms
from tram.directory.queries.staff import POSTAL
from tram.directory.rules.points import (
    CODE,
    CODE_EXAMPLE,
    MOST_THINGS,
    PHONE,
    EquipmentKind,
    PointKind,
    PostSheetKind,
)

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:hH](\d{2})(?::00)?")
_COMMUNE = re.compile(r"\d{5}")
C = TypeVar("C", bound=Choice)


def day(raw: str) -> date:
    """A day as people write it, 31/12/2019, or as a spreadsheet keeps it."""
    found = _DAY.fullmatch(clean(raw))
    if not found:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", clean(raw)):
            return read_day(raw)
        raise bad(f"«{clean(raw)}» không phải ngày: hãy ghi ngày/tháng/năm, như 02/12/2019.")
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise bad(f"«{clean(raw)}» không phải ngày có thật: hãy xem lại.") from None


def clock(raw: str) -> time:
    """A time of day, 7:30 or 7h30."""
    found = _CLOCK.fullmatch(clean(raw))
    return read_clock(f"{int(found[1]):02}:{found[2]}" if found else raw)


def yes(raw: str) -> bool:
    """có or không; an empty cell is không."""
    words = search_terms(raw)
    if words not in ((), ("co",), ("khong",)):
        raise bad(f"«{clean(raw)}» không rõ: hãy ghi có hoặc không.")
    return words == ("co",)


def labelled(*members: C) -> Callable[[str], C]:
    """One of a closed list by what people call it, accents or not."""
    known = {search_terms(member.label): member for member in members}

    def read(raw: str) -> C:
        found = known.get(search_terms(raw))
        if found is None:
            names = ", ".join(member.label for member in members)
            raise bad(f"«{clean(raw)}» không có trong danh sách: hãy ghi một trong: {names}.")
        return found

    return read


def commune(raw: str) -> str:
    """The five digits of a commune; a number cell has lost the zeros in front."""
    value = clean(raw)
    if _COMMUNE.fullmatch(value):
        return value
    if value.isdigit() and len(value) < 5:
        raise bad(
            f"«{value}» mất số 0 ở đầu: hãy đặt định dạng cột là Văn bản rồi ghi {value:0>5}."
        )
    raise bad(f"«{value}» không phải mã xã: hãy ghi 5 chữ số, như 08707.")


_COUNT = or_none(whole(0, MOST_THINGS))


@dataclass(frozen=True, kw_only=True)
class PointLine(Row):
    """A point as it is from a day on; a count of equipment left empty says nothing."""

    optional: ClassVar[frozenset[str]] = frozenset(kind.name.lower() for kind in EquipmentKind)
    code: Annotated[str, matching(CODE, CODE_EXAMPLE)]
    name: Annotated[str, text(200)]
    kind: Annotated[PointKind, labelled(*PointKind)]
    parent: Annotated[str, text(200)]
    commune: Annotated[str, commune]
    address: Annotated[str, text(200)]
    phone: Annotated[str, or_empty(matching(PHONE, "0211 000 0001"))]
    opens: Annotated[time, clock]
    closes: Annotated[time, clock]
    works_saturday: Annotated[bool, yes]
    route_code: Annotated[str, or_empty(text(16))]
    valid_from: Annotated[date, day]
    decision: Annotated[str, or_empty(text(120))]
    counter: Annotated[int | None, _COUNT]
    sign: Annotated[int | None, _COUNT]
    computer: Annotated[int | None, _COUNT]
    printer: Annotated[int | None, _COUNT]
    scanner: Annotated[int | None, _COUNT]
    barcode_reader: Annotated[int | None, _COUNT]
    scale: Annotated[int | None, _COUNT]
    camera: Annotated[int | None, _COUNT]
    internet: Annotated[int | None, _COUNT]
    motorbike: Annotated[int | None, _COUNT]
    van: Annotated[int | None, _COUNT]

    @property
    def equipment(self) -> dict[EquipmentKind, int]:
        """What the line says of equipment in good order."""
        said = {kind: getattr(self, kind.name.lower()) for kind in EquipmentKind}
        return {kind: count for kind, count in said.items() if count is not None}


@dataclass(frozen=True, kw_only=True)
class StaffLine(Row):
    """A teller or a postman and where they serve."""

    username: Annotated[str, text(64)]
    full_name: Annotated[str, text(120)]
    role: Annotated[Choice, labelled(*POSTAL)]
    unit: Annotated[str, text(200)]
    valid_from: Annotated[date, day]
    decision: Annotated[str, or_empty(text(120))]


POINT_HEADINGS = {
    "code": "Mã điểm",
    "name": "Tên điểm",
    "kind": "Loại điểm",
    "parent": "Bưu điện quản lý",
    "commune": "Mã xã",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "opens": "Giờ mở cửa",
    "closes": "Giờ đóng cửa",
    "works_saturday": "Làm thứ Bảy",
    "route_code": "Đường thư",
    "valid_from": "Áp dụng từ ngày",
    "decision": "Số văn bản",
    **{kind.name.lower(): kind.label for kind in EquipmentKind},
}
STAFF_HEADINGS = {
    "username": "Tên đăng nhập",
    "full_name": "Họ và tên",
    "role": "Vai trò",
    "unit": "Nơi làm việc",
    "valid_from": "Từ ngày",
    "decision": "Số quyết định",
}
ROWS: dict[PostSheetKind, type[PointLine] | type[StaffLine]] = {
    PostSheetKind.POINTS: PointLine,
    PostSheetKind.STAFF: StaffLine,
}
HEADINGS = {PostSheetKind.POINTS: POINT_HEADINGS, PostSheetKind.STAFF: STAFF_HEADINGS}
