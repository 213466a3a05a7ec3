"""`tram verify`: everything that can be recomputed is, and a table of what was compared."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tram.cli.console import prepared, progress, say

if TYPE_CHECKING:
    from tram.core.verify import Finding

_NOT_WELL = 1


@prepared
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Compute every book, projection, invariant and file again and compare: is everything as it was written?

    Everything is read from one snapshot while people go on working. It says how many values were
    compared, because nothing compared proves nothing.

    Example: tram verify, or for a monitor: tram verify --json

    Exit codes: 0 all is well, 1 something is wrong or nothing was compared.
    """
    found = look()
    typer.echo(as_program_text(found)) if as_json else tell(found)
    if not is_well(found):
        raise typer.Exit(_NOT_WELL)


def look() -> list["Finding"]:
    """Every finding; a bar meanwhile."""
    from django.db import connection

    from tram.core.files.proofs import NAMINGS
    from tram.core.janitors import JANITORS
    from tram.core.projections import PROJECTIONS
    from tram.core.verify import BOOKS, findings

    with connection.cursor() as cursor:
        # A year of books takes longer than a page may, and files are hashed while the snapshot waits.
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
    found = []
    steps = len(BOOKS) + len(PROJECTIONS) + len(JANITORS) + len(NAMINGS) + 1
    with progress("Verifying", steps) as advance:
        for finding in findings():
            found.append(finding)
            advance(1)
    connection.close()
    return found


def is_well(found: list["Finding"]) -> bool:
    """Whether something was compared and nothing is wrong."""
    from tram.core.verify import all_well

    return all_well(found)


def verdict(found: Iterable["Finding"]) -> str:
    """The whole in one sentence."""
    found = list(found)
    wrong = sum(len(finding.wrong) for finding in found)
    compared = sum(finding.compared for finding in found)
    if wrong:
        return f"NOT well: {wrong} faults told, among {compared:,} values compared."
    if not is_well(found):
        return "Nothing was compared: the books have no lines yet, so nothing is proved."
    return f"All is well: {compared:,} values compared, nothing wrong."


def tell(found: list["Finding"]) -> None:
    """The findings for a person at the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table("kind", "name", "compared", "wrong")
    table.columns[2].justify = table.columns[3].justify = "right"
    for finding in found:
        style = "bold red" if finding.wrong else ""
        cells = (finding.kind, finding.name, f"{finding.compared:,}", str(len(finding.wrong)))
        table.add_row(*cells, style=style)
    Console().print(table)
    for finding in found:
        for fault in finding.wrong:
            typer.echo(f"  {finding.kind} {finding.name}: {fault}")
    typer.echo(verdict(found))


def as_program_text(found: list["Finding"]) -> str:
    """The findings as JSON."""
    told: dict[str, Any] = {
        "well": is_well(found),
        "compared": sum(finding.compared for finding in found),
        "wrong": sum(len(finding.wrong) for finding in found),
        "findings": [asdict(finding) for finding in found],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def summary(found: list["Finding"]) -> None:
    """One line after another command's work."""
    say(verdict(found))
