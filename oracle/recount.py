#!/usr/bin/env python3
"""Count the figures of a plan again from a folder that `tram plan export` wrote.

This program and the three files beside it (recount_folder, recount_shares, recount_registers) are written from the
definitions of the plan (docs/recount.md), not from Trạm's code, and use nothing of it: only Python 3.11 or newer.
Whoever has the folder can read these lines and check every figure.

    python recount.py FOLDER                      the year, agency by agency, and what the registers say
    python recount.py FOLDER --month 8            one month (of the year, or 2019-08)
    python recount.py FOLDER --as-of 2019-10-31   the year up to the end of a day
    python recount.py FOLDER --denominator all    another way of reading the plan (also --online, --deployed)
    python recount.py FOLDER --json               every agency, indicator and month, for programs
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

from recount_folder import DAY, PROVINCE, Folder, Goal, Pair, Period, Row, goal, goal_of
from recount_registers import REGISTERS, Asked
from recount_shares import (
    GROUP_A,
    SHARES,
    Days,
    Offer,
    Readings,
    Tally,
    days,
    last_year,
    not_below,
    offers,
    shares,
    tallies,
)

Figures = dict[str, dict[str, Pair]]
"""Agency or the province → indicator → numerator and denominator."""
KEPT_ALL = Goal(percent=Fraction(100), count=0)
"""Group A: neither of its two results is below last year's."""
NO_DOSSIERS = -1


class Recount:
    """A folder's figures, counted when they are asked for."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.days = days(folder.lines("dossiers"))
        self.before: Days = days(folder.lines("dossiers_before"))

    def of_dossiers(self, span: Period, as_of: date, way: Readings) -> Figures:
        """The shares and the volume of each agency in some days of the year."""
        done = tallies(self.days, span)
        offered = offers(self.folder.rows("procedures"), span.last, way.deployed)
        return {
            unit["slug"]: shares(
                done.get(unit["slug"], Tally()), offered.get(unit["slug"], Offer()), way
            )
            for unit in self.folder.asked(as_of)
        }

    def whole(self, as_of: date, way: Readings) -> Figures:
        """Everything of the year up to the end of a day; the province is the sum, or what its register says."""
        span = self.folder.whole.until(as_of)
        found = self.of_dossiers(span, as_of, way)
        before = last_year(self.folder, self.before)
        for unit in self.folder.asked(as_of):
            own = found[unit["slug"]]
            kept = not_below(own, before.get(unit["slug"], {}))
            if unit["plan_group"] == GROUP_A and kept:
                own["not_below_last_year"] = kept
        found[PROVINCE] = _sums(found)
        for name, count in REGISTERS.items():
            for who, pair in count(Asked(self.folder, span, as_of)).items():
                if who in found:
                    found[who][name] = pair
        return found

    def with_targets(self, as_of: date, way: Readings) -> Figures:
        """The same, and beside each figure with a target NAME.target: hundredths of a per cent or count, met."""
        found = self.whole(as_of, way)
        units = {row["slug"]: row for row in self.folder.asked(as_of)}
        for who, values in found.items():
            for name, pair in list(values.items()):
                aim = self.goal(name, units.get(who), as_of)
                if aim:
                    values[f"{name}.target"] = _told(aim, pair)
        return found

    def goal(self, name: str, unit: Row | None, as_of: date) -> Goal | None:
        """What is asked of an agency or (None) of the province."""
        if name == "not_below_last_year" and unit:
            return KEPT_ALL
        year, plan = self.folder.year, self.folder.plan(as_of)
        target = goal_of(self.folder.targets(as_of), name, unit, year)
        return goal(target, year, plan["step"]) if target and plan else None

    def months(self, as_of: date) -> Iterator[tuple[str, Period]]:
        """Each month of the period that has begun by a day; of the first and the last only the days in the period."""
        whole = self.folder.whole.until(as_of)
        first = whole.first
        while first <= whole.last:
            following = (first.replace(day=28) + DAY * 4).replace(day=1)
            yield f"{first:%Y-%m}", Period(first, min(following - DAY, whole.last))
            first = following


def _sums(found: Figures) -> dict[str, Pair]:
    told: dict[str, Pair] = dict.fromkeys((*SHARES, "volume"), (0, 0)) if found else {}
    for values in found.values():
        for name, pair in values.items():
            so_far = told.get(name, (0, 0))
            told[name] = (so_far[0] + pair[0], so_far[1] + pair[1])
    return told


def _told(aim: Goal, pair: Pair) -> Pair:
    met = aim.met(pair)
    asked = aim.count if aim.percent is None else int(aim.percent * 100)
    return asked, NO_DOSSIERS if met is None else int(met)


def everything(found: Recount, as_of: date, ways: list[Readings]) -> dict[str, object]:
    """Way of reading → the year or a month → agency → indicator → numerator and denominator."""
    return {
        "/".join((way.denominator, way.online, way.deployed)): {
            str(found.folder.year): found.with_targets(as_of, way),
            **{name: found.of_dossiers(span, as_of, way) for name, span in found.months(as_of)},
        }
        for way in ways
    }


def month_ends(found: Recount, as_of: date) -> list[date]:
    """The last day of each month of the period that is over by a day; the period's own end is the whole of it."""
    before = min(as_of, found.folder.whole.last)
    return [span.last for _name, span in found.months(as_of) if span.last < before]


def table(found: Recount, figures: Figures, as_of: date) -> Iterator[str]:
    """The figures for a person: n/d, the share rounded down, and + if the target is met, - if not."""
    units = {row["slug"]: row for row in found.folder.asked(as_of)}
    yield f"{'':<28}" + "".join(f"{name:>26}" for name in SHARES)
    for slug, values in figures.items():
        cells = [_cell(found, values, name, units.get(slug), as_of) for name in SHARES]
        yield f"{slug:<28}" + "".join(f"{cell:>26}" for cell in cells)
    for name, pair in figures.get(PROVINCE, {}).items():
        if name not in SHARES:
            yield f"{name:<28}{_cell(found, {name: pair}, name, None, as_of):>26}"


def _cell(
    found: Recount, values: dict[str, Pair], name: str, unit: Row | None, as_of: date
) -> str:
    top, bottom = values[name]
    aim = found.goal(name, unit, as_of)
    met = aim.met((top, bottom)) if aim else None
    share = f"{top * 1000 // bottom / 10:.1f} %" if bottom else "no dossiers"
    return f"{top}/{bottom} = {share}" + ("" if met is None else " +" if met else " -")


WAYS = {
    "denominator": ("active-procedures", "listed-procedures", "all"),
    "online": ("counted", "not-counted"),
    "deployed": ("in-force", "listed"),
}


def _month(words: str) -> str:
    return words if "-" in words else f"{int(words):02}"


def _words() -> argparse.Namespace:
    asking = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asking.add_argument("folder", type=Path)
    asking.add_argument("--as-of", type=date.fromisoformat)
    asking.add_argument("--month", type=_month, metavar="N", help="8, or 2019-08")
    for name, ways in WAYS.items():
        asking.add_argument(f"--{name}", choices=ways)
    asking.add_argument("--json", action="store_true")
    asking.add_argument("--every-reading", action="store_true", help="with --json")
    asking.add_argument("--month-ends", action="store_true", help="with --json")
    return asking.parse_args()


def _json(found: Recount, words: argparse.Namespace, as_of: date, own: Readings) -> None:
    ways = [Readings(*way) for way in product(*WAYS.values())] if words.every_reading else [own]
    told = everything(found, as_of, ways)
    if words.month_ends:
        told["month-ends"] = {
            day.isoformat(): found.with_targets(day, own) for day in month_ends(found, as_of)
        }
    json.dump(told, sys.stdout)


def _print(found: Recount, words: argparse.Namespace, as_of: date, own: Readings) -> int:
    if not words.month:
        print("\n".join(table(found, found.whole(as_of, own), as_of)))
        return 0
    wanted = words.month if "-" in words.month else f"{found.folder.year}-{words.month}"
    span = dict(found.months(as_of)).get(wanted)
    if span is None:
        print(f"No month {wanted} in this folder.", file=sys.stderr)
        return 1
    print("\n".join(table(found, found.of_dossiers(span, as_of, own), as_of)))
    return 0


def main() -> int:
    """Read, check the manifest, count, print."""
    words = _words()
    folder = Folder(words.folder)
    if changed := folder.broken():
        print(f"Not as MANIFEST says: {', '.join(changed)}", file=sys.stderr)
        return 1
    as_of = words.as_of or folder.whole.last
    chosen = folder.plan(as_of)
    if chosen is None:
        print("The folder has no plan for this year.", file=sys.stderr)
        return 1
    own = Readings(*(getattr(words, name) or chosen[name] for name in WAYS))
    found = Recount(folder)
    if words.json:
        _json(found, words, as_of, own)
        return 0
    return _print(found, words, as_of, own)


if __name__ == "__main__":
    sys.exit(main())
