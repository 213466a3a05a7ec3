"""What the leaflet of the postal service says (tờ giới thiệu): prices, times and places as they stand on a day."""

from datetime import date, datetime

from tram.cash.queries import tariff
from tram.cash.rules.tariff import Exemption, Tariff, Zone, quote
from tram.catalogue.rules.eligibility import Direction
from tram.core.calendar import local_date
from tram.core.queries import is_demo
from tram.custody.queries.receipts import POSTAL_DAYS
from tram.directory.queries import districts, parameter
from tram.dossiers.prints.leaflet import Leaflet, PriceLine
from tram.dossiers.queries.forms import form_on
from tram.dossiers.rules.forms import FormKind

INTER_PROVINCE = "postal_limits.total_time.inter_province_working_days"
SERVICES = (
    "Gửi hồ sơ: bưu điện đếm giấy tờ, đóng gói, niêm phong trước mặt người gửi rồi chuyển tới cơ quan.",
    "Nhận kết quả: bưu tá phát tận tay người đã đăng ký, tại địa chỉ đã chọn.",
    "Cả hai chiều hoặc chỉ một chiều: ông/bà tự chọn, không bắt buộc.",
)
STEPS = (
    "Đem giấy tờ tới điểm phục vụ của bưu điện, hoặc nói với cán bộ một cửa khi nộp hồ sơ.",
    "Ghi người nhận, điện thoại, địa chỉ; giữ phiếu gửi hoặc giấy hẹn có mã theo dõi.",
    "Khi bưu tá phát kết quả: xem niêm phong, đưa giấy hẹn hoặc giấy tờ tùy thân, ký nhận.",
)
REDUCTIONS = (
    "Miễn cước: người hoạt động cách mạng trước 19/8/1945, Bà mẹ Việt Nam anh hùng.",
    "Giảm một nửa: hộ nghèo, thương binh và các đối tượng khác theo quy định.",
)
NOT_BY_POST = (
    "Thủ tục phải có mặt trực tiếp (chụp ảnh, lấy vân tay) thì không gửi qua bưu điện được."
)
WEIGHTS = (100, 250)
PLACES = {
    Zone.WITHIN_DISTRICT: "trong huyện, thành phố",
    Zone.BETWEEN_DISTRICTS: "khác huyện trong tỉnh",
    Zone.IN_REGION: "tỉnh khác trong vùng",
}


def leaflet(at: datetime, *, url: str) -> Leaflet:
    """The leaflet with the prices of a day (QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT)."""
    day = local_date(at)
    prices = tariff(day=day)
    return Leaflet(
        form=form_on(FormKind.LEAFLET, day),
        superior=parameter("province.name", day),
        issuer="Dịch vụ bưu chính công ích",
        number="",
        locality="",
        demo=is_demo(),
        at=at,
        services=SERVICES,
        steps=STEPS,
        prices=_prices(prices),
        price_source=f"Cước tối đa theo {prices.source}; nhận kết quả thì trả khi nhận",
        reductions=REDUCTIONS,
        times=_times(day),
        places=_places(day, url),
        not_by_post=NOT_BY_POST,
        url=url,
        phone="(chưa công bố)",
    )


def _prices(prices: Tariff) -> tuple[PriceLine, ...]:
    lines = [
        PriceLine(
            label=f"Đến {grams} g, {words}",
            send_vnd=_postage(prices, Direction.IN, zone, grams),
            receive_vnd=_postage(prices, Direction.OUT, zone, grams),
        )
        for grams in WEIGHTS
        for zone, words in PLACES.items()
    ]
    if prices.remittance_vnd is not None:
        label = "Chuyển nộp phí, lệ phí, mỗi hồ sơ"
        lines.append(PriceLine(label=label, send_vnd=prices.remittance_vnd, receive_vnd=None))
    return tuple(lines)


def _postage(prices: Tariff, way: Direction, zone: Zone, grams: int) -> int:
    return quote(prices, [way], zone, grams, Exemption.NONE).total_vnd


def _times(day: date) -> tuple[str, ...]:
    near, far = parameter(POSTAL_DAYS, day), parameter(INTER_PROVINCE, day)
    return (
        f"Trong tỉnh: không quá {near} ngày làm việc mỗi chiều; ngoài tỉnh: không quá {far} ngày làm việc.",
        "Thời hạn giải quyết hồ sơ tính từ lúc cơ quan ký nhận hồ sơ với bưu điện.",
    )


def _places(day: date, url: str) -> tuple[str, ...]:
    return (
        f"Mọi điểm phục vụ của bưu điện ở {len(districts(day))} huyện, thành phố trong tỉnh.",
        f"Danh sách, địa chỉ, giờ mở cửa: {url}/diem-phuc-vu/",
    )
