"""The voucher, the label, the manifest and the hand-over record, read back from paper."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from tests.paper_reading import is_archival, rows_of, scanned, words_of
from tram.core.documents import render_png
from tram.custody import prints
from tram.custody.prints import (
    Charge,
    CounterNote,
    Label,
    ManifestLine,
    ManifestSheet,
    ManifestSide,
    Party,
    Signature,
    Voucher,
)
from tram.custody.rules.services import Service
from tram.dossiers.prints import PaperLine

MORNING = datetime(2019, 12, 2, 1, 5, tzinfo=UTC)  # 8:05 in Vietnam
AFTERNOON = datetime(2019, 12, 2, 7, 30, tzinfo=UTC)
SENDER = Party(name="Nguyễn Thị Hạnh", address="Thôn Đồng Quán, xã Đạo Trù", phone="0912 345 678")
DESK = Party(name="Sở Tư pháp", address="Số 5 Nguyễn Trãi, TP Vĩnh Yên", phone="0211 3 616 618")
HEIR = Party(name="Đỗ Văn Ánh", address="Khu 2, thị trấn Hương Canh", phone="0987 654 321")
PROCEDURE = "Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam"
VOUCHER = Voucher(
    superior="Tổng công ty Bưu điện Việt Nam",
    issuer="Bưu điện tỉnh Vĩnh Phúc",
    number="PG-0007",
    s10="HC123456785VN",
    tracking_code="7K2M9QXT4HBNP",
    base_url="https://hoso.example",
    service=Service.BOTH,
    sender=SENDER,
    agency=DESK,
    procedure=PROCEDURE,
    papers=(
        PaperLine(name="Tờ khai theo mẫu", originals=1),
        PaperLine(name="Sổ hộ khẩu", certified=2),
        PaperLine(name="Chứng minh nhân dân", copies=13),
    ),
    other_content="Xin phát buổi chiều",
    recipient=HEIR,
    charges=(
        Charge(label="Lệ phí", source="Thông tư 244", amount=200_000),
        Charge(label="Cước gửi", source="Thông tư 22", amount=30_000),
        Charge(label="Giảm 50 %", source="Hộ nghèo", amount=-15_000),
    ),
    payment="Tiền mặt tại bưu điện",
    point="Điểm Bưu điện xã Đạo Trù",
    point_address="huyện Tam Đảo",
    teller="Trần Văn Lộc",
    accepted_at=MORNING,
    weight_grams=85,
    seal_number="NP 004512",
    customer_present=True,
    receipt_number="AA 0001234",
)
LABEL = Label(
    s10="HC123456785VN",
    qr="HC123456785VN",
    sender=SENDER,
    to=DESK,
    destination="VĨNH YÊN",
    marks=("NHẬN GỬI HỒ SƠ", "PHÁT TẬN TAY"),
    point="Điểm Bưu điện xã Đạo Trù",
    accepted_at=MORNING,
    weight_grams=85,
)
GIVEN = Signature(name="Trần Văn Lộc", at=AFTERNOON, how="session")
TAKEN = Signature(name="Lê Ngọc Ánh", at=AFTERNOON, how="pin")
LINE = ManifestLine(
    s10="HC123456785VN", dossiers=3, originals=2, certified=1, copies=7, seal="Nguyên vẹn"
)
RECORD = ManifestSheet(
    kind="record",
    superior="Tổng công ty Bưu điện Việt Nam",
    issuer="Bưu điện tỉnh Vĩnh Phúc",
    number="BB-0003",
    locality="Vĩnh Yên",
    place="Trung tâm Phục vụ hành chính công",
    at=AFTERNOON,
    giver=ManifestSide(
        place="Bưu cục Vĩnh Yên", person="Trần Văn Lộc", duty="Bưu tá", signature=GIVEN
    ),
    receiver=ManifestSide(
        place="Bộ phận Một cửa", person="Lê Ngọc Ánh", duty="Cán bộ một cửa", signature=TAKEN
    ),
    lines=(
        replace(LINE, outcome="received"),
        replace(LINE, s10="HC123456799VN", seal="Rách góc", outcome="refused", reason="Thiếu tờ"),
        replace(
            LINE, s10="HC123456808VN", seal="", outcome="missing", reason="Không có trong túi"
        ),
    ),
    starts_clock=True,
)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@pytest.mark.law("13a", "13b")
def test_the_voucher_holds_every_field_the_law_names() -> None:
    words = words_of(prints.voucher_pdf(VOUCHER))
    for party in (SENDER, DESK, HEIR):
        for value in (party.name, party.address, party.phone):
            assert value in words
    for value in (
        *MOTTO,
        "TỔNG CÔNG TY BƯU ĐIỆN VIỆT NAM",
        "BƯU ĐIỆN TỈNH VĨNH PHÚC",
        "PHIẾU GỬI HỒ SƠ",
        "PG-0007",
        PROCEDURE,
        "Nội dung khác: Xin phát buổi chiều",
        "Điểm Bưu điện xã Đạo Trù, huyện Tam Đảo",
        "8 giờ 05 phút, ngày 02/12/2019",
        "Trần Văn Lộc",
        "85 g",
        "NP 004512",
        "NGƯỜI GỬI",
        "GIAO DỊCH VIÊN",
    ):
        assert value in words


@pytest.mark.law("13a")
def test_the_voucher_lists_each_paper_as_original_certified_or_copy() -> None:
    rows = rows_of(prints.voucher_pdf(VOUCHER))
    for row in (
        "1 Tờ khai theo mẫu 1 – –",
        "2 Sổ hộ khẩu – 2 –",
        "3 Chứng minh nhân dân – – 13",
        "Cộng 1 2 13",
    ):
        assert rows.count(row) == 2  # on both copies


@pytest.mark.parametrize(
    ("service", "ticks"),
    [
        (Service.SEND, "☒ Gửi hồ sơ ☐ Nhận kết quả ☐ Gửi hồ sơ và nhận kết quả"),
        (Service.RECEIVE, "☐ Gửi hồ sơ ☒ Nhận kết quả ☐ Gửi hồ sơ và nhận kết quả"),
        (Service.BOTH, "☐ Gửi hồ sơ ☐ Nhận kết quả ☒ Gửi hồ sơ và nhận kết quả"),
    ],
)
def test_one_of_the_three_services_is_ticked(service: Service, ticks: str) -> None:
    rows = rows_of(prints.voucher_pdf(replace(VOUCHER, service=service)))
    assert rows.count(f"Dịch vụ: {ticks}") == 2


def test_the_voucher_shows_each_charge_its_source_and_the_total_in_figures_and_words() -> None:
    rows = rows_of(prints.voucher_pdf(VOUCHER))
    for row in (
        "Lệ phí Thông tư 244 200.000 đ",
        "Cước gửi Thông tư 22 30.000 đ",
        "Giảm 50 % Hộ nghèo -15.000 đ",
        "Tổng cộng (Tiền mặt tại bưu điện; biên lai số AA 0001234) 215.000 đ",
        "Bằng chữ: Hai trăm mười lăm nghìn đồng.",
    ):
        assert rows.count(row) == 2


@pytest.mark.law("14a")
def test_the_voucher_tells_that_it_was_sealed_before_the_customer_only_where_it_was() -> None:
    said = "niêm phong trước mặt người gửi."
    assert said in words_of(prints.voucher_pdf(VOUCHER))
    packed_again = words_of(prints.voucher_pdf(replace(VOUCHER, customer_present=False)))
    assert "được đóng gói, niêm phong." in packed_again
    assert said not in packed_again


def test_the_voucher_says_that_the_appointment_comes_later() -> None:
    assert "Ngày hẹn trả kết quả chưa ghi trên phiếu này" in words_of(prints.voucher_pdf(VOUCHER))


def test_the_voucher_comes_in_two_copies_in_one_archival_pdf() -> None:
    pdf = prints.voucher_pdf(VOUCHER)
    words = words_of(pdf)
    assert is_archival(pdf)
    # Once under the title, once in the foot of the page.
    assert words.count("Liên 1: khách hàng") == words.count("Liên 2: bưu điện lưu") == 2
    assert words.count("Trang 1/1") == 2


def test_a_scanner_reads_the_item_number_and_a_phone_opens_the_tracking_page() -> None:
    for copy in render_png(prints.VOUCHER, prints.voucher_sheet(VOUCHER)):
        assert scanned(copy) == {
            "Code128: HC123456785VN",
            "QRCode: https://hoso.example/theo-doi#7K2M9QXT4HBNP",
        }
    words = words_of(prints.voucher_pdf(VOUCHER))
    assert "HC 123 456 785 VN" in words
    assert "7K2M-9QXT-4HBN-P" in words


def test_a_voucher_to_receive_only_needs_no_item_number_and_no_papers() -> None:
    only = replace(VOUCHER, service=Service.RECEIVE, s10="", papers=(), seal_number="")
    words = words_of(prints.voucher_pdf(only))
    assert "Tên giấy tờ" not in words
    assert "niêm phong" not in words.lower()
    assert "PHIẾU GỬI HỒ SƠ" not in words
    assert "PHIẾU ĐĂNG KÝ NHẬN KẾT QUẢ" in words
    assert "bưu điện nhận tại cơ quan và phát tận tay người nhận" in words


def test_all_papers_of_an_intake_come_in_one_print() -> None:
    pdf = prints.intake_pdf(VOUCHER, LABEL)
    assert is_archival(pdf)
    pages = render_png(prints.INTAKE, prints.intake_sheet(VOUCHER, LABEL), dots_per_inch=254)
    sizes = [tuple(side // 10 for side in Image.open(BytesIO(page)).size) for page in pages]
    assert sizes == [(148, 210), (148, 210), (100, 75)]


def test_guidance_names_each_missing_paper_and_a_refusal_the_way_that_stays_open() -> None:
    note = CounterNote(
        kind="guidance",
        title="Phiếu hướng dẫn bổ sung giấy tờ",
        superior="BƯU ĐIỆN TỈNH MẪU",
        issuer="BƯU ĐIỆN HUYỆN MẪU",
        point="Điểm Bưu điện xã Mẫu",
        point_address="xã Mẫu",
        teller="Trần Văn Lộc",
        at=MORNING,
        procedure=PROCEDURE,
        agency="Sở Mẫu",
        desk="bộ phận một cửa của Sở Mẫu",
        missing=("Tờ khai theo mẫu", "Sổ hộ khẩu"),
    )
    guided = words_of(prints.counter_note_pdf(note))
    for value in ("PHIẾU HƯỚNG DẪN BỔ SUNG", PROCEDURE, "Tờ khai theo mẫu", "Sổ hộ khẩu"):
        assert value in guided
    said_no = replace(note, kind="refusal", missing=(), reason="Giấy tờ có dấu mật", secret=True)
    refused = words_of(prints.counter_note_pdf(said_no))
    assert "Giấy tờ có dấu mật" in refused
    assert "nộp trực tiếp được tại bộ phận một cửa của Sở Mẫu" in refused
    assert "KT1" in refused
    assert "Sổ hộ khẩu" not in refused


def test_another_issue_names_the_old_one_and_why_and_a_demonstration_says_so() -> None:
    plain = words_of(prints.voucher_pdf(VOUCHER))
    assert "Thay phiếu số" not in plain
    assert "BẢN TRÌNH DIỄN" not in plain
    marked = words_of(
        prints.voucher_pdf(
            replace(VOUCHER, replaces="PG-0007/1", reason="Khách mất phiếu", demo=True)
        )
    )
    assert "Thay phiếu số PG-0007/1. Lý do: Khách mất phiếu" in marked
    assert "BẢN TRÌNH DIỄN" in marked


def test_twelve_papers_with_long_names_go_on_to_a_second_page_whole() -> None:
    name = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất"
    papers = tuple(PaperLine(name=f"{name} ({n})", originals=n) for n in range(1, 13))
    words = words_of(prints.voucher_pdf(replace(VOUCHER, papers=papers)))
    assert all(words.count(f"gắn liền với đất ({n})") == 2 for n in range(1, 13))
    assert "Trang 2/2" in words
    assert words.count("GIAO DỊCH VIÊN") == 2


def test_what_a_customer_wrote_is_printed_and_never_run() -> None:
    odd = '#panic("x") *b* $x$ @ref'
    trap = replace(VOUCHER, procedure=odd, sender=Party(name=odd, address=odd, phone=odd))
    assert words_of(prints.voucher_pdf(trap)).count(odd) >= 4


def test_a_label_printer_prints_codes_that_scan() -> None:
    [label] = render_png(prints.LABEL, prints.label_sheet(LABEL))
    assert scanned(label) == {"Code128: HC123456785VN", "QRCode: HC123456785VN"}


def test_the_label_says_where_it_goes_and_how() -> None:
    words = words_of(prints.label_pdf(LABEL))
    for value in (
        "HC 123 456 785 VN",
        *(SENDER.name, SENDER.address, SENDER.phone),
        *(DESK.name, DESK.address, DESK.phone),
        *("NHẬN GỬI HỒ SƠ", "PHÁT TẬN TAY", "VĨNH YÊN"),
        *("Điểm Bưu điện xã Đạo Trù", "08:05 02/12/2019", "85 g"),
    ):
        assert value in words


def test_an_envelope_betrays_neither_the_procedure_nor_an_identity_number() -> None:
    words = words_of(prints.label_pdf(replace(LABEL, demo=True)))
    assert not re.search(r"(?<!\w)(\d{9}|\d{12})(?!\w)", words)
    assert PROCEDURE not in words
    assert {"procedure", "identity_number", "papers"}.isdisjoint(f.name for f in fields(Label))


def test_a_label_stays_one_label_however_long_the_address() -> None:
    long = replace(DESK, name=f"{DESK.name} " * 8, address="Khu dân cư Đồng Ải, xã Ngọc Mỹ, " * 6)
    crowded = replace(
        LABEL, sender=long, to=long, marks=(*LABEL.marks, "THU HỘ 120.000 đ", "THU HỒI BẢN CHÍNH")
    )
    [label] = render_png(prints.LABEL, prints.label_sheet(crowded))
    assert len(scanned(label)) == 2


def test_many_labels_are_one_print_job() -> None:
    other = replace(LABEL, s10="HC123456799VN", qr="HC123456799VN")
    words = words_of(prints.label_pdf(LABEL, other))
    assert words.index("HC 123 456 785 VN") < words.index("HC 123 456 799 VN")


@pytest.mark.law("20a", "20b")
def test_the_hand_over_record_says_who_gave_whom_what_where_and_when() -> None:
    pdf = prints.manifest_pdf(RECORD)
    words = words_of(pdf)
    assert is_archival(pdf)
    for value in (
        *MOTTO,
        "BIÊN BẢN GIAO NHẬN",
        "Số: BB-0003",
        "Vĩnh Yên, ngày 02 tháng 12 năm 2019",
        "14 giờ 30 phút, ngày 02/12/2019, tại Trung tâm Phục vụ hành chính công",
        "Bên giao: Bưu cục Vĩnh Yên",
        "Bên nhận: Bộ phận Một cửa",
    ):
        assert value in words
    assert "1 HC 123 456 785 VN 3 2 1 7 Nguyên vẹn Đã nhận" in rows_of(pdf)


def test_what_differs_stands_in_the_record_with_its_reason() -> None:
    rows = rows_of(prints.manifest_pdf(RECORD))
    assert "2 HC 123 456 799 VN 3 2 1 7 Rách góc Từ chối Thiếu tờ" in rows
    assert "3 HC 123 456 808 VN 3 2 1 7 Thiếu Không có trong túi" in rows
    assert "Cộng: 3 bưu gửi 9 6 3 21 Nhận 1 · từ chối 1 · thiếu 1" in rows


def test_the_record_tells_how_each_side_signed() -> None:
    words = words_of(prints.manifest_pdf(RECORD))
    assert words.count("Đã ký điện tử") == 2
    assert "bằng phiên làm việc của người ký" in words
    assert "bằng mã PIN của người ký" in words
    unsigned = replace(RECORD, receiver=replace(RECORD.receiver, signature=None))
    assert words_of(prints.manifest_pdf(unsigned)).count("Đã ký điện tử") == 1


def test_only_a_record_with_the_agency_starts_the_legal_clock() -> None:
    clock = "được coi là nộp cho cơ quan có thẩm quyền kể từ thời điểm hai bên ký"
    assert clock in words_of(prints.manifest_pdf(RECORD))
    assert clock not in words_of(prints.manifest_pdf(replace(RECORD, starts_clock=False)))


def test_a_manifest_of_a_full_bag_counts_its_own_pages() -> None:
    manifest = replace(RECORD, kind="manifest", lines=(LINE,) * 80, starts_clock=False)
    words = words_of(prints.manifest_pdf(manifest, RECORD))
    assert "BẢNG KÊ GIAO NHẬN" in words
    assert "Trang 1/3" in words
    assert "Trang 3/3" in words
    assert "Cộng: 80 bưu gửi 240 160 80 560" in words
    assert words.rstrip().endswith("Trang 1/1")
