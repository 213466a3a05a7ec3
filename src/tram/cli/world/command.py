"""`tram world`: a demonstration's database is filled with believable years of the whole province."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from datetime import time as hour
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import database, progress, say
from tram.core.calendar import ZONE
from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.cli.world.filling import Made

Years = Annotated[str, typer.Option(help="The first and the last year: 2019-2021, or one: 2019.")]
Scale = Annotated[
    float,
    typer.Option(min=0.0005, max=1.0, help="The share of the province's dossiers: 0.1 = 10 %."),
]
Seed = Annotated[int, typer.Option(min=1, help="Another seed, another world; the same, the same.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
FIRST_YEAR, LAST_YEAR = 1900, 2999


def world(
    years: Years = "2019-2021", scale: Scale = 0.1, seed: Seed = 1, as_json: Json = False
) -> None:
    """Fill an empty demonstration with simulated years: every agency, three channels, both ways by post.

    Sizes and shares are those of data/vinh-phuc/world.toml, each with its source; what came out is printed beside
    them. Everything is marked as simulated. Only an empty database that nobody works in for real is filled.

    Example: tram world --years 2019-2021 --scale 0.1

    Or: tram world --years 2019 --scale 0.01 --json

    Exit codes: 0 filled, 1 refused.
    """
    first, last = years_of(years)
    begun = time.monotonic()
    with database(migrated=False):
        from tram.cli.demo import stage
        from tram.cli.world import filling
        from tram.cli.world.stream import Task

        stage.furnish()
        require_empty()
        task = Task(filling.begins(date(first, 1, 1)), date(last, 12, 31), scale, seed)
        figures = stage.checkout() / "data" / "vinh-phuc" / "world.toml"
        with _told_if_interrupted():
            made = filling.fill(figures, task, progress)
        _tell_as_json(made) if as_json else _tell(made, time.monotonic() - begun)
        stage.open_on(_opens(filling.next_working(last)))


def years_of(text: str) -> tuple[int, int]:
    """The first and the last year of a range; Refused with an example."""
    parts = text.split("-")
    if not all(part.isdecimal() and len(part) == 4 for part in parts) or len(parts) > 2:
        raise Refused("bad-years", f"«{text}» không phải khoảng năm: hãy ghi như 2019-2021.")
    first, last = int(parts[0]), int(parts[-1])
    if first < FIRST_YEAR or last > LAST_YEAR:
        raise Refused(
            "bad-years", f"Không có số liệu mô phỏng cho năm «{text}»: hãy ghi như 2019-2021."
        )
    if first > last:
        raise Refused("bad-years", f"Năm đầu {first} sau năm cuối {last}: hãy đổi lại.")
    return first, last


def require_empty() -> None:
    """Refuse a database that has dossiers."""
    from tram.dossiers.models import Dossier

    if count := Dossier.objects.count():
        raise Refused(
            "not-empty",
            f"Cơ sở dữ liệu đã có {count} hồ sơ nên không mô phỏng thêm được. Hãy đặt TRAM_STATE_DIR hoặc "
            "TRAM_DATABASE_URL tới chỗ trống. (The database is not empty.)",
        )


@contextmanager
def _told_if_interrupted() -> Iterator[None]:
    """Whoever stops it learns that nothing was written, and how to begin again."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        say(
            "Đã dừng, chưa ghi hồ sơ nào: hãy chạy lại đúng lệnh đó. (Nothing was written: run it again.)"
        )
        raise


def _opens(day: date) -> datetime:
    return datetime.combine(day, hour(7, 30), ZONE)


def _tell_as_json(made: "Made") -> None:
    figures = [{**asdict(row), "deviation": row.deviation} for row in made.report]
    told = {"simulated": True, "dossiers": made.dossiers, "rows": made.rows, "figures": figures}
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _tell(made: "Made", seconds: float) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("Figure", "Asked", "Made", "Deviation", title="Số liệu mô phỏng")
    for row in made.report:
        table.add_row(*row.cells())
    Console().print(table)
    say(
        f"{made.dossiers} dossiers, {made.rows} rows in {seconds:.0f} s "
        f"({made.dossiers / seconds:.0f} dossiers/s). Số liệu mô phỏng, không phải số liệu của tỉnh."
    )
