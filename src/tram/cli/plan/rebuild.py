"""`tram plan rebuild`: the plan's sums counted anew from the books."""

import json
from typing import Annotated

import typer

JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def rebuild(as_json: JSON = False) -> None:
    """Count every dossier anew into the sums that the board reads; people go on working meanwhile.

    Never needed as long as `tram verify` finds nothing: the worker counts what is new every minute. Again changes
    nothing.

    Example: tram plan rebuild

    Exit codes: 0 done, 1 refused.
    """
    from tram.programme.commands import folding

    done = folding.rebuild()
    if as_json:
        typer.echo(json.dumps({"dossiers": done}))
        return
    typer.echo(f"Đã cộng lại {done} hồ sơ từ sổ. ({done} dossiers counted anew.)")
