"""Collected, stated and received are compared item by item: every injected difference is found, none is invented."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tram.cash.imports.statements import read_statement
from tram.cash.rules.reconciliation import Mismatch, Sum, reconcile
from tram.core.errors import Refused
from tram.core.workbook import workbook

BOOK = [Sum(f"RA{n:09}VN", 1_000 * (n + 1)) for n in range(200)]
ALL = sum(one.amount_vnd for one in BOOK)


@pytest.mark.law("39d", "42b")
@pytest.mark.parametrize("seed", range(20))
def test_every_injected_difference_is_found_and_none_invented(seed: int) -> None:
    luck = Random(seed)
    chosen = luck.sample(BOOK, 9)
    lost, wrong, twice = chosen[:3], chosen[3:6], chosen[6:]
    stated = [one for one in BOOK if one not in lost and one not in wrong]
    stated += [Sum(one.item, one.amount_vnd + 500) for one in wrong]
    stated += [*twice, Sum("XX000000001VN", 7_000)]
    luck.shuffle(stated)
    told = reconcile(BOOK, stated, paid_vnd=ALL, received_vnd=ALL - 1)
    found = {(one.item, one.why) for one in told.found}
    assert found == {
        *((one.item, Mismatch.NOT_STATED) for one in lost),
        *((one.item, Mismatch.OTHER_AMOUNT) for one in wrong),
        *((one.item, Mismatch.TWICE) for one in twice),
        ("XX000000001VN", Mismatch.NOT_COLLECTED),
        ("", Mismatch.RECEIVED_OTHER),
    }
    assert len(told.found) == len(found)
    assert told.matched == len(BOOK) - 9
    assert all(one.why.owner for one in told.found)


@pytest.mark.law("42b")
def test_what_agrees_is_matched_and_what_is_on_the_way_is_named() -> None:
    assert reconcile(BOOK, BOOK, paid_vnd=ALL, received_vnd=ALL).found == ()
    for paid, received, why in (
        (None, None, Mismatch.NOT_PAID),
        (ALL, None, Mismatch.NOT_CONFIRMED),
    ):
        told = reconcile(BOOK, BOOK, paid_vnd=paid, received_vnd=received)
        assert Counter(one.why for one in told.found) == {why: 1}
        assert told.matched == len(BOOK)


def csv_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "bang-ke.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_statement_that_we_print_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "bang-ke.xlsx"
    columns = (("STT", 6), ("Bưu gửi", 18), ("Số tiền", 16))
    path.write_bytes(workbook("x", columns, [(1, "RA000000000VN", 1_000)]))
    assert read_statement(path, "bang-ke.xlsx") == ([Sum("RA000000000VN", 1_000)], [])


@pytest.mark.parametrize("amount", ["-5", "0", "1.5", "1000.5", "=1+1", "abc", ""])
def test_a_bad_amount_is_named_by_its_line(tmp_path: Path, amount: str) -> None:
    path = csv_file(tmp_path, f"Bưu gửi,Số tiền\nRA1,1000\nRA2,{amount}\n")
    sums, wrong = read_statement(path, "bang-ke.csv")
    assert sums == [Sum("RA1", 1_000)]
    assert len(wrong) == 1
    assert wrong[0].startswith("bang-ke.csv:3:Số tiền: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bưu gửi,Số tiền\n",
        "Bưu gửi,Số tiền\nRA1,1000\n".encode("utf-16"),
        b"B\xfdu g\xffi,S\xf4\n1,2\n",
        "Bưu gửi,Số tiền\n" + "RA1,1000\n" * 200_000,
    ],
    ids=["empty", "no-line", "utf-16", "bytes", "200000-lines"],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(Refused):
        read_statement(csv_file(tmp_path, text), "bang-ke.csv")
