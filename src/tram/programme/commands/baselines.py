"""Writing down what an agency had reached in a year before; again means another version with a reason.

Legal basis: the plan's rule of group A, domain requirement 49.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import clean
from tram.programme.commands.evidence import require_reason, require_year
from tram.programme.models import Baseline
from tram.programme.queries.members import Member, require_member
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator
from tram.programme.rules.registers import MOST, FigureGrade

MEASURED = (*DOSSIER_SHARES, Indicator.VOLUME)
"""What years before can be compared by: the three shares and the plain number."""


@dataclass(frozen=True)
class Figure:
    """A figure of a year before; `denominator` None where nothing is divided (số lượt)."""

    unit_id: int
    indicator: Indicator
    year: int
    numerator: int
    denominator: int | None
    source: str
    grade: FigureGrade


@command
def record_baseline(act: Act, *, figure: Figure, reason: str = "") -> dict[str, Any]:
    """A figure of a year before (ghi số liệu năm trước)."""
    return {"baseline": write_baseline(act, figure, reason).pk}


def write_baseline(act: Act, figure: Figure, reason: str) -> Baseline:
    """The part of a command that writes one figure; the first needs no reason, every later one does."""
    unit = require_member(act.actor, figure.unit_id, local_date(act.recorded))
    _require_sane(act, figure)
    before = latest(figure)
    if before and not clean(reason):
        raise Refused("reason-missing", _already(unit, before))
    return Baseline.objects.create(
        unit_id=figure.unit_id,
        indicator=figure.indicator,
        year=figure.year,
        version=before.version + 1 if before else 1,
        numerator=figure.numerator,
        denominator=figure.denominator,
        source=clean(figure.source),
        grade=figure.grade,
        reason=require_reason(reason) if before else "",
        by_id=act.actor.id,
        at=act.recorded,
    )


def latest(figure: Figure) -> Baseline | None:
    """The version that counts until now."""
    rows = Baseline.objects.filter(
        unit=figure.unit_id, indicator=figure.indicator, year=figure.year
    )
    return rows.select_related("by").order_by("-version").first()


def _already(unit: Member, before: Baseline) -> str:
    message = _(
        "{unit} đã có «{indicator}» năm {year} do {by} ghi. Muốn ghi lại, hãy nêu lý do: bản cũ vẫn giữ."
    )
    indicator = Indicator(before.indicator).label
    return message.format(
        unit=unit.short_name, indicator=indicator, year=before.year, by=before.by.full_name
    )


def _require_sane(act: Act, figure: Figure) -> None:
    require_year(figure.year)
    if figure.year >= local_date(act.recorded).year:
        message = _("Năm {} chưa hết: chỉ ghi số liệu của năm đã qua.")
        raise Refused("year-not-over", message.format(figure.year))
    if figure.indicator not in MEASURED:
        raise Refused("bad-indicator", _("Số liệu năm trước không dùng chỉ tiêu này."))
    if not clean(figure.source):
        raise Refused("source-missing", _("Hãy ghi nguồn: văn bản, báo cáo nào nêu số này."))
    _require_part(figure)


def _require_part(figure: Figure) -> None:
    whole, counted = figure.denominator, figure.indicator is Indicator.VOLUME
    if counted != (whole is None):
        message = _("Số lượt thì để trống mẫu số.") if counted else _("Tỷ lệ phải có mẫu số.")
        raise Refused("bad-denominator", message)
    if not 0 <= figure.numerator <= MOST or (whole is not None and not 0 <= whole <= MOST):
        raise Refused("bad-count", _("Số phải từ 0 đến 1.000.000.000: hãy xem lại."))
    if whole is not None and figure.numerator > whole:
        message = _("Tử số {} lớn hơn mẫu số {}: hãy xem lại hai số.")
        raise Refused("part-over-whole", message.format(figure.numerator, whole))
