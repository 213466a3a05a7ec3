"""What holds of a service point on a day: the latest row that began by then, else what it had at first."""

from datetime import date

from django.db import connection

from tram.directory.rules.points import Terms

# The terms of the point `p` on a day, to be joined LATERAL.
TERMS_ON = """(SELECT t.address, t.phone, t.opens, t.closes, t.works_saturday, t.route_code FROM (
  SELECT 0 AS rank, NULL::date AS since, 0::bigint AS id, p.address, p.phone, p.opens, p.closes, p.works_saturday,
    p.route_code
  UNION ALL (SELECT 1, x.valid_from, x.id, x.address, x.phone, x.opens, x.closes, x.works_saturday, x.route_code
    FROM directory_pointterms x WHERE x.point_id = p.unit_id AND x.valid_from <= %(day)s::date
    ORDER BY x.valid_from DESC, x.id DESC LIMIT 1)) t ORDER BY t.rank DESC LIMIT 1)"""


def terms_on(point_id: int, day: date) -> Terms | None:
    """What holds of a point on a day; None if there is no such point."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.* FROM directory_servicepoint p CROSS JOIN LATERAL "
            f"{TERMS_ON} t WHERE p.unit_id = %(point)s",
            {"point": point_id, "day": day},
        )
        row = cursor.fetchone()
    return Terms(*row) if row else None
