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
        name="catalogue: the stages of a published version together fit into its limit",
        offences="SELECT v.id FROM catalogue_procedureversion v JOIN catalogue_stage s ON s.version_id = v.id "
        "WHERE v.published_at IS NOT NULL AND v.limit_value IS NOT NULL GROUP BY v.id "
        "HAVING sum(s.value * CASE s.unit_of_time WHEN 'working-day' THEN 8 ELSE 1 END) "
        "> v.limit_value * CASE v.limit_unit WHEN 'working-day' THEN 8 ELSE 1 END",
        looked="SELECT count(*) FROM catalogue_procedureversion WHERE published_at IS NOT NULL",
    )
)
