"""Every form of both regimes, read back from paper field by field."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from tests.folder import VINH_PHUC, vinh_phuc
from tests.paper_reading import flow_of, is_archival, pages_of, scanned, words_of
from tram.core.documents import render_png
from tram.core.money import format_vnd
from tram.dossiers.prints.acceptance import AcceptanceSlip
from tram.dossiers.prints.answers import GuidanceSlip, SupplementRequest
from tram.dossiers.prints.catalogue import FORMS, as_form, read_forms
from tram.dossiers.prints.control import ControlSheet, Pace
from tram.dossiers.prints.leaflet import Leaflet
from tram.dossiers.prints.notices import FinancialNotice
from tram.dossiers.prints.paper import Paper, PaperOfDossier, day, moment, print_papers, stamp
from tram.dossiers.prints.register import COLUMNS, Register, register_xlsx
from tram.dossiers.prints.results import ResultBatch
from tram.dossiers.prints.samples import SAMPLES, sample
from tram.dossiers.rules.forms import Form, FormKind, PageSize, plain_form

CATALOGUE = [as_form(row) for row in read_forms({FORMS: (VINH_PHUC / FORMS).read_bytes()})[0]]
PRINTED = [form for form in CATALOGUE if form.kind in SAMPLES]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
UNVERIFIED = "Bố cục chưa đối chiếu với văn bản"
PACES = {"early": "Trước hạn", "on-time": "Đúng hạn", "late": "Quá hạn", "": "hạn"}
NOT_WORDS = {"kind", "regime", "size", "layout", "valid_from", "valid_to", "demo"}
"""What chooses how a form is printed, and is proved by tests of its own."""


def named(form: Form) -> str:
    return f"{form.regime}-{form.kind}"


@cache
def sample_pdf(form: Form) -> bytes:
    return print_papers(sample(form))


def the_form(kind: FormKind, regime: str = "one-stop-2018") -> Form:
    return next(form for form in CATALOGUE if (form.kind, form.regime) == (kind, regime))


def marked(value: Any, numbers: Iterator[int], name: str = "") -> Any:
    """The same value with every text, number and time below it unlike any other, so that none can stand for another."""
    if name in NOT_WORDS or isinstance(value, Form | bool | None) or value in tuple(PACES)[:3]:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{f.name: marked(getattr(value, f.name), numbers, f.name) for f in fields(value)},
        )
    if isinstance(value, tuple):
        return tuple(marked(each, numbers, name) for each in value)
    number = next(numbers)
    if isinstance(value, str):
        return value if name == "result" and not value else f"{value} q{number}q".strip()
    return value + (timedelta(days=number) if isinstance(value, date) else 1000 + number)


def expected(name: str, value: Any) -> Iterator[tuple[str, set[str]]]:
    """Each field below a value with the texts of which one must stand on the paper."""
    if name in NOT_WORDS or value is None or isinstance(value, bool):
        return
    if is_dataclass(value):
        for field in fields(value):
            yield from expected(field.name, getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from expected(name, each)
    else:
        yield name, said(name, value)


def said(name: str, value: Any) -> set[str]:
    if isinstance(value, datetime):
        return {moment(value), day(value), stamp(value)}
    if isinstance(value, date):
        return {f"{value:%d/%m/%Y}"}
    if name.endswith("_vnd"):
        return {format_vnd(value)}
    if name == "result" and value in PACES:
        return {PACES[value]}
    return {str(value)}


def found(words: str, texts: set[str]) -> bool:
    """Whether one of the texts was read, whatever the case and wherever a line ended."""
    bare = re.sub(r"[\s\u200b]+", "", words).casefold()
    return any(re.sub(r"\s+", "", text).casefold() in bare for text in texts)


def test_both_regimes_have_all_their_forms() -> None:
    numbered = {
        regime: sorted(f.number for f in CATALOGUE if f.regime == regime and f.number)
        for regime in ("one-stop-2018", "one-stop-2025")
    }
    assert numbered == {
        "one-stop-2018": ["01", "02", "03", "04", "05", "06"],
        "one-stop-2025": ["01", "02", "03", "04", "05", "06", "07"],
    }
    assert {form.kind for form in PRINTED} == set(SAMPLES)
    assert {form.kind for form in CATALOGUE} == set(FormKind)


@pytest.mark.law("26e", "35d")
@pytest.mark.parametrize("form", PRINTED, ids=named)
def test_every_field_of_a_form_is_read_back_from_paper(form: Form) -> None:
    paper = marked(sample(form), count(1))
    pdf = print_papers(paper)
    words = flow_of(pdf)
    asked = list(expected("", paper))
    assert len(asked) >= 20
    assert [pair for pair in asked if not found(words, pair[1])] == []
    assert is_archival(pdf)


def test_a_field_that_is_left_out_is_missed() -> None:
    words = flow_of(sample_pdf(the_form(FormKind.REFUSAL)))
    assert found(words, {"nguyễn văn mẫu"})
    assert not found(words, {"Nguyễn Văn Mẫu Nữa", "Văn bản không hề in ra"})


WIDTHS: dict[PageSize, tuple[int, int]] = {
    "a5": (148, 210),
    "a4": (210, 297),
    "a4-landscape": (297, 210),
}


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("kind", SAMPLES, ids=str)
def test_the_catalogue_decides_the_page(kind: FormKind, size: PageSize) -> None:
    paper = sample(the_form(kind, "one-stop-2025"))
    sized = replace(paper, form=replace(paper.on_form, size=size))
    first = render_png(paper.TEMPLATE, sized.sheet(), dots_per_inch=36)[0]
    wide, high = (int.from_bytes(first[at : at + 4], "big") * 25.4 / 36 for at in (16, 20))
    assert (round(wide / 5), round(high / 5)) == tuple(round(side / 5) for side in WIDTHS[size])


@pytest.mark.parametrize("kind", [k for k in SAMPLES if k is not FormKind.STOP_NOTICE], ids=str)
def test_one_template_serves_both_regimes_under_their_own_names(kind: FormKind) -> None:
    for regime in ("one-stop-2018", "one-stop-2025"):
        form = the_form(kind, regime)
        words = words_of(sample_pdf(form))
        assert found(words, {form.title})
        if form.number:
            assert f"Mẫu số {form.number} · {form.law}" in words


@pytest.mark.parametrize("form", PRINTED, ids=named)
def test_a_layout_that_was_not_compared_with_the_law_says_so(form: Form) -> None:
    marked = UNVERIFIED in words_of(sample_pdf(form))
    assert marked == (form.layout == "unverified")
    assert marked or form.regime == "one-stop-2018" or not form.number


@pytest.mark.law("27e")
@pytest.mark.parametrize(
    "form",
    [f for f in PRINTED if isinstance(sample(f), PaperOfDossier) and f.regime == "one-stop-2018"],
    ids=named,
)
def test_scanner_and_phone_read_the_dossier_off_every_form(form: Form) -> None:
    paper: Any = sample(form)
    for page in render_png(paper.TEMPLATE, paper.sheet()):
        assert scanned(page) == {
            f"Code128: {paper.dossier_code}",
            f"QRCode: {paper.lookup_url}",
        }


def test_a_hundred_slips_are_one_pdf_of_two_pages_each() -> None:
    slip = sample(the_form(FormKind.ACCEPTANCE_SLIP))
    assert isinstance(slip, AcceptanceSlip)
    code = slip.dossier_code[:-4]
    pages = pages_of(
        print_papers(*(replace(slip, dossier_code=f"{code}{n:04d}") for n in range(100)))
    )
    assert len(pages) == 200
    assert [f"{code}{n // 2:04d}" in page for n, page in enumerate(pages)] == [True] * 200


def test_the_control_sheet_ticks_one_result_a_hand_over() -> None:
    sheet = sample(the_form(FormKind.CONTROL_SHEET))
    assert isinstance(sheet, ControlSheet)
    ticks: dict[Pace, str] = {"early": "Trước hạn", "on-time": "Đúng hạn", "late": "Quá hạn"}
    for pace, label in ticks.items():
        one: Any = replace(sheet, blocks=(replace(sheet.blocks[1], result=pace),))
        words = words_of(print_papers(one))
        assert words.count("☒") == 2  # one on each copy
        assert words.count(f"☒ {label}") == 2


def test_a_hand_over_by_post_names_the_voucher_that_stands_for_it() -> None:
    words = words_of(print_papers(sample(the_form(FormKind.CONTROL_SHEET))))
    assert words.count("CX 000 000 014 VN") == 2
    assert "qua dịch vụ bưu chính công ích theo Quyết định số 45/2016/QĐ-TTg" in words


def test_the_batch_of_results_marks_fees_and_post_for_each_dossier() -> None:
    batch = sample(the_form(FormKind.RESULT_BATCH))
    assert isinstance(batch, ResultBatch)
    for fees, post, total in ((True, False, "1 0"), (False, True, "0 1"), (False, False, "0 0")):
        line = replace(batch.lines[0], fees_due=fees, by_post=post)
        words = flow_of(print_papers(replace(batch, lines=(line,))))
        assert words.count(f"Cộng: 1 kết quả {total}") == 2
        assert len(re.findall(r"(?<!Dấu) X(?= )", words)) == 2 * (fees + post)


def test_the_register_goes_over_pages_with_its_header_on_each() -> None:
    register = sample(the_form(FormKind.REGISTER))
    assert isinstance(register, Register)
    pages = pages_of(print_papers(replace(register, rows=register.rows * 10)))
    assert len(pages) > 5
    assert all("Mã hồ sơ" in page and "(15)" in page for page in pages[:-1])
    assert "Cộng: 240 hồ sơ" in " ".join(pages[-1].split())


def test_the_register_is_a_sheet_with_the_columns_of_the_form() -> None:
    register = sample(the_form(FormKind.REGISTER))
    assert isinstance(register, Register)
    with ZipFile(BytesIO(register_xlsx(register.rows))) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    rows = [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{MAIN}row")]
    assert len(rows) == 1 + len(register.rows)
    assert rows[0] == [title for title, _ in COLUMNS]
    assert len(rows[0]) == 15
    assert rows[1][:6] == [
        "1",
        register.rows[0].dossier_code,
        register.rows[0].procedure,
        "1",
        "Nguyễn Văn Mẫu",
        f"{register.rows[0].address}; 0900 000 001",
    ]
    assert rows[1][-3:] == ["Bưu chính công ích", "Nguyễn Thị Thử", register.rows[0].note]


def test_the_guidance_slip_tells_missing_from_brought_and_asks_for_nothing_else() -> None:
    slip = sample(the_form(FormKind.GUIDANCE_SLIP))
    assert isinstance(slip, GuidanceSlip)
    words = words_of(print_papers(slip))
    assert words.count("Còn thiếu") == 2
    assert "không đặt thêm yêu cầu nào ngoài danh mục" in words


def test_the_sums_of_a_notice_add_up_in_figures_and_words() -> None:
    notice = sample(the_form(FormKind.FINANCIAL_NOTICE))
    assert isinstance(notice, FinancialNotice)
    words = words_of(print_papers(notice))
    assert "205.000 đ" in words
    assert "Bằng chữ: Hai trăm linh năm nghìn đồng" in words


def test_the_leaflet_is_one_page() -> None:
    leaflet = sample(the_form(FormKind.LEAFLET))
    assert isinstance(leaflet, Leaflet)
    assert len(pages_of(print_papers(leaflet))) == 1
    assert scanned(render_png(leaflet.TEMPLATE, leaflet.sheet())[0]) == {f"QRCode: {leaflet.url}"}


def test_long_names_wrap_and_nothing_leaves_the_page() -> None:
    request = sample(the_form(FormKind.SUPPLEMENT_REQUEST))
    assert isinstance(request, SupplementRequest)
    long = "Công ty Trách nhiệm hữu hạn " + "Sản xuất Thương mại và Dịch vụ " * 12
    words = flow_of(print_papers(replace(request, owner=long.strip(), address="a" * 300)))
    assert found(words, {long.strip()})
    assert found(words, {"a" * 300})


def test_words_of_any_unicode_form_are_printed_composed() -> None:
    request: Any = sample(the_form(FormKind.SUPPLEMENT_REQUEST))
    apart = replace(request, owner=normalize("NFD", "Nguyễn Đình Thử Nghiệm"))
    assert "Nguyễn Đình Thử Nghiệm" in words_of(print_papers(apart))


def test_what_was_not_given_prints_as_none_or_as_dots() -> None:
    request: Any = sample(the_form(FormKind.SUPPLEMENT_REQUEST))
    bare = replace(request, email="", reason="", number="", contact="")
    words = words_of(print_papers(bare))
    assert "Thư điện tử: không" in words
    assert re.search(r"Lý do: *[. ]{40,}", words)
    assert re.search(r"Số: *[. ]{10,}", words)
    assert re.search(r"liên hệ [. ]{10,}, điện thoại", words)


def test_an_apology_names_the_matter_and_then_the_number() -> None:
    apology: Any = sample(the_form(FormKind.APOLOGY))
    assert f"{apology.content}; mã hồ sơ {apology.dossier_code}." in words_of(
        print_papers(apology)
    )


def test_a_demonstration_form_says_so() -> None:
    paper: Paper = sample(the_form(FormKind.REFUSAL), demo=True)
    assert "BẢN TRÌNH DIỄN" in words_of(print_papers(paper))


def test_a_form_that_nobody_loaded_prints_under_its_everyday_name() -> None:
    paper = replace(sample(the_form(FormKind.REFUSAL)), form=None)
    words = words_of(print_papers(paper))
    assert paper.on_form == plain_form(FormKind.REFUSAL)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in words
    assert "Mẫu số" not in words


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('size = "a5"', 'size = "a3"', "size"),
        ('layout = "verified"', 'layout = "yes"', "layout"),
        ('kind = "refusal"', 'kind = "refusals"', "kind"),
        ('kind = "refusal"', 'kind = "apology"', "valid_from"),
        ('regime = "one-stop-2018"', 'regime = "one-stop-2019"', "regime"),
        ('number = "01"', 'number = "1"', "number"),
        ("valid_from = 2019-01-06", "valid_from = 2019-13-06", ""),
    ],
)
def test_a_bad_line_of_the_catalogue_is_named(old: str, new: str, column: str) -> None:
    _, errors = read_forms(vinh_phuc().replace(FORMS, old, new))
    assert [error.column for error in errors] == [column]
    assert errors[0].line > 1
