"""A bullet (after Stephen Few): one bar from nought, the target as a tick, bands behind that words explain."""

from collections.abc import Iterable

from tram.core.charts.drawing import element, picture

WIDTH, HEIGHT = 300, 22
BAR, TICK = (7, 8), (1, 20)
"""From where and how high the bar and the tick are."""


def bullet(
    name: str,
    said: tuple[str, str],
    value: int | None,
    target: int | None,
    *,
    bands: Iterable[int] = (),
    top: int = 1_000,
) -> str:
    """`value`, `target`, ends of `bands` in thousandths of the whole; no value has no bar, nought a hairline."""
    inside = [_track(), *_bands(bands, top)]
    if value is not None:
        width = max(at(value, top), 1.0)
        inside.append(_box(0, width, BAR, "chart-bar"))
    if target is not None:
        inside.append(_box(min(at(target, top), WIDTH - 3.0), 3, TICK, "chart-target"))
    return picture(name, (WIDTH, HEIGHT), said, *inside, kind="bullet")


def at(permille: int, top: int) -> float:
    """Where on the scale; what is beyond its end stays at the end."""
    return WIDTH * min(max(permille, 0), top) / top


def _track() -> str:
    return _box(0, WIDTH, (2, 18), "chart-track")


def _bands(ends: Iterable[int], top: int) -> Iterable[str]:
    """The widest first, so that each darker one lies on it."""
    for place, end in sorted(enumerate(sorted(ends)), reverse=True):
        yield _box(0, at(end, top), (2, 18), f"chart-band-{place + 1}")


def _box(x: float, width: float, tall: tuple[int, int], class_: str) -> str:
    y, height = tall
    return element("rect", x=x, y=y, width=width, height=height, class_=class_)
