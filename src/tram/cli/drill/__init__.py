"""Drills: many people at once try to break a book, in a scratch database of their own."""

import typer

from tram.cli.drill.command import custody

app = typer.Typer(
    name="drill",
    no_args_is_help=True,
    help="Many people at once try to break a book, in a scratch database that is dropped afterwards.",
)


@app.callback()
def choose() -> None:
    """Which book to drill."""


app.command()(custody)
