"""`tram load FOLDER`: a province's reference data into the database, whole or not at all."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tram.core.errors import Refused
from tram.core.sheets import Files, LineError

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.core.upsert import Tally

_SUFFIXES = frozenset({".csv", ".toml"})
_LOADED, _BAD_LINES, _NO_FOLDER = 0, 1, 2
_COUNTS = ("created", "updated", "removed", "unchanged")


@dataclass(frozen=True)
class LoadReport:
    """What a load did: bad lines and no change, or the counts of every table."""

    errors: tuple[LineError, ...]
    tallies: "tuple[Tally, ...]"
    check: bool

    @property
    def ok(self) -> bool:
        """Whether every line was good."""
        return not self.errors

    @property
    def changed(self) -> int:
        """How many rows were (or with `check` would be) created, updated or removed."""
        return sum(tally.created + tally.updated + tally.removed for tally in self.tallies)


def load_folder(
    folder: Path, check: bool = False, step: Callable[[str], None] = lambda _: None
) -> LoadReport:
    """Bring a folder's files in by one transaction; with `check` only say what would happen.

    `step` is told what is being done, at most `tram.cli.folder.STEPS` times.
    """
    from tram.cli.folder import bring_in

    errors, tallies = bring_in(files_of(folder), check, step)
    return LoadReport(tuple(sorted(errors)), tallies, check)


def load(
    folder: Annotated[Path, typer.Argument(help="For example data/vinh-phuc.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would change; change nothing.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Load a province's folder of CSV and TOML files; loading it again changes nothing.

    Every line is checked first. If one is bad, all bad lines are told and nothing is changed.

    Example: tram load data/vinh-phuc --check

    Exit codes: 0 loaded, 1 bad lines, 2 no such folder.
    """
    try:
        report = load_folder(folder, check) if json_ else _with_progress(folder, check)
    except Refused as reason:
        typer.echo(reason.message, err=True)
        raise typer.Exit(_NO_FOLDER) from None
    typer.echo(_as_json(report)) if json_ else _tell(report)
    raise typer.Exit(_LOADED if report.ok else _BAD_LINES)


def files_of(folder: Path) -> Files:
    """The CSV and TOML files of a folder; Refused if there is no such folder."""
    if not folder.is_dir():
        raise Refused(
            "no-folder", f"Không thấy thư mục «{folder}»: hãy xem lại đường dẫn rồi nạp lại."
        )
    paths = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _with_progress(folder: Path, check: bool) -> LoadReport:
    from tram.cli.folder import STEPS

    bar = Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("reading", total=STEPS)
        return load_folder(
            folder, check, lambda what: bar.update(task, advance=1, description=what)
        )


def _tell(report: LoadReport) -> None:
    for error in report.errors:
        typer.echo(str(error), err=True)
    if report.errors:
        typer.echo(f"{len(report.errors)} bad lines; nothing was changed.", err=True)
        return
    table = Table("table", *(f"{name}" for name in _COUNTS))
    for column in table.columns[1:]:
        column.justify = "right"
    for tally in report.tallies:
        table.add_row(tally.table, *(str(getattr(tally, name)) for name in _COUNTS))
    Console().print(table)
    verb = "would change" if report.check else "changed"
    typer.echo(f"{report.changed} rows {verb}.")


def _as_json(report: LoadReport) -> str:
    told = {"ok": report.ok, "changed": report.changed, **asdict(report)}
    return json.dumps(told, ensure_ascii=False, indent=2)
