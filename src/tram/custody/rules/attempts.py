"""A try to deliver that failed (lần phát không thành): why, how the person was told, what was agreed, what comes next.

After the set number of tries the thing is held at a named point until a date, and only then goes back to the one-stop
desk: nothing returns silently. Legal basis: NĐ 61/2018/NĐ-CP Điều 20; the number and the days are dated parameters.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused


class AttemptReason(Choice):
    """Why a delivery did not come about (lý do phát không thành)."""

    ABSENT = "absent", "Không gặp người nhận"
    WRONG_ADDRESS = "wrong-address", "Địa chỉ không đúng hoặc không tìm được"
    REFUSED_ITEM = "refused-item", "Người nhận từ chối nhận"
    REFUSED_PAYMENT = "refused-payment", "Người nhận không nộp khoản phải thu"
    NO_PROOF = "no-proof", "Người nhận chưa có giấy tờ phải xuất trình"
    NO_ORIGINALS = "no-originals", "Người nhận chưa có bản chính phải nộp lại"
    OTHER_TIME = "other-time", "Người nhận hẹn lúc khác"
    PHONE_OFF = "phone-off", "Không gọi được cho người nhận"
    ROAD_CLOSED = "road-closed", "Đường bị chia cắt, không tới được"
    SEAL_BROKEN = "seal-broken", "Niêm phong không còn nguyên"


class NoticeKind(Choice):
    """How the person was told of the try (cách báo người nhận)."""

    CALL = "call", "Đã gọi điện cho người nhận"
    NOTE = "note", "Đã để lại giấy báo"
    IN_PERSON = "in-person", "Đã nói trực tiếp với người nhận"


class DayPart(Choice):
    """Part of a day that people agree upon (buổi)."""

    MORNING = "morning", "buổi sáng"
    AFTERNOON = "afternoon", "buổi chiều"
    ALL_DAY = "all-day", "cả ngày"


class HoldEnding(Choice):
    """How holding at a point ended (cách kết thúc giữ tại điểm)."""

    COLLECTED = "collected", "Người nhận đã tới lấy"
    CALLED_BACK = "called-back", "Người nhận hẹn phát lại"
    EXPIRED = "expired", "Hết hạn giữ"


# What was no fault of the person does not use up a try.
NOT_COUNTED = frozenset({AttemptReason.ROAD_CLOSED, AttemptReason.SEAL_BROKEN})
FURTHEST = timedelta(days=30)
CALL_FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class Slot:
    """When the postman comes again (hẹn phát lại): a day and a part of it."""

    day: date
    part: DayPart

    @property
    def words(self) -> str:
        """As people read it."""
        return f"{self.part.label} ngày {vn_date(self.day)}"


@dataclass(frozen=True)
class Notice:
    """How the person was told: a call at a time, or a note left with its words."""

    kind: NoticeKind
    called_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Held:
    """A holding as the rules see it: until which day, how it ended (None: still there)."""

    until: date
    ending: HoldEnding | None = None


@dataclass(frozen=True)
class Standing:
    """Where the delivery of a thing stands in this round: counted tries, the most, the last holding, the slot since."""

    tries: int
    most: int
    held: Held | None = None
    slot_since: Slot | None = None


class Next(Choice):
    """What may be done with a thing that somebody should get (bước phát tiếp theo)."""

    DELIVER = "deliver", "Phát"
    HOLD = "hold", "Gửi giữ tại điểm"
    WAIT = "wait", "Đang giữ tại điểm"
    CALL_BACK = "call-back", "Lấy về để phát lại"
    EXPIRED = "expired", "Hết hạn giữ"
    TO_DESK = "to-desk", "Trả về bộ phận một cửa"


def next_step(standing: Standing, today: date) -> Next:
    """The one step that comes next (domain requirement 40)."""
    held = standing.held
    if held is None:
        return Next.HOLD if standing.tries >= standing.most else Next.DELIVER
    if held.ending is None:
        return _at_point(standing, held, today)
    if held.ending is HoldEnding.CALLED_BACK:
        return Next.DELIVER if standing.slot_since else Next.HOLD
    return Next.TO_DESK


def _at_point(standing: Standing, held: Held, today: date) -> Next:
    if today > held.until:
        return Next.EXPIRED
    return Next.CALL_BACK if standing.slot_since else Next.WAIT


def require_slot(slot: Slot, today: date, until: date | None = None) -> None:
    """Refuse a day that is past, too far, or after the last day of holding."""
    if slot.day < today:
        raise Refused("slot-past", f"Ngày hẹn {vn_date(slot.day)} đã qua. Hãy hẹn từ hôm nay.")
    if slot.day > today + FURTHEST:
        raise Refused(
            "slot-too-far",
            f"Ngày hẹn {vn_date(slot.day)} quá xa. Hãy hẹn trong 30 ngày tới.",
        )
    if until and slot.day > until:
        raise Refused(
            "slot-after-hold",
            f"Bưu gửi chỉ giữ tại điểm đến hết ngày {vn_date(until)}. Hãy hẹn trước ngày đó.",
        )


def require_notice(notice: Notice, at: datetime) -> None:
    """A failed try is only evidence with a call or a note (domain requirement 40)."""
    if notice.kind is NoticeKind.CALL:
        _require_call(notice, at)
    elif notice.kind is NoticeKind.NOTE and len(notice.note.strip()) < 5:
        raise Refused(
            "no-note", "Hãy ghi lời trên giấy báo đã để lại, ví dụ nơi để và số điện thoại."
        )


def _require_call(notice: Notice, at: datetime) -> None:
    if notice.called_at is None:
        raise Refused("no-call", "Hãy ghi giờ đã gọi điện cho người nhận.")
    if not at - CALL_FRESH <= notice.called_at <= at:
        raise Refused(
            "call-time",
            "Giờ gọi điện phải trước lúc ghi và trong vòng 24 giờ. Hãy kiểm tra lại giờ.",
        )
