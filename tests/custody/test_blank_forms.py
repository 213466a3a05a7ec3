"""The forms of every step can be printed blank, with lines to fill and numbers of the point (60a)."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cast import Cast
from tests.paper_reading import is_archival, pages_of, words_of
from tests.web.handing import page, set_aside, signed_in
from tram.cli.main import app
from tram.custody.prints.blank import DRAFTS, blank_pdf
from tram.custody.queries.relabelled import blocks
from tram.custody.rules.blank_forms import BlankForm

HOME = "/lam-viec/mau-in-san/"


@pytest.mark.law("60a")
@pytest.mark.parametrize("form", list(BlankForm))
def test_every_step_has_a_blank_form_with_its_code_and_places_to_sign(form: BlankForm) -> None:
    pdf = blank_pdf(form, superior="Bưu điện tỉnh Mẫu", issuer="Điểm phục vụ Mẫu")
    words = words_of(pdf)
    assert is_archival(pdf)
    for value in (f"Mẫu {form.value}", form.label.upper(), "Nhập từ giấy"):
        assert value in words
    for label in DRAFTS[form].fields:
        assert not label.strip() or f"{label}:" in words
    for title in DRAFTS[form].signs:
        assert title.upper() in words


@pytest.mark.law("60a")
def test_tram_forms_writes_them_all(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["forms", "--blank", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == [f"mau-{form.value}.pdf" for form in BlankForm]


@pytest.mark.django_db
def test_the_voucher_bears_the_numbers_that_the_point_has_set_aside(who: Cast) -> None:
    set_aside(who)
    client = signed_in(who.teller)
    assert "3 số hiệu dự phòng" in page(client, HOME)
    pages = pages_of(client.get(f"{HOME}M01.pdf").content)
    assert len(pages) == 3
    [block] = blocks(frozenset({who.point.id}))
    for number, shown in zip(block.unused, pages, strict=True):
        assert number in shown.replace(" ", "")
    assert client.get(f"{HOME}M99.pdf").status_code == 404
    assert client.get(f"{HOME}tat-ca.pdf").content.startswith(b"%PDF")


@pytest.mark.django_db
def test_a_point_without_numbers_set_aside_prints_one_voucher(who: Cast) -> None:
    client = signed_in(who.neighbour)
    assert "chưa có dải số hiệu dự phòng" in page(client, HOME)
    assert len(pages_of(client.get(f"{HOME}M01.pdf").content)) == 1
