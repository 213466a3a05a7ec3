"""A count in the making: what was scanned, what is left, what lies on the table without standing on the list (thừa)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tram.core import prepared
from tram.custody.rules.counting import Verdict

MARKS = """
SELECT m.item_id, m.code, m.verdict, m.by_id, u.full_name, m.at, m.scanned_at
FROM custody_countmark m JOIN accounts_user u ON u.id = m.by_id
WHERE m.manifest_id = %s AND m.undone_at IS NULL ORDER BY m.id
"""
NUMBERS = """
SELECT (SELECT count(*) FROM custody_manifestentry e WHERE e.manifest_id = %(id)s),
  count(*) FILTER (WHERE m.item_id IS NOT NULL), count(*) FILTER (WHERE m.item_id IS NULL)
FROM custody_countmark m WHERE m.manifest_id = %(id)s AND m.undone_at IS NULL
"""


@dataclass(frozen=True)
class Mark:
    """One scan that stands: the code, what it came to, by whom, when (the server's time and the device's)."""

    code: str
    verdict: Verdict
    by: str
    at: datetime
    scanned_at: datetime


@dataclass(frozen=True)
class Numbers:
    """The three columns as numbers: scanned, missing, extra."""

    listed: int
    scanned: int
    extra: int

    @property
    def missing(self) -> int:
        """What stands on the list and was not scanned yet."""
        return self.listed - self.scanned


@dataclass(frozen=True)
class Count:
    """The scans of one manifest: by the thing scanned, and those of nothing on the list."""

    by_item: Mapping[UUID, Mark]
    extras: tuple[Mark, ...]


def count_of(manifest_id: UUID) -> Count:
    """What the receiver has scanned of a manifest so far."""
    by_item: dict[UUID, Mark] = {}
    extras: list[Mark] = []
    for item, code, verdict, _by, name, at, scanned in prepared.rows(MARKS, [manifest_id]):
        mark = Mark(code, Verdict(verdict), name, at, scanned)
        if item is None:
            extras.append(mark)
        else:
            by_item[item] = mark
    return Count(by_item, tuple(extras))


def numbers_of(manifest_id: UUID) -> Numbers:
    """How many were scanned, are left, are extra."""
    return Numbers(*prepared.rows(NUMBERS, {"id": manifest_id})[0])
