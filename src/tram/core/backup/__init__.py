"""Backups: the database and the files of an installation in one file, and back.

A backup is a tar of `database.dump` (pg_dump's custom format), `files/…` and, last, `manifest.json`
with the checksum of every other member and how far each book had come. Secrets are not in it, nor
who is signed in.

    make(Path("tram.tar"), progress)        # while people go on working
    restore(Path("tram.tar"), progress)     # into an empty database and an empty folder only
"""

from tram.core.backup.archive import Manifest
from tram.core.backup.books import BookState
from tram.core.backup.making import make
from tram.core.backup.restoring import restore

__all__ = ["BookState", "Manifest", "make", "restore"]
