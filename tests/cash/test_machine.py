"""Whatever people do with money, the book and a model kept by hand agree on every balance (M1–M3, M6).

Money is taken, counted, handed on, given back whole and in part, remitted; what must be refused is refused.
"""

from collections import Counter
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cash.test_commands import balances
from tests.cast import MONDAY, PIN, Cast, act, manager, take_in
from tram.cash.commands import handovers, refunds, remittances, shifts
from tram.cash.models import CashLine, Quotation, Refund, Remittance, RemittanceLine
from tram.cash.rules.counting import NOTES, CashWay, DifferenceCause
from tram.cash.rules.refunds import RefundReason
from tram.core.acts import Secret
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands.refunds import ask_refund
from tram.directory.queries.signers import Pin

FEE = 200_000
EXAMPLES, STEPS = 4, 30
LOW = {"drawer", "point", "provincial-post", "postman-bag"}
PARTS = st.sampled_from([1, 2, 3, 4])


def notes(amount: int) -> dict[int, int]:
    found = {}
    for value in NOTES:
        found[value], amount = divmod(amount, value)
    return found


class Money(RuleBasedStateMachine):
    """One teller, one point, one agency; the model is balances by kind and what each fee became."""

    who: ClassVar[Cast]
    held: ClassVar[Counter[str]] = Counter()
    left: ClassVar[dict[UUID, int]] = {}
    remitted: ClassVar[set[UUID]] = set()
    open: ClassVar[bool] = False
    done: ClassVar[Counter[str]] = Counter()

    def moved(self, source: str, target: str, amount: int) -> None:
        self.held[source] -= amount
        self.held[target] += amount

    @rule()
    def take(self) -> None:
        dossier = take_in(self.who)
        total = Quotation.objects.get(subject=dossier.id).total_vnd
        self.moved("agency-due", "drawer", FEE)
        self.moved("postage-income", "drawer", total - FEE)
        self.left[dossier.id] = FEE
        type(self).open = True
        self.done["take"] += 1

    @rule(missing=st.sampled_from([0, 0, 100, -500]))
    def close(self, missing: int) -> None:
        counted = max(self.held["drawer"] - missing, 0)
        short = self.held["drawer"] - counted
        asked: dict[str, Any] = {"unit_id": self.who.point.id, "notes": notes(counted)}
        if not self.open:
            with pytest.raises(Refused) as refusal:
                shifts.close_shift(act(self.who.teller, self.who.point), **asked)
            assert refusal.value.code == "shift-closed"
            return
        if short:
            with pytest.raises(Refused) as refusal:
                shifts.close_shift(act(self.who.teller, self.who.point), **asked)
            assert refusal.value.code == "cause-missing"
            asked["cause"] = DifferenceCause.CHANGE
        shifts.close_shift(act(self.who.teller, self.who.point), **asked)
        self.moved("drawer", "difference", short)
        type(self).open = False
        self.done["close"] += 1

    @rule(part=PARTS, by_pin=st.booleans())
    def hand_in(self, part: int, by_pin: bool) -> None:
        amount = self.held["drawer"] // part
        signing = Pin(manager().username, Secret(PIN)) if by_pin else None
        self.give(CashWay.DRAWER_TO_POINT, "drawer", "point", amount, signing)

    @rule(part=PARTS)
    def to_province(self, part: int) -> None:
        amount = self.held["point"] // part
        self.give(CashWay.POINT_TO_PROVINCE, "point", "provincial-post", amount, None)

    def give(
        self, way: CashWay, source: str, target: str, amount: int, signing: Pin | None
    ) -> None:
        giver = self.who.teller
        more: dict[str, Any] = {"way": way, "unit_id": self.who.point.id}
        with pytest.raises(Refused) as refusal:
            handovers.offer_cash(
                act(giver, self.who.point), amount_vnd=self.held[source] + 1, **more
            )
        assert refusal.value.code == "not-held"
        if not amount:
            return
        told = handovers.offer_cash(
            act(giver, self.who.point),
            amount_vnd=amount,
            pin=signing,
            counted_vnd=amount if signing else None,
            **more,
        )
        if signing is None:
            asked: dict[str, Any] = {"handover_id": UUID(told["handover"]), "counted_vnd": amount}
            handovers.sign_cash(act(manager()), **asked)
        self.moved(source, target, amount)
        self.done[way] += 1

    @rule(pick=st.integers(0, 99), part=st.sampled_from([1, 1, 2, 4]))
    def give_back(self, pick: int, part: int) -> None:
        if not self.left:
            return
        subject = sorted(self.left)[pick % len(self.left)]
        whole = self.left[subject]
        line = CashLine.objects.filter(stream=subject, purpose="fee", reverses_seq=None)
        asked: dict[str, Any] = {
            "dossier_id": subject,
            "reason": RefundReason.WRONG_FEE,
            "seqs": [line.latest("seq").seq],
            "part_vnd": whole // part,
        }
        teller = act(self.who.teller, self.who.point)
        if not whole:
            with pytest.raises(Refused) as refusal:
                ask_refund(teller, **asked)
            assert refusal.value.code == "above-paid"
            return
        ident = UUID(ask_refund(teller, **asked)["refund"])
        code = "remitted" if subject in self.remitted else "not-held"
        if subject in self.remitted or self.held["drawer"] < whole // part:
            with pytest.raises(Refused) as refusal:
                refunds.approve_refund(act(manager()), refund_id=ident)
            assert refusal.value.code == code
            refunds.refuse_refund(act(manager()), refund_id=ident)
            self.done[code] += 1
            return
        refunds.approve_refund(act(manager()), refund_id=ident)
        self.moved("drawer", "agency-due", whole // part)
        self.left[subject] -= whole // part
        type(self).open = True
        self.done["part" if part > 1 else "whole"] += 1

    @rule()
    def remit(self) -> None:
        """Once a day a batch of what is still owed; paid only from money that is in the province's fund."""
        asked: dict[str, Any] = {"agency_id": self.who.agency.id, "upto": MONDAY.date()}
        due = {one for one, left in self.left.items() if left and one not in self.remitted}
        batch = Remittance.objects.first()
        if batch is None and due:
            made = remittances.make_remittance(act(manager()), **asked)
            batch = Remittance.objects.get(id=made["remittance"])
            assert batch.amount_vnd == sum(self.left[one] for one in due)
            self.remitted.update(due)
        if batch is None or batch.state != "made":
            return
        if self.held["provincial-post"] < batch.amount_vnd:
            with pytest.raises(Refused) as refusal:
                remittances.pay_remittance(act(manager()), remittance_id=batch.id, proof="UNC 1")
            assert refusal.value.code == "not-held"
            return
        remittances.pay_remittance(act(manager()), remittance_id=batch.id, proof="UNC 1")
        self.moved("provincial-post", "agency-due", batch.amount_vnd)
        self.done["remit"] += 1

    @invariant()
    def the_book_agrees(self) -> None:
        told = balances()
        assert sum(told.values()) == 0
        assert {kind: told.get(kind, 0) for kind in self.held} == dict(self.held)
        assert all(amount >= 0 for kind, amount in told.items() if kind in LOW)

    @invariant()
    def a_fee_is_resolved_once(self) -> None:
        lines = RemittanceLine.objects.values_list("subject", "seq")
        back = CashLine.objects.exclude(reverses_seq=None).values_list("stream", "reverses_seq")
        assert not set(lines) & set(back)
        assert not Refund.objects.filter(state="waiting").exists()


@pytest.mark.law("42a", "42d", "39c")
def test_the_book_of_money_and_a_model_agree_after_every_step(who: Cast) -> None:
    manager()
    Money.who = who
    for kept in (Money.held, Money.left, Money.remitted, Money.done):
        kept.clear()
    Money.open = False
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    never = {"take", "close", "part", "whole", CashWay.DRAWER_TO_POINT} - set(Money.done)
    assert not never, f"never done: {never}"
    found = [one for one in JANITORS if one.name.startswith("cash")]
    assert [bad for one in found for bad in sweep(one).offences] == []
