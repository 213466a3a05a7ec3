"""What the owner of a dossier reads beside its milestones: what to do, how it ended, where the papers are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tram.core.calendar import local_date, vn_date
from tram.custody.queries.tracking import Tracked
from tram.custody.rules.turns import ASKED, ENDED, Turn


@dataclass(frozen=True)
class Told:
    """A notice of the tracking page: its colour, its heading, whole sentences."""

    kind: str
    title: str
    text: str


def told(found: Tracked) -> list[Told]:
    """What must be said of this dossier besides how far it is; usually nothing."""
    notices = []
    if found.turn is not None:
        kind = "warning" if found.turn in ASKED else "info"
        notices.append(Told(kind, _(found.turn.label), _sentences(found, found.turn)))
    if found.promised_again and found.due_at and found.turn not in ENDED:
        notices.append(Told("info", _("Cơ quan xin lỗi và hẹn lại"), _apology(found)))
    return notices


def _apology(found: Tracked) -> str:
    day = vn_date(local_date(found.due_at)) if found.due_at else ""
    return _(
        "Cơ quan xin lỗi ông/bà vì chưa trả kết quả đúng hẹn. Lý do ghi trong phiếu xin lỗi. "
        "Ngày hẹn mới là %(day)s."
    ) % {"day": day}


def _sentences(found: Tracked, turn: Turn) -> str:
    if turn is Turn.PAPERS:
        return _(
            "Giấy tờ cần bổ sung ghi trong phiếu yêu cầu gửi ông/bà; chưa nhận được phiếu thì hãy hỏi bộ phận "
            "một cửa. Mang giấy tờ tới bộ phận một cửa; thời hạn tạm dừng cho tới khi nhận đủ."
        )
    if turn is Turn.PAYMENT:
        return _(
            "Số tiền và nơi nộp ghi trong thông báo gửi ông/bà. Nộp xong, hãy mang giấy nộp tiền tới bộ phận "
            "một cửa; thời hạn tạm dừng cho tới lúc đó."
        )
    if turn is Turn.STOPPED:
        return _("Lý do ghi trong thông báo gửi ông/bà. Muốn hỏi thêm, hãy tới bộ phận một cửa.")
    return f"{_reason(turn)} {_papers(found)}".strip()


def _reason(turn: Turn) -> str:
    if turn is Turn.REFUSED:
        return _("Lý do ghi trong phiếu từ chối.")
    if turn is Turn.INELIGIBLE:
        return _("Lý do ghi trong thông báo trả lại hồ sơ.")
    return ""


def _papers(found: Tracked) -> str:
    if found.papers_back:
        return _("Giấy tờ đã được trả lại.")
    if found.by_post_out:
        return _("Giấy tờ sẽ được bưu điện mang trả ông/bà.")
    return _("Hãy tới nơi đã nộp hồ sơ để nhận lại giấy tờ.")
