"""Do the planned stages fit into the time limit? (NĐ 61/2018/NĐ-CP Điều 19; TT 01/2018/TT-VPCP, Mẫu 05)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HOURS = {"hour": 1, "working-day": 8}
"""Units that can be added up: a working day has eight office hours."""


@dataclass(frozen=True)
class Span:
    """So much time in one unit: a stage's share, a channel's limit."""

    value: int
    unit: str


def comparable(spans: Iterable[Span]) -> bool:
    """Whether these can be added up: all in hours and working days, or all in the one same unit."""
    units = {span.unit for span in spans}
    return units <= HOURS.keys() or len(units) == 1


def fits(stages: Sequence[Span], limit: Span) -> bool:
    """Whether the stages together take no longer than the limit; False too if they cannot be compared."""
    return comparable([*stages, limit]) and sum(map(_size, stages)) <= _size(limit)


def _size(span: Span) -> int:
    return span.value * HOURS.get(span.unit, 1)
