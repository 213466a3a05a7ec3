"""Lists of the post and the agency are read whatever their size, and held against the book: none invented."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cash.comparing import compared
from tests.cash.test_remittance import confirm, make, pay, to_province
from tests.cast import Cast, act, manager, take_in
from tests.spreadsheets import xlsx
from tram.cash.commands import differences
from tram.cash.imports.statements import read_statement
from tram.cash.models import DifferenceNote, MoneyDifference, StatementLine
from tram.cash.queries.remittances import items
from tram.cash.rules.differences import Explanation, ReconciledSide
from tram.cash.rules.reconciliation import Stated, Sum
from tram.cash.rules.remittance import RemittanceCause
from tram.core.errors import Refused
from tram.core.workbook import workbook
from tram.custody.commands.reconciling import reconcile_statement
from tram.custody.queries.trail import item_numbers

POST = ReconciledSide.POST


def book_of(batch: UUID) -> list[Sum]:
    rows = items(batch)
    numbers = item_numbers([row.subject for row in rows])
    return [Sum(numbers[row.subject], row.amount_vnd) for row in rows]


def hold(batch: UUID, stated: Sequence[Sum], side: ReconciledSide = POST) -> dict[str, int]:
    return reconcile_statement(
        act(manager()), remittance_id=batch, side=side, stated=Stated("bang-ke.csv", stated)
    )


def kept() -> set[tuple[str, str, int, int]]:
    rows = MoneyDifference.objects.values_list("item", "kind", "book_vnd", "other_vnd")
    return {(item, kind, book, other) for item, kind, book, other in rows}


@pytest.mark.law("39d", "42b")
@pytest.mark.parametrize("seed", range(3))
def test_every_injected_difference_is_found_and_none_invented(who: Cast, seed: int) -> None:
    for _ in range(8):
        take_in(who)
    batch = make(who)
    book = book_of(batch)
    luck = Random(seed)
    lost, wrong, twice = luck.sample(book, 3)
    stated = [one for one in book if one not in (lost, wrong)]
    stated += [Sum(wrong.item, wrong.amount_vnd + 500), twice, Sum("XX000000001VN", 7_000)]
    luck.shuffle(stated)
    told = hold(batch, stated)
    assert kept() == compared(book, stated)
    assert len(kept()) == 4
    assert (told["matched"], told["found"], told["new"]) == (5, 4, 4)
    assert hold(batch, book)["found"] == 0
    assert MoneyDifference.objects.count() == 4


@pytest.mark.law("42b")
def test_the_same_list_twice_adds_nothing(who: Cast) -> None:
    take_in(who)
    batch = make(who)
    first = hold(batch, [Sum("XX000000001VN", 7_000)])
    again = hold(batch, [Sum("XX000000001VN", 7_000)])
    assert (first["statement"], again["again"]) == (again["statement"], True)
    assert StatementLine.objects.count() == 1
    told = hold(batch, [Sum("XX000000001VN", 7_000), Sum("XX000000002VN", 1)])
    assert (told["found"], told["new"]) == (3, 1)
    assert MoneyDifference.objects.count() == DifferenceNote.objects.count() == 3


def states() -> dict[tuple[str, str], str]:
    rows = MoneyDifference.objects.filter(side=POST).values_list("item", "kind", "state")
    return {(item, kind): state for item, kind, state in rows}


@pytest.mark.law("42b")
def test_a_corrected_list_ends_what_it_explains_and_nothing_else(who: Cast) -> None:
    for _ in range(3):
        take_in(who)
    batch = make(who)
    left_out, wrong, right = book_of(batch)
    too_much = Sum(wrong.item, wrong.amount_vnd + 500)
    strange = Sum("XX000000001VN", 7_000)
    hold(batch, [too_much, right, strange])
    reconcile_statement(
        act(who.leader, who.agency),
        remittance_id=batch,
        side=ReconciledSide.AGENCY,
        stated=Stated("dem.csv", [wrong, right]),
    )
    told = reconcile_statement(
        act(manager()),
        remittance_id=batch,
        side=POST,
        stated=Stated("bang-ke-sua.csv", [left_out, right, too_much]),
    )
    assert (told["found"], told["new"], told["ended"]) == (1, 0, 2)
    assert states() == {
        (left_out.item, "not-stated"): "corrected",
        (wrong.item, "other-amount"): "open",
        (strange.item, "not-collected"): "corrected",
    }
    post, agency = MoneyDifference.objects.filter(kind="not-stated").order_by("side").reverse()
    assert (post.state, agency.state) == ("corrected", "open")
    assert post.ended_by is not None
    assert (post.ended_by.name, post.settled_by) == ("bang-ke-sua.csv", manager())
    last = DifferenceNote.objects.filter(difference=post).latest("id")
    assert (last.step, last.words, last.by) == ("corrected", "bang-ke-sua.csv", manager())
    with pytest.raises(Refused) as refusal:
        differences.explain_difference(
            act(manager()), difference_id=post.id, cause=Explanation.LEFT_OUT
        )
    assert refusal.value.code == "corrected"


@pytest.mark.law("42b")
def test_what_comes_back_is_open_again_but_what_two_persons_closed_stays_closed(who: Cast) -> None:
    for _ in range(2):
        take_in(who)
    batch = make(who)
    first, second = book_of(batch)
    hold(batch, [])
    closed = MoneyDifference.objects.get(item=second.item)
    explained: dict[str, Any] = {"difference_id": closed.id}
    differences.explain_difference(act(manager()), cause=Explanation.LEFT_OUT, **explained)
    differences.settle_difference(act(who.leader, who.agency), **explained)
    assert hold(batch, [first, second])["ended"] == 1
    told = hold(batch, [Sum("XX000000001VN", 1)])
    assert (told["found"], told["new"], told["ended"]) == (3, 2, 0)
    assert states() == {
        (first.item, "not-stated"): "open",
        (second.item, "not-stated"): "settled",
        ("XX000000001VN", "not-collected"): "open",
    }
    again = MoneyDifference.objects.get(item=first.item)
    assert (again.settled_by, again.ended_by) == (None, None)
    steps = DifferenceNote.objects.filter(difference=again).order_by("id")
    assert [each.step for each in steps] == ["found", "corrected", "again"]


@pytest.mark.law("42b")
def test_an_agency_that_finds_the_rest_ends_what_it_said_before(who: Cast) -> None:
    take_in(who)
    to_province(who, 200_000)
    batch = make(who)
    pay(batch)
    confirm(who, batch, 190_000, RemittanceCause.ON_THE_WAY, counted=2)
    confirm(who, batch, 195_000, RemittanceCause.ON_THE_WAY)
    rows = MoneyDifference.objects.order_by("found_at", "other_vnd")
    assert {(one.kind, one.other_vnd): one.state for one in rows} == {
        ("received-other", 190_000): "corrected",
        ("received-other", 195_000): "open",
        ("counted-other", 190_000): "open",
    }
    confirm(who, batch, 200_000, counted=1)
    assert set(MoneyDifference.objects.values_list("state", flat=True)) == {"corrected"}


@pytest.mark.law("42b")
def test_what_the_agency_received_or_counted_otherwise_is_kept(who: Cast) -> None:
    take_in(who)
    to_province(who, 200_000)
    batch = make(who)
    pay(batch)
    confirm(who, batch, 190_000, RemittanceCause.SHORT, counted=2)
    assert {(kind, book, other) for _, kind, book, other in kept()} == {
        ("received-other", 200_000, 190_000),
        ("counted-other", 200_000, 190_000),
    }
    with pytest.raises(Refused) as refusal:
        hold(batch, book_of(batch), ReconciledSide.AGENCY)
    assert refusal.value.code == "not-allowed"
    told = reconcile_statement(
        act(who.leader, who.agency),
        remittance_id=batch,
        side=ReconciledSide.AGENCY,
        stated=Stated("dem.csv", book_of(batch)),
    )
    assert (told["matched"], told["found"]) == (1, 0)


@pytest.mark.law("42b")
def test_a_difference_is_never_deleted_reopened_or_closed_by_one_person(who: Cast) -> None:
    take_in(who)
    batch = make(who)
    hold(batch, [])
    one = MoneyDifference.objects.get()
    asked: dict[str, Any] = {"difference_id": one.id}
    with pytest.raises(Refused) as refusal:
        differences.settle_difference(act(manager()), **asked)
    assert refusal.value.code == "not-explained"
    for user in (who.teller, who.postman, who.specialist):
        with pytest.raises(Refused) as refusal:
            differences.explain_difference(act(user), cause=Explanation.LEFT_OUT, **asked)
        assert refusal.value.code == "not-allowed"
    differences.explain_difference(act(manager()), cause=Explanation.LEFT_OUT, **asked)
    with pytest.raises(Refused) as refusal:
        differences.settle_difference(act(manager()), **asked)
    assert refusal.value.code == "same-person"
    differences.settle_difference(act(who.leader, who.agency), **asked)
    steps = list(DifferenceNote.objects.order_by("id").values_list("step", flat=True))
    assert steps == ["found", "explained", "settled"]
    with pytest.raises(Refused) as refusal:
        differences.explain_difference(act(manager()), cause=Explanation.LEFT_OUT, **asked)
    assert refusal.value.code == "settled"
    for attack in (
        "DELETE FROM cash_moneydifference",
        "UPDATE cash_moneydifference SET cause = ''",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attack)


def csv_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "bang-ke.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_statement_that_we_print_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "bang-ke.xlsx"
    columns = (("STT", 6), ("Bưu gửi", 18), ("Số tiền", 16))
    path.write_bytes(workbook("x", columns, [(1, "RA000000000VN", 1_000)]))
    stated, wrong = read_statement(path, "bang-ke.xlsx")
    assert (stated.sums, wrong) == ((Sum("RA000000000VN", 1_000),), [])


@pytest.mark.parametrize("amount", ["-5", "0", "1.5", "1000.5", "=1+1", "abc", ""])
def test_a_bad_amount_is_named_by_its_line(tmp_path: Path, amount: str) -> None:
    path = csv_file(tmp_path, f"Bưu gửi,Số tiền\nRA1,1000\nRA2,{amount}\n")
    stated, wrong = read_statement(path, "bang-ke.csv")
    assert stated.sums == (Sum("RA1", 1_000),)
    assert len(wrong) == 1
    assert wrong[0].startswith("bang-ke.csv:3:Số tiền: ")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_hundred_thousand_lines_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"bang-ke.{kind}"
    lines = [(f"RA{n:09}VN", 1_000 + n) for n in range(200_000)]
    if kind == "csv":
        path.write_text("Bưu gửi,Số tiền\n" + "\n".join(f"{i},{a}" for i, a in lines))
    else:
        path.write_bytes(workbook("x", (("Bưu gửi", 18), ("Số tiền", 16)), lines))
    stated, wrong = read_statement(path, path.name)
    assert (len(stated.sums), wrong) == (200_000, [])
    assert stated.sums[-1] == Sum("RA000199999VN", 200_999)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Bưu gửi,Số tiền\n", "empty"),
        ("Bưu gửi,Số tiền\nRA1,1000\n".encode("utf-16"), "utf16"),
        (b"RA1,1000\nB\xfdu g\xffi,S\xf4\n1,2\n", "encoding"),
        ("Bưu gửi;Số tiền\nRA1;1000\n", "separator"),
        ('Bưu gửi,Số tiền\n"RA1,1000\n', "quotes"),
        ("Bưu gửi,Số tiền\n" + "RA1,1000\n" * 200_001, "long"),
        ("Bưu gửi,Số tiền\n" + "," * 100 + "x\n", "wide"),
    ],
    ids=lambda value: value if len(value) < 12 else "",
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, text: str | bytes, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_statement(csv_file(tmp_path, text), "bang-ke.csv")
    assert refusal.value.code == f"sheet-{code}"
    assert "bang-ke.csv" in refusal.value.message
    assert "{" not in refusal.value.message


def test_a_spreadsheet_that_computes_or_swells_is_refused(tmp_path: Path) -> None:
    good: list[list[Any]] = [["Bưu gửi", "Số tiền"], ["RA1", 1_000]]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 250_000_000)
    path = tmp_path / "bang-ke.xlsx"
    for made, sentence in (
        (xlsx(good, lambda _b, s: s.write_formula("B2", "=1+1", None, "2")), "1 ô công thức (B2)"),
        (xlsx(good, lambda _b, s: s.merge_range("A4:B5", "x")), "gộp ô (từ ô A4)"),
        (bomb.getvalue(), "quá nhiều bộ nhớ"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mật khẩu"),
    ):
        path.write_bytes(made)
        with pytest.raises(Refused) as refusal:
            read_statement(path, "bang-ke.xlsx")
        assert sentence in refusal.value.message


SHEET = "xl/worksheets/sheet1.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet " + SPACE + b">" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>",
        b"<!DOCTYPE w [<!ENTITY a 'ha'>]><worksheet " + SPACE + b"><sheetData/></worksheet>",
    ],
    ids=["deep", "declares"],
)
def test_a_sheet_that_no_program_writes_is_refused_at_once(tmp_path: Path, sheet: bytes) -> None:
    good = io.BytesIO(xlsx([["Bưu gửi", "Số tiền"], ["RA1", 1_000]], lambda _b, _s: None))
    path = tmp_path / "bang-ke.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as made:
        for name in source.namelist():
            made.writestr(name, sheet if name == SHEET else source.read(name))
    with pytest.raises(Refused) as refusal:
        read_statement(path, "bang-ke.xlsx")
    assert refusal.value.code == "sheet-damaged"


def test_a_stray_mark_in_the_last_row_costs_no_list_of_empty_rows(tmp_path: Path) -> None:
    good: list[list[Any]] = [["Bưu gửi", "Số tiền"], ["RA1", 1_000]]
    path = tmp_path / "bang-ke.xlsx"
    path.write_bytes(xlsx(good, lambda _b, s: s.write_string(1_048_575, 1, "5")))
    stated, wrong = read_statement(path, "bang-ke.xlsx")
    assert stated.sums == (Sum("RA1", 1_000),)
    assert [line.split(": ")[0] for line in wrong] == ["bang-ke.xlsx:1048576:Bưu gửi"]
