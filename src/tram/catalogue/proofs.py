"""What `tram verify` proves of the catalogue."""

from tram.core import janitors
from tram.core.janitors import Janitor

janitors.register(
    Janitor(
        name="catalogue: a version published on a page says who published it",
        offences="SELECT v.id FROM catalogue_procedureversion v WHERE v.published_at IS NOT NULL AND v.edit > 0 "
        "AND NOT EXISTS (SELECT 1 FROM catalogue_versionact a WHERE a.version_id = v.id AND a.step = 'publish')",
        looked="SELECT count(*) FROM catalogue_procedureversion",
    )
)
janitors.register(
    Janitor(
        name="catalogue: the stages of a published version together fit into each limit",
        offences="WITH l AS (SELECT id, limit_value AS value, limit_unit AS unit FROM catalogue_procedureversion "
        "WHERE published_at IS NOT NULL AND limit_value IS NOT NULL "
        "UNION ALL SELECT t.version_id, t.value, t.unit FROM catalogue_timelimit t "
        "JOIN catalogue_procedureversion v ON v.id = t.version_id AND v.published_at IS NOT NULL) "
        "SELECT l.id FROM l JOIN catalogue_stage s ON s.version_id = l.id GROUP BY l.id, l.value, l.unit "
        "HAVING NOT bool_and(s.unit_of_time = l.unit OR (s.unit_of_time IN ('hour', 'working-day') "
        "AND l.unit IN ('hour', 'working-day'))) "
        "OR sum(s.value * CASE s.unit_of_time WHEN 'working-day' THEN 8 ELSE 1 END) "
        "> l.value * CASE l.unit WHEN 'working-day' THEN 8 ELSE 1 END",
        looked="SELECT count(*) FROM catalogue_procedureversion WHERE published_at IS NOT NULL",
    )
)
