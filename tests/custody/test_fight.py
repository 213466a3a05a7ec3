"""Sixteen people fight over forty things, with real commits: the book stays whole."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.cast import MONDAY, Cast, act, at, cast, person, take_in
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.verify import all_well, findings
from tram.custody.commands import bags, chain, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import Envelope, Item, Outcome
from tram.custody.rules.counting import Verdict
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit

FIGHTERS, THINGS, ROUNDS = 16, 40, 8
FORKS = """
SELECT stream, prev_hash FROM custody_line GROUP BY stream, prev_hash HAVING count(*) > 1
UNION ALL SELECT stream, NULL FROM custody_line GROUP BY stream, seq HAVING count(*) > 1
"""
GAPS = """
SELECT stream FROM custody_line GROUP BY stream HAVING min(seq) <> 1 OR max(seq) <> count(*)
UNION ALL SELECT stream FROM (SELECT stream, seq, from_holder,
  lag(to_holder) OVER (PARTITION BY stream ORDER BY seq) AS ended FROM custody_line) l
WHERE from_holder IS DISTINCT FROM ended
"""
HOLDERS = """
SELECT i.id FROM custody_item i LEFT JOIN LATERAL (
  SELECT to_holder, seq FROM custody_line l WHERE l.stream = i.id ORDER BY seq DESC LIMIT 1) last ON true
WHERE (i.holder_id, i.seq) IS DISTINCT FROM (last.to_holder, last.seq)
"""

WAITING = (
    "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


class Fight:
    """The ring: who is in it, what they fight over, and the tally of what they were told."""

    def __init__(self) -> None:
        self.who: Cast = cast()
        post = Unit.objects.get(slug="buu-dien-tinh")
        self.postmen = [
            person(f"bt.{n}", f"Bưu Tá Số {n}", Role.POSTMAN, post) for n in range(FIGHTERS)
        ]
        self.things = [take_in(self.who).items.get().id for _ in range(THINGS)]
        self.offered: list[tuple[UUID, Act, list[UUID]]] = []
        self.told: list[str] = []
        self.start = Barrier(FIGHTERS)

    def fight(self, number: int) -> None:
        """One fighter: grabs what anybody holds, signs what anybody offered, hands over what is not theirs."""
        try:
            at(MONDAY)
            luck = Random(number)
            self.start.wait()
            for _ in range(ROUNDS):
                self.grab(self.postmen[number], luck)
                self.sign(luck)
                self.bring(self.postmen[number], luck)
                self.sign(luck)
        finally:
            connection.close()

    def grab(self, postman: User, luck: Random) -> None:
        ends = chain.place(self.who.point.id), chain.courier(postman.id)
        giver = act(self.who.teller, self.who.point)
        wanted = luck.sample(self.things, luck.randint(1, 3))
        self.offer(ManifestKind.PICK_UP, giver, act(postman), ends, wanted)

    def bring(self, postman: User, luck: Random) -> None:
        ends = chain.courier(postman.id), chain.place(self.who.desk.id)
        receiver = act(self.who.officer, self.who.desk)
        own = list(Item.objects.filter(holder_id=ends[0]).values_list("id", flat=True)[:2])
        wanted = own if own and luck.random() < 0.7 else luck.sample(self.things, 2)
        self.offer(ManifestKind.HAND_OVER, act(postman), receiver, ends, wanted)

    def offer(
        self,
        kind: ManifestKind,
        giver: Act,
        receiver: Act,
        ends: tuple[int, int],
        items: list[UUID],
    ) -> None:
        answer = self.tell(
            lambda: manifests.offer(
                giver, kind=kind, from_holder=ends[0], to_holder=ends[1], items=items
            )
        )
        if answer:
            self.offered.append((UUID(answer["manifest"]), receiver, items))

    def sign(self, luck: Random) -> None:
        """Sign one of the last offers, whoever made it: several fighters choose the same one."""
        if not self.offered:
            return
        manifest, by, items = luck.choice(self.offered[-4:])
        receiver = Act(
            request_id=UUID(int=luck.getrandbits(128)), actor=by.actor, place_id=by.place_id
        )
        found = [Found(item, Outcome.RECEIVED) for item in items]
        answer = self.tell(
            lambda: manifests.sign_handover(receiver, manifest_id=manifest, found=found)
        )
        self.told += ["moved"] * (answer["received"] if answer else 0)

    def tell(self, attempt: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        try:
            answer = attempt()
        except Refused as refused:
            self.told.append(refused.code)
            return None
        self.told.append("done")
        return answer


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.mark.law("21b", "21c", "21d")
def test_sixteen_people_fight_over_forty_things(own_database: str) -> None:
    ring = Fight()
    with ThreadPoolExecutor(FIGHTERS) as pool:
        list(pool.map(ring.fight, range(FIGHTERS)))
    told = Counter(ring.told)
    refused = told.total() - told["done"] - told["moved"]
    assert refused > FIGHTERS, told
    assert {"not-held", "on-manifest", "already-signed"} <= set(told), told
    assert told["moved"] > THINGS / 2, told
    assert (rows(FORKS), rows(GAPS), rows(HOLDERS)) == ([], [], [])
    assert rows("SELECT count(*) FROM custody_line") == [(THINGS + told["moved"],)]
    assert rows("SELECT count(DISTINCT stream) FROM custody_line") == [(THINGS,)]
    signed = "SELECT count(*) FROM custody_manifest WHERE state = 'signed'"
    both = "SELECT count(*) FROM custody_signature WHERE side = 'receiver'"
    assert rows(signed) == rows(both)
    found = list(findings())
    assert [finding for finding in found if finding.wrong] == []
    assert all_well(found)


@pytest.mark.law("14c", "21c")
def test_what_is_being_offered_cannot_slip_into_a_bag(own_database: str) -> None:
    who = cast()
    item = take_in(who).items.get()
    here = chain.place(who.point.id)
    bag = UUID(bags.begin_bag(act(who.teller, who.point), holder_id=here)["bag"])
    code = Envelope.objects.get().number
    put = act(who.teller, who.point)

    def put_in() -> str:
        try:
            return str(bags.put_in(put, bag_id=bag, code=code)["verdict"])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            manifests.offer(
                act(who.teller, who.point),
                kind=ManifestKind.PICK_UP,
                from_holder=here,
                to_holder=chain.courier(who.postman.id),
                items=[item.id],
            )
            meanwhile = pool.submit(put_in)
            while not meanwhile.done() and not rows(WAITING):
                pass
        assert meanwhile.result() == Verdict.DONE
