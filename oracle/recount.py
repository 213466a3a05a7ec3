#!/usr/bin/env python3
"""Count the figures of a plan again from a folder that `tram plan export` wrote.

This program is written from the definitions of the plan (docs/recount.md), not from Trạm's code, and uses nothing of
it: only Python 3.11 or newer. Whoever has the folder can read these lines and check every figure.

    python recount.py FOLDER                      the year, agency by agency
    python recount.py FOLDER --month 8            one month
    python recount.py FOLDER --as-of 2019-10-31   the year up to the end of a day
    python recount.py FOLDER --denominator all    another way of reading the plan (also --online, --deployed)
    python recount.py FOLDER --json               every agency, indicator and month, for programs
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path

COUNTER, ONLINE, POST = "1", "2", "3"
BACK_BY_POST = "1"
SHARES = ("procedures_with_post", "received_by_post", "returned_by_post")


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: str) -> bool:
        """Whether a day, as it is written, lies in it."""
        return self.first.isoformat() <= day <= self.last.isoformat()


@dataclass(frozen=True)
class Readings:
    """How the open points of the plan are read."""

    denominator: str
    online: str
    deployed: str


Key = tuple[str, str, str, str]
"""Agency, procedure, channel and day."""


@dataclass
class Books:
    """The folder's files: how many dossiers were received and returned each day, and the rest as it is."""

    received: Counter[Key]
    returned: Counter[Key]
    procedures: list[dict[str, str]]
    units: list[dict[str, str]]
    plan: list[dict[str, str]]
    targets: list[dict[str, str]]


@dataclass
class Tally:
    """What one agency received and returned in a period, procedure by procedure."""

    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received_online: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received_by_post: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned_by_post: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def with_post(self) -> set[str]:
        """Procedures with at least one dossier received or returned by post."""
        return {code for code, count in self.received_by_post.items() if count} | {
            code for code, count in self.returned_by_post.items() if count
        }


def read(folder: Path) -> Books:
    """Every file that the shares need."""
    names = ("procedures", "units", "plan", "targets")
    return Books(
        *_days(folder / "dossiers.csv"), *(list(_lines(folder / f"{name}.csv")) for name in names)
    )


def _days(path: Path) -> tuple[Counter[Key], Counter[Key]]:
    """How many dossiers each agency received and returned on each day, by procedure and channel.

    By post a dossier is received when the hand-over at the agency is signed, any other way when it is accepted. A
    result is returned when it reached its person; by post only with evidence, without which the time is empty. An
    empty time never happened. The day is Việt Nam's, as the time is written.
    """
    received: Counter[Key] = Counter()
    returned: Counter[Key] = Counter()
    for row in _lines(path):
        whose = row["unit"], row["procedure"]
        came = row["handover_signed_at"] if row["channel"] == POST else row["accepted_at"]
        if came:
            received[*whose, row["channel"], came[:10]] += 1
        if row["delivered_at"]:
            returned[*whose, row["result_channel"], row["delivered_at"][:10]] += 1
    return received, returned


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def broken(folder: Path) -> list[str]:
    """Files that are not as the manifest says."""
    told = (line.split("  ", 1) for line in (folder / "MANIFEST").read_text("utf-8").splitlines())
    return [
        name
        for digest, name in told
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def tallies(books: Books, period: Period) -> dict[str, Tally]:
    """Agency → what it received and returned in the period."""
    found: dict[str, Tally] = defaultdict(Tally)
    for (unit, code, channel, day), count in books.received.items():
        if period.holds(day):
            found[unit].received[code] += count
            found[unit].received_online[code] += count * (channel == ONLINE)
            found[unit].received_by_post[code] += count * (channel == POST)
    for (unit, code, channel, day), count in books.returned.items():
        if period.holds(day):
            found[unit].returned[code] += count
            found[unit].returned_by_post[code] += count * (channel == BACK_BY_POST)
    return found


@dataclass(frozen=True)
class Offer:
    """The procedures of one agency on the last day of a period: all, and those open to the post each way."""

    deployed: frozenset[str]
    in_by_post: frozenset[str]
    out_by_post: frozenset[str]


def offers(procedures: list[dict[str, str]], day: date, deployed: str) -> dict[str, Offer]:
    """Agency → what it offers on a day."""
    rows = [row for row in procedures if _in_force(row, day)]
    found = {}
    for unit in {row["unit"] for row in rows}:
        own = [row for row in rows if row["unit"] == unit]
        ways = [
            frozenset(row["code"] for row in own if row[way] == "yes")
            for way in ("postal_in", "postal_out")
        ]
        every = frozenset(row["code"] for row in own)
        found[unit] = Offer(ways[0] | ways[1] if deployed == "listed" else every, *ways)
    return found


def _in_force(row: dict[str, str], day: date) -> bool:
    return row["in_force_from"] <= day.isoformat() and (
        not row["in_force_to"] or row["in_force_to"] >= day.isoformat()
    )


NOTHING = Offer(frozenset(), frozenset(), frozenset())


def shares(tally: Tally, offer: Offer, readings: Readings) -> dict[str, tuple[int, int]]:
    """Indicator → numerator and denominator of one agency."""
    active = tally.with_post()
    every = set(tally.received) | set(tally.returned)
    scopes = {
        "active-procedures": (active, active),
        "listed-procedures": (offer.in_by_post, offer.out_by_post),
        "all": (every, every),
    }
    came, went = scopes[readings.denominator]
    online = (
        0 if readings.online == "counted" else sum(tally.received_online[code] for code in came)
    )
    return {
        "procedures_with_post": (len(active & offer.deployed), len(offer.deployed)),
        "received_by_post": (
            sum(tally.received_by_post[code] for code in came),
            sum(tally.received[code] for code in came) - online,
        ),
        "returned_by_post": (
            sum(tally.returned_by_post[code] for code in went),
            sum(tally.returned[code] for code in went),
        ),
        "volume": _volume(tally),
    }


def _volume(tally: Tally) -> tuple[int, int]:
    """How often the post carried a dossier or a result, of all that was received and returned."""
    by_post = sum(tally.received_by_post.values()) + sum(tally.returned_by_post.values())
    return by_post, sum(tally.received.values()) + sum(tally.returned.values())


def asked(books: Books, year: int, period: Period) -> list[str]:
    """The agencies of which the plan asks something in a year, and which were there on some day of a period."""
    return sorted(
        row["slug"]
        for row in books.units
        if row["valid_from"] <= period.last.isoformat()
        and (not row["valid_to"] or row["valid_to"] >= period.first.isoformat())
        and any(_fits(target, row, year) for target in books.targets)
    )


def _fits(target: dict[str, str], unit: dict[str, str], year: int) -> bool:
    """Whether a target is asked of an agency: by its group and its kind; an empty list asks all."""
    return (
        target["level"] != "province"
        and int(target["first_year"]) <= year <= int(target["last_year"])
        and unit["plan_group"] in (target["groups"] or unit["plan_group"]).split()
        and unit["kind"] in (target["kinds"] or unit["kind"]).split()
    )


Figures = dict[str, dict[str, tuple[int, int]]]


def recount(books: Books, period: Period, readings: Readings, whole: Period) -> Figures:
    """Agency → indicator → (numerator, denominator), and the sums of all under "province".

    `whole`: the year up to the day as of which is counted; every agency that was there in it has a line.
    """
    done = tallies(books, period)
    offered = offers(books.procedures, period.last, readings.deployed)
    found = {
        slug: shares(done.get(slug, Tally()), offered.get(slug, NOTHING), readings)
        for slug in asked(books, whole.first.year, whole)
    }
    found["province"] = {
        name: (sum(f[name][0] for f in found.values()), sum(f[name][1] for f in found.values()))
        for name in (*SHARES, "volume")
    }
    return found


def year_of(folder: Path) -> int:
    """The year of the folder, as its page says."""
    return int((folder / "README.md").read_text("utf-8").splitlines()[0].split()[-1])


def periods(year: int, as_of: date) -> Iterator[tuple[str, Period]]:
    """The year up to a day, and each of its months that has begun by then."""
    yield str(year), Period(date(year, 1, 1), as_of)
    for number in range(1, as_of.month + 1):
        first = date(year, number, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        yield f"{year}-{number:02}", Period(first, min(last, as_of))


def goal(books: Books, indicator: str, unit: dict[str, str], year: int, step: str) -> float | None:
    """The per cent that the plan asks of an agency in a year; None if it asks none."""
    for row in books.targets:
        if row["indicator"] == indicator and row["percent"] and _fits(row, unit, year):
            steps = year - int(row["first_year"]) if row["step_if"] in ("", step) else 0
            return float(row["percent"]) + float(row["step"] or 0) * steps
    return None


def table(books: Books, figures: Figures, year: int, step: str) -> Iterator[str]:
    """The figures for a person: n/d, the share rounded down, and + if the target is met."""
    yield f"{'':<28}" + "".join(f"{name:>26}" for name in SHARES)
    known = {row["slug"]: row for row in books.units}
    for slug, found in figures.items():
        cells = []
        for name in SHARES:
            top, bottom = found[name]
            percent = goal(books, name, known[slug], year, step) if slug in known else None
            share = f"{top * 1000 // bottom / 10:.1f} %" if bottom else "no dossiers"
            met = (
                ""
                if percent is None or not bottom
                else " +"
                if top * 100 >= percent * bottom
                else " -"
            )
            cells.append(f"{f'{top}/{bottom} = {share}{met}':>26}")
        yield f"{slug:<28}" + "".join(cells)


WAYS = {
    "denominator": ("active-procedures", "listed-procedures", "all"),
    "online": ("counted", "not-counted"),
    "deployed": ("in-force", "listed"),
}


def _words() -> argparse.Namespace:
    asking = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asking.add_argument("folder", type=Path)
    asking.add_argument("--as-of", type=date.fromisoformat)
    asking.add_argument("--month", type=int, choices=range(1, 13))
    for name, ways in WAYS.items():
        asking.add_argument(f"--{name}", choices=ways)
    asking.add_argument("--json", action="store_true")
    asking.add_argument("--every-reading", action="store_true", help="with --json")
    return asking.parse_args()


def everything(books: Books, year: int, as_of: date, ways: list[Readings]) -> dict[str, object]:
    """Way of reading → the year or a month → agency → indicator → numerator and denominator."""
    whole = Period(date(year, 1, 1), as_of)
    return {
        "/".join((way.denominator, way.online, way.deployed)): {
            name: recount(books, period, way, whole) for name, period in periods(year, as_of)
        }
        for way in ways
    }


def main() -> int:
    """Read, check the manifest, count, print."""
    words = _words()
    if found := broken(words.folder):
        print(f"Not as MANIFEST says: {', '.join(found)}", file=sys.stderr)
        return 1
    books, year = read(words.folder), year_of(words.folder)
    if not books.plan:
        print("The folder has no plan for this year.", file=sys.stderr)
        return 1
    chosen = books.plan[0]
    own = Readings(*(getattr(words, name) or chosen[name] for name in WAYS))
    as_of = min(words.as_of or date(year, 12, 31), date(year, 12, 31))
    if words.json:
        ways = (
            [Readings(*way) for way in product(*WAYS.values())] if words.every_reading else [own]
        )
        json.dump(everything(books, year, as_of, ways), sys.stdout)
        return 0
    wanted = f"{year}-{words.month:02}" if words.month else str(year)
    for name, period in periods(year, as_of):
        if name == wanted:
            figures = recount(books, period, own, Period(date(year, 1, 1), as_of))
            print("\n".join(table(books, figures, year, chosen["step"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
