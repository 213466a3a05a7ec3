"""Dossiers by the procedure version they came under: each keeps its own (domain requirements 30, 63)."""

from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

ENDED = (
    State.CLOSED,
    State.REFUSED_CLOSED,
    State.INELIGIBLE_CLOSED,
    State.WITHDRAWN_CLOSED,
    State.VOIDED,
)


def open_under(version_id: int) -> int:
    """How many dossiers of a version are still on their way."""
    return Dossier.objects.filter(version_id=version_id).exclude(state__in=ENDED).count()
