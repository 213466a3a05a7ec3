"""The bank's list is held against the batches that were paid: by number, by paper, by day and sum; each line once."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from tests.cash.test_remittance import make, pay, to_province
from tests.cast import MONDAY, Cast, act, manager, take_in
from tram.cash.commands.bank import import_bank
from tram.cash.imports.bank import read_bank
from tram.cash.models import BankLine, MoneyDifference, Remittance
from tram.cash.rules.bank import Banked, BankRow
from tram.core.errors import Refused

DAY, NEXT = MONDAY.date(), date(2019, 11, 5)


def paid(who: Cast) -> Remittance:
    take_in(who)
    to_province(who, 200_000)
    batch: UUID = make(who)
    pay(batch)
    return Remittance.objects.get(id=batch)


def bring(*rows: tuple[date, int, str, str]) -> dict[str, int]:
    bank = Banked("sao-ke.csv", [BankRow(n, *row) for n, row in enumerate(rows, 2)])
    return import_bank(act(manager()), bank=bank)


def kinds() -> dict[str, tuple[int, int]]:
    return {one.kind: (one.book_vnd, one.other_vnd) for one in MoneyDifference.objects.all()}


@pytest.mark.law("42b")
@pytest.mark.parametrize("how", ["number", "paper", "sum"])
def test_a_transfer_is_matched_to_its_batch(who: Cast, how: str) -> None:
    batch = paid(who)
    words = {
        "number": ("FT1", f"nop phi {batch.number.lower()} chuyen"),
        "paper": ("unc 0001", ""),
    }
    reference, told = words.get(how, ("FT1", "chuyen tien"))
    found = bring((DAY, 200_000, reference, told), (NEXT, 1, "FT9", "lai tien gui"))
    assert BankLine.objects.get(line=2).remittance_id == batch.id
    assert found["matched"] == 1
    assert kinds() == {"bank-unknown": (0, 1)}


@pytest.mark.law("42b")
def test_a_short_a_double_and_a_missing_transfer_are_found_and_none_is_invented(who: Cast) -> None:
    batch = paid(who)
    unknown = (NEXT, 1, "FT9", "lai tien gui")
    bring((date(2019, 11, 3), 5, "FT0", "x"), unknown)
    assert kinds()["bank-missing"] == (200_000, 0)
    bring((DAY, 190_000, "FT1", batch.number), unknown)
    assert kinds()["bank-amount"] == (200_000, 190_000)
    bring((NEXT, 200_000, "FT2", batch.number), unknown)
    assert kinds()["bank-twice"] == (200_000, 390_000)
    assert BankLine.objects.filter(reference="FT9").count() == 1
    assert MoneyDifference.objects.count() == 5


@pytest.mark.law("42b")
def test_a_transfer_that_comes_after_all_ends_what_was_missing(who: Cast) -> None:
    batch = paid(who)
    bring((date(2019, 11, 3), 5, "FT0", "x"), (NEXT, 1, "FT9", "lai tien gui"))
    bring((DAY, 190_000, "FT1", batch.number))
    told = bring((NEXT, 10_000, "FT2", batch.number))
    assert (told["matched"], told["found"], told["ended"]) == (1, 0, 1)
    rows = MoneyDifference.objects.values_list("kind", "state", "ended_by_bank__count")
    assert set(rows) == {
        ("bank-missing", "corrected", 1),
        ("bank-amount", "corrected", 1),
        ("bank-unknown", "open", None),
    }


@pytest.mark.law("42b")
def test_the_same_list_of_the_bank_adds_nothing(who: Cast) -> None:
    rows = ((DAY, 5, "FT1", "x"), (NEXT, 7, "FT2", "y"))
    assert bring(*rows)["new"] == 2
    assert bring(*rows)["again"] is True
    assert BankLine.objects.count() == MoneyDifference.objects.count() == 2
    with pytest.raises(Refused) as refusal:
        import_bank(act(who.teller), bank=Banked("x.csv", [BankRow(2, DAY, 5, "FT3", "")]))
    assert refusal.value.code == "not-allowed"


def test_bad_lines_of_the_bank_are_named(tmp_path: Path) -> None:
    path = tmp_path / "sao-ke.csv"
    path.write_text(
        "Ngày,Số tiền,Số tham chiếu,Nội dung\n04/11/2019,5000,FT1,x\n2019-11-04,6000,FT2,y\n"
        "31/02/2019,5000,FT3,x\n04/11/2019,-5,FT4,x\n04/11/2019,1.5,FT5,x\n04/11/2019,5,=1+1,x\n"
        "04/11/2019,7000,FT1,x\n"
    )
    bank, wrong = read_bank(path, "sao-ke.csv")
    assert [(row.day, row.amount_vnd) for row in bank.rows[:2]] == [(DAY, 5_000), (DAY, 6_000)]
    told = [line.split(": ")[0] for line in wrong]
    assert told == [
        "sao-ke.csv:4:Ngày",
        "sao-ke.csv:5:Số tiền",
        "sao-ke.csv:6:Số tiền",
        "sao-ke.csv:7:Số tham chiếu",
        "sao-ke.csv:2:Số tham chiếu",
        "sao-ke.csv:8:Số tham chiếu",
    ]
