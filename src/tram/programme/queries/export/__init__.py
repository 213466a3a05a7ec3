"""The facts behind the plan's figures, as tables for a folder that anybody can recount. No persons."""

from tram.programme.queries.export.reading import Cut, about, cut, rows
from tram.programme.queries.export.tables import TABLES

__all__ = ["TABLES", "Cut", "about", "cut", "rows"]
