"""`tram backup` and `tram restore`: an installation in one file, and back."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli import verify
from tram.cli.console import database, progress, say

if TYPE_CHECKING:
    from tram.core.backup import Manifest

AsJson = Annotated[bool, typer.Option("--json", help="Print what it holds as JSON.")]


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it may not exist yet.")],
    as_json: AsJson = False,
) -> None:
    """Write the database and the files to one file, as of this moment, while people go on working.

    Needs the owner role. Who is signed in is not in it, nor are the keys: keep those elsewhere
    (docs/operations.md says which). The file holds personal data.

    Example: tram backup /srv/backup/tram-2019-12-02.tar

    Exit codes: 0 written, 1 refused (the reason is told, nothing is left behind).
    """
    with database(migrated=False):
        from tram.core import backup as backups

        made = backups.make(file.absolute(), progress)
    say(f"{file}: {held(made)}.")
    if made.missing:
        say(f"{made.missing} files that the database names are not there: run `tram verify`.")
    _print(made, as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that tram backup wrote.")],
    as_json: AsJson = False,
) -> None:
    """Bring a backup into an empty database and an empty folder, and verify it.

    Needs the owner role. Anything but an empty place is refused, and a damaged file too.

    Example: TRAM_STATE_DIR=/srv/tram-new tram restore /srv/backup/tram-2019-12-02.tar

    Exit codes: 0 restored and nothing is wrong, 1 refused or something is wrong.
    """
    with database(migrated=False):
        from tram.core import backup as backups
        from tram.core import schema

        brought = backups.restore(file.absolute(), progress)
        say(f"Restored: {held(brought)}.")
        _print(brought, as_json)
        _say_keys(brought)
        if schema.missing():
            say("It was made by an older version: run `tram migrate`, then `tram verify`.")
            return
        found = verify.look()
    verify.summary(found)
    if any(finding.wrong for finding in found):
        raise typer.Exit(1)


def held(manifest: "Manifest") -> str:
    """What a backup holds, in one line."""
    files = len(manifest.sums) - 1
    return f"{manifest.lines:,} lines in {len(manifest.books)} books, {files} files"


def _say_keys(brought: "Manifest") -> None:
    from tram.core.backup.making import tracking_key_mark

    if brought.tracking_key != tracking_key_mark():
        say(
            "The tracking key here is not the one of the backup: codes on receipts printed before"
            " will not be found. Bring TRACKING_KEY from the old secrets.json (docs/operations.md)."
        )


def _print(manifest: "Manifest", as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
