"""The closed lists and checks of the registers that feed the plan (sổ theo dõi của kế hoạch).

Outreach, media, reports received, figures of years before, figures that agencies tell, the post's yearly plan.
Legal basis: the plan's tasks on propaganda and reports; domain requirements 8, 49, 52; QĐ 45/2016 Điều 4.
"""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.directory.rules.points import EquipmentKind

FIRST_YEAR, LAST_YEAR = 2010, 2099
MOST = 10**9
"""More than any count of dossiers; what is larger was typed wrong."""
MOST_VND = 10**12


class MediaKind(Choice):
    """Where a piece of news stood (loại cơ quan báo chí, truyền thông)."""

    NEWSPAPER = "newspaper", "Báo in"
    ONLINE = "online", "Báo điện tử"
    RADIO = "radio", "Đài phát thanh"
    TELEVISION = "television", "Đài truyền hình"
    PORTAL = "portal", "Cổng, trang thông tin điện tử"
    DISTRICT_STATION = "district-station", "Đài truyền thanh cấp huyện"


class FigureGrade(Choice):
    """What stands behind a figure that the books do not prove, the strongest first (mức chứng minh của số liệu)."""

    DOCUMENT = "document", "Theo văn bản đã ký"
    REPORTED = "reported", "Đơn vị khai"


class RegisterSheetKind(Choice):
    """What the lines of a spreadsheet for the plan are (loại tệp nhập của kế hoạch)."""

    OUTREACH = "outreach", "Tuyên truyền ở xã, phường, thị trấn"
    BASELINES = "baselines", "Số liệu năm trước"
    MONTHS = "months", "Số liệu tháng của đơn vị chưa kết nối"
    MEANS = "means", "Kế hoạch năm của bưu điện"


class MeansSubject(Choice):
    """What a yearly plan of the post adds or pays (nội dung kế hoạch năm của bưu điện)."""

    PEOPLE = "people", "Nhân lực"
    COUNTER = EquipmentKind.COUNTER.value, EquipmentKind.COUNTER.label
    SIGN = EquipmentKind.SIGN.value, EquipmentKind.SIGN.label
    COMPUTER = EquipmentKind.COMPUTER.value, EquipmentKind.COMPUTER.label
    PRINTER = EquipmentKind.PRINTER.value, EquipmentKind.PRINTER.label
    SCANNER = EquipmentKind.SCANNER.value, EquipmentKind.SCANNER.label
    BARCODE_READER = EquipmentKind.BARCODE_READER.value, EquipmentKind.BARCODE_READER.label
    SCALE = EquipmentKind.SCALE.value, EquipmentKind.SCALE.label
    CAMERA = EquipmentKind.CAMERA.value, EquipmentKind.CAMERA.label
    INTERNET = EquipmentKind.INTERNET.value, EquipmentKind.INTERNET.label
    MOTORBIKE = EquipmentKind.MOTORBIKE.value, EquipmentKind.MOTORBIKE.label
    VAN = EquipmentKind.VAN.value, EquipmentKind.VAN.label
    TRAINING = "training", "Tập huấn giao dịch viên"
    PROMOTION = "promotion", "Tuyên truyền, niêm yết"
    OTHER = "other", "Chi khác"


@dataclass(frozen=True)
class Counts:
    """What an agency tells of one month: all received, of them by post; all returned, of them by post."""

    received: int
    received_by_post: int
    returned: int
    returned_by_post: int

    @property
    def wrong(self) -> str:
        """Why these cannot be true, as a whole sentence; empty if they can."""
        if self.received_by_post > self.received:
            return (
                f"Tiếp nhận qua bưu chính {self.received_by_post} nhiều hơn tổng tiếp nhận {self.received}: "
                "hãy xem lại hai số này."
            )
        if self.returned_by_post > self.returned:
            return (
                f"Trả qua bưu chính {self.returned_by_post} nhiều hơn tổng đã trả {self.returned}: "
                "hãy xem lại hai số này."
            )
        return ""
