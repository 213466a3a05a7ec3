"""Originals taken back when the result is given: an item that travels to the agency before the dossier can close."""

from collections.abc import Sequence

from tram.catalogue import queries as catalogue
from tram.core.acts import Act
from tram.custody.commands import chain
from tram.custody.models import CollectedOriginal, ItemKind
from tram.custody.rules.originals import Collected, require_collected
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.graphs import ROUND_TRIP
from tram.dossiers.rules.states import Action


def end(
    act: Act, dossier: Dossier, action: Action, *, holder_id: int, collected: Sequence[Collected]
) -> None:
    """The result is given, originals first; closed, unless an original must still reach the agency."""
    taken = collect(act, dossier, holder_id=holder_id, collected=collected)
    dossiers.hand_out(act, [dossier], action)
    if not taken:
        dossiers.close(act, [dossier])


def collect(act: Act, dossier: Dossier, *, holder_id: int, collected: Sequence[Collected]) -> int:
    """Take the originals of the version's list; how many were taken. They become one item with who took them."""
    # The graph of the first release knew of none; a dossier keeps the rules it began under.
    if dossier.graph == ROUND_TRIP:
        return 0
    names = catalogue.withdrawn_papers(dossier.version_id)
    require_collected(names, collected)
    CollectedOriginal.objects.bulk_create(
        CollectedOriginal(
            dossier=dossier,
            seq=paper.seq,
            name=names[paper.seq - 1],
            number=paper.number.strip(),
            absent_reason=paper.absent_reason.strip(),
            collected_at=act.at,
            by_id=act.actor.id,
        )
        for paper in collected
    )
    taken = sum(1 for paper in collected if paper.number.strip())
    if taken:
        chain.bring_in(act, dossier.id, ItemKind.WITHDRAWN, holder_id=holder_id, source="customer")
    return taken
