"""Reads of the catalogue: procedures as published, and what one version asks for and plans."""

from tram.catalogue.queries.managing import version, versions
from tram.catalogue.queries.parts import StageRow, required_papers, stages, withdrawn_papers
from tram.catalogue.queries.procedures import (
    LIMIT_UNITS,
    AgencyChoice,
    FeeRow,
    PaperRow,
    ProcedureDetail,
    ProcedureRow,
    agencies_for,
    procedure,
    search_procedures,
    time_limit,
)

__all__ = [
    "LIMIT_UNITS",
    "AgencyChoice",
    "FeeRow",
    "PaperRow",
    "ProcedureDetail",
    "ProcedureRow",
    "StageRow",
    "agencies_for",
    "procedure",
    "required_papers",
    "search_procedures",
    "stages",
    "time_limit",
    "version",
    "versions",
    "withdrawn_papers",
]
