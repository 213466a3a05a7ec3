"""What a scanned code stands for: the things under it, the bag they lie in, who has them; what is known of it."""

from dataclasses import dataclass
from uuid import UUID

from tram.core import prepared
from tram.custody.queries import interception
from tram.custody.rules.handovers import ONWARD, ManifestKind
from tram.custody.rules.scans import Read

# A cover's number, a bag's number, or (a thing without a cover) its dossier's number.
THINGS = """
SELECT i.id, i.holder_id, b.id, coalesce(b.sealed_at IS NOT NULL AND b.opened_at IS NULL, false), n.whole
FROM (
  SELECT c.item_id AS id, false AS whole FROM custody_envelope e JOIN custody_envelopeitem c ON c.envelope_id = e.id
  WHERE e.number = %(code)s AND e.voided_at IS NULL
  UNION SELECT c.item_id, true FROM custody_bag g JOIN custody_bagitem c ON c.bag_id = g.id
  WHERE g.number = %(code)s AND c.taken_out_at IS NULL
  UNION SELECT t.id, false FROM dossiers_dossier d JOIN custody_item t ON t.dossier_id = d.id
  WHERE d.number = ANY(%(names)s)
) n JOIN custody_item i ON i.id = n.id
LEFT JOIN custody_bagitem l ON l.item_id = i.id AND l.taken_out_at IS NULL
LEFT JOIN custody_bag b ON b.id = l.bag_id
ORDER BY i.id
"""
NUMBER = """
SELECT EXISTS (SELECT FROM custody_envelope e WHERE e.number = %(code)s)
    OR EXISTS (SELECT FROM custody_bag b WHERE b.number = %(code)s),
  EXISTS (SELECT FROM custody_numberrange r WHERE r.prefix = left(%(code)s, 2) AND r.country = right(%(code)s, 2)
    AND CASE WHEN %(code)s ~ '^[A-Z]{2}[0-9]{9}[A-Z]{2}$'
      THEN substr(%(code)s, 3, 8)::bigint BETWEEN r.first AND r.last ELSE false END)
"""


@dataclass(frozen=True)
class Found:
    """One thing under a scanned code; `sealed` if it lies in a closed bag, `whole` if the bag itself was scanned."""

    item_id: UUID
    holder_id: int
    bag_id: UUID | None
    sealed: bool
    whole: bool


def things(read: Read) -> list[Found]:
    """Everything a code stands for now; empty if nothing."""
    return [Found(*row) for row in prepared.rows(THINGS, {"code": read.code, "names": read.names})]


def number_known(code: str) -> tuple[bool, bool]:
    """Whether a number was ever given to a cover or a bag, and whether it lies in one of our ranges."""
    given, in_range = prepared.rows(NUMBER, {"code": code})[0]
    return bool(given), bool(in_range)


def to_intercept(found: list[Found], manifest: UUID | None = None) -> bool:
    """True if something here must be held back instead of going on (giữ lại, trả lại).

    On a list that takes it back, to the desk or through an office, it is counted like anything else.
    """
    held = interception.recalled([each.item_id for each in found])
    if not held or manifest is None:
        return bool(held)
    kind = prepared.rows("SELECT kind FROM custody_manifest WHERE id = %s", [manifest])[0][0]
    return ManifestKind(kind) in ONWARD
