"""What `tram verify` proves of the plan: what was counted is what the books say, what was told holds together."""

from tram.core import janitors, projections
from tram.core.janitors import Janitor
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
janitors.register(
    Janitor(
        name="programme: what was frozen is what its hash says, list by list",
        offences="SELECT s.id, 'text' AS what FROM programme_snapshot s "
        "WHERE s.hash <> sha256(tram_text_bytes(s.document)) UNION ALL "
        "SELECT s.id, coalesce(l.unit || ' ' || l.indicator, 'missing list') FROM programme_snapshot s "
        "CROSS JOIN LATERAL (SELECT t.value AS told FROM jsonb_array_elements(s.document::jsonb -> 'lists') t) t "
        "FULL JOIN (SELECT *, jsonb_build_array(unit, indicator, side, reason, cardinality(items), "
        "encode(sha256(tram_text_bytes(array_to_string(items, E'\\n'))), 'hex')) AS told "
        "FROM programme_snapshotlist) l ON l.snapshot_id = s.id AND l.told = t.told "
        "WHERE l.id IS NULL OR s.id IS NULL",
        looked="SELECT (SELECT count(*) FROM programme_snapshot) + (SELECT count(*) FROM programme_snapshotlist)",
    )
)
janitors.register(
    Janitor(
        name="programme: a month that an agency told holds its figures",
        offences="SELECT m.id FROM programme_reportedmonth m WHERE NOT EXISTS ("
        "SELECT FROM programme_reportedfigure f WHERE f.month_id = m.id)",
        looked="SELECT count(*) FROM programme_reportedmonth",
    )
)
_VERSIONED = {
    "baseline": "unit_id, indicator, year",
    "reportedmonth": "unit_id, month",
    "meansplan": "year, place_id, subject",
}
janitors.register(
    Janitor(
        name="programme: versions of what was told follow one another",
        offences=" UNION ALL ".join(
            f"SELECT '{table} ' || min(id) FROM programme_{table} GROUP BY {key} "
            "HAVING max(version) <> count(*) OR min(version) <> 1"
            for table, key in _VERSIONED.items()
        ),
        looked="SELECT "
        + " + ".join(f"(SELECT count(*) FROM programme_{table})" for table in _VERSIONED),
    )
)
