"""`tram plan forecast`: where the year will end, computed and kept, or tried on a year that is over."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import progress, say

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.queries.forecast import YearEnd
    from tram.programme.rules.forecast import BackTest

YEAR = Annotated[int, typer.Option("--year", help="Year of the plan; without it: this year.")]
AS_OF = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="Up to the end of a day; without it: today.")
]
BACKTEST = Annotated[
    bool,
    typer.Option(
        "--backtest",
        help="Foretell a past year after 3, 6 and 9 months and compare; keep nothing.",
    ),
]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def forecast(
    year: YEAR = 0, as_of: AS_OF = "", backtest: BACKTEST = False, as_json: JSON = False
) -> None:
    """Say where each agency will end the year by the shares received and returned, and how far off that has been.

    The worker does the same each night; pages show what was kept last. Exponential smoothing with trend and season
    over up to three years of months; the interval holds four of five times. Under three months nothing is foretold.

    Example: tram plan forecast --year 2021 --as-of 2021-09-30, or: tram plan forecast --backtest --year 2021

    Exit codes: 0 told, 1 refused.
    """
    from tram.cli.due import moment
    from tram.core import clock
    from tram.programme.commands.foretelling import foretell
    from tram.programme.queries.forecast import year_ends
    from tram.programme.queries.plan import goals, year_on

    today = clock.today()
    year = year or year_on(today)
    if backtest:
        tried = _tried(year)
        typer.echo(json.dumps(_tested(tried), indent=2) if as_json else as_trial(year, tried))
        return
    day = moment(as_of).date() if as_of else min(today, goals(year, today).period.last)
    count = foretell(year, day)
    found = sorted(year_ends(year).values(), key=lambda one: (one.unit_id or 0, one.indicator))
    slugs = _slugs()
    rows = [_row(one, slugs) for one in found]
    typer.echo(
        json.dumps(rows, ensure_ascii=False, indent=2) if as_json else as_text(found, slugs)
    )
    say(f"Đã lưu {count} dự báo của năm {year}. ({count} outlooks kept.)")


def _slugs() -> dict[int | None, str]:
    from tram.directory.models import Unit

    return {None: "province", **dict(Unit.objects.values_list("id", "slug"))}


def _tried(year: int) -> "dict[int, BackTest]":
    """Months of the year known → how the outlooks of all agencies stood against what came."""
    from tram.programme.queries.outlooks import ORIGINS, history
    from tram.programme.rules.forecast import back_test

    known = [one for one in history(year, date(year, 12, 31)).series if one.unit_id]
    found = {}
    with progress("Back-test", len(ORIGINS) * len(known)) as advance:
        for months in ORIGINS:
            told = []
            for one in known:
                told.append(one.tried(months, 0))
                advance(1)
            found[months] = back_test([pair for pair in told if pair])
    return found


def as_trial(year: int, tried: "dict[int, BackTest]") -> str:
    """How far off, for a person."""
    lines = [
        f"{year}: months known, outlooks, mean error in points, ended inside the interval of 80 %"
    ]
    for months, one in tried.items():
        error = "-" if one.error is None else f"{one.error / 10:.1f}"
        lines.append(f"{months:>3} {one.count:>6} {error:>6} {one.held:>5}/{one.count}")
    return "\n".join(lines)


def _tested(tried: "dict[int, BackTest]") -> list[dict[str, int | None]]:
    return [
        {"months": months, "outlooks": one.count, "error_permille": one.error, "inside": one.held}
        for months, one in tried.items()
    ]


def as_text(found: "list[YearEnd]", slugs: dict[int | None, str]) -> str:
    """The outlooks, for a person."""
    if not found:
        return "Không có cơ quan nào để dự báo. (No agency to foretell.)"
    first = found[0]
    marked = " · simulated" if first.simulated else ""
    lines = [f"{first.as_of.year}, as of {first.as_of}{marked}"]
    for one in found:
        share = f"{_points(one.low)}-{_points(one.high)} %, middle {_points(one.middle)} %"
        told = "too little history" if one.middle is None else share
        lines.append(
            f"{slugs[one.unit_id]:<28}{one.indicator:<18}"
            f"{f'{one.numerator}/{one.denominator}':>14}  {told} ({one.method})"
        )
    return "\n".join(lines)


def _points(permille: int | None) -> str:
    return "-" if permille is None else f"{permille // 10},{permille % 10}"


def _row(one: "YearEnd", slugs: dict[int | None, str]) -> dict[str, object]:
    return {
        "unit": slugs[one.unit_id],
        "indicator": one.indicator.value,
        "as_of": one.as_of.isoformat(),
        "method": one.method.value,
        "months": one.months,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "numerator_end": one.numerator_end,
        "denominator_end": one.denominator_end,
        "low_permille": one.low,
        "middle_permille": one.middle,
        "high_permille": one.high,
        "error_permille": one.error,
        "tested": one.tested,
        "inside": one.held,
        "simulated": one.simulated,
    }
