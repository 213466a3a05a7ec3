"""A tile map: each district one equal square near where it lies, so the small are seen as well as the large.

Where a tile stands is data of the province; nothing of a boundary is drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tram.core.charts.drawing import element, picture, words

WIDE, TALL, GAP = 96, 76, 4
SIGNS = {"met": "✓", "unmet": "✗", "unknown": "–"}
"""How a tile stands, said by a sign as well as by its colour."""


@dataclass(frozen=True)
class Tile:
    """One district: place in the grid, name, value in words, how it stands (a key of `SIGNS`), where it leads."""

    row: int
    column: int
    name: str
    value: str
    stands: str = "unknown"
    url: str = ""
    said: str = ""


def tiles(name: str, said: tuple[str, str], drawn: Sequence[Tile]) -> str:
    """The map; each tile with an address is a link, named by its whole sentence."""
    rows = 1 + max((tile.row for tile in drawn), default=0)
    columns = 1 + max((tile.column for tile in drawn), default=0)
    size = (columns * (WIDE + GAP), rows * (TALL + GAP))
    return picture(name, size, said, *map(_tile, drawn), kind="tile-map", role="group")


def corner(tile: Tile) -> tuple[int, int]:
    """Left and upper edge of a tile."""
    return tile.column * (WIDE + GAP) + GAP // 2, tile.row * (TALL + GAP) + GAP // 2


def _tile(tile: Tile) -> str:
    inside = "".join(_inside(tile))
    class_ = f"chart-tile {tile.stands}"
    if not tile.url:
        return element("g", inside, class_=class_)
    return element("a", inside, class_=class_, href=tile.url, aria_label=tile.said or None)


def _inside(tile: Tile) -> Iterator[str]:
    x, y = corner(tile)
    middle = x + WIDE / 2
    if tile.said:
        yield element("title", escape(tile.said))
    yield element("rect", x=x, y=y, width=WIDE, height=TALL, rx=6)
    yield words(tile.name, middle, y + 28, "chart-name", "middle")
    yield words(f"{SIGNS[tile.stands]} {tile.value}", middle, y + 54, "chart-word", "middle")
