"""What `tram verify` proves of the plan: files are there, and what was counted is what the books say."""

from tram.core import projections
from tram.core.files import proofs as files
from tram.core.projections import Projection
from tram.programme.models.columns import FACT_COLUMNS, MONTH_COLUMNS, MONTHS

_NAMES = ", ".join(f"n.{name}" for name in FACT_COLUMNS)
_WAITS = "EXISTS (SELECT FROM programme_pending w WHERE w.dossier_id = n.dossier_id)"

projections.register(
    Projection(
        table="programme_fact",
        key="dossier_id",
        columns=FACT_COLUMNS,
        rebuild=f"SELECT n.dossier_id, {_NAMES} FROM programme_facts_now n WHERE NOT {_WAITS} "
        f"UNION ALL SELECT n.dossier_id, {_NAMES} FROM programme_fact n WHERE {_WAITS}",
    )
)
projections.register(
    Projection(
        table="programme_month",
        key="id",
        columns=MONTH_COLUMNS,
        rebuild=MONTHS.format(facts="programme_fact"),
    )
)
files.register(
    files.Naming(
        table="programme_evidencefile",
        query="SELECT sha256, min(size) FROM programme_evidencefile GROUP BY sha256 ORDER BY sha256",
    )
)
