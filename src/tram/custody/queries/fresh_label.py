"""The label of a sealed envelope, printed anew by whoever holds it (in lại nhãn): no more than the first one."""

from uuid import UUID

from tram.core.queries import is_demo
from tram.custody.models import Envelope, ItemKind, Leg
from tram.custody.prints import Label, Party
from tram.custody.queries.desk import out_label
from tram.custody.queries.papers import SENT
from tram.custody.queries.receipts import place_name


def fresh_label(number: str, holders: list[int]) -> Label | None:
    """The label of a live envelope that one of these holders has; None for any other."""
    covers = Envelope.objects.filter(number=number, opened_at=None, voided_at=None)
    covers = covers.filter(contents__item__holder__in=holders, contents__taken_out_at=None)
    cover = covers.select_related("origin", "destination__area__parent").first()
    if cover is None:
        return None
    if cover.leg == Leg.OUT:
        dossier, kind = cover.contents.values_list("item__dossier", "item__kind")[0]
        return _outward(dossier, ItemKind(kind))
    desk = cover.destination
    where = place_name(desk.area) if desk else ""
    return Label(
        s10=cover.number,
        qr=cover.number,
        sender=Party(name=cover.origin.name, address=""),
        to=Party(name=desk.name if desk else "", address=where),
        destination=where.rsplit(", ", maxsplit=1)[-1].upper(),
        marks=(SENT,),
        point=cover.origin.name,
        accepted_at=cover.sealed_at,
        weight_grams=cover.grams,
        demo=is_demo(),
    )


def _outward(dossier_id: UUID, kind: ItemKind) -> Label | None:
    return out_label(dossier_id, ItemKind.PAPERS if kind is ItemKind.SUPPLEMENT else kind)
