"""What stands in a folder of `tram plan export`: its files, its period, the plan's targets. Part of recount.py."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

Row = dict[str, str]
Pair = tuple[int, int]
"""Numerator and denominator."""
PROVINCE = "province"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: str) -> bool:
        """Whether a day, as it is written, lies in it."""
        return self.first.isoformat() <= day[:10] <= self.last.isoformat()

    def until(self, day: date) -> "Period":
        """The same up to the end of a day; empty before it begins."""
        return Period(self.first, max(min(self.last, day), self.first - DAY))


class Folder:
    """The files of a folder, each read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, list[Row]] = {}
        (about,) = self.rows("period")
        self.year = int(about["year"])
        self.whole = Period(*(date.fromisoformat(about[name]) for name in ("first", "last")))
        self.before = Period(
            *(date.fromisoformat(about[name]) for name in ("before_first", "before_last"))
        )

    def rows(self, name: str) -> list[Row]:
        """Every line of a small file."""
        if name not in self._read:
            self._read[name] = list(self.lines(name))
        return self._read[name]

    def lines(self, name: str) -> Iterator[Row]:
        """The lines of a file one by one: that of the dossiers may be long."""
        with (self.path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def broken(self) -> list[str]:
        """Files that are not as the manifest says."""
        lines = (self.path / "MANIFEST").read_text("utf-8").splitlines()
        return [
            name
            for digest, name in (line.split("  ", 1) for line in lines)
            if hashlib.sha256((self.path / name).read_bytes()).hexdigest() != digest
        ]

    def plan(self, day: date) -> Row | None:
        """The version by which is judged as of a day: the last that had begun, or else the first."""
        versions = self.rows("plan")
        begun = [row for row in versions if row["valid_from"] <= day.isoformat()]
        return begun[-1] if begun else versions[0] if versions else None

    def targets(self, day: date) -> list[Row]:
        """What that version asks for."""
        plan = self.plan(day) or {}
        return [
            row
            for row in self.rows("targets")
            if (row["plan"], row["version"]) == (plan.get("number"), plan.get("version"))
        ]

    def asked(self, as_of: date) -> list[Row]:
        """The agencies of which the plan asks something, and which were there on some day of the period."""
        span, targets = self.whole.until(as_of), self.targets(as_of)
        last = max(span.first, span.last).isoformat()
        return [
            unit
            for unit in self.rows("units")
            if unit["valid_from"] <= last
            and (not unit["valid_to"] or unit["valid_to"] >= span.first.isoformat())
            and any(asks(target, unit, self.year) for target in targets)
        ]


def stands(row: Row, day: date) -> bool:
    """Whether a thing with two dates is there on a day."""
    return row["valid_from"] <= day.isoformat() and (
        not row["valid_to"] or row["valid_to"] >= day.isoformat()
    )


def asks(target: Row, unit: Row, year: int) -> bool:
    """Whether a target is asked of an agency: by its group and its kind; an empty list asks all."""
    return (
        target["level"] != "province"
        and in_year(target, year)
        and unit["plan_group"] in (target["groups"] or unit["plan_group"]).split()
        and unit["kind"] in (target["kinds"] or unit["kind"]).split()
    )


def in_year(target: Row, year: int) -> bool:
    """Whether it is a target of a year."""
    return int(target["first_year"]) <= year <= int(target["last_year"])


@dataclass(frozen=True)
class Goal:
    """So many per cent of the denominator, or so many of the numerator."""

    percent: Fraction | None
    count: int

    def met(self, pair: Pair) -> bool | None:
        """Whether it is reached; None if there is nothing to divide by."""
        if self.percent is None:
            return pair[0] >= self.count
        return pair[0] * 100 >= self.percent * pair[1] if pair[1] else None


def goal(target: Row, year: int, step: str) -> Goal | None:
    """What a target asks in a year; None if it is only followed."""
    if target["count"]:
        return Goal(None, int(target["count"]))
    if not target["percent"]:
        return None
    steps = year - int(target["first_year"]) if target["step_if"] in ("", step) else 0
    return Goal(Fraction(target["percent"]) + Fraction(target["step"] or 0) * steps, 0)


def goal_of(targets: list[Row], indicator: str, unit: Row | None, year: int) -> Row | None:
    """The target of an agency, or (None) of the province, in a year."""
    for target in targets:
        if target["indicator"] == indicator and (
            asks(target, unit, year)
            if unit
            else target["level"] != "unit" and in_year(target, year)
        ):
            return target
    return None
