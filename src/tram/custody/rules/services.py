"""The three services a customer chooses from (QĐ 45/2016/QĐ-TTg Điều 5; TT 17/2017/TT-BTTTT Điều 4)."""

from tram.catalogue.rules.eligibility import Direction
from tram.core.choices import Choice


class Service(Choice):
    """What the customer asks of the post (dịch vụ)."""

    SEND = "send", "Gửi hồ sơ (kết quả lấy tại bộ phận một cửa)"
    RECEIVE = "receive", "Nhận kết quả tại nhà (hồ sơ nộp tại bộ phận một cửa)"
    BOTH = "both", "Gửi hồ sơ và nhận kết quả tại nhà"


DIRECTIONS: dict[Service, tuple[Direction, ...]] = {
    Service.SEND: (Direction.IN,),
    Service.RECEIVE: (Direction.OUT,),
    Service.BOTH: (Direction.IN, Direction.OUT),
}
