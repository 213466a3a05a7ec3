"""`tram`: the one command of an installation. `tram --help` tells a newcomer what there is."""

import os

import typer

from tram.cli import console
from tram.cli.backup import backup, restore
from tram.cli.database import manage, migrate
from tram.cli.demo.command import demo
from tram.cli.drill.command import drill
from tram.cli.due import due
from tram.cli.forms import forms
from tram.cli.init import init
from tram.cli.law import law
from tram.cli.load import load
from tram.cli.messages import messages
from tram.cli.plan import plan
from tram.cli.price import price
from tram.cli.reorganise import reorganise
from tram.cli.serve import prepare, serve
from tram.cli.verify import verify
from tram.cli.watch import watch
from tram.cli.worker import worker
from tram.cli.world.command import world
from tram.core.errors import Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tram.config.settings")

START, DAILY, PLAN, PROOF, OPERATOR = "Getting started", "Daily", "Plan", "Proof", "Operator"
AS_DJANGO = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

app = typer.Typer(
    name="tram",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Trạm: administrative dossiers by public post (bưu chính công ích). Begin with `tram demo`.",
    epilog="Exit codes: 0 done, 1 refused or not well (the reason is told), 2 misused.",
)
app.command(rich_help_panel=START)(demo)
app.command(rich_help_panel=START)(init)
app.command(rich_help_panel=START)(console.prepared(load))
app.command(rich_help_panel=START)(world)
app.command(rich_help_panel=DAILY)(serve)
app.command(rich_help_panel=DAILY)(worker)
app.command(hidden=True)(prepare)
app.command(rich_help_panel=DAILY)(forms)
app.command(rich_help_panel=DAILY)(due)
app.command(rich_help_panel=DAILY)(price)
app.command(rich_help_panel=DAILY)(messages)
app.command(rich_help_panel=DAILY)(watch)
app.add_typer(plan, name="plan", rich_help_panel=PLAN)
app.command(rich_help_panel=PROOF)(verify)
app.command(rich_help_panel=PROOF)(law)
app.add_typer(drill, name="drill", rich_help_panel=PROOF)
app.command(rich_help_panel=OPERATOR)(migrate)
app.command(rich_help_panel=OPERATOR)(console.prepared(reorganise))
app.command(rich_help_panel=OPERATOR)(backup)
app.command(rich_help_panel=OPERATOR)(restore)
app.command(rich_help_panel=OPERATOR, context_settings=AS_DJANGO)(manage)


def run() -> None:
    """The console script: a refusal is told in words, and whatever was opened is closed."""
    console.stop_cleanly()
    try:
        app()
    except Refused as reason:
        console.say(reason.message)
        raise SystemExit(1) from None
    except OSError as error:
        if error.filename is None:  # not a file that somebody named: a fault of ours, told in full
            raise
        console.say(unreachable(error))
        raise SystemExit(1) from None


def unreachable(error: OSError) -> str:
    """What to say of a file or folder that cannot be read or written."""
    return (
        f"Không đọc hoặc ghi được «{error.filename}»: hãy xem lại đường dẫn, quyền và chỗ trống. "
        f"({error.strerror}.)"
    )


if __name__ == "__main__":
    run()
