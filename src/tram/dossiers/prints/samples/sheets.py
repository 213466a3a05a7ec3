"""Sample papers between bodies, of results, of the register, and the leaflet."""

from typing import Any

from tram.dossiers.prints.control import HandOverBlock, ProcessStep
from tram.dossiers.prints.leaflet import PriceLine
from tram.dossiers.prints.register import RegisterRow
from tram.dossiers.prints.results import ResultBatchLine
from tram.dossiers.prints.samples.stage import PORTAL, PROCEDURE, Stage, dossier


def control(stage: Stage) -> dict[str, Any]:
    """Every pace, one hand-over by post and one to come."""
    return dossier(stage) | {
        "at": stage.hours(2),
        "settling_agency": stage.agency,
        "coordinating_agencies": stage.coordinating,
        "blocks": (
            HandOverBlock(
                giver_unit="Bưu điện huyện Mẫu Giang",
                receiver_unit=stage.issuer,
                at=stage.at,
                giver="Phạm Văn Chuyển",
                receiver="Trần Thị Ví Dụ",
                voucher="CX 000 000 014 VN",
                note="Niêm phong còn nguyên",
            ),
            HandOverBlock(
                giver_unit=stage.issuer,
                receiver_unit=stage.agency,
                at=stage.hours(3),
                giver="Trần Thị Ví Dụ",
                receiver="Vũ Văn Thụ Lý",
                result="early",
                note="Chuyển trong ngày",
            ),
            HandOverBlock(
                giver_unit=stage.agency,
                receiver_unit=stage.coordinating,
                at=stage.days(2),
                giver="Vũ Văn Thụ Lý",
                receiver="Hoàng Thị Phối Hợp",
                result="on-time",
                note="Đề nghị xác minh",
            ),
            HandOverBlock(
                giver_unit=stage.coordinating,
                receiver_unit=f"{stage.agency}, phòng chuyên môn",
                at=stage.days(11),
                giver="Hoàng Thị Phối Hợp",
                receiver="Vũ Văn Thụ Lý",
                result="late",
                note="Chậm 2 ngày",
            ),
            HandOverBlock(
                giver_unit=f"{stage.agency}, văn thư",
                receiver_unit="Nơi trả kết quả",
                at=None,
                giver="",
                receiver="",
            ),
        ),
    }


def process(stage: Stage) -> dict[str, Any]:
    """Three steps, the last without a limit."""
    return dossier(stage) | {
        "at": stage.days(7),
        "owner": "Nguyễn Văn Mẫu",
        "settling_agency": stage.agency,
        "received_at": stage.at,
        "due_at": stage.days(14),
        "steps": (
            ProcessStep(
                at=stage.at,
                person="Trần Thị Ví Dụ",
                unit=stage.issuer,
                action="Tiếp nhận, in giấy hẹn, chuyển hồ sơ",
                next_person="Vũ Văn Thụ Lý",
                limit=stage.hours(8),
                result="early",
            ),
            ProcessStep(
                at=stage.hours(26),
                person="Vũ Văn Thụ Lý",
                unit=stage.agency,
                action="Thụ lý, gửi văn bản xác minh",
                next_person="Hoàng Thị Phối Hợp",
                limit=stage.days(4),
                result="on-time",
            ),
            ProcessStep(
                at=stage.days(7),
                person="Hoàng Thị Phối Hợp",
                unit=stage.coordinating,
                action="Trả lời xác minh",
                next_person="Đỗ Văn Lãnh Đạo",
                limit=None,
                result="late",
            ),
        ),
    }


def batch(stage: Stage) -> dict[str, Any]:
    """One dossier with both marks, one with none."""
    line = ResultBatchLine(
        dossier_code=stage.code,
        content=PROCEDURE,
        result="Phiếu lý lịch tư pháp số 1",
        owner="Nguyễn Văn Mẫu",
        address=stage.address,
        fees_due=True,
        by_post=True,
        note="Thu hộ 5.000 đ",
    )
    other = ResultBatchLine(
        dossier_code=stage.code[:-1] + "2",
        content="Cấp bản sao trích lục hộ tịch",
        result="Trích lục khai sinh",
        owner="Công ty TNHH Thử Nghiệm",
        address="Khu 2, thị trấn Mẫu Hà",
        fees_due=False,
        by_post=False,
        note="Nhận tại quầy",
    )
    return {
        "at": stage.days(10),
        "giver_unit": stage.agency,
        "receiver_unit": stage.issuer,
        "giver": "Vũ Văn Thụ Lý",
        "receiver": "Trần Thị Ví Dụ",
        "lines": (line, other),
    }


def receipt(stage: Stage) -> dict[str, Any]:
    """To a person with authority to receive, by post, originals taken back."""
    told = dossier(stage)
    del told["content"]
    return told | {
        "at": stage.days(15),
        "procedure": PROCEDURE,
        "owner": "Nguyễn Văn Mẫu",
        "official": "Ngô Văn Phát",
        "official_phone": "0200 3 000 004",
        "recipient": "Nguyễn Thị Thử",
        "recipient_phone": "0900 000 003",
        "recipient_identity": "Căn cước công dân 000000000001",
        "authorisation": "Giấy ủy quyền số 07, chứng thực tại xã",
        "result_type": "Phiếu lý lịch tư pháp số 1",
        "result_number": "123/LLTP",
        "result_date": "13/12",
        "result_abstract": "Về việc cấp Phiếu lý lịch tư pháp cho ông Nguyễn Văn Mẫu",
        "handed_by": "bưu điện phát tận tay, bưu gửi CX 000 000 028 VN",
        "withdrawn": ("Phiếu lý lịch tư pháp cũ số 45/LLTP", "Giấy hẹn liên 1"),
    }


def register(stage: Stage) -> dict[str, Any]:
    """Enough rows for a second page."""
    done = RegisterRow(
        dossier_code=stage.code,
        procedure=PROCEDURE,
        sets=1,
        person="Nguyễn Văn Mẫu",
        address=stage.address,
        phone="0900 000 001",
        agency=stage.agency,
        received_at=stage.at,
        due_at=stage.days(14),
        sent_at=stage.hours(3),
        result_at=stage.days(10),
        returned_at=stage.days(15),
        way="Bưu chính công ích",
        signed="Nguyễn Thị Thử",
        note="Bưu gửi CX 000 000 028 VN",
    )
    open_ = RegisterRow(
        dossier_code=stage.code[:-1] + "2",
        procedure="Cấp bản sao trích lục hộ tịch",
        sets=2,
        person="Công ty TNHH Thử Nghiệm",
        address="Khu 2, thị trấn Mẫu Hà",
        phone="0200 3 000 009",
        agency="Phòng Tư pháp",
        received_at=stage.hours(2),
        due_at=None,
        way="Tại quầy",
    )
    return {
        "at": stage.days(31),
        "first_day": stage.at.date(),
        "last_day": stage.days(28).date(),
        "keeper": "Trần Thị Ví Dụ",
        "head": "Lê Thị Minh Họa",
        "rows": (done, open_) * 12,
    }


def leaflet(stage: Stage) -> dict[str, Any]:
    """Prices that differ, so that none can stand for another."""
    return {
        "at": stage.at,
        "services": (
            "Gửi hồ sơ: bưu điện nhận tại điểm phục vụ hoặc tại nhà, đóng gói trước mặt người gửi.",
            "Nhận kết quả: bưu điện phát tận tay người đã đăng ký.",
            "Cả hai chiều, hoặc chỉ một chiều: người dân tự chọn, không bắt buộc.",
        ),
        "steps": (
            "Đem giấy tờ đến điểm phục vụ, hoặc gọi bưu điện đến nhà.",
            "Cùng giao dịch viên đếm giấy tờ theo danh mục, ký phiếu gửi, giữ mã theo dõi.",
            "Nhận giấy hẹn và kết quả tại nhà; mang theo giấy tờ tùy thân khi nhận.",
        ),
        "prices": (
            PriceLine(label="Đến 100 g, trong huyện", send_vnd=26_000, receive_vnd=26_100),
            PriceLine(
                label="Đến 100 g, khác huyện trong tỉnh", send_vnd=30_000, receive_vnd=30_100
            ),
            PriceLine(
                label="Trên 100 g đến 250 g, khác huyện trong tỉnh",
                send_vnd=30_200,
                receive_vnd=31_000,
            ),
            PriceLine(label="Chuyển nộp phí, lệ phí, mỗi hồ sơ", send_vnd=8_000, receive_vnd=None),
        ),
        "price_source": "Giá tối đa theo Thông tư số 22/2017/TT-BTTTT, số liệu mẫu",
        "reductions": (
            "Miễn cước: người hoạt động cách mạng trước 19/8/1945, Bà mẹ Việt Nam anh hùng.",
            "Giảm một nửa: hộ nghèo, thương binh và các đối tượng khác theo quy định.",
        ),
        "times": (
            "Trong tỉnh: không quá 2 ngày làm việc mỗi chiều; ngoài tỉnh: không quá 6 ngày làm việc.",
            "Thời hạn giải quyết hồ sơ tính từ lúc cơ quan ký nhận hồ sơ với bưu điện.",
        ),
        "places": (
            "Bưu điện huyện Mẫu Giang: số 1 phố Mẫu, 7:30–17:00",
            "Điểm phục vụ xã Mẫu Thượng: thôn Trung, 8:00–11:30",
        ),
        "not_by_post": "Thủ tục phải có mặt trực tiếp (chụp ảnh, lấy vân tay) thì không gửi qua bưu điện được.",
        "url": PORTAL,
        "phone": "0200 3 000 001",
    }
