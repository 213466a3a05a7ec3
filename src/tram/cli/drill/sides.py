"""The other sides of a month of money: lists of the post and the agency and of the bank, as files, with mishaps."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from tram.cash.commands import remittances
from tram.cash.commands.bank import import_bank
from tram.cash.imports.bank import read_bank
from tram.cash.imports.statements import read_statement
from tram.cash.models import Remittance
from tram.cash.queries import owed_to_agencies
from tram.cash.queries.remittances import items
from tram.cash.rules.differences import ReconciledSide
from tram.cash.rules.remittance import RemittanceCause
from tram.cli.demo.crew import Member
from tram.cli.drill.books import Ledger, Mishaps
from tram.cli.drill.people import People, act
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.custody.commands.reconciling import reconcile_statement
from tram.custody.queries.trail import item_numbers

T = TypeVar("T")
SHORT = 1_000
BANK_EVERY = 5
"""Days between two lists of the bank."""
Line = tuple[str, int]


class Sides:
    """What happens to the fees of each day once they have come to the province."""

    def __init__(self, people: People, ledger: Ledger, mishaps: Mishaps, luck: Random) -> None:
        self.people, self.ledger, self.mishaps, self.luck = people, ledger, mishaps, luck
        self.transfers: list[tuple[date, int, str, str]] = []
        self.day = date.min
        self.count = self.numbers = 0

    def settle(self, day: date) -> None:
        """Batches are made, paid, compared and confirmed; every few days the bank's list comes."""
        self.day, self.count = day, self.count + 1
        manager = self.people.crew.managers[0]
        for owed in owed_to_agencies():
            if not owed.amount_vnd:
                continue
            made = self.ledger.step(
                remittances.make_remittance,
                act(manager, self.luck),
                agency_id=owed.unit_id,
                upto=day,
            )
            batch = Remittance.objects.get(id=made["remittance"])
            proof = f"UNC {self._number():06}"
            self.ledger.step(
                remittances.pay_remittance,
                act(manager, self.luck),
                remittance_id=batch.id,
                proof=proof,
            )
            self._stated(batch, ReconciledSide.POST)
            if self.luck.random() < 1 / 3:
                self._stated(batch, ReconciledSide.AGENCY)
            self._confirmed(batch)
            self._banked(batch)
        if self.count % BANK_EVERY == 0:
            self._bring_bank()

    def last_bank(self) -> None:
        """After the month: the bank's last list, with one transfer that is no fee at all."""
        after = self.day + timedelta(days=2)
        if self.mishaps.rate:
            reference = f"FT{self._number():09}"
            self.ledger.inject("bank", "bank-unknown", reference, 0, 77_000)
            self.transfers.append((after, 77_000, reference, "Lãi tiền gửi"))
        self._bring_bank()

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers

    def _stated(self, batch: Remittance, side: ReconciledSide) -> None:
        """A list as a file: lines left out, with another sum, written twice, or of something unknown."""
        rows = items(batch.id)
        numbers = item_numbers([row.subject for row in rows])
        lines: list[Line] = []
        for row in rows:
            alone = len(rows) == 1
            lines += self._line(side, numbers[row.subject], row.amount_vnd, alone=alone)
        if self.mishaps.strike(f"{side.value} unknown"):
            strange = f"XX{self._number():09}VN"
            self.ledger.inject(side.value, "not-collected", strange, 0, 9_000)
            lines.append((strange, 9_000))
        self.luck.shuffle(lines)
        if not lines:
            return
        stated, wrong = _read(read_statement, ("Bưu gửi", "Số tiền"), lines)
        if wrong:
            raise Refused("bad-list", wrong[0])
        by = self._agency(batch) if side is ReconciledSide.AGENCY else None
        self.ledger.step(
            reconcile_statement,
            act(by or self.people.crew.managers[0], self.luck),
            remittance_id=batch.id,
            side=side,
            stated=stated,
        )

    def _line(self, side: ReconciledSide, item: str, amount: int, *, alone: bool) -> list[Line]:
        """What a list says of one fee; a list of one is never left empty, for nobody sends an empty file."""
        who = side.value
        kinds = [f"{who} amount", f"{who} twice"]
        struck = self.mishaps.one_of(*kinds if alone else (f"{who} missing", *kinds))
        match struck.rpartition(" ")[2]:
            case "missing":
                self.ledger.inject(who, "not-stated", item, amount, 0)
                return []
            case "amount":
                self.ledger.inject(who, "other-amount", item, amount, amount + SHORT)
                return [(item, amount + SHORT)]
            case "twice":
                self.ledger.inject(who, "twice", item, amount, 2 * amount)
                return [(item, amount)] * 2
        return [(item, amount)]

    def _confirmed(self, batch: Remittance) -> None:
        """The agency says what it received: now and then less or more."""
        paid, cause = batch.amount_vnd, None
        received = paid
        struck = self.mishaps.one_of("agency less", "agency more")
        if struck and paid > SHORT:
            less = struck == "agency less"
            received = paid - SHORT if less else paid + SHORT
            cause = RemittanceCause.SHORT if less else RemittanceCause.OVERPAID
            self.ledger.inject("agency", "received-other", batch.number, paid, received)
        self.ledger.step(
            remittances.confirm_remittance,
            act(self._agency(batch), self.luck),
            remittance_id=batch.id,
            received_vnd=received,
            cause=cause,
            counted=batch.count,
        )

    def _agency(self, batch: Remittance) -> Member:
        crew = self.people.crew
        desk = next(one.desk.id for one in crew.offers if one.agency.id == batch.agency_id)
        return crew.officers[desk]

    def _banked(self, batch: Remittance) -> None:
        """What the bank writes about a payment: nothing (never on its first day), less, twice, or just that."""
        paid, words = batch.amount_vnd, f"Nop phi dot {batch.number}"
        kinds = ["bank short", "bank twice"]
        struck = self.mishaps.one_of(*kinds if self.count == 1 else ("bank missing", *kinds))
        amounts = {"bank missing": [], "bank short": [paid - SHORT], "bank twice": [paid, paid]}
        named = {
            "bank missing": "bank-missing",
            "bank short": "bank-amount",
            "bank twice": "bank-twice",
        }
        told = amounts.get(struck, [paid])
        if struck:
            self.ledger.inject("bank", named[struck], batch.number, paid, sum(told))
        self.transfers += [(self.day, amount, f"FT{self._number():09}", words) for amount in told]

    def _bring_bank(self) -> None:
        if not self.transfers:
            return
        rows = [(vn_date(day), *more) for day, *more in self.transfers]
        self.transfers = []
        bank, wrong = _read(read_bank, ("Ngày", "Số tiền", "Số tham chiếu", "Nội dung"), rows)
        if wrong:
            raise Refused("bad-list", wrong[0])
        manager = act(self.people.crew.managers[0], self.luck)
        self.ledger.step(import_bank, manager, bank=bank)


def _read(
    reader: Callable[[Path, str], T], heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> T:
    """Rows as a CSV file, read as from outside."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tep.csv"
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([heads, *rows])
        return reader(path, path.name)
