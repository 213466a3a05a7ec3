"""Whose figures of the plan a person may see (phạm vi xem): the whole province's, or those of their own agencies.

Numbers of dossiers only; the dossiers themselves are opened by another right.
"""

from tram.accounts.rules.access import Right, Role
from tram.core.acts import Actor
from tram.dossiers.queries.reach import below, held

SEE_ALL = frozenset({Role.STANDING_AGENCY, Role.PROVINCE_OFFICE, Role.POST_MANAGER})


def plan_units(actor: Actor) -> frozenset[int] | None:
    """None = every agency: who watches over the plan, and the post, which carries it out."""
    if any(Role(duty.role) in SEE_ALL for duty in actor.duties):
        return None
    return below(held(actor, Right.READ_PLAN))
