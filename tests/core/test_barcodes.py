"""Marks on paper, read back by a real decoder at the resolution of a label printer."""

import re
from itertools import accumulate

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tram.core.barcodes import QUIET_MODULES, code128, qr_svg

DOTS = 2  # of a 203 dpi printer per module: 0.25 mm
PRINTABLE = "".join(map(chr, range(32, 127)))


def printed(text: str) -> Image.Image:
    widths = code128(text)
    edges = list(accumulate(widths, initial=QUIET_MODULES))
    image = Image.new("1", ((edges[-1] + QUIET_MODULES) * DOTS, 80), 1)
    pen = ImageDraw.Draw(image)
    for left, right in zip(edges[:-1:2], edges[1::2], strict=True):
        pen.rectangle((left * DOTS, 0, right * DOTS - 1, 79), fill=0)
    return image


def scanned(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("text", ["RB473124829VN", "000.00.01.H62-191202-0001", "HC000000015VN"])
def test_a_scanner_reads_the_numbers_of_the_label(text: str) -> None:
    assert scanned(printed(text)) == [text]


@pytest.mark.parametrize("start", range(0, 95, 19))
def test_a_scanner_reads_every_printable_character(start: int) -> None:
    text = f"<{PRINTABLE[start : start + 19]}>"
    assert scanned(printed(text)) == [text]


def test_a_scanner_accepts_every_check_character() -> None:
    texts = [f"A{a}{b}" for a in PRINTABLE[:40] for b in PRINTABLE[:40]]
    checks = {tuple(code128(text)[-13:-7]): text for text in texts}
    assert len(checks) == 103
    assert all(scanned(printed(text)) == [text] for text in checks.values())


@settings(max_examples=50)
@given(st.text(st.sampled_from(PRINTABLE), min_size=1, max_size=30))
def test_a_symbol_has_the_length_the_standard_says(text: str) -> None:
    assert sum(code128(text)) == 11 * (len(text) + 2) + 13


@pytest.mark.parametrize("text", ["", "Đ", "a\tb", "\x7f"])
def test_what_the_code_cannot_hold_is_a_fault_of_the_program(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code128(text)


def drawn(svg: str) -> Image.Image:
    """The QR code as a browser would draw it, four dots to a module."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    image = Image.new("L", (size * 4, size * 4), 255)
    pen = ImageDraw.Draw(image)
    x, y = 0, 0.0
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]  # type: ignore[index]
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if command == "h":
            pen.rectangle((x * 4, (y - 0.5) * 4, (x + int(first)) * 4 - 1, (y + 0.5) * 4 - 1), 0)
            x += int(first)
        else:
            x = int(first) + (x if command == "m" else 0)
            y = float(second) + (y if command == "m" else 0)
    return image


@pytest.mark.parametrize(
    "text",
    ["https://tram.example/theo-doi#XF1KWZPREAFMY", "000.00.01.H62-191202-0001", "Vĩnh Yên"],
)
def test_a_phone_reads_the_qr_code(text: str) -> None:
    assert scanned(drawn(qr_svg(text))) == [text]


def test_a_qr_code_obeys_a_strict_content_policy() -> None:
    svg = qr_svg("XF1KWZPREAFMY")
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "width=" not in svg.split(">")[0]
