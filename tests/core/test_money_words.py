"""Amounts in words by a table written by hand, and read back by a reader of its own (số tiền bằng chữ)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tram.core.money import vnd_in_words

TABLE = """
0 không
1 một
5 năm
10 mười
11 mười một
12 mười hai
14 mười bốn
15 mười lăm
19 mười chín
20 hai mươi
21 hai mươi mốt
22 hai mươi hai
24 hai mươi tư
25 hai mươi lăm
31 ba mươi mốt
44 bốn mươi tư
45 bốn mươi lăm
51 năm mươi mốt
55 năm mươi lăm
91 chín mươi mốt
99 chín mươi chín
100 một trăm
101 một trăm linh một
104 một trăm linh bốn
105 một trăm linh năm
110 một trăm mười
111 một trăm mười một
114 một trăm mười bốn
115 một trăm mười lăm
121 một trăm hai mươi mốt
124 một trăm hai mươi tư
155 một trăm năm mươi lăm
200 hai trăm
501 năm trăm linh một
505 năm trăm linh năm
999 chín trăm chín mươi chín
1000 một nghìn
1001 một nghìn không trăm linh một
1010 một nghìn không trăm mười
1015 một nghìn không trăm mười lăm
1021 một nghìn không trăm hai mươi mốt
1100 một nghìn một trăm
2200 hai nghìn hai trăm
8000 tám nghìn
10000 mười nghìn
15005 mười lăm nghìn không trăm linh năm
21000 hai mươi mốt nghìn
26000 hai mươi sáu nghìn
26500 hai mươi sáu nghìn năm trăm
30500 ba mươi nghìn năm trăm
31500 ba mươi mốt nghìn năm trăm
34000 ba mươi tư nghìn
45000 bốn mươi lăm nghìn
71000 bảy mươi mốt nghìn
100000 một trăm nghìn
101001 một trăm linh một nghìn không trăm linh một
104004 một trăm linh bốn nghìn không trăm linh bốn
165500 một trăm sáu mươi lăm nghìn năm trăm
200000 hai trăm nghìn
261000 hai trăm sáu mươi mốt nghìn
1000000 một triệu
1000001 một triệu không trăm linh một
1005021 một triệu không trăm linh năm nghìn không trăm hai mươi mốt
1015000 một triệu không trăm mười lăm nghìn
1100000 một triệu một trăm nghìn
21021021 hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt
105000000 một trăm linh năm triệu
1000000000 một tỷ
1000000005 một tỷ không trăm linh năm
1001001001 một tỷ không trăm linh một triệu không trăm linh một nghìn không trăm linh một
2000015000 hai tỷ không trăm mười lăm nghìn
"""
ROWS = [line.split(" ", 1) for line in TABLE.strip().splitlines()]
UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
SAID = {word: number for number, word in enumerate(UNITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def test_the_table_is_long_enough() -> None:
    assert len({number for number, _ in ROWS}) >= 60


@pytest.mark.parametrize(("number", "words"), ROWS)
def test_an_amount_is_read_as_written_by_hand(number: str, words: str) -> None:
    assert vnd_in_words(int(number)) == f"{words} đồng".capitalize()


def group(words: list[str]) -> int:
    """Up to three digits, read word by word."""
    total, waiting = 0, 0
    for word in words:
        if word == "trăm":
            total, waiting = total + waiting * 100, 0
        elif word == "mươi":
            total, waiting = total + waiting * 10, 0
        elif word == "mười":
            total += 10
        elif word != "linh":
            waiting = SAID[word]
    return total + waiting


def read(words: str) -> int:
    """What a person hears: groups with their scales, from the largest down."""
    total, said = 0, list[str]()
    for word in words.lower().removesuffix(" đồng").split():
        if word == "tỷ":  # everything heard so far is counted in billions
            total, said = (total + group(said)) * 10**9, []
        elif word in SCALES:
            total, said = total + group(said) * SCALES[word], []
        else:
            said.append(word)
    return total + group(said)


@pytest.mark.parametrize(("number", "words"), ROWS)
def test_the_reader_reads_the_table(number: str, words: str) -> None:
    assert read(words) == int(number)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10**13 - 1))
def test_whoever_hears_an_amount_writes_the_same_down(number: int) -> None:
    assert read(vnd_in_words(number)) == number
