"""The custody book: one holder at any time, no gap, no fork, nothing rewritten."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    cast,
    deliver,
    release,
    settle,
    take_in,
)
from tests.conftest import owner
from tram.core import books
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.core.projections import PROJECTIONS, compare, rebuild
from tram.core.requests import command
from tram.core.verify import Finding, check_book
from tram.custody.commands import chain
from tram.custody.models import (
    BOOK,
    CustodyLine,
    Delivery,
    Holder,
    HolderKind,
    Item,
    ItemKind,
    Signature,
)
from tram.custody.queries.holders import held_at
from tram.dossiers.models import Dossier

WRITE_AGAIN = [
    "UPDATE custody_line SET occurred_at = occurred_at",
    "DELETE FROM custody_line",
    "TRUNCATE custody_line",
]


def item_of(dossier: Dossier, kind: ItemKind = ItemKind.PAPERS) -> Item:
    found: Item = dossier.items.get(kind=kind)
    return found


@command
def put(act: Act, *, line: dict[str, Any]) -> dict[str, Any]:
    """Write one line just as given: what a broken writer would do."""
    own = {name: line[name] for name in ("from_holder", "to_holder", "giver", "receiver")}
    books.append(BOOK, act, [books.Line(line["stream"], line["seq"], own, {})])
    return {}


@command
def give(act: Act, *, item_id: UUID, to: int, giver: int | None) -> dict[str, Any]:
    """Pass one thing on without a manifest."""
    item = chain.lock([item_id])[item_id]
    chain.hand(act, [item], to_holder=to, giver=giver, receiver=None)
    return {}


def a_line(item: Item, **changes: Any) -> dict[str, Any]:
    plain = {
        "stream": item.id,
        "seq": item.seq + 1,
        "from_holder": item.holder_id,
        "to_holder": chain.customer(),
        "giver": None,
        "receiver": None,
    }
    return {**plain, **changes}


@pytest.mark.django_db
@pytest.mark.law("21a")
@pytest.mark.parametrize("statement", WRITE_AGAIN)
def test_no_line_is_ever_written_again_or_removed(who: Cast, statement: str) -> None:
    take_in(who)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.law("21b", "21c")
@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        ("a second line in a place that is taken", {"seq": 1, "from_holder": None}),
        ("a line after a gap", {"seq": 3}),
        ("a line that does not start where the last one ended", {"from_holder": "neighbour"}),
        ("a line that goes nowhere", {"to_holder": "same"}),
        ("giver and receiver in one person", {"giver": 7, "receiver": 7}),
    ],
)
def test_the_database_refuses(who: Cast, wrong: str, changes: dict[str, Any]) -> None:
    item = item_of(take_in(who))
    places = {"neighbour": chain.place(who.other_point.id), "same": item.holder_id}
    told = {name: places.get(value, value) for name, value in changes.items()}
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        put(act(who.teller, who.point), line=a_line(item, **told))
    assert CustodyLine.objects.filter(stream=item.id).count() == 1, wrong


@pytest.mark.django_db
def test_a_right_line_is_taken_so_that_the_refusals_mean_something(who: Cast) -> None:
    item = item_of(take_in(who))
    put(act(who.teller, who.point), line=a_line(item))
    assert CustodyLine.objects.filter(stream=item.id).count() == 2


@pytest.mark.django_db
@pytest.mark.law("21b")
def test_every_thing_has_the_holder_of_its_last_line_all_the_way_home(who: Cast) -> None:
    dossier = deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    assert item_of(dossier).holder_id == chain.place(who.agency.id)
    assert item_of(dossier, ItemKind.RESULT).holder_id == chain.customer()
    for item in dossier.items.all():
        lines = list(CustodyLine.objects.filter(stream=item.id).order_by("seq"))
        assert [line.seq for line in lines] == list(range(1, item.seq + 1))
        assert lines[-1].to_holder_id == item.holder_id
        assert all(a.to_holder_id == b.from_holder_id for a, b in itertools.pairwise(lines))


@pytest.mark.django_db
@pytest.mark.law("21e")
def test_the_holder_at_any_past_moment_can_be_told(who: Cast) -> None:
    dossier = take_in(who)
    at(MONDAY + timedelta(hours=5))
    arrive(who, dossier)
    item = item_of(dossier)
    moments = [timedelta(minutes=-1), timedelta(minutes=1), timedelta(hours=4), timedelta(hours=6)]
    told = [held_at(item.id, MONDAY + moment) for moment in moments]
    assert told == ["", who.point.name, who.point.name, who.desk.name]


@pytest.mark.django_db
def test_a_thing_is_not_handed_to_whom_already_has_it(who: Cast) -> None:
    item = item_of(take_in(who))
    with pytest.raises(Refused) as no:
        give(act(who.teller), item_id=item.id, to=item.holder_id, giver=who.teller.id)
    assert no.value.code == "already-there"


@pytest.mark.django_db
def test_a_holder_made_in_a_transaction_that_failed_is_not_remembered(who: Cast) -> None:
    unit = who.other_point.id
    with transaction.atomic():
        assert chain.place(unit) == chain.place(unit)
        transaction.set_rollback(True)
    assert not Holder.objects.filter(unit_id=unit).exists()
    assert Holder.objects.get(id=chain.place(unit)).unit_id == unit


@pytest.mark.django_db
def test_a_holder_is_a_place_or_a_person_never_both(who: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.create(kind=HolderKind.COURIER, unit=who.point, user=who.postman)


# What `tram verify` finds


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [{"seq": 9}, {"holder_id": None}])
def test_a_spoilt_projection_is_found_and_mended(who: Cast, spoil: dict[str, Any]) -> None:
    item = item_of(take_in(who))
    changed = {name: value or chain.customer() for name, value in spoil.items()}
    Item.objects.filter(id=item.id).update(**changed)
    [projection] = [p for p in PROJECTIONS if p.table == "custody_item"]
    found = compare(projection)
    assert found.values > 0
    assert found.wrong == [str(item.id)]
    assert rebuild(projection) == 1
    assert compare(projection).wrong == []


def janitor(words: str) -> list[str]:
    """The offences that the janitor named by these words finds."""
    [one] = [one for one in JANITORS if one.name.startswith("custody") and words in one.name]
    swept = sweep(one)
    assert swept.looked > 0
    return swept.offences


@pytest.mark.django_db
def test_a_nameless_hand_over_between_staff_is_found(who: Cast) -> None:
    item = item_of(take_in(who))
    assert janitor("names giver and receiver") == []
    give(act(who.teller), item_id=item.id, to=chain.place(who.desk.id), giver=None)
    assert janitor("names giver and receiver") == [f"{item.id} 2"]


@pytest.mark.django_db
@pytest.mark.law("20c")
def test_a_signed_manifest_that_lacks_a_signature_is_found(who: Cast) -> None:
    arrive(who, take_in(who))
    assert janitor("two people") == []
    gone = Signature.objects.filter(side="receiver").first()
    assert gone is not None
    number = gone.manifest.number
    gone.delete()
    assert janitor("two people") == [number]


@pytest.mark.django_db
def test_a_delivery_without_its_evidence_is_found(who: Cast) -> None:
    dossier = deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    assert janitor("evidence") == []
    Delivery.objects.all().delete()
    assert janitor("evidence") == [str(dossier.id)]


def custody_book() -> Finding:
    with transaction.atomic():
        return check_book(BOOK)


@pytest.mark.law("21c")
def test_a_line_changed_behind_our_back_is_found(own_database: str) -> None:
    who = cast()
    item = item_of(arrive(who, take_in(who)))
    assert custody_book().wrong == ()
    assert custody_book().compared == 9
    with owner(own_database) as admin:
        admin.execute("ALTER TABLE custody_line DISABLE TRIGGER custody_line_no_change")
        links = "SELECT conname FROM pg_constraint WHERE conrelid = 'custody_line'::regclass AND "
        found = admin.execute(f"{links} confrelid = 'custody_line'::regclass").fetchall()
        for (name,) in found:
            admin.execute(f'ALTER TABLE custody_line DROP CONSTRAINT "{name}"')
        rewrite = "UPDATE custody_line SET receiver = 0 WHERE stream = %s AND seq = 2"
        assert admin.execute(rewrite, [item.id]).rowcount == 1
    assert custody_book().wrong == (f"{item.id}/3: chain",)
