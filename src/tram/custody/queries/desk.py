"""The covers that a one-stop desk packs (bộ phận một cửa), and what lies signed at its agencies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tram.core.queries import is_demo
from tram.custody.models import Envelope, HolderKind, Item, ItemKind, Leg, Recipient
from tram.custody.prints import Label, Party
from tram.custody.queries.papers import GIVEN_BACK, RETURNED
from tram.custody.queries.receipts import place_name
from tram.dossiers.rules.states import State


def results_at(agency_ids: frozenset[int]) -> int:
    """How many results lie signed at these agencies and must go to the desk."""
    lying = Item.objects.filter(kind=ItemKind.RESULT, dossier__state=State.SETTLED)
    return lying.filter(holder__kind=HolderKind.PLACE, holder__unit_id__in=agency_ids).count()


@dataclass(frozen=True)
class OutCover:
    """The sealed envelope in which a result, or papers, go to a person."""

    number: str
    seal_number: str
    sealed_at: datetime


def out_cover(dossier_id: UUID, kind: ItemKind = ItemKind.RESULT) -> OutCover | None:
    """The envelope in which the result (or the papers) of a dossier was packed, if it was."""
    cover = _envelope(dossier_id, kind)
    if cover is None or cover.sealed_at is None:
        return None
    return OutCover(cover.number, cover.seal_number, cover.sealed_at)


def _envelope(dossier_id: UUID, kind: ItemKind) -> Envelope | None:
    inside = Envelope.objects.filter(
        contents__item__dossier_id=dossier_id, contents__item__kind=kind, leg=Leg.OUT
    )
    return inside.filter(voided_at=None).select_related("origin").order_by("-sealed_at").first()


def out_label(dossier_id: UUID, kind: ItemKind = ItemKind.RESULT) -> Label | None:
    """The label of that envelope: from the desk to the recipient in force, nothing of what is inside."""
    cover = _envelope(dossier_id, kind)
    to = Recipient.objects.filter(dossier_id=dossier_id).select_related("commune__parent")
    recipient = to.order_by("-version").first()
    if cover is None or recipient is None:
        return None
    where = place_name(recipient.commune)
    return Label(
        s10=cover.number,
        qr=cover.number,
        sender=Party(name=cover.origin.name, address=""),
        to=Party(
            name=recipient.full_name,
            address=", ".join(part for part in (recipient.address, where) if part),
            phone=recipient.phone,
        ),
        destination=where.rsplit(", ", maxsplit=1)[-1].upper(),
        marks=(RETURNED if kind is ItemKind.RESULT else GIVEN_BACK,),
        point=cover.origin.name,
        accepted_at=cover.sealed_at,
        weight_grams=cover.grams,
        demo=is_demo(),
    )
