"""The printing machinery: what is typed is printed as typed, the same each time, in Vietnamese."""

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from tests.paper_reading import is_archival, words_of
from tram.core import documents

CROSCORE = Path("/usr/share/fonts/truetype/croscore")
VOWELS = "a ă â e ê i o ô ơ u ư y"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
NOTE = """
#import "/core/typst/paper.typ": *
#show: administrative
#for d in papers { leaf([Giấy #d.name], demo: d.demo, d.text) }
"""


def forget() -> None:
    documents._compiler.cache_clear()
    documents._fonts.cache_clear()


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A template of our own beside the real shared parts."""
    shutil.copytree(documents.PACKAGE / "core" / "typst", tmp_path / "core" / "typst")
    (tmp_path / "note.typ").write_text(NOTE)
    monkeypatch.setattr(documents, "PACKAGE", tmp_path)
    forget()
    yield "note.typ"
    forget()


def data(text: str = "Nội dung", **more: Any) -> dict[str, Any]:
    return {"name": "số 1", "text": text, "demo": False, "dated": "2019-12-02"} | more


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x") *b* _i_ $x$ @ref <label> `raw` // /* [c]',
        "{{ name }} {% csrf_token %} \\ ~ -- = + - #{1+1}",
        'Công ty "Hai & Bốn" <b>',
    ],
)
def test_what_a_person_typed_is_printed_letter_by_letter(note: str, typed: str) -> None:
    assert typed in words_of(documents.render(note, data(typed)))


def test_every_vietnamese_letter_is_drawn_in_an_archival_pdf(note: str) -> None:
    letters = ["đ", *(normalize("NFC", v + tone) for v in VOWELS.split() for tone in TONES)]
    line = " ".join([*letters, *map(str.upper, letters)])
    pdf = documents.render(note, data(line))
    assert is_archival(pdf)
    assert line.replace(" ", "") in words_of(pdf).replace(" ", "")


def test_a_word_wider_than_the_paper_goes_on_in_the_next_line(note: str) -> None:
    word = "0123456789" * 20
    assert word in re.sub(r"[\s\u200b]", "", words_of(documents.render(note, data(word))))


def test_printing_again_gives_the_same_bytes(note: str) -> None:
    first = documents.render(note, data("một"))
    assert documents.render(note, data("hai")) != first
    assert documents.render(note, data("một")) == first


def test_clerks_printing_at_once_each_get_their_own_paper(note: str) -> None:
    texts = [f"giấy thứ {n}" for n in range(12)]
    alone = [documents.render(note, data(text)) for text in texts]
    with ThreadPoolExecutor(6) as clerks:
        together = list(clerks.map(lambda text: documents.render(note, data(text)), texts))
    assert together == alone


def test_a_batch_is_one_pdf_in_order_and_each_paper_counts_its_own_pages(note: str) -> None:
    long = "dài " * 4000
    words = words_of(documents.render_many(note, [data("đầu"), data(long), data("cuối")]))
    assert words.count("Trang 1/1") == 2
    of_the_long_one = set(re.findall(r"Trang (\d+)/([2-9]\d*)", words))
    last = len(of_the_long_one)
    assert of_the_long_one == {(str(n), str(last)) for n in range(1, last + 1)}
    assert words.index("đầu") < words.index("dài") < words.index("cuối")


def test_a_letter_no_font_has_still_reaches_paper_but_not_the_archive(note: str) -> None:
    pdf = documents.render(note, data("Công ty TNHH 鴻海 Vĩnh Phúc"))
    assert not is_archival(pdf)
    assert "Vĩnh Phúc" in words_of(pdf)


def test_a_fault_of_a_template_is_not_hidden(note: str) -> None:
    with pytest.raises(RuntimeError, match="dictionary does not contain key"):
        documents.render(note, {"name": "thiếu", "dated": "2019-12-02"})


def test_a_demonstration_paper_says_so_and_a_real_one_does_not(note: str) -> None:
    assert "BẢN TRÌNH DIỄN" in words_of(documents.render(note, data(demo=True)))
    assert "BẢN TRÌNH DIỄN" not in words_of(documents.render(note, data()))


def test_without_a_font_folder_papers_use_the_face_that_comes_along(
    note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRAM_FONT_DIR", raising=False)
    forget()
    assert documents.serif() == "Libertinus Serif"


@pytest.mark.skipif(not CROSCORE.exists(), reason="fonts-croscore is not on this machine")
def test_the_operators_times_face_is_preferred(note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAM_FONT_DIR", str(CROSCORE))
    forget()
    assert documents.serif() == "Tinos"
    assert b"Tinos" in documents.render(note, data())
