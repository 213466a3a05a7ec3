"""What is closed stays closed, whoever asks the database: sealed covers, sealed bags, signed manifests."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import Cast, pick_up, take_in
from tests.custody.handing import papers
from tram.core import clock
from tram.custody.commands import chain
from tram.custody.models import Bag, BagItem, Envelope, Manifest, ManifestEntry

pytestmark = pytest.mark.django_db


def refused(constraint: str, statement: str, *words: Any) -> None:
    """The database says no, at the latest when the transaction would end."""
    with pytest.raises(IntegrityError) as no:
        _at_once(statement, words)
    cause: Any = no.value.__cause__
    assert cause.diag.constraint_name == constraint


def _at_once(statement: str, words: tuple[Any, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, words)


@pytest.mark.law("14c")
def test_nothing_goes_into_or_out_of_a_sealed_cover(who: Cast) -> None:
    sealed, other = take_in(who), take_in(who)
    cover = Envelope.objects.get(contents__item__dossier=sealed)
    take_out = "UPDATE custody_envelopeitem SET taken_out_at = tram_now() WHERE envelope_id = %s"
    refused("cover_closed", take_out, cover.id)
    refused("cover_closed", "DELETE FROM custody_envelopeitem WHERE envelope_id = %s", cover.id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE custody_envelope SET voided_at = tram_now() WHERE id IN "
            "(SELECT envelope_id FROM custody_envelopeitem WHERE item_id = %s)",
            papers(other),
        )
        cursor.execute(
            "UPDATE custody_envelopeitem SET taken_out_at = tram_now() WHERE item_id = %s",
            papers(other),
        )
    put_in = (
        "INSERT INTO custody_envelopeitem (envelope_id, item_id, put_at) "
        "VALUES (%s, %s, tram_now() + interval '1 hour')"
    )
    refused("cover_closed", put_in, cover.id, *papers(other))


@pytest.mark.law("14c")
def test_nothing_goes_into_or_out_of_a_sealed_bag(who: Cast) -> None:
    one, two = papers(take_in(who), take_in(who))
    now, teller = clock.now(), who.teller
    bag = Bag.objects.create(
        id=uuid4(),
        number="TB000000014",
        holder_id=chain.place(who.point.id),
        made_at=now,
        made_by=teller,
    )
    BagItem.objects.create(bag=bag, item_id=one, put_at=now, put_by=teller)
    Bag.objects.update(seal_number="NP-T1", sealed_at=now, sealed_by=teller)
    put_in = (
        "INSERT INTO custody_bagitem (bag_id, item_id, put_at, put_by_id) "
        "VALUES (%s, %s, tram_now(), %s)"
    )
    take_out = "UPDATE custody_bagitem SET taken_out_at = tram_now() WHERE bag_id = %s"
    refused("bag_closed", put_in, bag.id, two, teller.id)
    refused("bag_closed", take_out, bag.id)
    refused("bag_closed", "UPDATE custody_bag SET seal_number = 'NP-T2' WHERE id = %s", bag.id)
    Bag.objects.update(opened_at=now, opened_by=teller)
    BagItem.objects.update(taken_out_at=now)
    refused("bag_closed", put_in, bag.id, two, teller.id)


@pytest.mark.law("20e")
def test_a_signed_manifest_is_closed_for_ever(who: Cast) -> None:
    dossier = take_in(who)
    pick_up(who, dossier)
    manifest = Manifest.objects.get()
    entry = ManifestEntry.objects.get()
    for statement in (
        "UPDATE custody_manifest SET state = 'offered' WHERE id = %s",
        "UPDATE custody_manifestentry SET outcome = 'missing' WHERE manifest_id = %s",
        "DELETE FROM custody_manifestentry WHERE manifest_id = %s",
    ):
        refused("manifest_closed", statement, manifest.id)
    entry.refresh_from_db()
    assert entry.outcome == "received"
