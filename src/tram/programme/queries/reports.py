"""Who owes the report of a year, who sent it, and whether it was in time (báo cáo năm của đơn vị)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tram.core.choices import Choice
from tram.programme.models import AgencyReport
from tram.programme.queries.members import Member, members
from tram.programme.queries.plan import plan_for
from tram.programme.queries.units import Units
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.plan import PlanOn


class ReportStanding(Choice):
    """How an agency stands with its report of a year (tình hình báo cáo năm)."""

    ON_TIME = "on-time", "Đúng hạn"
    LATE = "late", "Nộp muộn"
    WAITING = "waiting", "Chưa nộp, còn hạn"
    OVERDUE = "overdue", "Chưa nộp, quá hạn"


@dataclass(frozen=True)
class Received:
    """One report that came."""

    id: int
    unit_id: int
    received_on: date
    number: str
    on_paper: bool
    file: UUID | None
    file_name: str
    by: str


@dataclass(frozen=True)
class Owed:
    """An agency that owes the report of a year, with what came; the first decides."""

    unit: Member
    due_on: date
    standing: ReportStanding
    reports: tuple[Received, ...]

    @property
    def first(self) -> Received | None:
        """The report that counts."""
        return self.reports[0] if self.reports else None


def reports_owed(
    year: int, as_of: date, plan: PlanOn | None = None, units: Units | None = None
) -> list[Owed]:
    """Every agency that owes the report of a year with what had come by the end of a day; none without a plan."""
    plan, came = plan or plan_for(year, as_of), _came(year, as_of)
    if plan is None:
        return []
    rows = []
    for unit in members(min(as_of, plan.period(year).last), units):
        target = plan.target(Indicator.REPORTS_ON_TIME, year, unit.group, unit.kind)
        if target:
            got, due = tuple(came.get(unit.id, ())), target.due_on(year, plan.period(year))
            rows.append(Owed(unit, due, standing(got, due, as_of), got))
    return rows


def standing(got: Sequence[Received], due: date, as_of: date) -> ReportStanding:
    """How it stands: the first report that came decides."""
    if got:
        return ReportStanding.ON_TIME if got[0].received_on <= due else ReportStanding.LATE
    return ReportStanding.WAITING if as_of <= due else ReportStanding.OVERDUE


def _came(year: int, as_of: date) -> dict[int, list[Received]]:
    rows = AgencyReport.objects.filter(year=year, received_on__lte=as_of, retired_at=None)
    found: dict[int, list[Received]] = {}
    for row in rows.select_related("file", "by").order_by("received_on", "id"):
        found.setdefault(row.unit_id, []).append(_received(row))
    return found


def _received(row: AgencyReport) -> Received:
    return Received(
        row.pk,
        row.unit_id,
        row.received_on,
        row.number,
        row.on_paper,
        row.file_id,
        row.file.name if row.file else "",
        row.by.full_name,
    )


def report_row(report_id: int) -> tuple[Received, str] | None:
    """One report that stands, with the name of its agency."""
    rows = AgencyReport.objects.select_related("unit", "file", "by")
    found = rows.filter(id=report_id, retired_at=None).first()
    return (_received(found), found.unit.name) if found else None
