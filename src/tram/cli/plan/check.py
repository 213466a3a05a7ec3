"""`tram plan check`: the board's figures against those of a program that knows nothing of Trạm's code."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import say
from tram.cli.plan.export import RECOUNT, write_folder
from tram.cli.plan.moment import one_moment
from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.rules.readings import Readings
    from tram.programme.rules.recount import Difference, Figure, Pair

SHOWN = 20
PROVINCE, VOLUME = "province", "volume"
_MONTH_SIGNS = len("2019-08")
_NOT_WELL = 1
YEAR = Annotated[
    int,
    typer.Option("--year", help="Year of the figures; without it: every begun year of the plan."),
]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@dataclass(frozen=True)
class Checked:
    """One year: how many figures were compared, and which differ."""

    year: int
    compared: int
    differences: "tuple[Difference, ...]"


def check(year: YEAR = 0, as_json: JSON = False) -> None:
    """Count the plan's figures twice and compare: by the board, and by recount.py over an export of the same moment.

    Every agency, indicator and month, and the province, under every way of reading the plan. The other program was
    written from the definitions and shares no code with Trạm. Nothing compared is a failure: it would prove nothing.

    Example: tram plan check --year 2019

    Exit codes: 0 all agree, 1 something differs or nothing was compared.
    """
    found = [check_year(each) for each in ([year] if year else _years())]
    typer.echo(as_program_text(found) if as_json else as_text(found))
    if not found or any(each.differences or not each.compared for each in found):
        if not any(each.compared for each in found):
            say("Không có số liệu nào để so. (Nothing compared proves nothing.)")
        raise typer.Exit(_NOT_WELL)


def check_year(year: int, as_of: date | None = None, way: "Readings | None" = None) -> Checked:
    """Both countings of one year from one moment of the database.

    Without `way`: by every way of reading the plan, and by the chosen one as of the end of each month. `as_of` may lie
    after the year: what came in then (reports) counts, dossiers do not.
    """
    from tram.core import clock
    from tram.programme.queries.every_figure import EVERY_WAY, every_figure
    from tram.programme.queries.export import cut
    from tram.programme.rules.recount import compare

    day = max(cut(year).period.first, as_of or clock.today())
    with tempfile.TemporaryDirectory() as name:
        with one_moment():
            write_folder(year, Path(name))
            board = every_figure(year, day, [way] if way else EVERY_WAY, month_ends=way is None)
        recount = dict(recounted(Path(name), day, way))
    return Checked(year, len({*board, *recount}), tuple(compare(board, recount)))


def recounted(
    folder: Path, as_of: date, way: "Readings | None" = None
) -> "Iterator[tuple[Figure, Pair]]":
    """What the other program counts of what the board shows: months agency by agency, the year of the province too."""
    # Nothing of this process but Python's own library: no environment, no site packages.
    program = [sys.executable, "-E", "-s", "-S", str(folder / RECOUNT), str(folder), "--json"]
    done = subprocess.run(
        [*program, "--as-of", as_of.isoformat(), *_ways(way)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(
            "no-recount", f"Chương trình {RECOUNT} không đếm được: {done.stderr.strip()}"
        )
    for name, periods in json.loads(done.stdout).items():
        for when, units in periods.items():
            for who, values in units.items():
                yield from _shown(name, when, who, values)


def _ways(way: "Readings | None") -> list[str]:
    if way is None:
        return ["--every-reading", "--month-ends"]
    told = way.codes()
    return [
        word
        for name in ("denominator", "online", "deployed")
        for word in (f"--{name}", told[name])
    ]


def _shown(
    way: str, when: str, who: str, values: dict[str, list[int]]
) -> "Iterator[tuple[Figure, Pair]]":
    month = len(when) == _MONTH_SIGNS
    for indicator, pair in values.items():
        if not month or (who != PROVINCE and indicator != VOLUME):
            yield (way, when, who, indicator), (pair[0], pair[1])


def _years() -> list[int]:
    from tram.core import clock
    from tram.programme.queries.plan import plan_on
    from tram.programme.rules.periods import year_of

    today = clock.today()
    plan = plan_on(today)
    if plan is None:
        return [today.year]
    last = min(plan.last_year, year_of(today, plan.year_starts))
    return list(range(plan.first_year, last + 1))


def as_text(found: list[Checked]) -> str:
    """What was compared, for a person, and what differs."""
    lines = []
    for each in found:
        told = f"{each.compared} values compared, {len(each.differences)} differences"
        lines.append(f"{each.year}: {told}")
        lines += [_line(one) for one in each.differences[:SHOWN]]
        if len(each.differences) > SHOWN:
            lines.append(f"  … {len(each.differences) - SHOWN} more")
    return "\n".join(lines)


def _line(one: "Difference") -> str:
    board, recount = (f"{pair[0]}/{pair[1]}" if pair else "–" for pair in (one.board, one.recount))
    return f"  {' '.join(one.figure)}: board {board}, recount {recount}"


def as_program_text(found: list[Checked]) -> str:
    """The same as JSON."""
    told = [
        {
            "year": each.year,
            "compared": each.compared,
            "differences": [
                {"figure": one.figure, "board": one.board, "recount": one.recount}
                for one in each.differences
            ],
        }
        for each in found
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)
