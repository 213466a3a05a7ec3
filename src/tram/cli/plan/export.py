"""`tram plan export`: the facts behind a year's figures as a folder of CSV, with the program that recounts them."""

import json
import shutil
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import progress, say
from tram.cli.plan.moment import one_moment
from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.queries.export import Cut
    from tram.programme.rules.periods import Period

RECOUNT = "recount.py"
PROGRAMS = (RECOUNT, "recount_folder.py", "recount_registers.py", "recount_shares.py")
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
YEAR = Annotated[
    int, typer.Option("--year", help="Year of the plan; without it: that of the day --to.")
]
OUT = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write; new or empty.")]
SINCE = Annotated[
    datetime | None,
    typer.Option("--from", formats=DAYS, help="First day, if not the plan's whole year."),
]
UNTIL = Annotated[
    datetime | None, typer.Option("--to", formats=DAYS, help="Last day, goes with --from.")
]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def export(
    out: OUT, year: YEAR = 0, since: SINCE = None, until: UNTIL = None, as_json: JSON = False
) -> None:
    """Write the facts behind a year's figures as CSV without persons, so that anybody can recount.

    The year is the plan's own: one that begins on 15/12 of the year before is written from that day on. With --from
    and --to any other days; period.csv says which days the folder is of and who chose them. One file for the dossiers,
    the procedures, the plan and each register; README.md says what every column means, MANIFEST holds the SHA-256 of
    every file, recount.py counts the figures again. The same books make the same bytes.

    Example: tram plan export --year 2019 --out so-lieu-2019 && python so-lieu-2019/recount.py so-lieu-2019

    Or: tram plan export --from 2019-07-01 --to 2019-09-30 --out quy-3

    Exit codes: 0 written, 1 refused.
    """
    from tram.core.calendar import vn_date
    from tram.programme.queries.export import cut

    period = _days(since, until)
    asked = cut(_year(year, period), period)
    counts, digest = write_cut(asked, out)
    first, last = asked.period
    if as_json:
        told = {"year": asked.year, "first": f"{first}", "last": f"{last}"}
        told_too = {"chosen_by": asked.chosen_by.value, "lines": counts, "manifest": digest}
        typer.echo(json.dumps({**told, **told_too}, indent=2))
        return
    for name, count in counts.items():
        typer.echo(f"{count:>9}  {name}")
    typer.echo(f"Kỳ: {vn_date(first)} – {vn_date(last)}, {asked.chosen_by.label}")
    typer.echo(f"SHA-256 của MANIFEST: {digest}")
    say(f"Đã ghi vào {out}. (Written.)")


def _days(since: datetime | None, until: datetime | None) -> "Period | None":
    from tram.programme.rules.periods import Period

    if since is None and until is None:
        return None
    if since is None or until is None:
        raise Refused("half-a-period", "Hãy ghi cả --from và --to, hoặc bỏ cả hai.")
    return Period(since.date(), until.date())


def _year(year: int, period: "Period | None") -> int:
    if year or period:
        return year or (period or (date.min, date.min))[1].year
    raise Refused("no-year", "Hãy ghi --year, ví dụ --year 2019, hoặc --from và --to.")


def write_folder(year: int, out: Path) -> tuple[dict[str, int], str]:
    """The folder of the plan's year."""
    from tram.programme.queries.export import cut

    return write_cut(cut(year), out)


def write_cut(asked: "Cut", out: Path) -> tuple[dict[str, int], str]:
    """The whole folder from one moment of the database: lines of each file, and the SHA-256 of the manifest."""
    from tram.programme.prints import folder
    from tram.programme.queries.export import TABLES, about, rows

    names = [table.file for table in TABLES]
    _make(out, {*names, folder.README, folder.MANIFEST, *PROGRAMS})
    counts = {}
    with one_moment(), progress("Export", len(TABLES)) as advance:
        for table in TABLES:
            counts[table.file] = folder.write(out, table, rows(table, asked))
            advance(1)
    told = folder.readme(f"Số liệu năm {asked.year}", about(asked), TABLES, counts)
    (out / folder.README).write_text(told, encoding="utf-8")
    _copy(PROGRAMS, out)
    return counts, folder.seal(out, [*names, folder.README, *PROGRAMS])


def _copy(programs: Iterable[str], out: Path) -> None:
    place = recount_program().parent
    for name in programs:
        shutil.copyfile(place / name, out / name)


def recount_program() -> Path:
    """Where the program lies that counts without Trạm: in a checkout, or beside an installed package."""
    import tram

    package = Path(tram.__file__).parent
    places = (package / "oracle" / RECOUNT, package.parents[1] / "oracle" / RECOUNT)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise Refused("no-oracle", f"Thiếu tệp {RECOUNT}: hãy cài lại Trạm.")
    return found


def _make(out: Path, ours: set[str]) -> None:
    """The folder, made if need be; one with other things in it is refused, nothing in it is touched."""
    if out.exists() and not out.is_dir():
        raise Refused(
            "not-a-folder", f"«{out}» là một tệp: hãy chọn một thư mục mới hoặc trống cho --out."
        )
    strangers = (
        sorted(each.name for each in out.iterdir() if each.name not in ours)
        if out.exists()
        else []
    )
    if strangers:
        raise Refused(
            "folder-not-empty",
            f"Thư mục «{out}» đã có «{strangers[0]}»: hãy chọn một thư mục mới hoặc trống cho --out.",
        )
    out.mkdir(parents=True, exist_ok=True)
