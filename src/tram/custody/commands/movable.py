"""Whether things may leave the hands they are in: an open incident may hold them back (requirements 22a, 17c)."""

from collections.abc import Sequence

from tram.custody.models import Item
from tram.custody.queries.holders import dossier_label
from tram.custody.queries.troubles import standings
from tram.custody.rules.incidents import require_movable
from tram.dossiers.models import Dossier


def require_free(dossier: Dossier, items: Sequence[Item], *, home: bool = False) -> None:
    """Refuse what an open case holds back, naming dossier and case.

    `home`: over a counter into the hands of its own customer, where a secrecy mark is no obstacle.
    """
    label = f"Hồ sơ {dossier_label(dossier.number, dossier.id)}"
    for found in standings([item.id for item in items]).values():
        require_movable(found, label, home=home)
