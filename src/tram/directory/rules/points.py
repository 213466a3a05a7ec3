"""What may be said of a service point: where and when it serves, what stands there (điểm phục vụ bưu chính).

Legal basis: QĐ 45/2016 Điều 4 (the post's points that receive dossiers), plan 125 task "phương tiện, nhân lực".
"""

import re
from dataclasses import dataclass
from datetime import date, time

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused

CODE = r"\d{5,6}"
CODE_EXAMPLE = "280010"
PHONE = r"\+?[\d ().-]{6,19}"
MOST_THINGS = 999


class PointKind(Choice):
    """What a service point is (loại điểm)."""

    PROVINCIAL = "provincial", "Điểm giao dịch trung tâm tỉnh"
    DISTRICT = "district", "Bưu cục trung tâm huyện"
    LEVEL_3 = "level-3", "Bưu cục cấp 3"
    COMMUNE_CULTURE = "commune-culture", "Điểm Bưu điện – Văn hóa xã"


class EquipmentKind(Choice):
    """What kind of thing a point works with (loại thiết bị)."""

    COUNTER = "counter", "Quầy tiếp nhận riêng"
    SIGN = "sign", "Biển hiệu, bảng niêm yết"
    COMPUTER = "computer", "Máy tính"
    PRINTER = "printer", "Máy in"
    SCANNER = "scanner", "Máy quét tài liệu"
    BARCODE_READER = "barcode-reader", "Đầu đọc mã vạch"
    SCALE = "scale", "Cân"
    CAMERA = "camera", "Máy ảnh, camera"
    INTERNET = "internet", "Đường truyền Internet"
    MOTORBIKE = "motorbike", "Xe máy"
    VAN = "van", "Xe ô tô thư"


class EquipmentState(Choice):
    """Whether a thing can be used (tình trạng thiết bị)."""

    WORKING = "working", "Dùng tốt"
    BROKEN = "broken", "Hỏng, chờ sửa"


class PostSheetKind(Choice):
    """What the lines of a sheet are (loại tệp nhập)."""

    POINTS = "points", "Điểm phục vụ bưu chính"
    STAFF = "staff", "Nhân viên bưu chính"


@dataclass(frozen=True)
class Terms:
    """Where and when a point serves from a day on."""

    address: str
    phone: str
    opens: time
    closes: time
    works_saturday: bool
    route_code: str


def check_terms(terms: Terms) -> None:
    """Refuse what contradicts itself."""
    if len(terms.address.strip()) < 5:
        raise Refused("address-missing", "Hãy ghi địa chỉ của điểm, ít nhất 5 ký tự.")
    if terms.phone and not re.fullmatch(PHONE, terms.phone):
        raise Refused(
            "bad-phone",
            f"Số điện thoại «{terms.phone}» không đúng mẫu: hãy ghi như 0211 000 0001.",
        )
    if terms.opens >= terms.closes:
        raise Refused(
            "hours-out-of-order",
            f"Giờ mở cửa {terms.opens:%H:%M} phải trước giờ đóng cửa {terms.closes:%H:%M}.",
        )


def check_code(code: str) -> None:
    """A point's code is that of the national list of points: five or six digits."""
    if not re.fullmatch(CODE, code):
        raise Refused(
            "bad-code", f"Mã điểm «{code}» không đúng mẫu: hãy ghi 5–6 chữ số, như {CODE_EXAMPLE}."
        )


def check_since(name: str, begun: date, ended: date | None, day: date) -> None:
    """What holds of a point begins while there is that point."""
    if day < begun:
        raise Refused(
            "before-start", f"{name} có từ ngày {vn_date(begun)}. Hãy chọn từ ngày đó trở đi."
        )
    if ended is not None and day > ended:
        raise Refused("point-closed", f"{name} chỉ hoạt động đến hết ngày {vn_date(ended)}.")


def check_count(count: int) -> None:
    """A number of things that somebody could have counted."""
    if not 0 <= count <= MOST_THINGS:
        raise Refused("bad-count", f"Số lượng phải từ 0 đến {MOST_THINGS}.")


def slug(code: str) -> str:
    """The short name of a point that somebody adds."""
    return f"diem-{code}"
