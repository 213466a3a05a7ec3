"""Twelve months on one line, with the target as a step: gaps stay gaps, and the scale starts at nought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tram.core.charts.drawing import element, picture, words
from tram.core.charts.numbers import percent

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 46, 314, 10, 124
"""The field inside the axes."""


@dataclass(frozen=True)
class Point:
    """One month: the name under the axis, the value and the target in thousandths; None = nothing to show."""

    label: str
    value: int | None = None
    target: int | None = None


def line(name: str, said: tuple[str, str], points: Sequence[Point], *, top: int = 1_000) -> str:
    """The line of the values, broken where there is none, and the step of the targets."""
    inside = [*_axes(points, top), *_steps(points, top), *_runs(points, top)]
    return picture(name, (WIDTH, HEIGHT), said, *inside, kind="months")


def x_of(place: int, count: int) -> float:
    """The middle of a month's column."""
    return LEFT + (RIGHT - LEFT) * (place + 0.5) / count


def y_of(permille: int, top: int) -> float:
    """The height of a value; what is beyond the scale stays at its end."""
    return BOTTOM - (BOTTOM - TOP) * min(max(permille, 0), top) / top


def _axes(points: Sequence[Point], top: int) -> Iterator[str]:
    for value in (0, top // 2, top):
        y = y_of(value, top)
        yield element("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="chart-rule")
        yield words(percent(value), LEFT - 6, y + 4, "chart-word", "end")
    for place, point in enumerate(points):
        x = x_of(place, len(points))
        yield words(point.label, x, HEIGHT - 8, "chart-word", "middle")


def _steps(points: Sequence[Point], top: int) -> Iterator[str]:
    """Each stretch of one target is a level; a change of target is a step."""
    column = (RIGHT - LEFT) / max(len(points), 1)
    for target, run in groupby(enumerate(points), key=lambda each: each[1].target):
        places = [place for place, _point in run]
        if target is None:
            continue
        y = y_of(target, top)
        first, last = LEFT + column * places[0], LEFT + column * (places[-1] + 1)
        yield element("line", x1=first, x2=last, y1=y, y2=y, class_="chart-goal")


def _runs(points: Sequence[Point], top: int) -> Iterator[str]:
    """A dot for each month that has a value, joined while no month between is empty."""
    placed = list(enumerate(points))
    for there, run in groupby(placed, key=lambda each: each[1].value is not None):
        if not there:
            continue
        spots = [(x_of(p, len(points)), y_of(m.value or 0, top)) for p, m in run]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        yield element("polyline", points=path, class_="chart-line")
        yield from (element("circle", cx=x, cy=y, r=3, class_="chart-dot") for x, y in spots)
