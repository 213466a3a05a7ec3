"""Covers (bưu gửi): an item is put into a sealed envelope with a number of its own (đóng gói, niêm phong)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core import prepared
from tram.core.acts import Act
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.custody.commands import numbers
from tram.custody.models import Item, Leg
from tram.custody.queries.holders import holder_name_sql

# Nothing is written, and nothing answered, where a closed envelope or bag bears that seal already.
SEAL = """
WITH cover AS (
  INSERT INTO custody_envelope (id, number, leg, origin_id, destination_id, grams, seal_number, sealed_at, sealed_by_id,
    customer_present)
  SELECT %(id)s::uuid, %(number)s, %(leg)s, %(origin)s::bigint, %(destination)s::bigint, %(grams)s::integer,
    %(seal)s::text, %(at)s::timestamptz, %(by)s::bigint, %(present)s::boolean
  WHERE NOT EXISTS (SELECT FROM custody_envelope e WHERE upper(e.seal_number) = upper(%(seal)s::text)
    AND e.opened_at IS NULL AND e.voided_at IS NULL AND e.seal_number <> '')
  AND NOT EXISTS (SELECT FROM custody_bag b WHERE upper(b.seal_number) = upper(%(seal)s::text)
    AND b.opened_at IS NULL AND b.seal_number <> '')
  RETURNING id)
INSERT INTO custody_envelopeitem (envelope_id, item_id, put_at)
SELECT cover.id, item, %(at)s::timestamptz FROM cover, unnest(%(items)s::uuid[]) item
RETURNING envelope_id
"""
WHERE = f"""
SELECT 'bưu gửi ' || e.number, {holder_name_sql("h")} FROM custody_envelope e
JOIN custody_envelopeitem c ON c.envelope_id = e.id
JOIN custody_item i ON i.id = c.item_id JOIN custody_holder h ON h.id = i.holder_id
WHERE upper(e.seal_number) = upper(%(seal)s::text) AND e.opened_at IS NULL AND e.voided_at IS NULL
UNION ALL SELECT 'túi ' || b.number, {holder_name_sql("k")} FROM custody_bag b
JOIN custody_holder k ON k.id = b.holder_id
WHERE upper(b.seal_number) = upper(%(seal)s::text) AND b.opened_at IS NULL LIMIT 1
"""


@dataclass(frozen=True)
class Cover:
    """How an item is packed: which way, from where to where, how heavy (grams), the seal's number.

    `customer_present`: whose papers they are saw it sealed (QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT Điều 5).
    """

    leg: Leg
    origin: int
    grams: int
    seal_number: str
    destination: int | None = None
    part: int = 1
    number: str = ""
    customer_present: bool = False


def seal(act: Act, items: Sequence[Item], cover: Cover) -> str:
    """Pack and seal items together under the next number of its origin; the S10 number."""
    if not cover.seal_number.strip():
        raise Refused("no-seal", "Hãy niêm phong và nhập số niêm phong.")
    number = _number(act, cover)
    sealed = prepared.rows(
        SEAL,
        {
            "id": act.derive("envelope" if cover.part == 1 else f"envelope/{cover.part}"),
            "number": number,
            "leg": cover.leg,
            "origin": cover.origin,
            "destination": cover.destination,
            "grams": cover.grams,
            "seal": cover.seal_number.strip(),
            "at": act.at,
            "by": act.actor.id,
            "present": cover.customer_present,
            "items": [item.id for item in items],
        },
    )
    if not sealed:
        raise _in_use(cover.seal_number.strip())
    return number


def _number(act: Act, cover: Cover) -> str:
    """The next number of the origin, or the one of its offline block that the label bears already."""
    if not cover.number:
        return numbers.next_s10(act, cover.origin)
    return numbers.require_spare(cover.origin, parse_s10(cover.number))


def _in_use(seal: str) -> Refused:
    """The refusal for a seal that closes another cover or bag, naming it and who holds it (14b)."""
    thing, holder = prepared.rows(WHERE, {"seal": seal})[0]
    return Refused(
        "seal-in-use",
        f"Số niêm phong {seal} đang ở trên {thing} do {holder} giữ, chưa mở. "
        "Hãy nhìn lại số trên niêm phong, hoặc dùng niêm phong khác.",
    )
