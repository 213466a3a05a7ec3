"""The blank forms of every step: lines to fill in, a form code, and numbers of the point where there are some (60a)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tram.custody.prints.sheets import Grid, Place, Sheet, sheets_pdf
from tram.custody.rules.blank_forms import BlankForm

Words = tuple[str, ...]
EDITION = date(2019, 11, 1)
"""The edition of the forms: PDF/A wants a date, and a blank form has no other."""
WHEN = "Ngày, giờ, phút thật"
PAPER = "Số của giấy này (ghi khi nhập vào máy)"
ENTER = (
    "Có mạng lại: nhập vào máy ở mục «Nhập từ giấy» với giờ thật và số của giấy này; giữ giấy lại."
)
PAPERS = Grid(
    heads=("TT", "Tên giấy tờ", "Bản chính", "Chứng thực", "Bản sao"),
    widths=(0, 5, 1, 1, 1),
    blank=8,
)
THINGS = Grid(
    heads=(
        "TT",
        "Số hiệu bưu gửi",
        "Niêm phong",
        "Số giấy tờ",
        "Đã nhận / thiếu / không nhận",
        "Lý do",
    ),
    widths=(0, 4, 3, 2, 3, 4),
    blank=12,
)
ROUND = Grid(
    heads=("TT", "Số hiệu", "Người nhận, điện thoại, địa chỉ", "Phải thu (đ)", "Ký nhận, giờ"),
    widths=(0, 3, 6, 2, 4),
    blank=10,
)
FOUND = Grid(
    heads=("TT", "Giấy tờ", "Kê khai", "Thực có", "Tình trạng"), widths=(0, 5, 1, 1, 4), blank=8
)


@dataclass(frozen=True)
class Draft:
    """What stands on one blank form: the fields, the lists, words below, who signs."""

    fields: Words
    signs: Words
    tables: tuple[Grid, ...] = ()
    words: Words = ()
    under: str = "dịch vụ bưu chính công ích"


DRAFTS: dict[BlankForm, Draft] = {
    BlankForm.VOUCHER: Draft(
        (
            PAPER,
            WHEN,
            "Số hiệu bưu gửi",
            "Dịch vụ (gửi hồ sơ / gửi và nhận kết quả tại nhà)",
            "Người gửi",
            "Điện thoại",
            "Địa chỉ",
            "Cơ quan giải quyết, thủ tục",
            "Người nhận kết quả, điện thoại, địa chỉ",
            "Khối lượng (gam)",
            "Số niêm phong (dán trước mặt khách)",
            "Phí, lệ phí (đ)",
            "Cước (đ)",
        ),
        ("Khách hàng", "Giao dịch viên"),
        (PAPERS,),
        ("Giấy tờ có dấu mật không gửi theo dịch vụ này.",),
        "QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT – lập hai liên",
    ),
    BlankForm.GUIDANCE: Draft(
        (WHEN, "Khách hàng", "Thủ tục", "Giấy tờ còn thiếu", " ", "  ", "   "),
        ("Khách hàng", "Giao dịch viên"),
    ),
    BlankForm.MANIFEST: Draft(
        (PAPER, WHEN, "Bên giao (nơi, người)", "Bên nhận (nơi, người)"),
        ("Bên giao", "Bên nhận"),
        (THINGS,),
        ("Hồ sơ «đã nhận» tại cơ quan được coi là nộp từ lúc hai bên ký.",),
        "QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT Điều 5",
    ),
    BlankForm.ACCEPTANCE: Draft(
        (
            PAPER,
            WHEN,
            "Người nộp",
            "Điện thoại, địa chỉ",
            "Thủ tục, cơ quan giải quyết",
            "Mã hồ sơ (ghi khi nhập vào máy)",
            "Thời hạn theo danh mục (ngày làm việc)",
            "Hẹn trả kết quả (giờ, ngày)",
            "Nhận kết quả tại",
        ),
        ("Người nộp hồ sơ", "Người tiếp nhận"),
        (PAPERS,),
        under="Nghị định về cơ chế một cửa",
    ),
    BlankForm.RESULT: Draft(
        (PAPER, WHEN, "Mã hồ sơ", "Đơn vị giải quyết", "Số, ký hiệu kết quả", "Ngày ban hành", "Tên kết quả"),
        ("Người ghi", "Lãnh đạo đơn vị"),
        under="ghi nhận kết quả giải quyết thủ tục hành chính",
    ),
    BlankForm.RUN_SHEET: Draft(
        (PAPER, WHEN, "Đường thư", "Bưu tá"), ("Bên giao", "Bưu tá"), (ROUND,)
    ),
    BlankForm.DELIVERY: Draft(
        (
            PAPER,
            WHEN,
            "Số hiệu bưu gửi",
            "Người ký nhận",
            "Quan hệ (chính người nhận / được ủy quyền)",
            "Giấy tờ đã xem, 4 ký tự cuối",
            "Niêm phong (còn nguyên / rách)",
            "Bản chính đã thu",
            "Số tiền đã thu (đ)",
        ),
        ("Người nhận", "Bưu tá"),
    ),
    BlankForm.ATTEMPT: Draft(
        (
            PAPER,
            WHEN,
            "Số hiệu bưu gửi",
            "Lần thứ",
            "Lý do (vắng nhà / sai địa chỉ / từ chối / hẹn lại / không liên lạc được)",
            "Đã gọi số, lúc",
            "Hẹn phát lại (ngày, buổi)",
        ),
        ("Bưu tá",),
        words=("Ông/bà gọi bưu điện để hẹn lại, hoặc đổi nơi nhận bằng mã theo dõi trên phiếu.",),
    ),
    BlankForm.INVENTORY: Draft(
        (PAPER, WHEN, "Số hiệu bưu gửi", "Tình trạng bao bì", "Khối lượng (gam)", "Niêm phong cũ, mới", "Ghi chú"),
        ("Người lập", "Người cùng kiểm"),
        (FOUND,),
        ("Biên bản đi kèm bưu gửi trong mọi lần giao nhận sau và khi phát.",),
        "Luật Bưu chính, Điều 13",
    ),
    BlankForm.INCIDENT: Draft(
        (
            PAPER,
            WHEN,
            "Số hiệu bưu gửi",
            "Loại (mất / hư hỏng / chuyển nhầm / rách niêm phong / có dấu mật)",
            "Người đang giữ",
            "Sự việc",
            " ",
            "  ",
        ),
        ("Người báo", "Người chứng kiến"),
    ),
}  # fmt: skip


def blank_sheets(
    form: BlankForm, *, superior: str, issuer: str, numbers: Sequence[str] = ()
) -> tuple[Sheet, ...]:
    """One blank form, or a voucher for each of the numbers set aside for work without the line."""
    draft = DRAFTS[form]
    sheet = Sheet(
        code=form.value,
        title=form.label,
        under=draft.under,
        superior=superior,
        issuer=issuer,
        dated=EDITION,
        fields=tuple((label, "") for label in draft.fields),
        tables=draft.tables,
        words=(*draft.words, ENTER),
        signatures=tuple(Place(title=title) for title in draft.signs),
    )
    if form is not BlankForm.VOUCHER or not numbers:
        return (sheet,)
    return tuple(_numbered(sheet, number) for number in numbers)


def _numbered(sheet: Sheet, number: str) -> Sheet:
    fields = tuple(
        (label, number if label == "Số hiệu bưu gửi" else value) for label, value in sheet.fields
    )
    return replace(sheet, s10=number, fields=fields)


def blank_pdf(*forms: BlankForm, superior: str, issuer: str, numbers: Sequence[str] = ()) -> bytes:
    """These forms as one PDF/A, in the order of their codes."""
    return sheets_pdf(
        *(
            sheet
            for form in forms
            for sheet in blank_sheets(form, superior=superior, issuer=issuer, numbers=numbers)
        )
    )
