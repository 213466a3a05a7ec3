"""Which dossiers a person's duties open (phạm vi): the units, those below, those whose place they took."""

from django.db import connection

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core.acts import Actor
from tram.dossiers.rules.sight import Reach

BELOW = """
WITH RECURSIVE down AS (
  SELECT id FROM directory_unit WHERE id = ANY(%s)
  UNION SELECT next.id FROM down CROSS JOIN LATERAL (
    SELECT u.id FROM directory_unit u WHERE u.parent_id = down.id
    UNION ALL SELECT s.predecessor_id FROM directory_succession s WHERE s.successor_id = down.id) AS next)
SELECT id FROM down
"""


def below(unit_ids: frozenset[int]) -> frozenset[int]:
    """These units, every unit below them, and the units whose successors they are."""
    if not unit_ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [list(unit_ids)])
        return frozenset(row[0] for row in cursor.fetchall())


def held(actor: Actor, right: Right) -> frozenset[int]:
    """Units where a duty of this person grants a right."""
    return frozenset(duty.unit_id for duty in actor.duties if right in GRANTS[Role(duty.role)])


def reach(actor: Actor) -> Reach:
    """What this person may read: desks and agencies whole, the post only what passed through its hands.

    A postman's duty stands at a whole post office, so it opens what the postman has carried, not what the office has.
    """
    postman = bool(actor.units(Role.POSTMAN))
    tellers = held(actor, Right.TAKE_IN)
    watched = held(actor, Right.READ_POSTAL) - tellers - actor.units(Role.POSTMAN)
    watched |= actor.units(Role.POST_MANAGER)
    return Reach(
        whole=below(held(actor, Right.READ_DOSSIER)),
        intake=tellers,
        postal=below(watched),
        carrier=actor.user_id if postman else None,
    )


OPEN = """
SELECT u.id, count(DISTINCT d.id) FROM directory_unit u
JOIN dossiers_dossier d ON u.id IN (d.desk_id, d.agency_id)
WHERE u.id = ANY(%s) AND EXISTS (SELECT FROM dossiers_step s
  WHERE (s.graph, s.action, s.from_state) = (d.graph, 'correct', d.state))
GROUP BY u.id
"""


def open_at(unit_ids: list[int]) -> dict[int, int]:
    """How many open dossiers each of these units still has."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [unit_ids])
        return dict(cursor.fetchall())
