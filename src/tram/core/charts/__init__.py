"""Own charts (biểu đồ): pure functions from numbers to SVG, for a page as well as for a sheet of paper.

Every chart has its title and description in words, and no colour says anything alone. Colours are classes that
`charts.css` knows; on paper, where no sheet of the site reaches, `printed` carries its own. Numbers come in whole
thousandths, so what is drawn is what is compared with a target.
"""

from tram.core.charts.bullet import bullet
from tram.core.charts.lines import Point, line
from tram.core.charts.numbers import grouped, percent
from tram.core.charts.paper import printed
from tram.core.charts.sparks import spark
from tram.core.charts.tiles import Tile, tiles

__all__ = ["Point", "Tile", "bullet", "grouped", "line", "percent", "printed", "spark", "tiles"]
