"""What the post plans for a year: people, things and money of a point or a post office; again replaces by a version.

Legal basis: the plan's task of Bưu điện tỉnh on people, means and budget.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.models import POSTS, Unit
from tram.directory.queries import scope
from tram.programme.commands.evidence import require_year
from tram.programme.models import MeansPlan
from tram.programme.rules.registers import MOST_VND, MeansSubject

MOST_COUNT = 10_000


@dataclass(frozen=True)
class YearPlan:
    """One line of the yearly plan: what is added and paid; nothing of both takes the line back."""

    year: int
    place_id: int
    subject: MeansSubject
    count: int | None
    vnd: int
    source: str = ""
    decision: str = ""


@command
def record_means(act: Act, *, plan: YearPlan) -> dict[str, Any]:
    """A line of the yearly plan of the post (ghi kế hoạch năm của bưu điện)."""
    row = write_means(act, plan)
    return {"means": row.pk if row else None, "changed": row is not None}


def write_means(act: Act, plan: YearPlan) -> MeansPlan | None:
    """The part of a command that writes one line; None if it says what holds already."""
    place = Unit.objects.filter(id=plan.place_id).first()
    if place is None or place.kind not in POSTS:
        raise Refused("no-such-place", _("Hãy chọn một bưu điện hoặc điểm phục vụ bưu chính."))
    require(act.actor, Right.MANAGE_POST, scope(place.id))
    _require_sane(plan)
    rows = MeansPlan.objects.filter(year=plan.year, place=place, subject=plan.subject)
    before = rows.order_by("-version").first()
    said = {
        "count": plan.count,
        "vnd": plan.vnd,
        "source": clean(plan.source),
        "decision": clean(plan.decision),
    }
    if before and all(getattr(before, name) == value for name, value in said.items()):
        return None
    return MeansPlan.objects.create(
        year=plan.year,
        place=place,
        subject=plan.subject,
        version=before.version + 1 if before else 1,
        **said,
        by_id=act.actor.id,
        at=act.recorded,
    )


def _require_sane(plan: YearPlan) -> None:
    require_year(plan.year)
    if plan.count is not None and not 0 <= plan.count <= MOST_COUNT:
        raise Refused("bad-count", _("Số lượng phải từ 0 đến 10.000: hãy xem lại."))
    if not 0 <= plan.vnd <= MOST_VND:
        raise Refused("bad-amount", _("Số tiền phải từ 0 đến 1.000.000.000.000 đồng."))
    if plan.vnd and not clean(plan.source):
        raise Refused("source-missing", _("Có số tiền thì hãy ghi nguồn kinh phí."))
