"""A sparkline: how a number went, as small as a word; the last value is a dot."""

from collections.abc import Sequence

from tram.core.charts.drawing import element, picture

WIDTH, HEIGHT, EDGE = 120, 28, 4


def spark(name: str, said: tuple[str, str], values: Sequence[int]) -> str:
    """Counts in order, on a scale from nought to the greatest."""
    spots = places(values)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    inside = [element("polyline", points=path, class_="chart-line")]
    inside += [element("circle", cx=x, cy=y, r=3, class_="chart-dot") for x, y in spots[-1:]]
    return picture(name, (WIDTH, HEIGHT), said, *inside, kind="spark")


def places(values: Sequence[int]) -> list[tuple[float, float]]:
    """Where each value is; all noughts lie at the bottom."""
    most, steps = max([*values, 1]), max(len(values) - 1, 1)
    wide, tall = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    return [
        (EDGE + wide * place / steps, HEIGHT - EDGE - tall * max(value, 0) / most)
        for place, value in enumerate(values)
    ]
