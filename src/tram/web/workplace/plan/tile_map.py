"""The map of equal tiles: each district's figure at its place, and the same as a table."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tram.core.charts import Tile, tiles
from tram.directory.queries.tile_map import placed_units
from tram.programme.queries.figures import UnitRow
from tram.programme.rules.gaps import Standing
from tram.programme.rules.indicators import Indicator
from tram.web.figures import Shown, share, shown
from tram.web.workplace.plan.asked import Asked

SHORT = {Standing.EMPTY: "0/0", Standing.UNMEASURED: "…"}
STANDS = {Standing.MET: "met", Standing.UNMET: "unmet"}


def words(asked: Asked, rows: Sequence[UnitRow], indicator: Indicator) -> dict[str, Any]:
    """Nothing without places in the province's data, or for a reader who sees no district."""
    by_id = {row.unit_id: row for row in rows}
    found = [
        (
            place,
            by_id[place.unit_id],
            shown(indicator, by_id[place.unit_id].values.get(indicator), "t"),
        )
        for place in placed_units(asked.as_of)
        if place.unit_id in by_id
    ]
    if not found:
        return {}
    drawn = [
        Tile(
            row=place.row,
            column=place.column,
            name=place.name,
            value=_short(row, indicator, it),
            stands=STANDS.get(it.standing, "unknown"),
            url=asked.url("plan_agency", row.slug),
            said=f"{row.name}: {it.figure}. {it.verdict}",
        )
        for place, row, it in found
    ]
    label = _(indicator.label)
    said = (
        label,
        _("Mỗi ô là một huyện, thành phố; dấu ✓ là đạt, ✗ là chưa đạt, – là chưa kết luận."),
    )
    return {
        "tile_label": label,
        "tile_map": mark_safe(tiles("tile-map", said, drawn)),
        "tile_rows": [
            {"name": row.name, "it": it, "url": asked.url("plan_agency", row.slug)}
            for _place, row, it in found
        ],
    }


def _short(row: UnitRow, indicator: Indicator, it: Shown) -> str:
    """The share alone: a tile has room for no more."""
    value = row.values.get(indicator)
    return share(value.permille if value else None) or SHORT.get(it.standing, "")
