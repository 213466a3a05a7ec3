"""Facts of dossiers written as rows, for worlds that no sequence of acts would bring about in a test's time.

Only what the plan counts is set; the rows wait to be counted as if the books had been written.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from tram.accounts.models import User
from tram.catalogue.models import ProcedureVersion
from tram.custody.models import Delivery, Holder, Item, ItemKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, ResultChannel
from tram.programme.models import Pending


@dataclass(frozen=True)
class Fact:
    """What happened to one dossier, and when; None = it did not."""

    unit: Unit
    version: ProcedureVersion
    channel: int
    result_channel: int
    registered_at: datetime
    handover_at: datetime | None = None
    accepted_at: datetime | None = None
    returned_at: datetime | None = None
    evidence: bool = True
    voided: bool = False
    number: str | None = None


def write(facts: list[Fact], by: User) -> list[UUID]:
    """These dossiers, in the database of this test; which they are."""
    dossiers = [_dossier(fact) for fact in facts]
    Dossier.objects.bulk_create(dossiers)
    Pending.objects.bulk_create(Pending(dossier_id=each.id) for each in dossiers)
    holder, _ = Holder.objects.get_or_create(kind="customer", unit=None, user=None)
    proved = [
        _delivery(dossier, fact.returned_at, holder, by)
        for fact, dossier in zip(facts, dossiers, strict=True)
        if fact.returned_at and fact.result_channel == ResultChannel.POSTAL and fact.evidence
    ]
    Item.objects.bulk_create(each.item for each in proved)
    Delivery.objects.bulk_create(proved)
    return [each.id for each in dossiers]


def _dossier(fact: Fact) -> Dossier:
    state = "registered"
    if fact.voided or fact.returned_at:
        state = "voided" if fact.voided else "returned"
    return Dossier(
        id=uuid4(),
        version=fact.version,
        agency=fact.unit,
        desk=fact.unit,
        channel=fact.channel,
        result_channel=fact.result_channel,
        graph="post-1",
        state=state,
        seq=1,
        number=fact.number,
        registered_at=fact.registered_at,
        handover_at=fact.handover_at,
        accepted_at=fact.accepted_at,
        settled_at=fact.returned_at,
        returned_at=fact.returned_at,
    )


def _delivery(dossier: Dossier, at: datetime, holder: Holder, by: User) -> Delivery:
    return Delivery(
        dossier=dossier,
        item=Item(dossier=dossier, kind=ItemKind.RESULT, holder=holder, seq=1),
        received_by="Nguyễn Văn Mẫu",
        relation="self",
        proof_kind="citizen-id",
        receipt="signed-paper",
        voucher="P-01",
        delivered_at=at,
        by=by,
    )
