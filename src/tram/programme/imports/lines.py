"""What one line of a spreadsheet for a register does; Refused says why it cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tram.catalogue.models import Procedure
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.cells import bad
from tram.core.text import clean, search_terms
from tram.directory.imports.post_lines import LineOutcome
from tram.directory.models import POSTS
from tram.directory.queries.network import post_places
from tram.programme.commands.baselines import Figure, latest, write_baseline
from tram.programme.commands.evidence import require_reason
from tram.programme.commands.means import YearPlan, write_means
from tram.programme.commands.outreach import Told, write_outreach
from tram.programme.imports.rows import BaselineLine, MeansLine, MonthLine, OutreachLine
from tram.programme.models import MeansPlan, ReportedFigure, ReportedMonth
from tram.programme.queries.communes import Commune, informed_by
from tram.programme.queries.members import Member, members_of
from tram.programme.rules.registers import Counts

Names = Mapping[tuple[str, ...], int]


@dataclass
class Work:
    """What the lines of one spreadsheet share: who acts, why older figures give way, what was found before."""

    act: Act
    sheet_id: UUID
    reason: str = ""
    units: dict[tuple[str, ...], Member] = field(default_factory=dict)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    months: dict[tuple[int, date], ReportedMonth] = field(default_factory=dict)
    codes: dict[date, Mapping[str, Commune]] = field(default_factory=dict)


def outreach_line(work: Work, line: OutreachLine) -> LineOutcome:
    """A commune was told; its name, if given, must fit its code."""
    if line.on not in work.codes:
        mine = informed_by(work.act.actor, line.on)
        work.codes[line.on] = {each.code: each for each in mine}
    commune = work.codes[line.on].get(line.code)
    if commune is None:
        raise bad(f"Mã xã {line.code} không thuộc phạm vi của bạn, hoặc không có vào ngày này.")
    if line.name and search_terms(line.name) != search_terms(commune.name):
        raise bad(
            f"Mã {line.code} là {commune.name}, không phải «{line.name}»: hãy sửa mã hoặc tên."
        )
    told = Told(commune.id, line.on, line.station)
    write_outreach(work.act, commune, told, (line.content, line.note), None)
    return LineOutcome.NEW


def baseline_line(work: Work, line: BaselineLine) -> LineOutcome:
    """A figure of a year before; the same again changes nothing, another needs the reason of the sheet."""
    figure = Figure(
        _unit(work, line.unit).id,
        line.indicator,
        line.year,
        line.numerator,
        line.denominator,
        line.source,
        line.grade,
    )
    before = latest(figure)
    said = (line.numerator, line.denominator, clean(line.source), line.grade.value)
    if before and (before.numerator, before.denominator, before.source, before.grade) == said:
        return LineOutcome.SAME
    write_baseline(work.act, figure, work.reason)
    return LineOutcome.CHANGED if before else LineOutcome.NEW


def month_line(work: Work, line: MonthLine) -> LineOutcome:
    """One line of a month that an agency tells; the first line of the month begins its version."""
    unit = _unit(work, line.unit)
    counts = Counts(line.received, line.received_by_post, line.returned, line.returned_by_post)
    if counts.wrong:
        raise bad(counts.wrong)
    procedure_id = _procedure(line.procedure, unit)
    head = _month(work, unit, line.month)
    _require_apart(head, procedure_id)
    ReportedFigure.objects.create(month=head, procedure_id=procedure_id, **vars(counts))
    return LineOutcome.CHANGED if head.version > 1 else LineOutcome.NEW


def _require_apart(head: ReportedMonth, procedure_id: int | None) -> None:
    """A month told twice, or as a whole and by procedure too, would count its dossiers twice."""
    there = set(head.figures.values_list("procedure_id", flat=True))
    if procedure_id in there:
        raise bad(f"Tháng {head.month:%m/%Y} của đơn vị này đã có ở dòng trên: hãy bỏ một dòng.")
    if there and (procedure_id is None or None in there):
        raise bad(
            f"Tháng {head.month:%m/%Y} vừa ghi chung vừa ghi từng thủ tục: "
            "hãy ghi chung một dòng, hoặc chỉ ghi từng thủ tục."
        )


def _month(work: Work, unit: Member, month: date) -> ReportedMonth:
    if (unit.id, month) in work.months:
        return work.months[unit.id, month]
    today = local_date(work.act.recorded)
    if (month.year, month.month) >= (today.year, today.month):
        raise bad(f"Tháng {month:%m/%Y} chưa hết: chỉ nhập số liệu của tháng đã qua.")
    rows = ReportedMonth.objects.filter(unit=unit.id, month=month).select_related("by")
    before = rows.order_by("-version").first()
    if before and not work.reason:
        raise bad(_twice(unit, before))
    head = ReportedMonth.objects.create(
        unit_id=unit.id,
        month=month,
        version=before.version + 1 if before else 1,
        reason=require_reason(work.reason) if before else "",
        sheet_id=work.sheet_id,
        by_id=work.act.actor.id,
        at=work.act.recorded,
    )
    work.months[unit.id, month] = head
    return head


def _twice(unit: Member, before: ReportedMonth) -> str:
    message = _(
        "Tháng {month} của {unit} đã nhập ngày {day}, người nhập {by}."
        " Muốn thay, hãy ghi «Lý do thay số đã nhập» rồi gửi lại; số cũ vẫn giữ."
    )
    return message.format(
        month=f"{before.month:%m/%Y}",
        unit=unit.short_name,
        day=vn_date(local_date(before.at)),
        by=before.by.full_name,
    )


def _procedure(code: str, unit: Member) -> int | None:
    if not code:
        return None
    found = Procedure.objects.filter(code=code, agency=unit.id).values_list("id", flat=True)
    if not found:
        raise bad(
            f"{unit.short_name} không có thủ tục mã «{code}»: hãy xem lại mã, hoặc để trống."
        )
    return int(found[0])


def means_line(work: Work, line: MeansLine) -> LineOutcome:
    """What is added and paid in a year; the same again changes nothing."""
    places = work.places or _places(work)
    place_id = places.get(search_terms(line.place))
    if place_id is None:
        raise bad(f"«{line.place}» không phải bưu điện hay điểm mà bạn quản lý: ghi đúng tên.")
    plan = YearPlan(
        line.year, place_id, line.subject, line.count, line.vnd, line.source, line.decision
    )
    there = MeansPlan.objects.filter(year=line.year, place=place_id, subject=line.subject)
    known = there.exists()
    if write_means(work.act, plan) is None:
        return LineOutcome.SAME
    return LineOutcome.CHANGED if known else LineOutcome.NEW


def _places(work: Work) -> Names:
    day = local_date(work.act.recorded)
    places = post_places(work.act.actor, sorted(POSTS), day=day)
    work.places = {search_terms(each.label): each.id for each in places}
    return work.places


def _unit(work: Work, said: str) -> Member:
    if not work.units:
        day = local_date(work.act.recorded)
        work.units = dict(_named(members_of(work.act.actor, day)))
    found = work.units.get(search_terms(said))
    if found is None:
        raise bad(
            f"«{said}» không phải đơn vị có chỉ tiêu của kế hoạch mà bạn được khai: "
            "hãy ghi đúng tên, tên ngắn hoặc mã định danh."
        )
    return found


def _named(units: Iterable[Member]) -> Iterable[tuple[tuple[str, ...], Member]]:
    for unit in units:
        for name in (unit.name, unit.short_name, unit.code):
            if name:
                yield search_terms(name), unit
