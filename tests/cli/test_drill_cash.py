"""The drill of money: what is injected is found, nothing is invented, and a drill that checks nothing fails."""

from dataclasses import replace
from datetime import date

from tram.cash.models import DoorCash
from tram.cli.demo.crew import muster
from tram.cli.drill.books import CashOutcome, Fault, Ledger, prove
from tram.cli.drill.money import CashMonth
from tram.cli.drill.people import People

DAY = date(2019, 12, 2)


def month(days: int, errors: float) -> CashOutcome:
    people = People(muster(DAY))
    told = CashMonth(people, days=days, first=DAY, seed=3, errors=errors)
    ledger: Ledger = told.run(lambda _done: None)
    return prove(ledger)


def test_a_month_with_mishaps_is_found_whole(own_database: str) -> None:
    outcome = month(6, 0.02)
    assert (outcome.missed_faults, outcome.invented_faults) == ([], [])
    assert outcome.well
    assert outcome.steps > 100
    kinds = {kind for kind in outcome.kinds if outcome.kinds[kind]}
    assert {"bank bank-unknown", "post not-stated", "agency received-other"} <= kinds
    assert "drawer counted" in kinds
    assert DoorCash.objects.exclude(settled=None).exists()
    for bad in ("missed", "invented", "unbalanced", "below_zero", "wrong"):
        assert not replace(outcome, **{bad: 1}).well  # type: ignore[arg-type]
    assert not replace(outcome, steps=0).well
    again = prove(Ledger(steps=1, injected=[Fault("bank", "bank-missing", "x", 1, 0)]))
    assert (again.missed, again.invented) == (1, outcome.injected)
