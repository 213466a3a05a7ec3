"""Months told by agencies that do not work in the system yet (số liệu đơn vị tự khai): kept apart, never added in.

Sent and confirmed as spreadsheets by the very commands that people use, each December with the months gone by.
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from tram.cli.world.figures import WHOLE
from tram.cli.world.registers import SIMULATED, standing
from tram.cli.world.stream import Task
from tram.core import clock
from tram.core.acts import Act
from tram.core.calendar import ZONE
from tram.directory.imports.post_lines import LineOutcome
from tram.programme.imports.sheets import apply_sheet, keep_sheet
from tram.programme.queries.members import Member, members
from tram.programme.rules.registers import RegisterSheetKind

SENT = (12, 20)
"""The day of the year on which the figures are sent."""


class Months:
    """What the agencies outside the system tell, year by year."""

    def __init__(self, path: Path, task: Task) -> None:
        self.figures = tomllib.loads(path.read_text())["unconnected"]
        self.task, self.rng = task, Random(f"{task.seed}/months")

    def fill(self, connected: Collection[int]) -> int:
        """One spreadsheet for each year that has such an agency; how many lines."""
        count = 0
        for year in self.task.years:
            day = date(year, *SENT)
            outside = [each for each in members(day) if each.id not in connected]
            lines = [cells for each in outside for cells in self._lines(each, day)]
            if lines:
                self._send(day, lines)
            count += len(lines)
        return count

    def _lines(self, member: Member, day: date) -> Iterator[dict[str, str]]:
        """The months since the last sending, the last whole one included."""
        first = -1 if day.year > self.task.first.year else 0
        for nth in range(first, day.month - 1):
            month = date(day.year + nth // 12, nth % 12 + 1, 1)
            yield {"unit": member.name, "month": month.isoformat(), **self._counts()}

    def _counts(self) -> dict[str, str]:
        asked = self.figures
        mean = asked["volume"] * self.task.scale / 12
        received = max(1, round(mean * self.rng.uniform(0.7, 1.3)))
        returned = max(1, round(received * self.rng.uniform(0.85, 1)))
        told = {
            "received": received,
            "received_by_post": received * asked["in"] // WHOLE,
            "returned": returned,
            "returned_by_post": returned * asked["out"] // WHOLE,
        }
        return {name: str(value) for name, value in told.items()}

    def _send(self, day: date, lines: Sequence[dict[str, str]]) -> None:
        kept: list[dict[str, Any]] = [
            {"line": number, "cells": cells, "outcome": LineOutcome.NEW.value}
            for number, cells in enumerate(lines, 2)
        ]
        name = f"{SIMULATED} {day.year}.xlsx"
        with clock.simulated(datetime.combine(day, time(10), ZONE)):
            sheet = keep_sheet(
                self._act(),
                kind=RegisterSheetKind.MONTHS,
                name=name,
                sha256=sha256(repr(kept).encode()).hexdigest(),
                reason="",
                lines=kept,
            )
            apply_sheet(self._act(), sheet_id=UUID(str(sheet["sheet"])))

    def _act(self) -> Act:
        return Act(UUID(int=self.rng.getrandbits(128), version=4), standing())
