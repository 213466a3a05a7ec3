"""Charts for paper: the same drawing with a sheet of its own inside, in inks that a plain printer tells apart."""

_INKS = """
.chart-track { fill: #f4f0ea; }
.chart-band-1 { fill: #d9d2ca; }
.chart-band-2 { fill: #e8e2db; }
.chart-bar, .chart-dot { fill: #0b5394; }
.chart-target { fill: #b3131b; }
.chart-rule { stroke: #d0c9c2; stroke-width: 1; }
.chart-goal { stroke: #b3131b; stroke-width: 2; stroke-dasharray: 6 3; }
.chart-line { fill: none; stroke: #0b5394; stroke-width: 2; }
.chart-word, .chart-name { fill: #1b1b1b; font-family: "Be Vietnam Pro"; font-size: 12px; }
.chart-name { font-weight: 600; }
.chart-tile rect { fill: #ffffff; stroke: #595f69; stroke-width: 1; }
.chart-tile.met rect { fill: #e9f5ee; }
.chart-tile.unmet rect { fill: #fdeeee; }
"""


def printed(chart: str) -> str:
    """A chart that needs nothing from outside; for documents, never for a page."""
    head, start, rest = chart.partition(">")
    return f"{head}{start}<style>{_INKS}</style>{rest}"
