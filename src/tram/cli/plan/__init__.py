"""`tram plan`: what the plan asks, what was reached, and on what proof; each subcommand is a room of its own."""

import typer

from tram.cli.console import prepared
from tram.cli.plan.board import board
from tram.cli.plan.check import check
from tram.cli.plan.export import export
from tram.cli.plan.forecast import forecast
from tram.cli.plan.freeze import freeze
from tram.cli.plan.rebuild import rebuild
from tram.cli.plan.recompute import recompute
from tram.cli.plan.show import show

plan = typer.Typer(
    no_args_is_help=True,
    help="The plan: what it asks, what was reached, on what proof.",
)
plan.command()(prepared(show))
plan.command()(prepared(export))
plan.command()(prepared(board))
plan.command()(prepared(freeze))
plan.command()(prepared(recompute))
plan.command()(prepared(check))
plan.command()(prepared(forecast))
plan.command()(prepared(rebuild))
