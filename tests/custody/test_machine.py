"""Whatever people do to things, Trạm and a model written by hand agree on who holds each, after every real commit.

A register of every legal transition is kept: the test fails if one of them was never exercised.
"""

from collections import Counter
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cast import act, cast, signed_for
from tests.conftest import drop, point_django_at, recreate
from tests.custody import staging, troubles, undelivered
from tests.custody.roads import (
    CANCELLED,
    MISSING,
    RECEIVED,
    REFUSED,
    REGISTER,
    ROADS,
    Road,
    Thing,
)
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.verify import all_well, findings
from tram.custody.commands import bags, chain, delivery, incidents, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import EnvelopeItem, HolderKind, Item, Outcome
from tram.custody.rules.counting import Fault
from tram.custody.rules.incidents import IncidentKind
from tram.custody.rules.originals import Collected
from tram.dossiers.models import Dossier

EXAMPLES, STEPS = 4, 40
FOUND = {
    RECEIVED: (Outcome.RECEIVED, None),
    REFUSED: (Outcome.REFUSED, Fault.DAMAGED),
    MISSING: (Outcome.MISSING, Fault.NOT_THERE),
}


class Machine(RuleBasedStateMachine):
    """Things, people, and what was exercised."""

    exercised: ClassVar[Counter[tuple[str, str]]] = Counter()
    trail: ClassVar[list[tuple[str, str]]] = []

    template: ClassVar[str] = ""

    @initialize()
    def begin(self) -> None:
        """A database of its own, so that nothing of one run is left to the next."""
        self.home = str(connection.settings_dict["NAME"])
        # Ids are remembered by the name of their database: each run has one of its own.
        self.base = f"{self.home}_{uuid4().hex[:8]}"
        recreate(self.base, self.template)
        point_django_at(self.base)
        self.who = cast()
        self.who.extra["unit"] = staging.furnish(self.who)
        self.things: list[Thing] = []

    # --- who stands where

    def holder(self, place: str) -> int:
        units = {"point": self.who.point, "desk": self.who.desk, "agency": self.who.agency}
        if place == "road":
            return chain.courier(self.who.postman.id)
        unit = self.who.extra["unit"] if place == "second" else units[place]
        return chain.place(unit.id)

    def by(self, place: str) -> Act:
        people: dict[str, tuple[Any, ...]] = {
            "point": (self.who.teller, self.who.point),
            "road": (self.who.postman,),
            "desk": (self.who.officer, self.who.desk),
            "agency": (self.who.specialist, self.who.agency),
            "second": (self.who.extra["second"], self.who.extra["unit"]),
        }
        return act(*people[place])

    # --- what is tried

    @rule(choice=st.integers(min_value=0, max_value=2))
    def step(self, choice: int) -> None:
        """One of the transitions exercised least, with a thing brought to where it begins if none is there."""
        least = sorted(REGISTER, key=lambda each: (self.exercised[each], each))
        name, outcome = least[choice]
        self.trail.append((name, outcome))
        if outcome:
            self.hand_over(name, outcome)
        else:
            getattr(self, name.replace("-", "_"))()
        self.exercised[name, outcome] += 1

    def some(self, name: str, fits: Any) -> Thing:
        found = next((thing for thing in self.things if fits(thing)), None)
        if found is None:
            found = staging.BEGIN[name](self.who)
            self.things.append(found)
            assert fits(found), (name, found)
        return found

    def hand_over(self, name: str, outcome: str) -> None:
        roads = [road for road in ROADS if road.kind == name]
        thing = self.some(name, lambda one: any(road.open_to(one) for road in roads))
        road = next(road for road in roads if road.open_to(thing))
        manifest = self.offer(road, thing)
        if outcome == CANCELLED:
            manifests.cancel_offer(self.by(road.giver), manifest_id=manifest)
            return
        answer = Found(thing.item, *FOUND[outcome])
        manifests.sign_handover(self.by(road.receiver), manifest_id=manifest, found=[answer])
        if outcome == RECEIVED:
            self.arrived(road, thing)

    def offer(self, road: Road, thing: Thing) -> UUID:
        answer = manifests.offer(
            self.by(road.giver),
            kind=road.kind,
            from_holder=self.holder(road.giver),
            to_holder=self.holder(road.receiver),
            items=[thing.item],
        )
        return UUID(answer["manifest"])

    @staticmethod
    def arrived(road: Road, thing: Thing) -> None:
        thing.at, thing.hold = road.receiver, road.hold
        thing.state = road.becomes or thing.state
        if road.receiver == "desk":
            thing.bag, thing.tries = None, 0

    # --- deeds

    def lose(self) -> None:
        thing = self.some(
            "lose", lambda one: one.at == "point" and not (one.bag or one.hold or one.case)
        )
        item = Item.objects.get(id=thing.item)
        case = troubles.report(self.by(thing.at), item, IncidentKind.LOSS)
        thing.before, thing.at, thing.case = thing.at, "lost", case.id

    def find(self) -> None:
        if not any(thing.at == "lost" for thing in self.things):
            self.lose()
        thing = next(thing for thing in self.things if thing.at == "lost")
        assert thing.case
        incidents.found(
            act(troubles.manager()),
            incident_id=thing.case,
            to_holder=self.holder(thing.before),
            pin=troubles.pin(self.who.teller),
        )
        thing.at = thing.before

    def attempt(self) -> None:
        thing = self.some("attempt", lambda one: one.home and one.at == "road" and one.tries == 0)
        undelivered.in_vain(self.who, Dossier.objects.get(id=thing.dossier))
        thing.tries += 1

    def deliver(self) -> None:
        thing = self.some(
            "deliver", lambda one: one.home and one.at == "road" and not one.hold and one.tries < 2
        )
        delivery.deliver(
            self.by("road"),
            dossier_id=thing.dossier,
            evidence=signed_for(),
            collected=[Collected(1, number="GP 01")],
        )
        thing.at, thing.state = "customer", "returned"

    def bag(self) -> None:
        thing = self.some(
            "bag", lambda one: one.state == "registered" and one.at == "point" and not one.bag
        )
        made = bags.begin_bag(self.by("point"), holder_id=self.holder("point"))
        inside = EnvelopeItem.objects.get(item=thing.item, taken_out_at=None)
        code = inside.envelope.number
        assert code
        thing.bag = UUID(made["bag"])
        assert bags.put_in(self.by("point"), bag_id=thing.bag, code=code)["verdict"] == "ok"
        with pytest.raises(Refused, match="chưa niêm phong"):
            self.offer(ROADS[0], thing)
        bags.seal_bag(self.by("point"), bag_id=thing.bag, seal_number=f"TU-{uuid4().hex[:8]}")

    def unbag(self) -> None:
        if not any(thing.bag and thing.at in ("point", "road") for thing in self.things):
            self.bag()
        thing = next(one for one in self.things if one.bag and one.at in ("point", "road"))
        assert thing.bag
        bags.open_bag(self.by(thing.at), bag_id=thing.bag)
        thing.bag = None

    # --- what must be refused

    def stranger(self) -> None:
        """Somebody else signs for the giver, and the giver for the receiver."""
        thing = self.some("stranger", ROADS[0].open_to)
        words: dict[str, Any] = {
            "kind": ROADS[0].kind,
            "items": [thing.item],
            "from_holder": self.holder("point"),
            "to_holder": self.holder("road"),
        }
        with pytest.raises(Refused):
            manifests.offer(self.by("desk"), **words)
        manifest = self.offer(ROADS[0], thing)
        answer = [Found(thing.item, Outcome.RECEIVED)]
        for by in (self.by("point"), self.by("desk")):
            with pytest.raises(Refused):
                manifests.sign_handover(by, manifest_id=manifest, found=answer)
        manifests.cancel_offer(self.by("point"), manifest_id=manifest)

    def not_held(self) -> None:
        """What lies elsewhere is given by nobody here."""
        thing = self.some("not-held", lambda one: one.at == "point" and one.state == "registered")
        with pytest.raises(Refused) as refused:
            self.offer(ROADS[1], thing)
        assert refused.value.code == "not-held"

    def twice(self) -> None:
        """No thing stands on two open lists, and no list is signed twice."""
        thing = self.some("twice", ROADS[0].open_to)
        manifest = self.offer(ROADS[0], thing)
        with pytest.raises(Refused) as refused:
            self.offer(ROADS[0], thing)
        assert refused.value.code == "on-manifest"
        answer = [Found(thing.item, Outcome.RECEIVED)]
        manifests.sign_handover(self.by("road"), manifest_id=manifest, found=answer)
        self.arrived(ROADS[0], thing)
        with pytest.raises(Refused) as again:
            manifests.sign_handover(self.by("road"), manifest_id=manifest, found=answer)
        assert again.value.code == "already-signed"

    def teardown(self) -> None:
        """Everything verifies, and the database goes."""
        if not hasattr(self, "things"):
            return
        try:
            if not self.things:
                return
            found = list(findings())
            assert [finding for finding in found if finding.wrong] == []
            assert all_well(found)
        finally:
            point_django_at(self.home)
            drop(self.base)

    # --- what must always hold

    @precondition(lambda self: bool(getattr(self, "things", ())))
    @invariant()
    def agrees(self) -> None:
        """Trạm says the same of every thing as the model."""
        rows = Item.objects.filter(id__in=[thing.item for thing in self.things])
        held = dict(rows.values_list("id", "holder_id"))
        states = dict(rows.values_list("id", "dossier__state"))
        for thing in self.things:
            assert held[thing.item] == self.expected(thing), (thing, self.trail[-5:])
            assert states[thing.item] == thing.state, (thing, self.trail[-5:])

    def expected(self, thing: Thing) -> int:
        if thing.at == "customer":
            return chain.customer()
        return chain.holder(HolderKind.INCIDENT) if thing.at == "lost" else self.holder(thing.at)


@pytest.mark.law("21b", "21c", "21d")
def test_the_books_and_a_model_agree_after_every_step(
    own_database: str, template_database: str
) -> None:
    Machine.exercised.clear()
    Machine.trail.clear()
    Machine.template = template_database
    run_state_machine_as_test(
        Machine,
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
    never = REGISTER - set(Machine.exercised)
    assert not never, f"never exercised: {sorted(never)}"
