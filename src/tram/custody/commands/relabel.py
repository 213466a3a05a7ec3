"""Labels that fail (dán lại nhãn): the number is voided in sight, another takes its place; offline blocks."""

from typing import Any

from django.db import connection

from tram.accounts.rules.access import Right, may, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.codes import parse_s10, s10
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, numbers
from tram.custody.models import (
    Envelope,
    Holder,
    HolderKind,
    NumberFault,
    OfflineBlock,
    VoidedNumber,
)
from tram.custody.queries.relabelled import live_number
from tram.directory.models import POSTS, Unit
from tram.directory.queries import scope

CUT = """
WITH open AS (
  SELECT id, next AS first, next + %(size)s - 1 AS last FROM custody_numberrange
  WHERE next + %(size)s - 1 <= last AND daterange(valid_from, valid_to, '[]') @> %(day)s::date
  ORDER BY first LIMIT 1 FOR NO KEY UPDATE)
UPDATE custody_numberrange r SET next = open.last + 1 FROM open WHERE r.id = open.id
RETURNING r.id, open.first, open.last
"""
MOST = 500


@command
def relabel(act: Act, *, number: str, fault: NumberFault) -> dict[str, Any]:
    """Put a new number on a sealed envelope by who holds it; the old one is voided with its reason (18d)."""
    old = parse_s10(number)
    cover = Envelope.objects.select_for_update(no_key=True).filter(number=old).first()
    if cover is None or cover.opened_at is not None or cover.voided_at is not None:
        instead = live_number(old)
        hint = f" Số này đã thay bằng {instead}." if instead else ""
        raise Refused("not-live", f"Không có bưu gửi đang đi mang số {old}.{hint}")
    unit_id = _require_holder(act, cover)
    new = numbers.next_s10(act, unit_id)
    cover.number = new
    cover.save(update_fields=["number"])
    VoidedNumber.objects.create(
        number=old,
        envelope=cover,
        unit_id=unit_id,
        fault=fault,
        replaced_by=new,
        voided_at=act.at,
        by_id=act.actor.id,
    )
    return {"number": new, "replaces": old}


def _require_holder(act: Act, cover: Envelope) -> int:
    """The unit whose number is taken: who holds it if a place, else where the envelope was sealed."""
    inside = cover.contents.filter(taken_out_at=None).values_list("item_id", flat=True)
    items = chain.lock(list(inside))
    holders = Holder.objects.filter(id__in={item.holder_id for item in items.values()})
    found = holders.first()
    if found is None or holders.count() > 1:
        raise Refused(
            "not-held",
            "Các giấy tờ của bưu gửi này không còn ở cùng một nơi. Hãy báo quản lý bưu điện.",
        )
    if found.kind == HolderKind.COURIER:
        if found.user_id != act.actor.user_id or not may(act.actor, Right.HAND_OVER_POST):
            raise Refused("not-the-courier", "Chỉ người đang giữ bưu gửi mới dán lại nhãn được.")
        return cover.origin_id
    here = [found.unit_id or 0]
    if not may(act.actor, Right.RECEIVE_AT_DESK, here):
        require(act.actor, Right.HAND_OVER_POST, here)
    return here[0]


@command
def give_block(act: Act, *, unit_id: int, size: int) -> dict[str, Any]:
    """Set numbers of the range in force aside for a point, to use by hand when the line is down (dải số dự phòng)."""
    require(act.actor, Right.MANAGE_POST, scope(unit_id))
    if not Unit.objects.filter(id=unit_id, kind__in=POSTS).exists():
        raise Refused("not-a-post", "Chỉ cấp dải số cho bưu cục, điểm phục vụ bưu chính.")
    if not 1 <= size <= MOST:
        raise Refused("bad-size", f"Mỗi lần cấp từ 1 đến {MOST} số.")
    with connection.cursor() as cursor:
        cursor.execute(CUT, {"size": size, "day": local_date(act.recorded)})
        row = cursor.fetchone()
    if row is None:
        raise Refused("no-numbers", "Dải số còn hiệu lực không đủ. Hãy nạp dải số mới.")
    OfflineBlock.objects.create(
        unit_id=unit_id,
        range_id=row[0],
        first=row[1],
        last=row[2],
        given_at=act.at,
        by_id=act.actor.id,
    )
    return {"unit": unit_id, "first": row[1], "last": row[2]}


@command
def void_unused(act: Act, *, unit_id: int, number: str) -> dict[str, Any]:
    """A spare label was spoilt before it was used (hủy số chưa dùng): nobody will ever use its number."""
    require(act.actor, Right.TAKE_IN, [unit_id])
    spoilt = parse_s10(number)
    numbers.require_spare(unit_id, spoilt)
    VoidedNumber.objects.create(
        number=spoilt,
        unit_id=unit_id,
        fault=NumberFault.SPOILT,
        voided_at=act.at,
        by_id=act.actor.id,
    )
    return {"number": spoilt}


def numbers_of(block: OfflineBlock) -> list[str]:
    """Every number of a block, in order."""
    serials = range(block.first, block.last + 1)
    return [s10(block.range.prefix, serial, block.range.country) for serial in serials]
