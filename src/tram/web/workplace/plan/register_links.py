"""From an indicator of the board to the register that proves it (sổ đứng sau chỉ số)."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.core.calendar import vn_date
from tram.programme.rules.indicators import Indicator

REGISTERS: dict[Indicator, tuple[str, tuple[Right, ...]]] = {
    Indicator.AGREEMENTS_SIGNED: ("agreements", (Right.READ_PLAN,)),
    Indicator.POINTS_QUALIFIED: ("qualified_points", (Right.READ_PLAN,)),
    Indicator.TELLERS_TRAINED: ("training", (Right.TRAIN_TELLERS, Right.MANAGE_PLAN)),
    Indicator.COMMUNES_INFORMED: ("outreach", (Right.READ_PLAN,)),
    Indicator.MEDIA_INFORMED: ("media", (Right.READ_PLAN,)),
    Indicator.REPORTS_ON_TIME: ("agency_reports", (Right.READ_PLAN,)),
}


def register_url(who: Actor, indicator: Indicator, as_of: date) -> str:
    """The page of the register as of a day, if there is one and this person may open it; else nothing."""
    name, rights = REGISTERS.get(indicator, ("", ()))
    if not any(may(who, right) for right in rights):
        return ""
    words = {"ngay": vn_date(as_of), "nam": str(as_of.year)}
    return f"{reverse(name)}?{urlencode(words)}"
