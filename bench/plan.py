"""The plan's figures on many dossiers: the board, its lists, folding, and a full rebuild against reading the same rows.

`python -m bench.plan` runs this part alone and writes its section of docs/evidence/bench.md. The dossiers are made by
plain SQL in the scratch database, with evidence of delivery and without lines of the books: only their shape matters.
"""

import argparse
import platform
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from http import HTTPStatus

import psutil

from bench import scene
from tram.core.calendar import ZONE, vn_date

BEGIN, END = "<!-- plan -->", "<!-- /plan -->"
BOARD_MS = 300
AS_OF = date(2021, 12, 31)
YEAR = 2021

_MAKE = """
WITH procedures AS (
  SELECT array_agg(v.id ORDER BY v.id) AS versions, array_agg(coalesce(p.agency_id, u.id) ORDER BY v.id) AS agencies
  FROM catalogue_procedureversion v JOIN catalogue_procedure p ON p.id = v.procedure_id
  LEFT JOIN LATERAL (SELECT id FROM directory_unit WHERE kind = p.level AND plan_group <> 'none'
    ORDER BY md5(v.id || slug) LIMIT 1) u ON true
  WHERE (v.valid_to IS NULL OR v.valid_to > '2022-01-01') AND coalesce(p.agency_id, u.id) IS NOT NULL),
places AS (SELECT array_agg(id) AS desks FROM directory_unit WHERE kind IN ('one-stop', 'service-centre'))
INSERT INTO dossiers_dossier (id, version_id, agency_id, desk_id, channel, result_channel, graph, simulated, grade,
  state, seq, number, registered_at, handover_at, accepted_at, due_at, settled_at, returned_at)
SELECT md5('bench' || n)::uuid, versions[k], agencies[k], desks[1], channel, back, 'v1', true, 'system', state, 1,
  CASE WHEN state <> 'registered' THEN 'BENCH-' || n END, at,
  CASE WHEN channel = 3 AND state <> 'registered' THEN at + interval '1 day' END,
  CASE WHEN state <> 'registered' THEN at + interval '1 day 2 hours' END,
  CASE WHEN state <> 'registered' THEN at + interval '9 days' END,
  CASE WHEN state = 'closed' THEN at + interval '7 days' END,
  CASE WHEN state = 'closed' THEN at + interval '8 days' END
FROM procedures, places, generate_series(%(first)s, %(last)s) n
CROSS JOIN LATERAL (SELECT 1 + (n::bigint * 7919) %% array_length(versions, 1) AS k,
  CASE WHEN n %% 6 = 0 THEN 3 WHEN n %% 11 = 0 THEN 2 ELSE 1 END AS channel,
  CASE WHEN n %% 4 = 0 THEN 1 ELSE 0 END AS back,
  CASE WHEN n %% 40 = 0 THEN 'registered' WHEN n %% 13 = 0 THEN 'accepted' ELSE 'closed' END AS state,
  timestamptz '2019-01-01 08:00+07' + n %% 1090 * interval '1 day' + n %% 480 * interval '1 minute' AS at) x
"""
_DELIVER = """
WITH back AS (SELECT d.id, d.returned_at FROM dossiers_dossier d
    JOIN generate_series(%(first)s, %(last)s) n ON d.id = md5('bench' || n)::uuid
    WHERE d.result_channel = 1 AND d.returned_at IS NOT NULL),
items AS (INSERT INTO custody_item (id, dossier_id, kind, holder_id, seq, part, parts)
  SELECT md5('item' || id)::uuid, id, 'result', (SELECT id FROM custody_holder WHERE kind = 'customer'), 1, 1, 1
  FROM back)
INSERT INTO custody_delivery (dossier_id, item_id, received_by, relation, proof_kind, proof_last4, seal_intact,
  receipt, voucher, sha256, media_type, delivered_at, grade, by_id)
SELECT id, md5('item' || id)::uuid, 'Nguyễn Văn Mẫu', 'self', 'citizen-id', '1234', true, 'signed-paper', 'PP', '', '',
  returned_at, 'system', (SELECT min(id) FROM accounts_user) FROM back
"""


@dataclass
class Figures:
    """All that this part found."""

    dossiers: int
    lines: list[tuple[str, str]] = field(default_factory=list)
    board_ms: float = 0.0

    def add(self, what: str, told: str) -> None:
        self.lines.append((what, told))
        print(f"{what}: {told}", flush=True)


def measure(dossiers: int, tail: int) -> Figures:
    """Make the dossiers, fold them, and time everything that reads them."""
    found = Figures(dossiers)
    _make(1, dossiers)
    seconds = _timed(_rebuild)
    read = min(_timed(_read_view) for _ in range(2))
    found.add("full rebuild", f"{seconds:.1f} s ({dossiers / seconds:,.0f} dossiers/s)")
    found.add("plain sequential read of the same rows (the view)", f"{read:.1f} s")
    found.add("rebuild / sequential read", f"{seconds / read:.1f}")
    _make(dossiers + 1, dossiers + tail)
    found.board_ms = _board(found, f"board with {tail:,} dossiers waiting (the tail)")
    seconds = _timed(_fold)
    found.add("folding the tail", f"{tail / seconds:,.0f} dossiers/s")
    found.board_ms = max(found.board_ms, _board(found, "board, nothing waiting"))
    found.board_ms = max(found.board_ms, _page(found))
    _others(found)
    return found


def _make(first: int, last: int) -> None:
    from django.db import connection

    from tram.core.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO custody_holder (kind) VALUES ('customer') ON CONFLICT DO NOTHING"
        )
        for start in range(first, last + 1, 100_000):
            words = {"first": start, "last": min(start + 99_999, last)}
            cursor.execute(_MAKE, words)
            cursor.execute(_DELIVER, words)
            cursor.execute(
                "INSERT INTO programme_pending (dossier_id) "
                "SELECT md5('bench' || n)::uuid FROM generate_series(%(first)s, %(last)s) n",
                words,
            )
        cursor.execute("ANALYZE")


def _rebuild() -> None:
    from django.db import connection

    from tram.core.owner import as_owner
    from tram.programme.commands import folding

    folding.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE programme_fact, programme_month, programme_pending")
    with (
        as_owner(),
        connection.cursor() as cursor,
    ):  # as autovacuum does within minutes of so many rows
        cursor.execute("VACUUM ANALYZE programme_fact")


def _fold() -> None:
    from tram.programme.commands import folding

    folding.fold()


def _read_view() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(received_on), count(returned_on), count(*) FILTER (WHERE received_by_post), "
            "count(*) FILTER (WHERE returned_by_post), max(grade), max(released_at), count(due_at) "
            "FROM programme_facts_now"
        )
        cursor.fetchall()


def _board(found: Figures, what: str) -> float:
    from tram.programme.queries.figures import board

    took = _median(lambda: board(YEAR, AS_OF))
    found.add(what, f"{took:.0f} ms (target ≤ {BOARD_MS})")
    return took


def _page(found: Figures) -> float:
    """The page as its reader gets it, without the network."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tram.accounts.models import User
    from tram.cli.demo import stage

    settings.ALLOWED_HOSTS = ["*"]
    stage.open_on(datetime.combine(AS_OF + timedelta(days=4), time_of_day(8), ZONE))
    client, asked = Client(), {"nam": str(YEAR), "den": vn_date(AS_OF)}
    client.force_login(User.objects.get(username="thuongtruc1"))
    if client.get(reverse("plan_board"), asked).status_code != HTTPStatus.OK:
        raise RuntimeError("the board did not answer")
    took = _median(lambda: client.get(reverse("plan_board"), asked))
    found.add("the whole page, template and all", f"{took:.0f} ms (target ≤ {BOARD_MS})")
    return took


def _others(found: Figures) -> None:
    from tram.programme.queries.behind import Behind, Part, dossiers_behind
    from tram.programme.queries.figures import board, months_of_units, procedures_of
    from tram.programme.rules.indicators import Indicator

    middle = date(YEAR, 10, 17)
    took = _median(lambda: board(YEAR, middle))
    found.add("board in the middle of a month", f"{took:.0f} ms (target ≤ {BOARD_MS})")
    units = [row.unit_id for row in board(YEAR, AS_OF).units]
    found.add(
        "twelve months of all agencies",
        f"{_median(lambda: months_of_units(YEAR, AS_OF, None, units)):.0f} ms",
    )
    found.add(
        "procedures of one agency",
        f"{_median(lambda: procedures_of(units[0], YEAR, AS_OF)):.0f} ms",
    )
    for part in Part:
        asked = Behind(units[0], Indicator.RECEIVED_BY_POST, part, YEAR, AS_OF)
        took = _median(lambda asked=asked: dossiers_behind(asked))  # type: ignore[misc]
        found.add(f"a page of the list: {part.value}", f"{took:.0f} ms")


def _median(work: Callable[[], object], times: int = 5) -> float:
    work()
    return sorted(_timed(work) for _ in range(times))[times // 2] * 1000


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def section(found: Figures) -> str:
    """This part of the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    lines = [
        BEGIN, "", "## The plan's figures", "",
        f"{found.dossiers:,} dossiers of three years at commit {commit}; {psutil.cpu_count()} cores, Python "
        f"{platform.python_version()}. All agencies × all indicators of {YEAR}; server time of the query, without the "
        f"page's template, but for the row that says so; median of five; load of the machine at the end "
        f"{psutil.getloadavg()[0]:.1f}.", "",
        "| what | found |", "|---|---:|",
        *(f"| {what} | {told} |" for what, told in found.lines), "", END,
    ]  # fmt: skip
    return "\n".join(lines)


def kept(page: str) -> str:
    """The section as the page has it; empty if it has none."""
    _before, begun, rest = page.partition(BEGIN)
    inside, ended, _after = rest.partition(END)
    return f"{begun}{inside}{ended}" if begun and ended else ""


def main() -> None:
    """This part alone."""
    from bench.__main__ import PAGE

    words = argparse.ArgumentParser(prog="python -m bench.plan", description=__doc__)
    words.add_argument("--dossiers", type=int, default=1_000_000)
    words.add_argument("--tail", type=int, default=2_000)
    given = words.parse_args()
    with scene.scratch():
        import django

        django.setup()
        scene.furnish()
        found = measure(given.dossiers, given.tail)
    page = PAGE.read_text() if PAGE.exists() else "# Speed\n"
    old = kept(page)
    told = page.replace(old, section(found)) if old else f"{page.rstrip()}\n\n{section(found)}\n"
    PAGE.write_text(told)


if __name__ == "__main__":
    main()
