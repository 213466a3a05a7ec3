"""The scratch database of a benchmark, its people and dossiers (all by commands), and the server under load."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import cast
from uuid import UUID, uuid4

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

NAME = "tram_bench"
DAY = date(2019, 11, 1)
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def scratch() -> Iterator[psutil.Process]:
    """A fresh database of its own on the private server, told to every child; the server's main process."""
    from tram.core import server

    with server.hold():
        urls = server.database_urls()
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            name = sql.Identifier(NAME)
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            owner.execute(sql.SQL("CREATE DATABASE {}").format(name))
            postmaster = psutil.Process(owner.info.backend_pid).parent()
        os.environ["TRAM_DATABASE_URL"] = make_conninfo(urls.app, dbname=NAME)
        os.environ["TRAM_DATABASE_OWNER_URL"] = make_conninfo(urls.owner, dbname=NAME)
        os.environ["TRAM_TRACKING_LOOKUPS"] = "100000000"  # all of the load comes from one address
        os.environ["TRAM_SECRET_KEY"] = server.secret("SECRET_KEY")
        os.environ["TRAM_TRACKING_KEY"] = server.secret("TRACKING_KEY")
        try:
            yield cast(psutil.Process, postmaster)
        finally:
            _let_go()
            with psycopg.connect(urls.owner, autocommit=True) as owner:
                owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def _let_go() -> None:
    from django.db import connection

    connection.close()


def furnish() -> None:
    """Tables, the mark of a demonstration, reference data, people."""
    from django.db import connection

    from tram.cli.database import bring_up_to_date
    from tram.cli.demo.crew import muster
    from tram.cli.load import load_folder
    from tram.core.owner import as_owner

    bring_up_to_date()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_demo (single, shift, seed) "
            "VALUES (true, '2019-12-02 08:00+07'::timestamptz - clock_timestamp(), 1)"
        )
    if not load_folder(ROOT / "data" / "vinh-phuc").ok:
        raise RuntimeError("the reference data are bad")
    muster(DAY)


def _take_in(share: tuple[int, int]) -> int:
    """One process's share of the dossiers: `take_in` again and again."""
    import django

    django.setup()
    from tram.cli.demo.crew import muster
    from tram.cli.demo.people import invent
    from tram.custody.commands import intake
    from tram.custody.rules.services import Service

    seed, count = share
    crew, rng = muster(DAY), Random(seed)
    for _ in range(count):
        point, offer, who = rng.choice(crew.points), rng.choice(crew.offers), invent(rng)
        to = intake.Addressee(who.full_name, who.phone, who.address, who.commune_id)
        intake.take_in(
            crew.tellers[point.id].act(request_id=UUID(int=rng.getrandbits(128), version=4)),
            intake=intake.Intake(
                version_id=offer.version_id,
                agency_id=offer.agency.id,
                service=Service.BOTH,
                submitter=who.person(),
                counted=offer.counted,
                grams=120,
                seal_number=f"NP{rng.getrandbits(48):x}",
                recipient=to,
                customer_present=True,
                simulated=True,
            ),
        )
    return count


def fill(count: int) -> int:
    """Write this many dossiers by the command, on two processes."""
    shares = [(seed, count // 2) for seed in (1, 2)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(_take_in, shares))


@dataclass(frozen=True)
class Offered:
    """Hand-overs offered by postmen to one desk: who signs there, and the addresses."""

    officer: str
    addresses: list[str]


def offered(count: int) -> Offered:
    """Hand-overs of one dossier each, not yet signed, at the desk that most dossiers go to."""
    from tram.cli.demo.crew import muster
    from tram.custody.commands import chain, manifests
    from tram.custody.models import Item, Outcome
    from tram.custody.rules.handovers import ManifestKind

    crew = muster(DAY)
    desk = max(crew.officers, key=lambda unit: sum(offer.desk.id == unit for offer in crew.offers))
    rows = Item.objects.filter(
        kind="papers", dossier__desk_id=desk, dossier__state="registered", seq=1
    ).order_by("id")
    addresses = []
    for item, point_id in rows.values_list("id", "dossier__intake_point_id")[:count]:
        point = next(point for point in crew.points if point.id == point_id)
        postman, teller = crew.postman_of(point), crew.tellers[point_id]
        road = chain.courier(postman.user.id)
        up = manifests.offer(
            teller.act(request_id=uuid4()),
            kind=ManifestKind.PICK_UP,
            from_holder=chain.place(point_id),
            to_holder=road,
            items=[item],
        )
        manifests.sign_handover(
            postman.act(request_id=uuid4()),
            manifest_id=UUID(up["manifest"]),
            found=[manifests.Found(item, Outcome.RECEIVED)],
        )
        over = manifests.offer(
            postman.act(request_id=uuid4()),
            kind=ManifestKind.HAND_OVER,
            from_holder=road,
            to_holder=chain.place(desk),
            items=[item],
        )
        addresses.append(f"/lam-viec/giao-nhan/{over['manifest']}/")
    return Offered(crew.officers[desk].user.username, addresses)


@contextmanager
def serving(port: int) -> Iterator[psutil.Process]:
    """`tram serve` with two workers on the scratch database."""
    command = [
        sys.executable,
        "-m",
        "tram.cli.main",
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _await(port, child)
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(30)


def _await(port: int, child: subprocess.Popen[bytes]) -> None:
    import http.client
    import time

    for _ in range(300):
        if child.poll() is not None:
            break
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("tram serve did not come up")


def proportional_megabytes(root: psutil.Process) -> float:
    """PSS of a process and all below it, in MB: shared pages counted once."""
    total = 0
    for process in [root, *root.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, AttributeError):
            continue
    return total / 1_048_576
