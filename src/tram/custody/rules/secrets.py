"""State secrets do not travel this way (Luật Bảo vệ bí mật nhà nước 29/2018/QH14; TT 19/2017/TT-BTTTT)."""

from tram.core.errors import Refused


def require_no_secret(answer: bool | None, possible: bool) -> None:
    """Refuse what is declared to bear a mark, and an unanswered question where the procedure may contain secrets."""
    if answer:
        raise Refused(
            "secret",
            "Hồ sơ có giấy tờ mật không nhận qua dịch vụ này: hãy hướng dẫn khách gửi theo đường thư KT1. "
            "Không lưu nội dung gì của hồ sơ.",
        )
    if possible and answer is None:
        raise Refused(
            "secret-unanswered",
            "Thủ tục này có thể có giấy tờ mật: hãy hỏi khách có giấy tờ đóng dấu mật, tối mật, tuyệt mật không "
            "rồi ghi câu trả lời.",
        )
