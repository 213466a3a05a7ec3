"""PostgreSQL's own programs: `pg_dump` out, `pg_restore` and `psql` in.

A password goes to them by the environment, never by an argument that everybody on the machine sees.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tram.core import server
from tram.core.errors import Refused

Advance = Callable[[int], None]
NOT_KEPT = ("accounts_session", "core_bucket")
"""Tables that are backed up empty: who is signed in, and who asked how often."""
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
"""Newer programs begin with a setting that PostgreSQL 15 and 16 do not have."""
PREAMBLE = 60
NOT_OURS = re.compile(r" (COMMENT - EXTENSION|SCHEMA - public|COMMENT - SCHEMA) ")
"""What belongs to the database's administrator and is there already."""


def dump(target: Path, snapshot: str, advance: Advance) -> None:
    """Write the whole database as of a snapshot; `advance` is told of every table."""
    left = [f"--exclude-table-data=public.{table}" for table in NOT_KEPT]
    command = [*_program("pg_dump"), "--format=custom", "--verbose", *left]
    words, env = _connection()
    command += [f"--snapshot={snapshot}", f"--file={target}", f"--dbname={words}"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        told: list[str] = []
        for line in running.stderr:
            told = [*told[-9:], line]
            if "dumping contents of table" in line:
                advance(1)
    if running.returncode:
        raise _failed("pg_dump", "".join(told))


def contents(source: Path) -> list[str]:
    """The entries of a dump that are ours to restore, one line each."""
    command = [*_program("pg_restore"), "--list", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _failed("pg_restore", done.stderr)
    return [line for line in done.stdout.splitlines(keepends=True) if not NOT_OURS.search(line)]


def load(source: Path, entries: list[str], advance: Advance) -> None:
    """Restore those entries of a dump in one transaction: whole or not at all."""
    words, env = _connection()
    psql = [*_program("psql"), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    with tempfile.NamedTemporaryFile("w+") as chosen, tempfile.TemporaryFile("w+") as told:
        chosen.writelines(entries)
        chosen.flush()
        quiet = ["--no-owner", "--no-privileges", f"--use-list={chosen.name}", "--file=-"]
        command = [*_program("pg_restore"), *quiet, str(source)]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told) as reading,
            subprocess.Popen(
                [*psql, "-d", words], env=env, stdin=subprocess.PIPE, stderr=told
            ) as writing,
        ):
            assert reading.stdout is not None
            assert writing.stdin is not None
            _pour(reading.stdout, writing.stdin, advance)
        if reading.returncode or writing.returncode:
            told.seek(0)
            raise _failed("pg_restore", told.read())


def _pour(source: IO[bytes], target: IO[bytes], advance: Advance) -> None:
    try:
        for line in _understood(source):
            if line.startswith(b"COPY public."):
                advance(1)
            target.write(line)
        target.close()
    except BrokenPipeError:
        source.close()  # psql gave up and says why


def _understood(lines: Iterable[bytes]) -> Iterable[bytes]:
    for number, line in enumerate(lines):
        if number > PREAMBLE or line != UNKNOWN_TO_OLDER:
            yield line


def _program(name: str) -> list[str]:
    return [str(server.bin_dir() / name)]


def _connection() -> tuple[str, dict[str, str]]:
    """The owner's connection words without its password, and the environment that carries that."""
    words: dict[str, Any] = dict(conninfo_to_dict(server.database_urls().owner))
    password = words.pop("password", None)
    words["dbname"] = connection.settings_dict["NAME"]
    env = {**os.environ, "LC_ALL": "C"}
    return make_conninfo(**words), env | ({"PGPASSWORD": password} if password else {})


def _failed(program: str, told: str) -> Refused:
    words = "\n".join(told.strip().splitlines()[-12:])
    return Refused(
        "postgresql-failed",
        f"{program} báo lỗi; lời báo lỗi ở dưới. ({program} failed; nothing was changed.)\n{words}",
    )
