"""What the owner of a dossier reads beside its milestones: what to do, how it ended, where the papers are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tram.core.calendar import local_date, vn_date
from tram.custody.queries.tracking import HeldAt, Tracked, Tried
from tram.custody.rules.turns import ASKED, ENDED, Turn


@dataclass(frozen=True)
class Told:
    """A notice of the tracking page: its colour, its heading, whole sentences."""

    kind: str
    title: str
    text: str


def told(found: Tracked) -> list[Told]:
    """What must be said of this dossier besides how far it is; usually nothing."""
    notices = [_trouble()] if found.trouble else []
    if found.turn is not None:
        kind = "warning" if found.turn in ASKED else "info"
        notices.append(Told(kind, _(found.turn.label), _sentences(found, found.turn)))
    if found.promised_again and found.due_at and found.turn not in ENDED:
        notices.append(Told("info", _("Cơ quan xin lỗi và hẹn lại"), _apology(found)))
    notices.extend(_undelivered(found))
    return notices


def _trouble() -> Told:
    """An open incident in coarse words: what happened, and to which paper, is told to its owner alone."""
    text = _(
        "Bưu gửi của hồ sơ này đang gặp sự cố. Bưu điện đang tìm hiểu và sẽ báo cho ông/bà; "
        "muốn hỏi thêm, hãy tới điểm bưu điện hoặc bộ phận một cửa."
    )
    return Told("warning", _("Sự cố"), text)


def _undelivered(found: Tracked) -> list[Told]:
    """What the post could not deliver: where it waits, or when the postman comes again."""
    if found.back:
        text = _("Mời ông/bà tới bộ phận một cửa nhận trong giờ làm việc, hoặc đề nghị gửi lại.")
        return [Told("warning", _("Chưa phát được, đã về bộ phận một cửa"), text)]
    if found.held:
        return [
            Told("warning", _("Đang giữ tại điểm phục vụ, chờ ông/bà tới nhận"), _held(found.held))
        ]
    if found.tried:
        return [Told("warning", _("Phát chưa thành công"), _tried(found.tried))]
    return []


def _held(held: HeldAt) -> str:
    days = _("thứ Hai đến thứ Bảy") if held.works_saturday else _("thứ Hai đến thứ Sáu")
    return _(
        "Nơi giữ: %(point)s. Giờ mở cửa: %(opens)s đến %(closes)s, %(days)s. "
        "Mời ông/bà tới nhận đến hết ngày %(until)s, mang theo giấy tờ tùy thân."
    ) % {
        "point": f"{held.name}, {held.address}",
        "opens": f"{held.opens:%H:%M}",
        "closes": f"{held.closes:%H:%M}",
        "days": days,
        "until": vn_date(held.until),
    }


def _tried(tried: Tried) -> str:
    words = {"number": tried.number, "reason": _(tried.reason.label)}
    first = _("Lần %(number)s: %(reason)s.") % words
    if tried.slot is None:
        return f"{first} {_('Bưu gửi sẽ được giữ tại một điểm phục vụ; nơi giữ sẽ hiện ở đây.')}"
    agreed = {"part": _(tried.slot.part.label), "day": vn_date(tried.slot.day)}
    return f"{first} {_('Hẹn phát lại: %(part)s, ngày %(day)s.') % agreed}"


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
