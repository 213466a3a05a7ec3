"""What a holder can hand over now: each thing's usual road from where it is, and the other roads open to it."""

from dataclasses import dataclass

from django.db import connection

from tram.accounts.rules.access import Right
from tram.custody.queries.attempts import FACTS
from tram.custody.queries.things import COLUMNS, JOINS, NOUNS, Thing, thing
from tram.custody.rules.handovers import RULES, SHUTTLE, ManifestKind
from tram.directory.queries import IN_FORCE

TODAY = "(tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


@dataclass(frozen=True)
class Group:
    """Things one holder can hand over together: a kind, and the place they must go to (none: a postman)."""

    kind: ManifestKind
    to_unit: int | None
    to_name: str
    count: int

    @property
    def noun(self) -> str:
        """What is counted on it, in words."""
        return NOUNS[self.kind]


# Result or papers on the way to their person, and what comes next (rules.attempts.next_step says the same).
OUTWARD = """(i.kind = 'result' AND d.state = 'released' OR i.kind IN ('papers', 'supplement') AND v.leg = 'out'
  AND d.state IN ('refused', 'ineligible', 'withdrawn'))"""
HOME = """
CASE WHEN h.kind = 'courier' THEN CASE WHEN held.ending = 'expired' THEN 'return-in' END
  WHEN held.id IS NULL OR held.ending = 'called-back' THEN 'run-sheet'
  WHEN held.ending = 'expired' THEN 'office-out'
  WHEN asked.slot_day IS NOT NULL OR held.until < (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    THEN 'hold-back' END
"""
# Where a thing goes next by its usual road; what lies at an office of the post on its way goes on.
GOES = f"""
CASE
  WHEN {OUTWARD} AND h.unit_id IS DISTINCT FROM d.desk_id THEN {HOME}
  WHEN hu.kind IN ('provincial-post', 'district-post', 'post-point') THEN
    CASE WHEN i.kind <> 'papers' OR h.unit_id IS DISTINCT FROM d.intake_point_id OR d.handover_at IS NOT NULL
      THEN 'office-out' WHEN d.state = 'registered' THEN 'pick-up' END
  WHEN h.kind = 'courier' AND (i.kind = 'papers' AND d.state = 'accepted'
    OR i.kind = 'supplement' AND d.state = 'processing' OR i.kind = 'withdrawn' AND d.state = 'returned'
    AND EXISTS (SELECT 1 FROM custody_line l JOIN custody_holder o ON o.id = l.to_holder
      WHERE l.stream = i.id AND o.unit_id = d.desk_id)) THEN 'shuttle-agency'
  WHEN h.kind = 'courier' AND (i.kind = 'result' AND d.state = 'settled'
    OR i.kind IN ('papers', 'supplement') AND d.state IN ('ineligible', 'withdrawn')
    AND d.accepted_at IS NOT NULL AND v.id IS NULL) THEN 'shuttle-desk'
  WHEN h.kind = 'courier' AND i.kind = 'papers' AND d.state = 'registered' THEN 'hand-over'
  WHEN h.unit_id = d.desk_id AND i.kind = 'papers' AND d.state = 'accepted' THEN 'to-agency'
  WHEN h.unit_id = d.desk_id AND i.kind = 'supplement' AND d.state = 'processing' THEN 'to-agency'
  WHEN h.unit_id = d.handling_id AND i.kind = 'papers' AND d.state = 'processing' AND n.unit_id IS NOT NULL
    THEN 'between-agencies'
  WHEN h.unit_id = d.desk_id AND i.kind = 'result' AND d.state = 'settled'
    THEN CASE WHEN d.result_channel = 1 AND v.id IS NOT NULL THEN 'result-out' END
  WHEN h.kind = 'place' AND i.kind = 'result' AND d.state = 'settled' THEN 'result-to-desk'
  WHEN h.kind = 'courier' AND i.kind = 'papers' AND d.state = 'withdrawn' AND v.leg = 'in' THEN 'hand-over'
  WHEN h.unit_id = d.desk_id AND i.kind IN ('papers', 'supplement')
    AND d.state IN ('refused', 'ineligible', 'withdrawn')
    THEN CASE WHEN d.result_channel = 1 AND v.id IS NOT NULL THEN 'papers-out' END
  WHEN h.kind = 'place' AND i.kind IN ('papers', 'supplement') AND d.accepted_at IS NOT NULL
    AND d.state IN ('ineligible', 'withdrawn') THEN 'papers-to-desk'
  WHEN h.kind = 'courier' AND i.kind = 'withdrawn' AND d.state = 'returned' THEN 'originals-in'
  WHEN h.unit_id = d.desk_id AND i.kind = 'withdrawn' AND d.state = 'returned' THEN 'originals-home'
END
"""
# Another road to the same end: by the shuttle while a round of the desk is open, by the post's office at any time.
ALSO = f"""
SELECT main.goes WHERE main.goes IS NOT NULL
UNION ALL SELECT other.goes FROM (VALUES ('to-agency', 'shuttle-out'), ('originals-home', 'shuttle-out'),
    ('result-to-desk', 'shuttle-back'), ('papers-to-desk', 'shuttle-back')) other(main, goes)
  WHERE other.main = main.goes AND EXISTS (SELECT 1 FROM custody_shuttleround r
    WHERE r.desk_id = d.desk_id AND r.day = {TODAY} AND r.ended_at IS NULL)
UNION ALL SELECT 'office-in' WHERE h.kind = 'courier'
UNION ALL SELECT 'office-out' WHERE main.goes = 'run-sheet'
"""
TO = """
CASE WHEN g.goes IN ('hand-over', 'result-to-desk', 'papers-to-desk', 'originals-in', 'shuttle-desk', 'return-in')
    THEN d.desk_id
  WHEN g.goes = 'shuttle-agency' AND i.kind = 'withdrawn' THEN d.agency_id
  WHEN g.goes IN ('to-agency', 'shuttle-agency')
    THEN CASE i.kind WHEN 'papers' THEN d.agency_id ELSE coalesce(d.handling_id, d.agency_id) END
  WHEN g.goes = 'originals-home' THEN d.agency_id WHEN g.goes = 'between-agencies' THEN n.unit_id END
"""
READY = f"""
FROM custody_item i
JOIN custody_holder h ON h.id = i.holder_id LEFT JOIN directory_unit hu ON hu.id = h.unit_id
LEFT JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
{JOINS}
LEFT JOIN LATERAL (
  SELECT coalesce(s.unit_id, d.agency_id) AS unit_id FROM catalogue_stage s
  WHERE s.version_id = d.version_id AND d.state = 'processing' AND s.seq > coalesce(d.stage, 1)
    AND coalesce(s.unit_id, d.agency_id) <> coalesce(d.handling_id, d.agency_id)
  ORDER BY s.seq LIMIT 1) n ON true
{FACTS}
CROSS JOIN LATERAL (SELECT {GOES} AS goes) main
CROSS JOIN LATERAL ({ALSO}) g(goes)
CROSS JOIN LATERAL (
  SELECT {TO} AS unit_id WHERE g.goes <> 'office-in'
  UNION SELECT a.unit_id FROM directory_appointment a WHERE g.goes = 'office-in'
    AND a.user_id = h.user_id AND a.role = 'postman' AND {IN_FORCE.replace("valid_", "a.valid_")}
  UNION SELECT d.intake_point_id WHERE g.goes = 'office-in' AND d.intake_point_id IS NOT NULL
    AND i.kind = 'papers' AND d.state = 'withdrawn' AND v.leg = 'in') t
WHERE i.holder_id = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM custody_manifestentry e WHERE e.item_id = i.id AND e.outcome = 'pending')
"""


def ready_groups(holders: list[int]) -> list[Group]:
    """What these holders can hand over now, by kind and by destination."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.goes, t.unit_id, coalesce((SELECT u.name FROM directory_unit u "
            f"WHERE u.id = t.unit_id), ''), count(*) {READY} "
            "GROUP BY g.goes, t.unit_id ORDER BY g.goes, 3",
            [holders],
        )
        return [Group(ManifestKind(row[0]), *row[1:]) for row in cursor.fetchall()]


def ready_things(
    holders: list[int], kind: ManifestKind, to_unit: int | None, *, limit: int = 1000
) -> list[Thing]:
    """The things of one group, the longest here first; a manifest takes a thousand at most."""
    postal = RULES[kind].gives is Right.HAND_OVER_POST and kind not in SHUTTLE
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} {READY} AND g.goes = %s AND t.unit_id IS NOT DISTINCT FROM %s "
            f"ORDER BY d.registered_at, i.id LIMIT {limit}",
            [holders, kind, to_unit],
        )
        return [thing(row, postal=postal) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Carrying:
    """A postman who carries something for a desk, and how many."""

    user_id: int
    username: str
    name: str
    count: int


def carrying_to(desk_id: int) -> list[Carrying]:
    """The postmen on the road with papers for a desk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.username, p.full_name, count(*) FROM custody_item i "
            "JOIN custody_holder h ON h.id = i.holder_id AND h.kind = 'courier' "
            "JOIN accounts_user p ON p.id = h.user_id "
            "JOIN dossiers_dossier d ON d.id = i.dossier_id AND d.state = 'registered' "
            "WHERE d.desk_id = %s AND i.kind = 'papers' AND NOT EXISTS ("
            "SELECT 1 FROM custody_manifestentry e WHERE e.item_id = i.id AND e.outcome = 'pending') "
            "GROUP BY p.id ORDER BY p.full_name, p.id",
            [desk_id],
        )
        return [Carrying(*row) for row in cursor.fetchall()]
