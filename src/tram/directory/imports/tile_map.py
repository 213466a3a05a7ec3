"""[map] of province.toml: where each district's tile stands on the map of equal squares (bản đồ ô vuông)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from tram.core.cells import Note, bad
from tram.core.sheets import LineError, Row, Sheet
from tram.directory.imports.areas import AreaRow
from tram.directory.imports.figures import Figure

CODE = "province.map"
NOWHERE = "-"


def read_rows(raw: str) -> tuple[tuple[str, ...], ...]:
    """Rows of area codes from north to south, each from west to east; "-" is an empty place."""
    rows = tuple(tuple(line.split()) for line in raw.split("\n") if line.strip())
    if not rows or len({len(row) for row in rows}) > 1:
        raise bad("Các hàng của bản đồ phải có cùng số ô: hãy điền dấu - vào ô trống.")
    return rows


@dataclass(frozen=True, kw_only=True)
class TileMap(Row):
    """The grid; a province without one has no tile map."""

    rows: Annotated[tuple[tuple[str, ...], ...], read_rows]
    provenance: Note

    @property
    def tiles(self) -> list[dict[str, str | int]]:
        """Each area with its place."""
        return [
            {"area": code, "row": row, "column": column}
            for row, codes in enumerate(self.rows)
            for column, code in enumerate(codes)
            if code != NOWHERE
        ]


def wrong(maps: tuple[TileMap, ...], areas: Sheet[AreaRow]) -> Iterator[LineError]:
    """Codes that no area has, or that stand twice."""
    for drawn in maps:
        seen: set[str] = set()
        for tile in drawn.tiles:
            code = str(tile["area"])
            if not areas.mentions("gso_code", code):
                yield drawn.error("rows", f"Không có mã {code} trong {areas.file}.")
            if code in seen:
                yield drawn.error("rows", f"Mã {code} đứng hai chỗ trên bản đồ: hãy bỏ một chỗ.")
            seen.add(code)


def figure(drawn: TileMap, since: date) -> Figure:
    """The grid as one parameter."""
    return Figure(
        file=drawn.file,
        line=drawn.line,
        code=CODE,
        value=drawn.tiles,
        source=drawn.provenance,
        valid_from=since,
        valid_to=None,
    )
