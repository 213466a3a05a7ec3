"""What feeds the plan beside the books: communes told, news, yearly reports, figures of the year before.

Written by the very commands that people use, at the days on which they would; each row says that it is simulated.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Role
from tram.cli.world.stream import Task
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.calendar import ZONE
from tram.directory.models import Appointment
from tram.directory.queries import actor_of
from tram.programme.commands import baselines, outreach, reports
from tram.programme.queries.communes import communes_on
from tram.programme.queries.members import Member, members
from tram.programme.rules.indicators import Group, Indicator
from tram.programme.rules.registers import FigureGrade, MediaKind

SIMULATED = "Số liệu mô phỏng"
SEASON = (date(2019, 9, 2), 16)
"""Communes are told from September on, within so many weeks."""


class Registrar:
    """The standing agency's person, who writes all of it down."""

    def __init__(self, path: Path, task: Task) -> None:
        self.found: Mapping[str, Any] = tomllib.loads(path.read_text())
        self.task, self.rng = task, Random(f"{task.seed}/registers")
        self.rows = 0

    def fill(self) -> int:
        """Every register for every year; how many rows."""
        for before in self.found["before"]:
            if before["year"] == self.task.first.year - 1:
                self._before(before)
        for year in self.task.years:
            self._informed(year)
            self._news(year)
            self._reports(year)
        return self.rows

    @contextmanager
    def _on(self, day: date) -> Iterator[Act]:
        """An act of the standing agency on a day, at nine in the morning."""
        with clock.simulated(datetime.combine(day, time(9), ZONE)):
            yield Act(UUID(int=self.rng.getrandbits(128), version=4), standing())
        self.rows += 1

    def _share(self, table: str, year: int, whole: Sequence[Any]) -> Sequence[Any]:
        """A drawn part of a list, as large as the file asks for that year; none if it asks nothing."""
        points = {row["year"]: row["basis_points"] for row in self.found[table]}.get(year, 0)
        return self.rng.sample(list(whole), round(len(whole) * points / 10_000))

    def _informed(self, year: int) -> None:
        first = SEASON[0].replace(year=year)
        days: dict[date, list[str]] = {}
        for commune in self._share("informed", year, communes_on(first)):
            day = first + timedelta(weeks=self.rng.randrange(SEASON[1]))
            days.setdefault(day, []).append(commune.code)
        for day, codes in sorted(days.items()):
            now = {each.code: each.id for each in communes_on(day)}
            self._tell(day, {code: now[code] for code in codes if code in now})

    def _tell(self, day: date, communes: Mapping[str, int]) -> None:
        """The communes of one day, noted together."""
        told = tuple(outreach.Told(commune, day) for commune in communes.values())
        if not told:
            return
        words = f"Giới thiệu dịch vụ nhận hồ sơ, trả kết quả tại nhà. {SIMULATED}."
        with self._on(day) as act:
            outreach.record_outreach(act, told=told, content=words, note=SIMULATED)
        self.rows += len(told) - 1

    def _news(self, year: int) -> None:
        asked = self.found["news"]
        places = list(zip(asked["outlets"], asked["kinds"], strict=True))
        for number in range(1, asked["by_year"] + 1):
            outlet, kind = places[number % len(places)]
            day = date(year, 1 + 12 * number // (asked["by_year"] + 1), 15)
            title = f"Nhận hồ sơ, trả kết quả qua bưu điện, bài {number}"
            news = outreach.News(outlet, MediaKind(kind), day, title, SIMULATED)
            with self._on(day) as act:
                outreach.record_media(act, news=news)

    def _reports(self, year: int) -> None:
        """The reports of a year that came in the January after it, if the world lasts until then."""
        if year >= self.task.last.year:
            return
        every = members(date(year, 12, 31))
        soon = {each.id for each in self._share("reported", year, every)}
        for number, member in enumerate(every, 1):
            day = date(year + 1, 1, 6 if member.id in soon else 20)
            day += timedelta(days=self.rng.randrange(8))
            with self._on(day) as act:
                reports.note_paper_report(
                    act,
                    unit_id=member.id,
                    year=year,
                    number=f"{number}/BC-MP",
                    received_on=day,
                )

    def _before(self, row: Mapping[str, Any]) -> None:
        """What each agency of group A had reached: shares near those of the file, in the size of this world."""
        day = self.task.first + timedelta(days=7)
        for member in members(day):
            if member.group is Group.A:
                whole = max(
                    20, round(row["volume"] * self.task.scale * self.rng.uniform(0.7, 1.3))
                )
                for figure in _figures(member, row, whole):
                    with self._on(day) as act:
                        baselines.record_baseline(act, figure=figure)


def _figures(member: Member, row: Mapping[str, Any], whole: int) -> Iterator[baselines.Figure]:
    parts = {
        Indicator.RECEIVED_BY_POST: round(whole * row["in"] / 10_000),
        Indicator.RETURNED_BY_POST: round(whole * row["out"] / 10_000),
    }
    for indicator, part in parts.items():
        yield baselines.Figure(
            member.id, indicator, row["year"], part, whole, SIMULATED, FigureGrade.REPORTED
        )
    volume = sum(parts.values())
    yield baselines.Figure(
        member.id, Indicator.VOLUME, row["year"], volume, None, SIMULATED, FigureGrade.REPORTED
    )


def standing() -> Actor:
    """The invented person of the standing agency, with the duties of the moment."""
    rows = Appointment.objects.filter(role=Role.STANDING_AGENCY, user__is_demo=True)
    user = rows.select_related("user").order_by("id")[0].user
    return actor_of(user.id, user.full_name)
