"""Whether things may leave the hands they are in: an open incident (22a, 17c) or a bag may hold them back."""

from collections.abc import Sequence

from tram.core.errors import Refused
from tram.custody.models import BagItem, Item
from tram.custody.queries.holders import dossier_label
from tram.custody.queries.troubles import standings
from tram.custody.rules.incidents import require_movable
from tram.dossiers.models import Dossier


def require_free(dossier: Dossier, items: Sequence[Item], *, home: bool = False) -> None:
    """Refuse what an open case or a bag holds back, naming dossier and case.

    `home`: over a counter into the hands of its own customer, where a secrecy mark is no obstacle.
    """
    inside = BagItem.objects.filter(item__in=items, taken_out_at=None).select_related("bag")
    label = f"Hồ sơ {dossier_label(dossier.number, dossier.id)}"
    for found in standings([item.id for item in items]).values():
        require_movable(found, label, home=home)
    if found_in := inside.first():
        raise Refused(
            "in-bag",
            f"{label} đang nằm trong túi {found_in.bag.number}. Hãy lấy ra khỏi túi trước.",
        )
