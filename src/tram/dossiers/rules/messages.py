"""Messages (tin nhắn) to the customer: when one is written, and its words.

A message holds the dossier's number, a date, an office: never the procedure, an ID number, or what the dossier is about
(domain requirement 41). Legal basis: QĐ 45/2016/QĐ-TTg Điều 8 (the customer is told how the dossier stands); NĐ
61/2018/NĐ-CP Điều 17, 19, 20.
"""

from dataclasses import dataclass
from datetime import datetime

from tram.core.calendar import local, local_date, vn_date
from tram.core.choices import Choice
from tram.core.money import format_vnd


class MessageKind(Choice):
    """What a customer is told (loại tin nhắn)."""

    ACCEPTED = "accepted", "Đã tiếp nhận, hẹn ngày trả"
    SUPPLEMENT = "supplement", "Cần bổ sung giấy tờ"
    PAYMENT = "payment", "Cần thực hiện nghĩa vụ tài chính"
    STOPPED = "stopped", "Dừng giải quyết"
    REFUSED = "refused", "Từ chối tiếp nhận"
    INELIGIBLE = "ineligible", "Không đủ điều kiện"
    WITHDRAWN = "withdrawn", "Đã rút hồ sơ"
    REAPPOINTED = "re-appointed", "Xin lỗi và hẹn lại ngày trả"
    RESULT_READY = "result-ready", "Đã có kết quả"
    DELIVERED = "delivered", "Đã phát kết quả"
    ATTEMPT_FAILED = "attempt-failed", "Phát chưa thành công"
    HELD = "held-at-point", "Giữ tại điểm phục vụ chờ ông/bà tới nhận"
    BACK_AT_DESK = "back-at-desk", "Chưa phát được, đã về bộ phận một cửa"
    DELIVERY_CHANGED = "delivery-changed", "Đã đổi cách phát theo yêu cầu"
    DISPUTE_ANSWERED = "dispute-answered", "Trả lời phản ánh việc phát"
    PAPERS_READY = "papers-ready", "Giấy tờ trả lại đã về bộ phận một cửa"
    INCIDENT = "incident", "Bưu gửi gặp sự cố"
    INCIDENT_OVER = "incident-over", "Sự cố bưu gửi đã xử lý xong"


class Way(Choice):
    """How a message reaches somebody (cách báo tin)."""

    PHONE = "phone", "Điện thoại"
    EMAIL = "email", "Thư điện tử"
    DUTY = "duty", "Hộp việc của người được phân công"


class Sending(Choice):
    """How far a message has come (tình trạng gửi)."""

    WRITTEN = "written", "Đã viết, chưa gửi ra ngoài"


@dataclass(frozen=True)
class Subject:
    """What a message may say of a dossier."""

    number: str
    registered_at: datetime
    desk: str
    by_post: bool
    due_at: datetime | None = None
    amount_vnd: int | None = None
    news: str = ""

    @property
    def name(self) -> str:
        """What the dossier is called: its number, or before acceptance the day on which it came."""
        if self.number:
            return f"Hồ sơ {self.number} của ông/bà"
        return f"Hồ sơ ông/bà nộp ngày {vn_date(local_date(self.registered_at))}"

    @property
    def due(self) -> str:
        """The due time as people read it."""
        if self.due_at is None:
            return "chưa có ngày hẹn"
        return f"{local(self.due_at):%H:%M} ngày {vn_date(local_date(self.due_at))}"


def words(kind: MessageKind, about: Subject) -> str:
    """The whole message, in sentences that stand by themselves."""
    return f"{about.name} {_WORDS[kind](about)}"


def _home(about: Subject, what: str, where: str) -> str:
    """How something comes back: by the post, or the customer fetches it."""
    if about.by_post:
        return f"{what} sẽ được bưu điện chuyển tới ông/bà."
    return where


def _accepted(about: Subject) -> str:
    return f"đã được {about.desk} tiếp nhận. Hẹn trả kết quả: {about.due}."


def _supplement(about: Subject) -> str:
    return (
        "cần bổ sung giấy tờ; thời hạn giải quyết tạm dừng từ lúc này. "
        f"Ông/bà xem giấy tờ cần bổ sung trong phiếu yêu cầu, hoặc hỏi {about.desk}."
    )


def _payment(about: Subject) -> str:
    amount = f": {format_vnd(about.amount_vnd)}" if about.amount_vnd else ""
    return (
        f"cần thực hiện nghĩa vụ tài chính{amount}; thời hạn giải quyết tạm dừng từ lúc này. "
        f"Ông/bà nộp theo thông báo và mang giấy nộp tiền tới {about.desk}."
    )


def _stopped(about: Subject) -> str:
    return f"đã được thông báo dừng giải quyết; lý do ghi trong thông báo. Ông/bà có thể hỏi {about.desk}."


def _refused(about: Subject) -> str:
    back = _home(about, "Giấy tờ", f"Mời ông/bà tới {about.desk} nhận lại giấy tờ.")
    return f"không được tiếp nhận, lý do ghi trong phiếu từ chối. {back}"


def _ineligible(about: Subject) -> str:
    back = _home(
        about, "Giấy tờ", f"Khi giấy tờ về tới {about.desk}, chúng tôi sẽ báo ông/bà tới nhận."
    )
    return f"không đủ điều kiện giải quyết, lý do ghi trong thông báo trả lại hồ sơ. {back}"


def _withdrawn(about: Subject) -> str:
    back = _home(
        about, "Giấy tờ", "Ông/bà nhận lại giấy tờ tại nơi đã nộp hồ sơ khi giấy tờ đã về tới đó."
    )
    return f"đã được rút theo yêu cầu. {back}"


def _reappointed(about: Subject) -> str:
    return (
        "chưa giải quyết xong đúng hẹn. Chúng tôi xin lỗi ông/bà; lý do ghi trong phiếu xin lỗi. "
        f"Hẹn lại ngày trả kết quả: {about.due}."
    )


def _result_ready(about: Subject) -> str:
    fetch = f"Mời ông/bà mang giấy hẹn tới {about.desk} nhận kết quả theo ngày đã hẹn."
    return f"đã có kết quả. {_home(about, 'Kết quả', fetch)}"


def _delivered(_about: Subject) -> str:
    return "đã được bưu điện phát kết quả tận tay người nhận. Nếu ông/bà chưa nhận được, hãy báo bưu điện."


def _attempt_failed(about: Subject) -> str:
    return f"có bưu gửi mà bưu tá chưa phát được. {about.news}"


def _held(about: Subject) -> str:
    return f"có bưu gửi đang giữ tại điểm phục vụ bưu chính. {about.news}"


def _back_at_desk(about: Subject) -> str:
    return (
        f"có bưu gửi không phát được, nay đã về {about.desk} và được giữ ở đó. "
        "Ông/bà tới nhận trong giờ làm việc, hoặc đề nghị gửi lại."
    )


def _delivery_changed(about: Subject) -> str:
    return (
        f"đã được đổi cách phát theo yêu cầu gửi bằng mã theo dõi. {about.news} "
        "Nếu không phải ông/bà yêu cầu, hãy báo ngay bưu điện."
    )


def _dispute_answered(about: Subject) -> str:
    return f"có phản ánh về việc phát của bưu điện, nay đã được trả lời. {about.news}"


def _papers_ready(about: Subject) -> str:
    return f"có giấy tờ trả lại đã về tới {about.desk}. Mời ông/bà tới nhận trong giờ làm việc."


def _incident(_about: Subject) -> str:
    return (
        "gặp sự cố trong khi chuyển qua bưu điện. Bưu điện đang xử lý và sẽ liên hệ với ông/bà; ông/bà không "
        "phải làm gì lúc này."
    )


def _incident_over(_about: Subject) -> str:
    return "đã được xử lý xong sự cố bưu gửi báo trước đây. Ông/bà theo dõi tiếp bằng mã theo dõi trên phiếu."


_WORDS = {
    MessageKind.ACCEPTED: _accepted,
    MessageKind.SUPPLEMENT: _supplement,
    MessageKind.PAYMENT: _payment,
    MessageKind.STOPPED: _stopped,
    MessageKind.REFUSED: _refused,
    MessageKind.INELIGIBLE: _ineligible,
    MessageKind.WITHDRAWN: _withdrawn,
    MessageKind.REAPPOINTED: _reappointed,
    MessageKind.RESULT_READY: _result_ready,
    MessageKind.DELIVERED: _delivered,
    MessageKind.PAPERS_READY: _papers_ready,
    MessageKind.INCIDENT: _incident,
    MessageKind.INCIDENT_OVER: _incident_over,
    MessageKind.ATTEMPT_FAILED: _attempt_failed,
    MessageKind.HELD: _held,
    MessageKind.BACK_AT_DESK: _back_at_desk,
    MessageKind.DELIVERY_CHANGED: _delivery_changed,
    MessageKind.DISPUTE_ANSWERED: _dispute_answered,
}
