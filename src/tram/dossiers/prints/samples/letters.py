"""Sample letters to the person: accepted, to be completed, refused, late, stopped, to be paid, given back."""

from typing import Any

from tram.dossiers.prints.answers import GuidanceLine
from tram.dossiers.prints.notices import Obligation
from tram.dossiers.prints.samples.stage import PAPERS, Stage, dossier, letter


def acceptance(stage: Stage) -> dict[str, Any]:
    """By post, for another person."""
    return dossier(stage) | {
        "submitter": "Nguyễn Thị Thử",
        "channel": "qua dịch vụ bưu chính công ích",
        "address": f"{stage.address} (người nộp)",
        "phone": "0900 000 003",
        "email": "thu@example.vn",
        "identity_number": "000000000001",
        "owner": "Nguyễn Văn Mẫu",
        "owner_address": stage.address,
        "papers": PAPERS,
        "sets": 1,
        "processing_time": "10 ngày làm việc",
        "received_at": stage.at,
        "due_at": stage.days(14),
        "due_derivation": "Cách tính: ngày 1 là ngày làm việc đầu tiên sau ngày nhận.",
        "collect_at": "địa chỉ người nhận đã đăng ký, qua dịch vụ bưu chính công ích",
        "receiver": "Trần Thị Ví Dụ",
        "receiver_signed": "Ký số bởi Trần Thị Ví Dụ",
        "submitter_signed": "Theo chữ ký trên phiếu gửi PG-0007",
        "register_entry": "số 0001, trang 1",
    }


def supplement(stage: Stage) -> dict[str, Any]:
    """The second time, with the reason."""
    return letter(stage) | {
        "papers": PAPERS[1:],
        "reason": "Bản chụp giấy tờ tùy thân mờ, không đọc được; chưa có văn bản ủy quyền cho người nộp thay.",
        "round": 2,
        "again_reason": "Người nộp thay chỉ có mặt sau lần yêu cầu đầu, nên lần đầu chưa phải hỏi giấy ủy quyền.",
    }


def refusal(stage: Stage) -> dict[str, Any]:
    """A procedure that needs the person present."""
    return letter(stage) | {
        "submitter": "Nguyễn Thị Thử",
        "reason": "Thủ tục yêu cầu người đề nghị có mặt để chụp ảnh, lấy vân tay nên không nhận qua người khác.",
        "basis": "Quyết định số 45/2016/QĐ-TTg, Điều 1 khoản 2",
        "signer_duty": "Cán bộ từ chối",
    }


def apology(stage: Stage) -> dict[str, Any]:
    """Two days before it is due."""
    return letter(stage) | {
        "at": stage.days(11),
        "received_at": stage.at,
        "due_at": stage.days(14),
        "late_agency": stage.agency,
        "reason": "Công an tỉnh chưa trả lời xác minh; việc xác minh tại nơi cư trú cũ mất thêm thời gian.",
        "new_due_at": stage.days(17),
        "collect_at": stage.issuer,
        "signer_duty": "Giám đốc",
    }


def stop(stage: Stage) -> dict[str, Any]:
    """At the person's own wish."""
    return letter(stage) | {
        "at": stage.days(7),
        "received_at": stage.at,
        "due_at": stage.days(14),
        "stopped_at": stage.days(4),
        "reason": "Người đề nghị đã rút yêu cầu; tài liệu xác minh cho thấy hồ sơ trùng với một hồ sơ đang giải quyết.",
        "basis": "Đơn rút yêu cầu ngày hôm trước",
        "papers_back": "toàn bộ bản chính, gửi qua bưu điện về địa chỉ đã đăng ký",
        "signer_duty": "Giám đốc",
    }


def financial(stage: Stage) -> dict[str, Any]:
    """Two sums."""
    return letter(stage) | {
        "at": stage.days(3),
        "received_at": stage.at,
        "obligations": (
            Obligation(
                label="Lệ phí cấp phiếu", basis="Thông tư của Bộ Tài chính", amount_vnd=200_000
            ),
            Obligation(
                label="Phí cung cấp bản thứ ba", basis="Biểu phí đã công bố", amount_vnd=5_000
            ),
        ),
        "ways": (
            "Tiền mặt tại quầy của bộ phận một cửa hoặc tại bưu điện",
            "Chuyển khoản: số tài khoản 0000 000 001, nội dung ghi mã hồ sơ",
        ),
        "pay_before": "ngày hẹn trả kết quả",
        "after": "giữ biên lai; cơ quan giải quyết tiếp tục ngay khi nhận được tiền",
        "signer_duty": "Người thông báo",
    }


def return_notice(stage: Stage) -> dict[str, Any]:
    """Not within the agency's power."""
    return letter(stage) | {
        "at": stage.days(4),
        "received_at": stage.at,
        "due_at": stage.days(14),
        "reason": "Nơi cư trú ghi trong tờ khai không thuộc thẩm quyền giải quyết của cơ quan.",
        "basis": "Luật Lý lịch tư pháp, Điều 44",
        "papers": PAPERS,
        "return_by": "qua dịch vụ bưu chính công ích, tại địa chỉ đã đăng ký",
        "signer_duty": "Phó Giám đốc",
    }


def withdrawal(stage: Stage) -> dict[str, Any]:
    """At the desk, by who submitted it."""
    return letter(stage) | {
        "at": stage.days(2),
        "reason": "Người đề nghị chuyển nơi cư trú nên nộp lại hồ sơ tại tỉnh mới.",
        "papers": PAPERS,
        "return_by": stage.issuer,
        "signer_duty": "Cán bộ tiếp nhận",
    }


def guidance(stage: Stage) -> dict[str, Any]:
    """One paper there, two missing, one of them optional."""
    lines = (
        GuidanceLine(
            name=PAPERS[0].name, required="1 bản chính", brought="1 bản chính", missing=False
        ),
        GuidanceLine(name=PAPERS[1].name, required="2 bản sao", brought="không có", missing=True),
        GuidanceLine(
            name=PAPERS[2].name,
            required="1 chứng thực",
            brought="chưa mang",
            missing=True,
            mandatory=False,
        ),
    )
    return letter(stage) | {
        "procedure_code": "0.000001",
        "list_source": "Quyết định công bố thủ tục số 0001/QĐ-UBND",
        "lines": lines,
        "processing_time": "10 ngày làm việc",
        "fees": "200.000 đ một lần",
    }
