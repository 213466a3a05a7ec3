"""Token buckets (hạn mức): a caller may ask so often and no oftener, whichever server is asked.

A bucket is one row with one time: when it is full again. Taking a token moves that time one interval on; a bucket
whose time would lie more than `size` intervals ahead is empty. One statement does it, so callers cannot race; a new
caller's also forgets the buckets that are full, so the table holds only those who asked lately.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.crypto import salted_hmac

from tram.core import prepared

TAKE = """
WITH moment AS MATERIALIZED (SELECT tram_now() AS now),
forgotten AS (
  DELETE FROM core_bucket WHERE caller IN (
    SELECT caller FROM core_bucket WHERE full_at < (SELECT now FROM moment)
      AND NOT EXISTS (SELECT 1 FROM core_bucket WHERE caller = %(caller)s)
    FOR UPDATE SKIP LOCKED))
INSERT INTO core_bucket AS bucket (caller, full_at)
SELECT %(caller)s, now + %(each)s FROM moment
ON CONFLICT (caller) DO UPDATE
SET full_at = greatest(bucket.full_at + %(each)s, excluded.full_at)
WHERE greatest(bucket.full_at + %(each)s, excluded.full_at) <= excluded.full_at + %(each)s * (%(size)s - 1)
RETURNING true
"""


@dataclass(frozen=True)
class Limit:
    """So many at once (`size`, at least 1), and one more after each interval `each`."""

    size: int
    each: timedelta


def take(purpose: str, caller: str, limit: Limit) -> bool:
    """Take one token from a caller's bucket; False if it is empty. The caller's name is kept only as a digest."""
    words = {"caller": _name(purpose, caller), "each": limit.each, "size": limit.size}
    return bool(prepared.rows(TAKE, words))


def _name(purpose: str, caller: str) -> str:
    return f"{purpose}/{salted_hmac('tram.core.buckets', caller, algorithm='sha256').hexdigest()[:32]}"
