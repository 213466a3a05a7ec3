"""How many alarms wait for an answer of this person's duties: the numbers beside the entries of the menu (X6)."""

from dataclasses import dataclass
from typing import Any

from tram.accounts.rules.access import Right, Role
from tram.core import prepared
from tram.core.acts import Actor
from tram.dossiers.queries.reach import held

# The units of a duty, those below and those they followed, as reach.BELOW has it.
BELOW = """
SELECT id FROM directory_unit WHERE id = ANY(%({units})s)
UNION SELECT next.id FROM {name} CROSS JOIN LATERAL (
  SELECT u.id FROM directory_unit u WHERE u.parent_id = {name}.id
  UNION ALL SELECT s.predecessor_id FROM directory_succession s WHERE s.successor_id = {name}.id) AS next
"""
# A scanned number that nobody has explained is for the manager after a day.
WAITING = f"""
WITH RECURSIVE posts AS ({BELOW.format(units="managed", name="posts")}),
  offices AS ({BELOW.format(units="led", name="offices")})
SELECT (SELECT count(*) FROM custody_legalarm g JOIN custody_item i ON i.id = g.item_id AND i.seq = g.seq
    WHERE g.closed_at IS NULL AND g.answer = '' AND (%(watches)s::boolean AND g.escalated_at IS NOT NULL
      OR g.role = %(manager)s AND (g.unit_id IN (SELECT id FROM posts) OR g.unit_id IS NULL AND %(manages)s::boolean)
      OR g.role = %(leader)s AND g.unit_id IN (SELECT id FROM offices))),
  (SELECT count(*) FROM custody_discrepancy x JOIN custody_manifest m ON m.id = x.manifest_id
    JOIN custody_holder f ON f.id = m.from_holder_id JOIN custody_holder t ON t.id = m.to_holder_id
    WHERE x.solved_at IS NULL AND (f.unit_id IN (SELECT id FROM posts) OR t.unit_id IN (SELECT id FROM posts)))
  + (SELECT count(*) FROM custody_parkedscan k JOIN custody_holder h ON h.id = k.holder_id
    WHERE k.resolved_at IS NULL AND k.at <= tram_now() - interval '24 hours' AND (h.unit_id IN (SELECT id FROM posts)
      OR EXISTS (SELECT FROM directory_appointment a JOIN posts ON posts.id = a.unit_id
        WHERE a.user_id = h.user_id AND a.role = %(postman)s)))
"""


@dataclass(frozen=True)
class Unanswered:
    """Items silent too long without an answer; differences not solved and old unknown numbers."""

    silent: int
    differences: int


def unanswered(actor: Actor) -> Unanswered:
    """What waits for this person's duties, in one statement."""
    managed = actor.units(Role.POST_MANAGER) | held(actor, Right.MANAGE_POST)
    words: dict[str, Any] = {
        "managed": list(managed),
        "led": list(actor.units(Role.LEADER)),
        "manages": bool(managed),
        "watches": bool(actor.units(Role.STANDING_AGENCY)),
        "manager": Role.POST_MANAGER.value,
        "leader": Role.LEADER.value,
        "postman": Role.POSTMAN.value,
    }
    return Unanswered(*map(int, prepared.rows(WAITING, words)[0]))
