"""Covers (bưu gửi): an item is put into a sealed envelope with a number of its own (đóng gói, niêm phong)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core import prepared
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import numbers
from tram.custody.models import Item, Leg

SEAL = """
WITH cover AS (
  INSERT INTO custody_envelope (id, number, leg, origin_id, destination_id, grams, seal_number, sealed_at, sealed_by_id)
  VALUES (%(id)s, %(number)s, %(leg)s, %(origin)s, %(destination)s, %(grams)s, %(seal)s, %(at)s, %(by)s)
  RETURNING id)
INSERT INTO custody_envelopeitem (envelope_id, item_id, put_at)
SELECT cover.id, item, %(at)s FROM cover, unnest(%(items)s::uuid[]) item
"""


@dataclass(frozen=True)
class Cover:
    """How an item is packed: which way, from where to where, how heavy (grams), the seal's number."""

    leg: Leg
    origin: int
    grams: int
    seal_number: str
    destination: int | None = None


def seal(act: Act, items: Sequence[Item], cover: Cover) -> str:
    """Pack and seal items together under the next number of its origin; the S10 number."""
    if not cover.seal_number.strip():
        raise Refused("no-seal", "Hãy niêm phong và nhập số niêm phong.")
    number = numbers.next_s10(act, cover.origin)
    prepared.run(
        SEAL,
        {
            "id": act.derive("envelope"),
            "number": number,
            "leg": cover.leg,
            "origin": cover.origin,
            "destination": cover.destination,
            "grams": cover.grams,
            "seal": cover.seal_number.strip(),
            "at": act.at,
            "by": act.actor.id,
            "items": [item.id for item in items],
        },
    )
    return number
