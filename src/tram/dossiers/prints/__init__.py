"""Papers of a dossier: frozen rows in, PDF/A out; one dataclass and one template a form, for both regimes.

`print_papers(*papers)` prints any of them; `form=` (see `dossiers.queries.forms`) chooses number, law and size.
"""

from tram.dossiers.prints.acceptance import (
    ACCEPTANCE_SLIP,
    AcceptanceSlip,
    acceptance_slip_pdf,
    acceptance_slip_sheet,
)
from tram.dossiers.prints.paper import Paper, PaperLine, day, moment, print_papers, stamp

__all__ = [
    "ACCEPTANCE_SLIP",
    "AcceptanceSlip",
    "Paper",
    "PaperLine",
    "acceptance_slip_pdf",
    "acceptance_slip_sheet",
    "day",
    "moment",
    "print_papers",
    "stamp",
]
