"""Letters to the citizen (văn bản gửi công dân): what each must say, and when it may still be signed.

Legal basis: NĐ 61/2018/NĐ-CP Điều 17 (one complete request for supplement; refusal with its reason), Điều 19
(ineligible dossiers, apology and one re-appointment); TT 01/2018/TT-VPCP Mẫu 02–04; since 1/7/2025 TT
03/2025/TT-VPCP Mẫu 02–05.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tram.core.calendar import WorkingCalendar, local_date, vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused

REASON_AT_LEAST = 10


class LetterKind(Choice):
    """What kind of letter it is (loại văn bản)."""

    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    INELIGIBLE = "ineligible", "Thông báo trả lại hồ sơ không đủ điều kiện"
    PAYMENT = "payment", "Thông báo thực hiện nghĩa vụ tài chính"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    WITHDRAWAL = "withdrawal", "Đơn rút hồ sơ"


# The sign of each kind in its number: 0001/PBS.
SIGNS: dict[LetterKind, str] = {
    LetterKind.SUPPLEMENT: "PBS",
    LetterKind.REFUSAL: "PTC",
    LetterKind.INELIGIBLE: "TB-THS",
    LetterKind.PAYMENT: "TB-NVTC",
    LetterKind.APOLOGY: "PXL",
    LetterKind.STOP: "TB-DGQ",
    LetterKind.WITHDRAWAL: "RHS",
}


@dataclass(frozen=True)
class Asked:
    """A paper to be supplemented, with how many of each kind."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0


def require_reason(reason: str, what: str = "lý do") -> str:
    """The reason without blanks around it; Refused if it says nothing (NĐ 61/2018/NĐ-CP Điều 17: in writing)."""
    told = reason.strip()
    if len(told) < REASON_AT_LEAST:
        raise Refused(
            "reason-missing",
            f"Hãy ghi rõ {what} (ít nhất {REASON_AT_LEAST} ký tự) để công dân hiểu và để lưu hồ sơ.",
        )
    return told


def require_papers(papers: Sequence[Asked]) -> None:
    """A request for supplement names at least one paper, each once and with its number (TT 01/2018 Mẫu 02)."""
    if not papers:
        raise Refused(
            "no-papers",
            "Hãy ghi ít nhất một giấy tờ cần bổ sung: phiếu phải nêu đủ trong một lần.",
        )
    names = [paper.name.strip().casefold() for paper in papers]
    for paper in papers:
        if not paper.name.strip():
            raise Refused("no-name", "Có giấy tờ cần bổ sung chưa ghi tên.")
        if not paper.originals + paper.certified + paper.copies:
            raise Refused(
                "no-count", f"Giấy tờ «{paper.name}» chưa ghi cần bao nhiêu bản chính hay bản sao."
            )
        if names.count(paper.name.strip().casefold()) > 1:
            raise Refused("named-twice", f"Giấy tờ «{paper.name}» được ghi hai lần.")


def require_once(asked_before: int, again_reason: str) -> None:
    """A supplement is asked once; a second request needs its own recorded reason (NĐ 61/2018/NĐ-CP Điều 17)."""
    if asked_before and len(again_reason.strip()) < REASON_AT_LEAST:
        raise Refused(
            "asked-already",
            "Hồ sơ này đã được yêu cầu bổ sung một lần. Theo Nghị định 61/2018/NĐ-CP chỉ yêu cầu một lần, "
            "đầy đủ, bằng văn bản: nếu vẫn phải yêu cầu nữa, hãy ghi lý do vì sao lần trước chưa nêu.",
        )


def require_before_due(due_at: datetime | None, now: datetime) -> None:
    """Nothing is asked of the citizen once the office itself is late: an apology comes first."""
    if due_at is not None and now > due_at:
        raise Refused(
            "past-due",
            f"Hồ sơ đã quá hạn trả kết quả ngày {vn_date(local_date(due_at))} nên không thể dừng thời hạn nữa. "
            "Hãy ký phiếu xin lỗi và hẹn lại ngày trả trước.",
        )


def require_first_apology(signed_before: int) -> None:
    """A dossier is re-appointed at most once (NĐ 61/2018/NĐ-CP Điều 19; "once" to be confirmed)."""
    if signed_before:
        raise Refused(
            "re-appointed-already",
            "Hồ sơ này đã được hẹn lại một lần; quy định không cho hẹn lại lần nữa. "
            "Hãy báo lãnh đạo đơn vị: hồ sơ được theo dõi là trễ hẹn sau khi đã hẹn lại.",
        )


def last_day_to_apologise(due_at: datetime, calendar: WorkingCalendar) -> date:
    """The last working day on which an apology is in time: one day before the due date (NĐ 61/2018 Điều 19)."""
    day = local_date(due_at)
    while True:
        day = date.fromordinal(day.toordinal() - 1)
        if calendar.is_working(day):
            return day


def signed_late(signed_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether an apology was signed later than one working day before the due date."""
    return local_date(signed_at) > last_day_to_apologise(due_at, calendar)


def require_later(due_after: datetime, due_before: datetime, now: datetime) -> None:
    """The new appointment is later than the old one and in the future."""
    if due_after <= due_before or due_after <= now:
        raise Refused(
            "not-later",
            f"Ngày hẹn lại phải sau ngày đã hẹn ({vn_date(local_date(due_before))}) và sau hôm nay.",
        )
