"""`tram`: the one command of an installation. `tram --help` tells a newcomer what there is."""

import os
import sys
from contextlib import ExitStack

import typer

from tram.cli.law import law
from tram.core import server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tram.config.settings")

app = typer.Typer(
    name="tram",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help="Trạm: administrative dossiers by public post (bưu chính công ích). Start with `tram demo`.",
)
RUNNING = ExitStack()
app.command()(law)


def begin() -> None:
    """Make the database run for as long as this command does, and Django ready."""
    import django

    RUNNING.enter_context(server.hold())
    django.setup()


def run() -> None:
    """The console script: one place where the server is let go, whatever happened."""
    with RUNNING:
        app()



@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run a Django command, for example `tram manage check --deploy`."""
    begin()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tram manage", *context.args])


if __name__ == "__main__":
    sys.exit(run())
