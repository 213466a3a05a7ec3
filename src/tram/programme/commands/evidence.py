"""What the verbs of the registers share: refusing what cannot be, taking a row out with a reason."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.text import clean
from tram.programme.rules.registers import FIRST_YEAR, LAST_YEAR

LEAST_REASON = 5


def require_past(act: Act, day: date) -> None:
    """Refuse a day that has not come, or one before anybody thought of the plan."""
    if day > local_date(act.recorded):
        raise Refused("future-date", _("Ngày {} chưa tới: hãy xem lại ngày.").format(vn_date(day)))
    require_year(day.year)


def require_year(year: int) -> None:
    """Refuse a year that was surely typed wrong."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("Năm {year} ngoài khoảng {first}–{last}: hãy xem lại.")
        raise Refused("bad-year", message.format(year=year, first=FIRST_YEAR, last=LAST_YEAR))


def require_reason(reason: str) -> str:
    """The reason, tidied; Refused if it says nothing."""
    told = clean(reason)
    if len(told) < LEAST_REASON:
        message = _("Hãy ghi lý do, ít nhất {} ký tự.").format(LEAST_REASON)
        raise Refused("reason-missing", message)
    return told


def retire(act: Act, row: Any, reason: str) -> None:
    """Take a row out of its register: it stays, with who, when and why."""
    told = require_reason(reason)
    if row.retired_at:
        raise Refused("already-retired", _("Dòng này đã được gỡ trước đó."))
    row.retired_at, row.retired_by_id, row.retired_reason = act.recorded, act.actor.id, told
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
