"""S10 numbers (số hiệu bưu gửi): each unit takes from its own block, each block from a dated range."""

from django.db import connection

from tram.core import prepared
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.codes import s10
from tram.core.errors import Refused

BLOCK = 1000

TAKE = """
UPDATE custody_numberblock b SET next = b.next + 1 FROM custody_numberrange r
WHERE b.unit_id = %s AND b.next <= b.last AND r.id = b.range_id
  AND daterange(r.valid_from, r.valid_to, '[]') @> %s::date
RETURNING r.prefix, b.next - 1, r.country
"""
CUT = """
WITH open AS (
  SELECT id, next AS start, least(next + %(size)s, last + 1) AS stop FROM custody_numberrange
  WHERE next <= last AND daterange(valid_from, valid_to, '[]') @> %(day)s::date
  ORDER BY first LIMIT 1 FOR NO KEY UPDATE),
cut AS (UPDATE custody_numberrange r SET next = open.stop FROM open WHERE r.id = open.id)
INSERT INTO custody_numberblock (unit_id, range_id, next, last)
SELECT %(unit)s, id, start, stop - 1 FROM open
ON CONFLICT (unit_id) DO UPDATE SET range_id = excluded.range_id, next = excluded.next, last = excluded.last
"""


def next_s10(act: Act, unit_id: int) -> str:
    """The next number of a unit's block, cutting a new block of 1,000 when it is used up.

    A number belongs to the transaction that took it: refused later, it is given again, so none is lost.
    """
    day = local_date(act.recorded)
    for _ in range(2):
        for row in prepared.rows(TAKE, [unit_id, day]):
            return s10(*row)
        with connection.cursor() as cursor:
            cursor.execute(CUT, {"size": BLOCK, "day": day, "unit": unit_id})
    raise Refused(
        "no-numbers",
        "Hết số hiệu bưu gửi còn hiệu lực. Hãy báo Bưu điện tỉnh cấp dải số mới.",
    )


SPARE = """
SELECT EXISTS (SELECT FROM custody_offlineblock b JOIN custody_numberrange r ON r.id = b.range_id
    WHERE b.unit_id = %(unit)s AND r.prefix = left(%(number)s, 2) AND r.country = right(%(number)s, 2)
      AND substr(%(number)s, 3, 8)::bigint BETWEEN b.first AND b.last),
  EXISTS (SELECT FROM custody_envelope e WHERE e.number = %(number)s)
    OR EXISTS (SELECT FROM custody_voidednumber v WHERE v.number = %(number)s)
"""


def require_spare(unit_id: int, number: str) -> str:
    """A number of the unit's own offline blocks that nobody has used or voided yet."""
    own, used = prepared.rows(SPARE, {"unit": unit_id, "number": number})[0]
    if not own:
        raise Refused("not-own", f"Số {number} không nằm trong dải số dự phòng của nơi này.")
    if used:
        raise Refused("number-used", f"Số {number} đã dùng hoặc đã hủy. Hãy xem lại nhãn.")
    return number
