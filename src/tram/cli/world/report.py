"""What was asked for and what came out, side by side with the deviation."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from tram.cli.world.acts import Deed, Submit, TakeIn
from tram.cli.world.figures import WHOLE, Figures
from tram.cli.world.province import Offering, Province
from tram.cli.world.stream import LEVELS, Task
from tram.core.calendar import local

ON_TIME = """
SELECT extract(year FROM settled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int, count(*) FILTER (WHERE settled_at <= due_at),
  count(*) FROM dossiers_dossier d JOIN directory_unit u ON u.id = d.agency_id
WHERE settled_at IS NOT NULL AND u.kind NOT IN ('district', 'commune') GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Row:
    """One figure: what was asked, what was made; shares in basis points of `of`."""

    name: str
    asked: int
    made: int
    of: int = 0

    @property
    def deviation(self) -> int:
        """How far off, in the figure's own unit."""
        return self.made - self.asked

    def cells(self) -> tuple[str, str, str, str]:
        """The row as a table shows it."""
        show = _percent if self.of else str
        return self.name, show(self.asked), show(self.made), f"{show(self.deviation)}"


def _percent(basis_points: int) -> str:
    sign, points = "-" * (basis_points < 0), abs(basis_points)
    return f"{sign}{points // 100},{points % 100:02d} %"


def _share(name: str, asked: int, part: int, of: int) -> Iterator[Row]:
    if of:
        yield Row(name, asked, (part * WHOLE + of // 2) // of, of)


def rows(province: Province, figures: Figures, task: Task, deeds: Sequence[Deed]) -> Iterator[Row]:
    """Every figure of the file against what was made; the on-time share is asked of the database."""
    arrivals = [deed for deed in deeds if isinstance(deed, TakeIn | Submit)]
    yield from _counts(province, figures, task, arrivals)
    yield from _on_time(figures)
    for year in task.years:
        of_year = [deed for deed in arrivals if local(deed.at).year == year]
        by_desk = [deed for deed in of_year if isinstance(deed, Submit)]
        online = sum(deed.online for deed in by_desk)
        asked = figures.online[year]
        yield from _share(f"{year} online, of those not by post", asked, online, len(by_desk))
        yield from _posted(province, figures, year, of_year)


def _counts(
    province: Province, figures: Figures, task: Task, arrivals: Iterable[TakeIn | Submit]
) -> Iterator[Row]:
    made = Counter(
        (local(deed.at).year, province.offerings[deed.offer].level) for deed in arrivals
    )
    for year in task.years:
        for level in LEVELS:
            asked = task.asked(figures, year, level)
            yield Row(f"{year} new dossiers, {level}", asked, made[year, level])


def _on_time(figures: Figures) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(ON_TIME)
        for year, in_time, settled in cursor.fetchall():
            if year in figures.on_time:
                asked = figures.on_time[year]
                yield from _share(f"{year} settled in time, province", asked, in_time, settled)


def _posted(
    province: Province, figures: Figures, year: int, arrivals: Sequence[TakeIn | Submit]
) -> Iterator[Row]:
    for group in sorted({group for group, _year in figures.post}):
        own = [d for d in arrivals if province.offerings[d.offer].group == group]
        label, asked = f"{year} group {group or 'none'}", figures.post[group, year]
        open_in = _open(province, own, lambda each: each.opens_in)
        come = sum(isinstance(deed, TakeIn) for deed in open_in)
        yield from _share(f"{label} in by post", asked.come, come, len(open_in))
        desk = [deed for deed in own if isinstance(deed, Submit)]
        open_out = _open(province, desk, lambda each: each.opens_out and not each.same_day)
        go = sum(deed.by_post for deed in open_out if isinstance(deed, Submit))
        yield from _share(f"{label} out by post, from the desk", asked.go, go, len(open_out))


def _open(
    province: Province,
    arrivals: Sequence[TakeIn | Submit],
    goes: Callable[[Offering], bool],
) -> list[TakeIn | Submit]:
    return [deed for deed in arrivals if goes(province.offerings[deed.offer])]
