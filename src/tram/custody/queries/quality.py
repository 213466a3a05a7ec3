"""Quality of the post over a span of days (chất lượng bưu chính): safety, on time, how long, by route and by point.

TT 17/2017/TT-BTTTT Điều 6; requirements 24d, 54a. A run that ended before the span or began after it is in none of its
figures; one that is open and overdue at its end counts as late. What was given back to the sender counts nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core.acts import Actor
from tram.core.calendar import DAY, ZONE
from tram.core.choices import Choice
from tram.custody.models import Leg, PostalClock
from tram.custody.rules.quality import Share, on_time
from tram.custody.rules.routes import REACHED, ClockEnd, PostalRoute
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.reach import below, held

RUNS = """
SELECT c.*, c.ended_at >= %(first)s AND c.ended_at < %(last)s AND c.how = ANY(%(reached)s) AS arrived,
  c.ended_at >= %(first)s AND c.ended_at < %(last)s AND c.how = %(back)s AS sent_back,
  c.due_at < least(tram_now(), %(last)s) AND (c.ended_at IS NULL OR c.ended_at >= %(last)s)
    AND NOT EXISTS (SELECT FROM custody_postalpause p WHERE p.clock_id = c.id AND p.released_at IS NULL)
    AND (c.ended_at IS NOT NULL OR k.id IS NULL OR k.occurred_at > c.due_at) AS overdue,
  x.loss IS NOT NULL AS harmed, c.ended_at IS NULL AND x.loss AND x.reported_at < %(last)s AS lost
FROM custody_postalclock c
LEFT JOIN LATERAL (SELECT m.id, l.occurred_at FROM custody_item i
  JOIN custody_line l ON l.stream = i.id AND l.seq = i.seq JOIN custody_manifest m ON m.id = l.manifest
  WHERE c.ended_at IS NULL AND i.id = c.item_id AND m.kind = 'hold') k ON true
LEFT JOIN LATERAL (SELECT x.kind = 'loss' AS loss, x.reported_at FROM custody_incident x
  WHERE x.item_id = c.item_id AND x.kind IN ('loss', 'damage') AND x.ending NOT IN ('found', 'mistaken')
    AND c.start_seq = (SELECT max(k.start_seq) FROM custody_postalclock k
      WHERE k.item_id = x.item_id AND k.started_at <= x.reported_at)
  ORDER BY loss DESC, x.reported_at LIMIT 1) x ON true
WHERE c.route <> '' AND (%(offices)s::bigint[] IS NULL OR c.office_id = ANY(%(offices)s))
  AND (c.ended_at >= %(first)s AND c.ended_at < %(last)s
    OR c.started_at < %(last)s AND (c.ended_at IS NULL OR c.ended_at >= %(last)s))
"""
_COUNTS = """
  count(*) FILTER (WHERE r.arrived AND r.ended_at <= r.due_at),
  count(*) FILTER (WHERE r.arrived AND r.ended_at > r.due_at),
  count(*) FILTER (WHERE r.overdue),
  count(*) FILTER (WHERE r.sent_back),
  count(*) FILTER (WHERE r.lost),
  count(*) FILTER (WHERE (r.arrived OR r.sent_back) AND r.harmed)
"""
FIGURES = f"""
SELECT r.direction, r.route, r.office_id, u.name, {_COUNTS},
  percentile_disc(0.5) WITHIN GROUP (ORDER BY r.minutes) FILTER (WHERE r.arrived),
  percentile_disc(0.9) WITHIN GROUP (ORDER BY r.minutes) FILTER (WHERE r.arrived)
FROM ({RUNS}) r LEFT JOIN directory_unit u ON u.id = r.office_id
GROUP BY GROUPING SETS ((r.direction), (r.direction, r.route), (r.direction, r.office_id, u.name))
ORDER BY r.direction, r.route, u.name
"""
WHOLE = f"""
SELECT r.direction, NULL, NULL, NULL, {_COUNTS}, NULL, NULL FROM ({RUNS}) r GROUP BY r.direction ORDER BY r.direction
"""


WAYS = Leg.choices()
"""Both directions, to choose from."""


class Part(Choice):
    """Which runs of a figure (nhóm bưu gửi) a list shows."""

    IN_TIME = "in-time", "Tới đúng hạn"
    LATE = "late", "Tới trễ hạn"
    OVERDUE = "overdue", "Quá hạn chưa tới"
    ENDED = "ended", "Đã kết thúc hoặc quá hạn"
    SAFE = "safe", "Tới nguyên vẹn"
    UNSAFE = "unsafe", "Mất hoặc hư hỏng"
    SENT_BACK = "sent-back", "Chuyển hoàn"
    SOON = "soon", "Còn chưa đầy một ngày"


_OF: Mapping[Part, str] = {
    Part.IN_TIME: "r.arrived AND r.ended_at <= r.due_at",
    Part.LATE: "r.arrived AND r.ended_at > r.due_at",
    Part.OVERDUE: "r.overdue",
    Part.ENDED: "r.arrived OR r.overdue",
    Part.SAFE: "(r.arrived OR r.sent_back) AND NOT r.harmed",
    Part.UNSAFE: "r.harmed AND (r.arrived OR r.sent_back) OR r.lost",
    Part.SENT_BACK: "r.sent_back",
    Part.SOON: "r.ended_at IS NULL AND NOT r.overdue AND r.due_at >= tram_now() "
    "AND r.due_at < tram_now() + interval '1 day'",
}


@dataclass(frozen=True)
class Asked:
    """Which days (both included), and whose offices: None = the whole province."""

    first_day: date
    last_day: date
    offices: frozenset[int] | None = None

    @property
    def words(self) -> dict[str, Any]:
        """For the statements."""
        return {
            "first": datetime.combine(self.first_day, time.min, ZONE),
            "last": datetime.combine(self.last_day + DAY, time.min, ZONE),
            "offices": None if self.offices is None else list(self.offices),
            "reached": list(REACHED),
            "back": ClockEnd.SENT_BACK,
        }


@dataclass(frozen=True)
class Figures:
    """One direction of the whole, of a route or of a point; minutes are working minutes."""

    direction: Leg
    route: PostalRoute | None
    office_id: int | None
    name: str
    in_time: int
    late: int
    overdue: int
    sent_back: int
    lost: int
    harmed: int
    median: int | None
    p90: int | None

    @property
    def on_time(self) -> Share:
        """On time over what ended and what is open and overdue (54a)."""
        return on_time(self.in_time, self.late, self.overdue)

    @property
    def safety(self) -> Share:
        """Arrived undamaged over what ended, the lost with it (24d)."""
        ended = self.in_time + self.late + self.sent_back
        return Share(ended - self.harmed, ended + self.lost)

    @property
    def unsafe(self) -> int:
        """Lost or damaged."""
        return self.harmed + self.lost

    @property
    def median_words(self) -> str:
        """The median in working hours, or that it was not measured."""
        return _hours(self.median)

    @property
    def p90_words(self) -> str:
        """What nine of ten did not exceed."""
        return _hours(self.p90)


@dataclass(frozen=True)
class Quality:
    """The page whole: both directions of everything, of each route, of each point; and how many wait to be reckoned."""

    whole: tuple[Figures, ...]
    routes: tuple[Figures, ...]
    points: tuple[Figures, ...]
    unreckoned: int


def offices_seen(actor: Actor) -> frozenset[int] | None:
    """Whose quality a person may read: the whole province's (None), or that of their offices and those below."""
    everywhere = {
        role for role in GRANTS if role != Role.POST_MANAGER and Right.READ_QUALITY in GRANTS[role]
    }
    if any(actor.units(role) for role in everywhere):
        return None
    return below(held(actor, Right.READ_QUALITY))


def quality(asked: Asked) -> Quality:
    """Every figure of a span, from one statement."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, asked.words)
        found = [_figures(row) for row in cursor.fetchall()]
    waiting = PostalClock.objects.filter(due_at=None).exclude(how=ClockEnd.GIVEN_BACK)
    return Quality(
        whole=tuple(row for row in found if row.route is None and not row.name),
        routes=tuple(row for row in found if row.route),
        points=tuple(row for row in found if row.name and not row.route),
        unreckoned=waiting.count() if asked.offices is None else 0,
    )


def whole(asked: Asked) -> tuple[Figures, ...]:
    """Both directions of everything, without how long it took: what the plan asks."""
    with connection.cursor() as cursor:
        cursor.execute(WHOLE, asked.words)
        return tuple(_figures(row) for row in cursor.fetchall())


def _figures(row: Any) -> Figures:
    direction, route, office, name, *numbers = row
    return Figures(
        Leg(direction), PostalRoute(route) if route else None, office, name or "", *numbers
    )


@dataclass(frozen=True)
class Wanted:
    """Which runs a list shows; what is None is not asked for."""

    asked: Asked
    part: Part
    direction: str | None = None
    route: PostalRoute | None = None
    office_id: int | None = None


def runs(wanted: Wanted, key: str = "") -> Page[Any]:
    """The runs behind a figure, a page of them, in the order in which the post took them."""
    words = {
        **wanted.asked.words,
        "way": wanted.direction,
        "route": wanted.route,
        "office": wanted.office_id,
    }
    statement = (
        f"SELECT r.id FROM ({RUNS}) r WHERE ({_OF[wanted.part]}) "
        "AND (%(way)s::text IS NULL OR r.direction = %(way)s) "
        "AND (%(route)s::text IS NULL OR r.route = %(route)s) "
        "AND (%(office)s::bigint IS NULL OR r.office_id = %(office)s)"
    )
    found = PostalClock.objects.filter(id__in=_raw(statement, words))
    return cut(found.select_related("office"), "started_at", key)


def run_ids(asked: Asked, part: Part) -> list[UUID]:
    """Every run of a part, in both directions, by its id."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.id FROM ({RUNS}) r WHERE {_OF[part]} ORDER BY r.id", asked.words)
        return [row[0] for row in cursor.fetchall()]


def _raw(statement: str, words: dict[str, Any]) -> RawSQL:
    """The statement with its words by place, as a condition of a query set wants them."""
    order: list[str] = []

    class Places(dict[str, Any]):
        def __getitem__(self, name: str) -> str:
            order.append(name)
            return "%s"

    placed = statement % Places()
    return RawSQL(placed, [words[name] for name in order])


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return "chưa đo"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} phút"
    return f"{hours} giờ {rest:02d} phút" if rest else f"{hours} giờ"
