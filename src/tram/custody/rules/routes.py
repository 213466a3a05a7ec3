"""The road of a postal item, why the post's clock may stand still, and how it ended (TT 17/2017/TT-BTTTT Điều 7)."""

from tram.core.choices import Choice


class PostalRoute(Choice):
    """How far the post carries an item (tuyến)."""

    WITHIN_DISTRICT = "within-district", "Trong cùng huyện"
    BETWEEN_DISTRICTS = "between-districts", "Giữa các huyện trong tỉnh"
    INTER_PROVINCE = "inter-province", "Liên tỉnh"


class Waiting(Choice):
    """Why the post waits (lý do dừng đồng hồ bưu chính): nothing else stops its clock."""

    ASKED_LATER = "asked-later", "người nhận hẹn ngày khác"
    WRONG_ADDRESS = "wrong-address", "địa chỉ sai, đang hỏi lại người gửi"
    HELD_AT_POINT = "held-at-point", "giữ tại điểm chờ người nhận đến lấy"
    FORCE_MAJEURE = "force-majeure", "bất khả kháng: bão, lũ, dịch bệnh, đường bị cắt"
    AUTHORITY = "authority", "cơ quan có thẩm quyền yêu cầu giữ lại"


# What the post waits for because of the citizen: those days are the citizen's, not the post's.
CITIZENS = frozenset({Waiting.ASKED_LATER, Waiting.WRONG_ADDRESS, Waiting.HELD_AT_POINT})


class ClockEnd(Choice):
    """How a run of the post's clock ended (đồng hồ bưu chính dừng vì)."""

    HANDED_OVER = "handed-over", "Đã giao cơ quan, có ký nhận"
    DELIVERED = "delivered", "Đã phát tận tay"
    SENT_BACK = "sent-back", "Chuyển hoàn về bộ phận một cửa"
    GIVEN_BACK = "given-back", "Trả lại người gửi, thôi chuyển"


# Only what reached the place it was meant for, or is still on its way, says whether the post was on time.
REACHED = frozenset({ClockEnd.HANDED_OVER, ClockEnd.DELIVERED})
