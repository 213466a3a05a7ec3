"""Whether a place is closed at a moment (ngoài giờ), as SQL, so that a signature learns it while it is written.

A unit's own hours stand before everybody's; the post works on Saturdays. A pause at noon is within the shift. Where no
hours are known nothing is outside them.
"""

from typing import Any

from django.db import connection

from tram.custody.queries.holders import holder_name_sql

OUTSIDE = """
coalesce((
  SELECT coalesce(EXISTS (SELECT FROM directory_closure c WHERE c.unit_id = w.id AND c.removed_at IS NULL
      AND w.day BETWEEN c.valid_from AND c.valid_to)
    OR (SELECT k.kind <> 'working-saturday' FROM directory_calendarday k WHERE k.day = w.day AND k.removed_at IS NULL)
    OR (extract(isodow FROM w.day) = 7 OR extract(isodow FROM w.day) = 6
        AND w.kind NOT IN ('provincial-post', 'district-post', 'post-point'))
      AND NOT EXISTS (SELECT FROM directory_calendarday k WHERE k.day = w.day AND k.removed_at IS NULL)
    OR (SELECT w.hour NOT BETWEEN o.morning_start AND o.afternoon_end FROM directory_officehours o
      WHERE o.removed_at IS NULL AND (o.unit_id = w.id OR o.unit_id IS NULL)
        AND w.day BETWEEN o.valid_from AND coalesce(o.valid_to, 'infinity')
        AND CASE WHEN o.from_month_day <= o.to_month_day
          THEN to_char(w.day, 'MM-DD') BETWEEN o.from_month_day AND o.to_month_day
          ELSE to_char(w.day, 'MM-DD') >= o.from_month_day OR to_char(w.day, 'MM-DD') <= o.to_month_day END
      ORDER BY o.unit_id IS NULL, o.valid_from DESC, o.id DESC LIMIT 1), false)
  FROM (SELECT u.id, u.kind, (m.at)::date AS day, (m.at)::time AS hour
    FROM (SELECT %(at)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at) m
    JOIN directory_unit u ON u.id = %(unit)s::bigint) w), false)
"""
LATE = f"""
SELECT m.id, m.number, s.side, p.full_name, {holder_name_sql("h")}, s.at
FROM custody_signature s JOIN custody_manifest m ON m.id = s.manifest_id JOIN accounts_user p ON p.id = s.user_id
JOIN custody_holder h ON h.id = CASE s.side WHEN 'giver' THEN m.from_holder_id ELSE m.to_holder_id END
WHERE s.outside_hours AND h.unit_id = ANY(%s) ORDER BY s.at DESC LIMIT 100
"""


def signed_late(units: list[int]) -> list[tuple[Any, ...]]:
    """Signatures given outside the hours of these units: manifest, number, side, who, place, when; the last first."""
    with connection.cursor() as cursor:
        cursor.execute(LATE, [units])
        return list(cursor.fetchall())
