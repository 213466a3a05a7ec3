"""Items pass from holder to holder; the only writer of the custody book (sổ giao nhận)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tram.core import books, prepared, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.remember import remembered
from tram.custody.models import BOOK, Holder, HolderKind, Item, ItemKind

MOVE = "UPDATE custody_item SET holder_id = %s, seq = seq + 1 WHERE id = ANY(%s)"


def holder(kind: HolderKind, *, unit_id: int | None = None, user_id: int | None = None) -> int:
    """The id of a holder, made on first use."""

    def find() -> int:
        wanted: dict[str, Any] = {"kind": kind, "unit_id": unit_id, "user_id": user_id}
        found, _ = Holder.objects.get_or_create(**wanted)
        return int(found.id)

    return remembered((Holder, kind, unit_id, user_id), find)


def place(unit_id: int) -> int:
    """A unit as a holder."""
    return holder(HolderKind.PLACE, unit_id=unit_id)


def courier(user_id: int) -> int:
    """A person on the road as a holder."""
    return holder(HolderKind.COURIER, user_id=user_id)


def customer() -> int:
    """The customer as a holder: what the customer has is out of our hands."""
    return holder(HolderKind.CUSTOMER)


def bring_in(
    act: Act,
    dossier_id: UUID,
    kind: ItemKind,
    *,
    holder_id: int,
    source: str,
    part: int = 1,
    parts: int = 1,
) -> Item:
    """A new item and its first line; `source` says where it came from ("customer", "agency")."""
    item = Item(
        id=act.derive(f"item/{kind}" if part == 1 else f"item/{kind}/{part}"),
        dossier_id=dossier_id,
        kind=kind,
        holder_id=holder_id,
        seq=1,
        part=part,
        parts=parts,
    )
    rows.add(item)
    own = {"to_holder": holder_id, "receiver": act.actor.user_id}
    books.append(BOOK, act, [books.Line(item.id, 1, own, {"source": source})])
    return item


def lock(item_ids: Sequence[UUID]) -> dict[UUID, Item]:
    """Lock items in a fixed order for the caller's transaction."""
    return rows.lock(Item, item_ids)


def hand(
    act: Act,
    items: Sequence[Item],
    *,
    to_holder: int,
    giver: int | None,
    receiver: int | None,
    manifest: UUID | None = None,
    body: Mapping[str, Any] | None = None,
) -> None:
    """Pass locked items on: a book line each, and the projection. Refused if the receiver has one already."""
    lines = []
    for item in items:
        if item.holder_id == to_holder:
            raise Refused(
                "already-there", "Vật này đang do chính bên nhận giữ. Hãy tải lại trang."
            )
        own = {
            "from_holder": item.holder_id,
            "to_holder": to_holder,
            "giver": giver,
            "receiver": receiver,
            "manifest": manifest,
        }
        item.seq += 1
        item.holder_id = to_holder
        lines.append(books.Line(item.id, item.seq, own, body or {}))
    books.append(BOOK, act, lines)
    ids = [item.id for item in items]
    prepared.write([(MOVE, [to_holder, ids])], [(Item._meta.db_table, ident) for ident in ids])
