"""`tram messages`: what was written to customers and to duties, for whoever stands at the console."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import prepared, say
from tram.core.calendar import local, local_date, vn_date

if TYPE_CHECKING:
    from tram.dossiers.queries.messages import Told


@prepared
def messages(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Print the newest messages, the newest last; contacts are hidden but for their end.

    Nothing sends them yet: a message stays written.

    Example: tram messages --limit 5

    Or: tram messages --json

    Exit codes: 0 told, 2 misused.
    """
    from tram.dossiers.queries.messages import newest

    found = newest(limit)
    if as_json:
        typer.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        typer.echo(_line(each))
    if not found:
        say("Chưa có tin nhắn nào. (No message was written yet.)")


def _line(told: "Told") -> str:
    when = local(told.written_at)
    return f"{when:%H:%M} {vn_date(local_date(told.written_at))} · {told.way}: {told.to}\n  {told.text}"


def _plain(told: "Told") -> dict[str, object]:
    """As a program reads it: times in Vietnamese time, ids as text."""
    times = {
        name: local(moment).isoformat() if moment else None
        for name, moment in (("written_at", told.written_at), ("read_at", told.read_at))
    }
    return {**asdict(told), "dossier_id": str(told.dossier_id), **times}
