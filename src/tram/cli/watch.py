"""`tram watch`: the round over everything on the road, where there is no worker or somebody is worried."""

import json
from typing import Annotated

import typer

from tram.cli.console import prepared, say

JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@prepared
def watch(as_json: JSON = False) -> None:
    """Reckon the post's due times, tell of items that are silent too long, count for the plan: what the worker does.

    Doing it twice changes nothing: one alarm for one leg, each dossier counted once.

    Example: tram watch, or for a monitor: tram watch --json

    Exit codes: 0 done, 1 refused.
    """
    from tram.custody.commands.alarms import watch_all
    from tram.custody.commands.clocks import reckon_all
    from tram.programme.commands.folding import fold

    reckoned, done, counted = reckon_all(), watch_all(), fold()
    if as_json:
        typer.echo(json.dumps({"reckoned": reckoned, **done, "folded": counted}))
        return
    say(f"Đã tính hạn cho {reckoned} lượt của bưu chính. ({reckoned} runs of the post reckoned.)")
    say(
        f"Cảnh báo chậm luân chuyển: {done['raised']} mới, {done['escalated']} báo cơ quan thường trực, "
        f"{done['closed']} đã hết. (Alarms: {done['raised']} raised, {done['escalated']} escalated, "
        f"{done['closed']} closed.)"
    )
    say(
        f"Đã cộng {counted} hồ sơ vào số liệu kế hoạch. ({counted} dossiers counted for the plan.)"
    )
