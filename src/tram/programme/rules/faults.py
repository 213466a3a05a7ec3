"""What can be wrong with a plan's data beyond its single cells: years, overlaps, holes, impossible shares.

Pure: a plan comes in, faults with the index of their target come out; the import finds the lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tram.programme.rules.indicators import NOT_DIVIDED
from tram.programme.rules.plan import PlanOn, PlanTarget, TargetLevel
from tram.programme.rules.readings import StepReading

_ALL = Decimal(100)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the target of this index: in which column, and what to do."""

    index: int
    column: str
    message: str


def faults(plan: PlanOn) -> Iterator[Fault]:
    """Everything wrong with the targets of a plan."""
    for index, target in enumerate(plan.targets):
        yield from _wrong_figure(index, target)
        yield from _wrong_years(index, target, plan)
        if target.article not in plan.articles:
            yield Fault(
                index, "article", f"Không có đoạn «{target.article}» trong các bảng [[article]]."
            )
        yield from _overlaps(index, target, plan)
    yield from _holes(plan)


def _wrong_figure(index: int, target: PlanTarget) -> Iterator[Fault]:
    if target.percent is not None and target.count is not None:
        yield Fault(index, "count", "Chỉ tiêu ghi cả tỷ lệ và số lượng: hãy bỏ một.")
    if target.percent is not None and target.indicator in NOT_DIVIDED:
        message = f"«{target.indicator.label}» đếm số lượng, không có tỷ lệ: hãy ghi count."
        yield Fault(index, "percent", message)
    if target.step and target.percent is None:
        yield Fault(index, "step", "Mức tăng chỉ đi cùng tỷ lệ: hãy ghi percent hoặc bỏ step.")
    top = (target.percent or Decimal(0)) + target.step * (target.last_year - target.first_year)
    if top > _ALL:
        message = f"Đến năm {target.last_year} tỷ lệ là {top} %, quá 100 %: hãy sửa mức tăng."
        yield Fault(index, "step", message)
    if target.step_if not in ("", *StepReading):
        known = ", ".join(StepReading)
        message = f"Không có cách hiểu «{target.step_if}»: hãy ghi một trong {known}."
        yield Fault(index, "step_if", message)


def _wrong_years(index: int, target: PlanTarget, plan: PlanOn) -> Iterator[Fault]:
    if target.last_year < target.first_year:
        message = f"Năm cuối {target.last_year} trước năm đầu {target.first_year}: hãy sửa lại."
        yield Fault(index, "last_year", message)
    elif target.first_year < plan.first_year or target.last_year > plan.last_year:
        message = f"Năm ngoài kế hoạch: hãy ghi từ {plan.first_year} đến {plan.last_year}."
        yield Fault(index, "first_year", message)
    if target.due and target.due_next_year:
        yield Fault(index, "due_next_year", "Chỉ tiêu ghi hai thời hạn: hãy bỏ một.")
    if target.due and not _in_its_years(target, target.due, plan):
        message = f"Thời hạn {target.due:%d/%m/%Y} ngoài năm của chỉ tiêu: hãy sửa một trong hai."
        yield Fault(index, "due", message)


def _in_its_years(target: PlanTarget, day: date, plan: PlanOn) -> bool:
    """Whether a day lies in the target's years, which may begin on another day than 1 January."""
    years = range(target.first_year, target.last_year + 1)
    return any(plan.period(year).holds(day) for year in years)


def _overlaps(index: int, target: PlanTarget, plan: PlanOn) -> Iterator[Fault]:
    for other in plan.targets[:index]:
        years = other.first_year <= target.last_year and target.first_year <= other.last_year
        if years and other.indicator == target.indicator and _share_scope(target, other):
            message = (
                f"Hai chỉ tiêu «{target.indicator.label}» cùng áp dụng cho một cơ quan trong một "
                "năm: hãy sửa nhóm, loại đơn vị hoặc năm."
            )
            yield Fault(index, "first_year", message)
            return


def _share_scope(one: PlanTarget, other: PlanTarget) -> bool:
    """Whether some agency, or the province, is asked by both."""
    if one.level != TargetLevel.UNIT and other.level != TargetLevel.UNIT:
        return True
    if TargetLevel.PROVINCE in (one.level, other.level):
        return False
    groups = not one.groups or not other.groups or bool(one.groups & other.groups)
    return groups and (not one.kinds or not other.kinds or bool(one.kinds & other.kinds))


def _holes(plan: PlanOn) -> Iterator[Fault]:
    """Years of the plan in which a target that comes every year is missing; one with its own day comes once."""
    seen: set[tuple[object, ...]] = set()
    for index, target in enumerate(plan.targets):
        scope = _scope(target)
        if target.due or scope in seen:
            continue
        seen.add(scope)
        same = [t for t in plan.targets if _scope(t) == scope]
        years = range(plan.first_year, plan.last_year + 1)
        gaps = [year for year in years if not any(t.in_year(year) for t in same)]
        if gaps:
            listed = ", ".join(str(year) for year in gaps)
            message = (
                f"«{target.indicator.label}» thiếu chỉ tiêu năm {listed}: hãy ghi thêm, "
                "hoặc ghi thời hạn (due) nếu chỉ phải đạt một lần."
            )
            yield Fault(index, "last_year", message)


def _scope(target: PlanTarget) -> tuple[object, ...]:
    return (target.indicator, target.level, target.groups, target.kinds)
