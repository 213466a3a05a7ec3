"""The province on the board: the three shares as bullets, every other indicator as a line of a table."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from tram.core.acts import Actor
from tram.programme.queries.figures import Board
from tram.programme.queries.seen import plan_units
from tram.programme.rules.gaps import Standing
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator
from tram.web.figures import number, scale, shown
from tram.web.workplace.plan.asked import Asked
from tram.web.workplace.plan.register_links import register_url

OTHERS = tuple(
    i for i in Indicator if i not in DOSSIER_SHARES and i != Indicator.NOT_BELOW_LAST_YEAR
)


def words(asked: Asked, found: Board, who: Actor) -> dict[str, Any]:
    """What the page says of the whole; its lists of dossiers only to who sees every agency."""
    three = {i: found.province.get(i) for i in DOSSIER_SHARES}
    top = scale(three.values())
    lists = {i: asked.url("plan_behind", **{"chi-tieu": i.value}) for i in DOSSIER_SHARES}
    everywhere = plan_units(who) is None
    others = [
        shown(i, found.province.get(i), f"p-{i.value}", url=register_url(who, i, asked.as_of))
        for i in OTHERS
    ]
    return {
        "whole_name": _("Toàn tỉnh"),
        "shares": [
            shown(i, value, f"p-{i.value}", top, lists[i] if everywhere else "")
            for i, value in three.items()
        ],
        "others": others,
        "others_told": _told(Counter(it.standing for it in others)),
    }


def _told(count: Counter[Standing]) -> str:
    """In how many of them what can be said: 3 đạt, 2 chưa đạt, 8 chưa đo."""
    known = (each for each in Standing if count[each])
    return ", ".join(f"{number(count[each])} {_(each.label).lower()}" for each in known)
