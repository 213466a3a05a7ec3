"""Counting what is handed over: what one scan means, which faults a thing may have, how a difference ends (20d)."""

from collections.abc import Mapping

from tram.core.choices import Choice


class Verdict(Choice):
    """What one scan came to (kết quả quét), each with a word of its own."""

    OK = "ok", "ĐÚNG"
    REPEAT = "repeat", "TRÙNG"
    ELSEWHERE = "elsewhere", "KHÔNG THUỘC DANH SÁCH NÀY"
    DONE = "done", "ĐÃ GIAO NHẬN XONG"
    UNKNOWN = "unknown", "CHƯA CÓ TRONG HỆ THỐNG"
    FOREIGN = "foreign", "SỐ HIỆU CỦA NƠI KHÁC"
    WRONG_DIGIT = "wrong-digit", "SAI CHỮ SỐ KIỂM TRA"
    NOT_A_CODE = "not-a-code", "KHÔNG PHẢI SỐ HIỆU"
    GARBLED = "garbled", "BỘ GÕ TIẾNG VIỆT ĐANG BẬT"
    INTERCEPT = "intercept", "GIỮ LẠI, KHÔNG CHUYỂN TIẾP"
    IN_BAG = "in-bag", "ĐANG NẰM TRONG TÚI NIÊM PHONG"
    REPLACED = "replaced", "SỐ ĐÃ THAY"


EXTRA = frozenset({Verdict.ELSEWHERE, Verdict.UNKNOWN, Verdict.FOREIGN, Verdict.INTERCEPT})
"""Scans of a thing that lies on the table but does not stand on the list (thừa)."""
PARKED = frozenset({Verdict.UNKNOWN, Verdict.FOREIGN})
"""Scans of a number that nothing of ours bears yet: kept until somebody says what it was."""


class Fault(Choice):
    """Why a thing is missing, refused, or taken with a remark (mã sai lệch)."""

    NOT_THERE = "not-there", "Có trên bảng kê, không thấy bưu gửi"
    SEAL_BROKEN = "seal-broken", "Niêm phong rách, hở hoặc mất"
    SEAL_DIFFERS = "seal-differs", "Số niêm phong khác bảng kê"
    DAMAGED = "damaged", "Bưu gửi ướt, rách, hư hỏng"
    MISROUTED = "misrouted", "Gửi nhầm nơi nhận"
    NO_LABEL = "no-label", "Nhãn mất hoặc không đọc được"
    FEWER_PAPERS = "fewer-papers", "Ít giấy tờ hơn bảng kê"
    MORE_PAPERS = "more-papers", "Nhiều giấy tờ hơn bảng kê"
    EXTRA = "extra", "Thừa: có bưu gửi, không có trên bảng kê"
    OTHER = "other", "Lý do khác (phải ghi rõ)"


_REMARKS = (Fault.SEAL_BROKEN, Fault.SEAL_DIFFERS, Fault.DAMAGED, Fault.NO_LABEL)
_PAPERS = (Fault.FEWER_PAPERS, Fault.MORE_PAPERS)
FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "received": (*_PAPERS, *_REMARKS),
    "missing": (Fault.NOT_THERE, Fault.OTHER),
    "refused": (*_REMARKS, Fault.MISROUTED, *_PAPERS, Fault.OTHER),
}
"""The faults that fit each outcome of a count."""


def fits(outcome: str, fault: Fault | None) -> bool:
    """True if an outcome may have this fault: only what was received may have none."""
    return outcome == "received" if fault is None else fault in FAULTS.get(outcome, ())


class Solution(Choice):
    """How a difference ended (cách giải quyết)."""

    FOUND = "found", "Đã tìm thấy"
    CORRECTED = "corrected", "Đã sửa bảng kê hoặc bổ sung giấy tờ"
    EXPLAINED = "explained", "Đã giải trình, hai bên thống nhất"
    INCIDENT = "incident", "Đã lập hồ sơ sự cố"


class Resolution(Choice):
    """What an unknown number turned out to be (kết luận về số hiệu lạ)."""

    KNOWN = "known", "Đã có trong hệ thống, giao nhận bình thường"
    OTHER_PROVINCE = "other-province", "Của tỉnh khác, đã chuyển trả bưu chính"
    NOT_OURS = "not-ours", "Không phải hồ sơ thủ tục hành chính"
    MISREAD = "misread", "Quét hoặc gõ nhầm"
