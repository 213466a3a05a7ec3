"""The board in one sentence, and what its figures stand on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tram.core.calendar import local, vn_date
from tram.programme.queries.figures import Board
from tram.programme.rules.gaps import Overall, Standing
from tram.web.figures import number
from tram.web.workplace.plan.asked import Asked, AskedForm


def sentence(rows: Sequence[Overall], as_of: date) -> str:
    """How many agencies met all their targets, how many missed one, of how many nothing can be told."""
    told = [row.standing for row in rows]
    met = sum(row.standing == Standing.MET and row.met == row.asked for row in rows)
    missed = told.count(Standing.UNMET)
    words = _(
        "Đến hết {day}, trong {all} cơ quan có chỉ tiêu: {met} đạt mọi chỉ tiêu, {missed} chưa đạt"
    )
    said = words.format(
        day=vn_date(as_of), all=number(len(rows)), met=number(met), missed=number(missed)
    )
    other = len(rows) - met - missed
    return said + (_(", {} chưa đủ số liệu để kết luận.").format(number(other)) if other else ".")


def state_words(found: Board) -> dict[str, Any]:
    """When it was computed, up to which line of the books, what is missing, how much is simulated."""
    return {
        "computed_at": found.computed_at,
        "to_come": found.as_of > local(found.computed_at).date(),
        "up_to": found.up_to,
        "missing": found.missing,
        "simulated": found.simulated,
    }


def chooser_words(form: AskedForm, asked: Asked, page: str, *where: Any) -> dict[str, Any]:
    """What the choosers need: whether another reading than the plan's own stands open, and the way back."""
    return {
        "asked": asked,
        "reading_fields": [form[name] for name in form.fields if name not in ("nam", "den")],
        "other_readings": asked.readings != asked.plan.readings,
        "reset_url": reverse(page, args=where),
        "data_url": asked.url("plan_data"),
    }
