"""The forms (biểu mẫu) of the one-stop mechanism: which there are, and what is known of one.

What a form is called, its number, its law and its page size are dated data of a regime (NĐ 61/2018/NĐ-CP and
TT 01/2018/TT-VPCP; NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP), never constants.
"""

from dataclasses import dataclass
from typing import Literal

from tram.core.choices import Choice

PageSize = Literal["a5", "a4", "a4-landscape"]
Layout = Literal["verified", "unverified", "own"]
"""Compared with the text of the law; taken from elsewhere; a form for which no law gives a layout."""


class FormKind(Choice):
    """What a form is for, under every regime (loại biểu mẫu)."""

    ACCEPTANCE_SLIP = "acceptance-slip", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT_REQUEST = "supplement-request", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    STOP_NOTICE = "stop-notice", "Thông báo dừng giải quyết hồ sơ"
    CONTROL_SHEET = "control-sheet", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    REGISTER = "register", "Sổ theo dõi hồ sơ"
    HAND_OVER_RECORD = "hand-over-record", "Biên bản giao nhận"
    RESULT_BATCH = "result-batch", "Phiếu bàn giao kết quả giải quyết thủ tục hành chính"
    RESULT_RECEIPT = "result-receipt", "Giấy biên nhận trả kết quả"
    GUIDANCE_SLIP = "guidance-slip", "Phiếu hướng dẫn hoàn thiện hồ sơ"
    PROCESS_SHEET = "process-sheet", "Quá trình xử lý hồ sơ"
    FINANCIAL_NOTICE = "financial-notice", "Thông báo thực hiện nghĩa vụ tài chính"
    RETURN_NOTICE = "return-notice", "Thông báo trả hồ sơ không đủ điều kiện giải quyết"
    WITHDRAWAL = "withdrawal", "Đơn rút hồ sơ"
    LEAFLET = "leaflet", "Nhận và trả hồ sơ tại nhà qua bưu điện"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as one regime has it between two dates."""

    kind: FormKind
    title: str
    regime: str = ""
    number: str = ""
    law: str = ""
    size: PageSize = "a5"
    layout: Layout = "own"


def plain_form(kind: FormKind) -> Form:
    """A form whose number and law nobody has loaded: its everyday name, and nothing that is not known."""
    wide = kind in (FormKind.REGISTER, FormKind.RESULT_BATCH)
    return Form(kind=kind, title=kind.label, size="a4-landscape" if wide else "a5")
