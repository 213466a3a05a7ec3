"""Vietnamese text as people type it, search it and expect it in a list."""

import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tram.core.text import (
    clean,
    fold,
    looks_like_ime_garbage,
    name_sort_key,
    search_terms,
    sort_key,
)

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES]
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
LETTERS = st.text(st.sampled_from([*SMALL, *ALPHABET, "đ", " "]), max_size=12)


def in_order(words: list[str]) -> list[str]:
    """As PostgreSQL orders a column of collation "C": by the bytes."""
    return sorted(words, key=lambda word: sort_key(word).encode())


@given(st.text())
def test_stored_text_has_one_spelling(s: str) -> None:
    stored = clean(s)
    assert clean(stored) == stored == unicodedata.normalize("NFC", stored)
    assert "\x00" not in stored
    assert "  " not in stored


def test_invisible_characters_from_a_chat_are_dropped() -> None:
    assert clean("Hoa\ud800") == "Hoa"
    assert clean("\ufeff Nguyễn\u200b\u00a0 Thị \x00Hoa\n") == "Nguyễn Thị Hoa"


@pytest.mark.law("65b")
def test_every_vietnamese_letter_is_found_without_its_marks() -> None:
    letters = [*SMALL, *(v.upper() for v in SMALL)]
    assert len({*letters, "đ", "Đ"} - set("aeiouyAEIOUY")) == 134
    for letter in letters:
        plain = unicodedata.normalize("NFD", letter)[0].lower()
        assert fold(letter) == fold(unicodedata.normalize("NFD", letter)) == plain
    assert fold("đĐ") == "dd"


@pytest.mark.law("65b")
def test_hoa_is_found_in_both_typing_habits() -> None:
    assert fold("Hoà Đức") == fold("Hòa Đức") == "hoa duc"
    assert fold("Thuỷ") == fold("Thủy")


@given(st.text())
def test_a_search_key_is_ascii_and_stable(s: str) -> None:
    key = fold(s)
    assert key.isascii()
    assert key == key.lower() == fold(key)


def test_codes_keep_their_dots_and_hyphens_in_the_search_key() -> None:
    assert fold("000.00.01.H62-191202-0001") == "000.00.01.h62-191202-0001"


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("TP. Vĩnh Yên", "thanh pho vinh yen"),
        ("tp Vĩnh Yên", "thanh pho vinh yen"),
        ("P.Liên Bảo, TX. Phúc Yên", "phuong lien bao thi xa phuc yen"),
        ("TT Hương Canh", "thi tran huong canh"),
        ("x. Tân Phong h. Bình Xuyên", "xa tan phong huyen binh xuyen"),
        ("TT 01/2018", "tt 01/2018"),
        ("vitamin h", "vitamin h"),
        ("1.004583.000.00.00.H62", "1.004583.000.00.00.h62"),
        ("tp.", "tp"),
        (" ,. ", ""),
    ],
)
def test_abbreviations_are_read_as_people_mean_them(typed: str, terms: str) -> None:
    assert " ".join(search_terms(typed)) == terms


def test_the_vietnamese_alphabet_is_in_order() -> None:
    assert in_order(list(ALPHABET)[::-1]) == list(ALPHABET)
    words = ["An", "Anh", "Ăn", "Ân", "Ẩn", "Ấn", "Bình", "Dương", "Đặng", "Đỗ"]
    assert in_order(words[::-1]) == words


def test_tones_are_in_order_and_come_after_letters() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert all(in_order(list(mixed)) == tones for mixed in permutations(tones))
    assert in_order(["mạ", "man", "ma"]) == ["ma", "mạ", "man"]
    assert in_order(["Lệ An", "Lê Bình", "Lê An"]) == ["Lê An", "Lệ An", "Lê Bình"]


def test_a_name_comes_before_its_continuations() -> None:
    assert in_order(["Anh", "An Bình", "An", "Ăn"]) == ["An", "An Bình", "Anh", "Ăn"]
    assert in_order(["Tổ 1", "Tổ"]) == ["Tổ", "Tổ 1"]


def test_typing_habits_and_capitals_do_not_move_a_name() -> None:
    assert sort_key("Hoà") == sort_key("HÒA") == sort_key(unicodedata.normalize("NFD", "Hòa"))


@given(LETTERS, LETTERS)
def test_the_order_is_that_of_letters_then_tones(a: str, b: str) -> None:
    def model(s: str) -> tuple[list[list[int]], list[int]]:
        words = [unicodedata.normalize("NFD", word) for word in s.split()]
        tones = [max(TONES.index(c) if c in TONES[1:] else 0 for c in w) for w in words]
        bare = ["".join(c for c in w if c not in TONES[1:]) for w in words]
        letters = [unicodedata.normalize("NFC", w) for w in bare]
        return [[ALPHABET.index(c) for c in w] for w in letters], tones

    def one_tone(s: str) -> bool:
        marks = [sum(c in TONES[1:] for c in unicodedata.normalize("NFD", w)) for w in s.split()]
        return max(marks, default=0) <= 1

    if one_tone(a) and one_tone(b):
        assert (sort_key(a) < sort_key(b)) == (model(a) < model(b))


def test_people_are_listed_by_given_name() -> None:
    names = ["Phạm An", "Đỗ Ánh", "Lê Ân", "Vũ Ẩn", "Bùi Văn Đức", "Trần Văn Đức"]
    for mixed in permutations(names):
        assert sorted(mixed, key=lambda name: name_sort_key(name).encode()) == names
    assert name_sort_key("  ") == ""


def test_a_scan_rewritten_by_the_input_method_is_noticed() -> None:
    assert looks_like_ime_garbage("RB47ư124829VN")
    assert not looks_like_ime_garbage("RB473124829VN")
