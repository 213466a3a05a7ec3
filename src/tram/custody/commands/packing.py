"""Several dossiers in one envelope (đóng chung): results to one recipient, one sender's dossiers to one desk."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import fold
from tram.custody.commands import chain, covers
from tram.custody.commands.movable import require_free
from tram.custody.models import (
    Envelope,
    EnvelopeItem,
    Item,
    ItemKind,
    Leg,
    ManifestEntry,
    NumberFault,
    Outcome,
    VoidedNumber,
)
from tram.custody.queries.receipts import submitter
from tram.custody.queries.returning import RESULT_GRAMS
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import State


@command
def pack_together(act: Act, *, dossier_ids: Sequence[UUID], seal_number: str) -> dict[str, Any]:
    """The desk packs the results of several dossiers for one recipient into one envelope; answers its number."""
    rows = _several(dossier_ids)
    desk = rows[0].desk_id
    require(act.actor, Right.RECEIVE_AT_DESK, [desk])
    items = _items(rows, ItemKind.RESULT, chain.place(desk))
    if any(
        row.state != State.SETTLED or row.result_channel != ResultChannel.POSTAL for row in rows
    ):
        raise Refused("not-by-post", "Chỉ đóng chung kết quả đã có và trả qua bưu điện.")
    if EnvelopeItem.objects.filter(item__in=items, taken_out_at=None).exists():
        raise Refused("already-packed", "Có kết quả đã đóng gói riêng. Hãy bỏ kết quả đó ra.")
    _require_free(rows, items)
    if len({_recipient(row) for row in rows}) > 1:
        raise Refused("not-one-person", "Đóng chung chỉ khi cùng một người nhận, một địa chỉ.")
    cover = covers.Cover(Leg.OUT, desk, RESULT_GRAMS * len(rows), seal_number)
    return {"s10": covers.seal(act, items, cover), "dossiers": [row.id for row in rows]}


@command
def join_at_point(act: Act, *, dossier_ids: Sequence[UUID], seal_number: str) -> dict[str, Any]:
    """The point puts several dossiers of one sender for one desk into one envelope; their own numbers are voided."""
    rows = _several(dossier_ids)
    point = rows[0].intake_point_id or 0
    require(act.actor, Right.TAKE_IN, [point])
    items = _items(rows, ItemKind.PAPERS, chain.place(point))
    if {row.state for row in rows} != {State.REGISTERED} or len({row.desk_id for row in rows}) > 1:
        raise Refused("not-one-desk", "Đóng chung chỉ khi các hồ sơ cùng gửi một nơi và chưa đi.")
    _require_free(rows, items)
    if len({_sender(row) for row in rows}) > 1:
        raise Refused("not-one-person", "Đóng chung chỉ khi cùng một người gửi.")
    grams = _void_covers(act, items, point)
    cover = covers.Cover(Leg.IN, point, grams, seal_number, rows[0].desk_id)
    number = covers.seal(act, items, cover)
    VoidedNumber.objects.filter(
        unit_id=point, voided_at=act.at, fault=NumberFault.JOINED, replaced_by=""
    ).update(replaced_by=number)
    return {"s10": number, "dossiers": [row.id for row in rows]}


def _several(dossier_ids: Sequence[UUID]) -> list[Dossier]:
    rows = list(dossiers.lock(list(dict.fromkeys(dossier_ids))).values())
    if len(rows) < 2:
        raise Refused("too-few", "Hãy chọn ít nhất hai hồ sơ để đóng chung.")
    same = {
        (row.intake_point_id, 0) if row.state == State.REGISTERED else (0, row.desk_id)
        for row in rows
    }
    if len(same) > 1:
        raise Refused("not-one-place", "Các hồ sơ không ở cùng một nơi nên không đóng chung được.")
    return rows


def _items(rows: Sequence[Dossier], kind: ItemKind, holder: int) -> list[Item]:
    """Their things of one kind, all here and on no list."""
    wanted = Item.objects.filter(dossier__in=rows, kind=kind).values_list("id", flat=True)
    items = list(chain.lock(list(wanted)).values())
    if len(items) != len(rows) or any(item.holder_id != holder for item in items):
        raise Refused(
            "not-held", "Có vật không còn ở đây, hoặc hồ sơ gửi nhiều bưu gửi. Hãy bỏ ra."
        )
    if ManifestEntry.objects.filter(item__in=items, outcome=Outcome.PENDING).exists():
        raise Refused(
            "on-manifest", "Có vật đang nằm trên một bảng kê chờ giao. Hãy hủy bảng kê đó."
        )
    return items


def _require_free(rows: Sequence[Dossier], items: Sequence[Item]) -> None:
    for row in rows:
        require_free(row, [item for item in items if item.dossier_id == row.id])


def _recipient(row: Dossier) -> tuple[str, str, str, int | None]:
    found = row.recipients.order_by("-version").first()
    if found is None:
        raise Refused("no-recipient", "Có hồ sơ chưa ghi người nhận kết quả.")
    return fold(found.full_name), found.phone, fold(found.address), found.commune_id


def _sender(row: Dossier) -> tuple[str, str]:
    found = submitter(row.id)
    return (fold(found.full_name), found.phone) if found else ("", "")


def _void_covers(act: Act, items: Sequence[Item], point: int) -> int:
    """Open each dossier's own cover and void its number; the weight of all."""
    contents = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    own = Envelope.objects.filter(id__in=list(contents.values_list("envelope_id", flat=True)))
    old = list(own)
    own.update(voided_at=act.at)
    contents.update(taken_out_at=act.at)
    VoidedNumber.objects.bulk_create(
        VoidedNumber(
            number=cover.number,
            envelope=cover,
            unit_id=point,
            fault=NumberFault.JOINED,
            voided_at=act.at,
            by_id=act.actor.id,
        )
        for cover in old
    )
    return sum(cover.grams or 0 for cover in old)
