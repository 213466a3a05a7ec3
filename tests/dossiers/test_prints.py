"""The slip of acceptance and appointment (Mẫu 01), read back from paper."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.paper_reading import is_archival, rows_of, scanned, words_of
from tram.core.documents import render_png
from tram.dossiers import prints
from tram.dossiers.prints import AcceptanceSlip, PaperLine

SLIP = AcceptanceSlip(
    superior="Ủy ban nhân dân tỉnh Vĩnh Phúc",
    issuer="Trung tâm Phục vụ hành chính công",
    number="0001/TNHS",
    dossier_code="000.00.19.H62-191202-0001",
    locality="Vĩnh Yên",
    submitter="Nguyễn Thị Hạnh",
    channel="qua dịch vụ bưu chính công ích",
    address="Thôn Đồng Quán, xã Đạo Trù",
    phone="0912 345 678",
    email="hanh@example.vn",
    identity_number="000000000001",
    content="Cấp Phiếu lý lịch tư pháp",
    owner="Đỗ Văn Ánh",
    owner_address="Khu 2, thị trấn Hương Canh",
    papers=(
        PaperLine(name="Tờ khai theo mẫu", originals=1),
        PaperLine(name="Sổ hộ khẩu", certified=2),
        PaperLine(name="Chứng minh nhân dân", copies=13),
    ),
    sets=1,
    processing_time="10 ngày làm việc",
    received_at=datetime(2019, 12, 2, 7, 5, tzinfo=UTC),
    due_at=datetime(2019, 12, 16, 10, 0, tzinfo=UTC),
    due_derivation="Tính từ ngày làm việc 03/12/2019.",
    collect_at="địa chỉ đã đăng ký, qua dịch vụ bưu chính công ích",
    lookup_url="https://hoso.example/theo-doi",
    lookup_phone="0211 3 616 618",
    receiver="Lê Ngọc Ánh",
)


@pytest.mark.law("35d")
def test_the_slip_holds_every_field_of_form_01() -> None:
    words = words_of(prints.acceptance_slip_pdf(SLIP))
    for value in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH VĨNH PHÚC",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Số: 0001/TNHS",
        "Vĩnh Yên, ngày 02 tháng 12 năm 2019",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: 000.00.19.H62-191202-0001",
        "tiếp nhận hồ sơ của: Nguyễn Thị Hạnh (hình thức nộp: qua dịch vụ bưu chính công ích)",
        "Địa chỉ: Thôn Đồng Quán, xã Đạo Trù",
        "Số điện thoại: 0912 345 678",
        "Thư điện tử: hanh@example.vn",
        "Số CMND/CCCD/Hộ chiếu: 000000000001",
        "Nội dung yêu cầu giải quyết: Cấp Phiếu lý lịch tư pháp",
        "Chủ hồ sơ: Đỗ Văn Ánh. Địa chỉ: Khu 2, thị trấn Hương Canh",
        "2. Số lượng hồ sơ: 1 (bộ)",
        "3. Thời gian giải quyết hồ sơ theo quy định: 10 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 14 giờ 05 phút, ngày 02/12/2019",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 16/12/2019",
        "Tính từ ngày làm việc 03/12/2019.",
        "6. Đăng ký nhận kết quả tại: địa chỉ đã đăng ký, qua dịch vụ bưu chính công ích",
        "https://hoso.example/theo-doi; điện thoại 0211 3 616 618",
        "giấy ủy quyền",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Lê Ngọc Ánh",
    ):
        assert value in words


def test_the_slip_lists_each_paper_with_its_three_quantities() -> None:
    rows = rows_of(prints.acceptance_slip_pdf(SLIP))
    for row in (
        "1 Tờ khai theo mẫu 1 – –",
        "2 Sổ hộ khẩu – 2 –",
        "3 Chứng minh nhân dân – – 13",
        "Cộng 1 2 13",
    ):
        assert rows.count(row) == 2  # on both copies


@pytest.mark.law("27e")
def test_a_scanner_reads_the_dossier_number_and_a_phone_opens_the_look_up_page() -> None:
    for copy in render_png(prints.ACCEPTANCE_SLIP, prints.acceptance_slip_sheet(SLIP)):
        assert scanned(copy) == {
            "Code128: 000.00.19.H62-191202-0001",
            "QRCode: https://hoso.example/theo-doi",
        }


def test_the_slip_comes_in_two_copies_in_one_archival_pdf() -> None:
    pdf = prints.acceptance_slip_pdf(SLIP)
    words = words_of(pdf)
    assert is_archival(pdf)
    assert words.count("Trang 1/1") == 2
    assert "Liên 1: giao tổ chức, cá nhân" in words
    assert "Liên 2: lưu cùng hồ sơ" in words


def test_what_was_not_given_prints_as_none() -> None:
    words = words_of(prints.acceptance_slip_pdf(replace(SLIP, email="", phone="")))
    assert "Số điện thoại: không" in words
    assert "Thư điện tử: không" in words


def test_a_signature_given_elsewhere_is_named_on_the_slip() -> None:
    by_post = replace(SLIP, submitter_signed="Theo chữ ký trên Phiếu gửi hồ sơ PG-0007")
    words = words_of(prints.acceptance_slip_pdf(by_post))
    assert words.count("Theo chữ ký trên Phiếu gửi hồ sơ PG-0007") == 2
    assert words.count("(Ký, ghi rõ họ tên)") == 2  # the receiver's, on both copies


def test_what_a_citizen_wrote_is_printed_and_never_run() -> None:
    odd = '#panic("x") *b* $x$ @ref'
    assert odd in words_of(prints.acceptance_slip_pdf(replace(SLIP, content=odd, owner=odd)))


def test_a_day_is_the_vietnamese_day_also_after_midnight() -> None:
    at = datetime(2019, 12, 1, 17, 5, tzinfo=UTC)
    assert prints.moment(at) == "0 giờ 05 phút, ngày 02/12/2019"
    assert prints.day(at) == "ngày 02 tháng 12 năm 2019"
