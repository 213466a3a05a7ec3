"""How the tests read a paper back: its words with poppler, its codes with an independent decoder."""

import re
import shutil
import subprocess
from collections.abc import Set
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image


def words_of(pdf: bytes) -> str:
    """The text of a PDF in reading order, every run of white space made one space."""
    return re.sub(r"\s+", " ", _text(pdf))


def flow_of(pdf: bytes) -> str:
    """The text of a PDF as it was written, so that a cell's lines stay together; white space as in `words_of`."""
    return re.sub(r"\s+", " ", _text(pdf, "-raw"))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return _text(pdf, "-layout").split("\f")[:-1]


def rows_of(pdf: bytes) -> list[str]:
    """The lines of a PDF as they stand side by side on the page, with single spaces."""
    return [" ".join(line.split()) for line in _text(pdf, "-layout").splitlines()]


def right_edges(pdf: bytes, words: Set[str]) -> dict[str, float]:
    """Where each of these words ends on its page, in points from the left; of several the last."""
    found = re.findall(r'xMax="([0-9.]+)"[^>]*>([^<]+)</word>', _text(pdf, "-bbox"))
    return {word: float(edge) for edge, word in found if word in words}


def heights(pdf: bytes, words: Set[str]) -> dict[str, tuple[float, float]]:
    """Top and bottom of each of these words, in points from the top of its page; of several the last."""
    found = re.findall(
        r'yMin="([0-9.]+)"[^>]*yMax="([0-9.]+)">([^<]+)</word>', _text(pdf, "-bbox")
    )
    return {word: (float(top), float(bottom)) for top, bottom, word in found if word in words}


def scanned(png: bytes) -> set[str]:
    """Every code on a picture, each as "Format: text"."""
    found = zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))
    return {f"{code.format.name}: {code.text}" for code in found}


def is_archival(pdf: bytes) -> bool:
    """Whether the PDF says of itself that it is PDF/A-2u."""
    return b"<pdfaid:part>2</" in pdf and b"<pdfaid:conformance>U</" in pdf


def _text(pdf: bytes, *options: str) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    command = [program, *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
