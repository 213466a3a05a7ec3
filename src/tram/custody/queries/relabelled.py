"""Numbers as their keepers read them: what replaced an old one, what is spare, which ranges must be renewed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tram.core import prepared
from tram.core.codes import s10
from tram.custody.models import Envelope, NumberFault, OfflineBlock, VoidedNumber
from tram.custody.rules.numbers import RangeState, range_state

__all__ = ["NumberFault"]

# An envelope may be relabelled again: what it bears now is what matters.
LIVE = """
SELECT e.number FROM custody_voidednumber v JOIN custody_envelope e ON e.id = v.envelope_id WHERE v.number = %s
"""


def live_number(old: str) -> str:
    """The number that an envelope bears instead of a voided one; empty if this was never one of ours."""
    return next((row[0] for row in prepared.rows(LIVE, [old])), "")


@dataclass(frozen=True)
class Range:
    """A range of numbers and how it stands; `left` have not been given to anybody."""

    first: str
    last: str
    valid_from: date
    valid_to: date | None
    total: int
    left: int
    state: RangeState

    @property
    def warns(self) -> bool:
        """True if somebody must ask for a new one now."""
        return self.state in (RangeState.ENDING, RangeState.LOW, RangeState.USED_UP)


RANGES = """
SELECT prefix, country, first, last, next, valid_from, valid_to FROM custody_numberrange
WHERE valid_to IS NULL OR valid_to >= %s::date - 365 ORDER BY valid_from, first
"""


def ranges(day: date) -> list[Range]:
    """Every range of the last year and to come, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(RANGES, [day])
        return [_range(day, *row) for row in cursor.fetchall()]


def _range(day: date, prefix: str, country: str, *rest: Any) -> Range:
    first, last, following, valid_from, valid_to = rest
    total, left = last - first + 1, last + 1 - following
    return Range(
        s10(prefix, first, country),
        s10(prefix, last, country),
        valid_from,
        valid_to,
        total,
        left,
        range_state(day, valid_from, valid_to, total=total, left=left),
    )


@dataclass(frozen=True)
class Block:
    """Numbers set aside for a unit: its span, those nobody has used, since when and by whom."""

    unit: str
    first: str
    last: str
    given_at: datetime
    by: str
    unused: tuple[str, ...]


def blocks(unit_ids: frozenset[int]) -> list[Block]:
    """The offline blocks of these units with what is still unused, the newest first."""
    rows = OfflineBlock.objects.filter(unit__in=unit_ids).select_related("range", "unit", "by")
    return [_block(row) for row in rows.order_by("-given_at", "-id")[:100]]


def _block(row: OfflineBlock) -> Block:
    serials = range(row.first, row.last + 1)
    every = [s10(row.range.prefix, serial, row.range.country) for serial in serials]
    used = set(Envelope.objects.filter(number__in=every).values_list("number", flat=True))
    used |= set(VoidedNumber.objects.filter(number__in=every).values_list("number", flat=True))
    spare = tuple(number for number in every if number not in used)
    return Block(row.unit.name, every[0], every[-1], row.given_at, row.by.full_name, spare)


@dataclass(frozen=True)
class Voided:
    """A number that is no longer used: why, by what replaced, where, when and by whom."""

    number: str
    fault: str
    replaced_by: str
    unit: str
    at: datetime
    by: str


def voided(unit_ids: frozenset[int]) -> list[Voided]:
    """The last hundred numbers voided at these units, the newest first."""
    rows = VoidedNumber.objects.filter(unit__in=unit_ids).select_related("unit", "by")
    return [
        Voided(
            row.number,
            NumberFault(row.fault).label,
            row.replaced_by,
            row.unit.name if row.unit else "",
            row.voided_at,
            row.by.full_name,
        )
        for row in rows.order_by("-voided_at", "-id")[:100]
    ]
