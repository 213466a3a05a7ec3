"""`tram plan show`: the plan in force, its targets of a year under the chosen readings, each with its words."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tram.core.calendar import vn_date

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.rules.plan import Goals, PlanTarget

YEAR = Annotated[int, typer.Option("--year", help="Year of the plan; without it: this year.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def show(year: YEAR = 0, as_json: JSON = False) -> None:
    """Print the plan of a year: its targets, the chosen readings and the words of each article.

    Example: tram plan show --year 2020

    Exit codes: 0 told, 1 no plan has that year.
    """
    from tram.core import clock
    from tram.programme.queries.plan import goals, year_on

    today = clock.today()
    asked = goals(year or year_on(today), today)
    if as_json:
        typer.echo(json.dumps(as_program(asked), ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(as_text(asked)))


def as_program(asked: "Goals") -> dict[str, Any]:
    """The plan of one year for a program: codes and ISO days; a target without a figure is null."""
    plan, period = asked.plan, asked.period
    return {
        "number": plan.number,
        "issued_on": plan.issued_on.isoformat(),
        "version": plan.version,
        "title": plan.title,
        "year": asked.year,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "readings": asked.readings.codes(),
        "targets": [_as_row(asked, each) for each in plan.targets if each.in_year(asked.year)],
    }


def _as_row(asked: "Goals", target: "PlanTarget") -> dict[str, Any]:
    goal = target.goal(asked.year, asked.readings)
    return {
        "indicator": target.indicator.value,
        "level": target.level.value,
        "groups": sorted(group.value for group in target.groups),
        "kinds": sorted(target.kinds),
        "percent": float(goal.percent) if goal and goal.percent is not None else None,
        "count": goal.count if goal else None,
        "due_on": target.due_on(asked.year, asked.period).isoformat(),
        "article": target.article,
        "wording": asked.plan.articles[target.article].wording,
    }


def as_text(asked: "Goals") -> list[str]:
    """The plan of one year for a person."""
    plan, period = asked.plan, asked.period
    lines = [
        f"{plan.number} ({vn_date(plan.issued_on)}), phiên bản {plan.version}: {plan.title}",
        f"Năm {asked.year}: {vn_date(period.first)} – {vn_date(period.last)}",
        "",
        "Cách hiểu đã chọn:",
    ]
    for note in plan.notes:
        chosen = asked.readings.codes()[note.name]
        lines.append(f"  {note.name.label}: {chosen}. «{note.wording}» {note.why}")
    lines += ["", "Chỉ tiêu:"]
    for target in plan.targets:
        if target.in_year(asked.year):
            lines += _target(asked, target)
    return lines


def _target(asked: "Goals", target: "PlanTarget") -> list[str]:
    goal = target.goal(asked.year, asked.readings)
    figure = "theo dõi, không có mức"
    if goal and goal.percent is not None:
        figure = f"≥ {f'{goal.percent.normalize():f}'.replace('.', ',')} %"
    elif goal:
        figure = f"≥ {goal.count}"
    whom = "; ".join(
        [target.level.label, *(f"nhóm {g}" for g in sorted(target.groups)), *sorted(target.kinds)]
    )
    due = vn_date(target.due_on(asked.year, asked.period))
    return [
        f"  {target.indicator.label}: {figure} ({whom}; đến {due})",
        f"    «{asked.plan.articles[target.article].wording}»",
    ]
