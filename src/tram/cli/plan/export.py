"""`tram plan export`: the facts behind a year's figures as a folder of CSV, with the program that recounts them."""

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from tram.cli.console import progress, say
from tram.cli.plan.moment import one_moment
from tram.core.errors import Refused

RECOUNT = "recount.py"
YEAR = Annotated[int, typer.Option("--year", help="Year of the figures.")]
OUT = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write; new or empty.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def export(year: YEAR, out: OUT, as_json: JSON = False) -> None:
    """Write the facts behind a year's figures as CSV without persons, so that anybody can recount.

    One file for the dossiers, the procedures, the plan and each register; README.md says what every column means,
    MANIFEST holds the SHA-256 of every file, recount.py counts the figures again. The same books make the same bytes.

    Example: tram plan export --year 2019 --out so-lieu-2019 && python so-lieu-2019/recount.py so-lieu-2019

    Exit codes: 0 written, 1 refused.
    """
    counts, digest = write_folder(year, out)
    if as_json:
        typer.echo(json.dumps({"year": year, "lines": counts, "manifest": digest}, indent=2))
        return
    for name, count in counts.items():
        typer.echo(f"{count:>9}  {name}")
    typer.echo(f"SHA-256 của MANIFEST: {digest}")
    say(f"Đã ghi vào {out}. (Written.)")


def write_folder(year: int, out: Path) -> tuple[dict[str, int], str]:
    """The whole folder from one moment of the database: lines of each file, and the SHA-256 of the manifest."""
    from tram.programme.prints import folder
    from tram.programme.queries.export import TABLES, about, rows

    names = [table.file for table in TABLES]
    _make(out, {*names, folder.README, folder.MANIFEST, RECOUNT})
    counts = {}
    with one_moment(), progress("Export", len(TABLES)) as advance:
        words = about(year)
        for table in TABLES:
            counts[table.file] = folder.write(out, table, rows(table, year))
            advance(1)
    told = folder.readme(f"Số liệu năm {year}", words, TABLES, counts)
    (out / folder.README).write_text(told, encoding="utf-8")
    shutil.copyfile(recount_program(), out / RECOUNT)
    return counts, folder.seal(out, [*names, folder.README, RECOUNT])


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
