"""The dossier book (sổ hồ sơ) and the state graph that it obeys."""

from typing import Any

from django.db import migrations

from tram.core.books import ddl
from tram.dossiers.models import BOOK
from tram.dossiers.rules.graphs import GRAPHS, ROUND_TRIP

GRAPH_ROWS: list[str | tuple[str, Any]] = [
    (
        "INSERT INTO public.dossiers_step (graph, action, from_state, to_state) VALUES (%s, %s, %s, %s)",
        [ROUND_TRIP, action.value, before.value, after.value],
    )
    for (before, action), after in GRAPHS[ROUND_TRIP].items()
]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_tables")]
    operations = [
        migrations.RunSQL(GRAPH_ROWS),
        migrations.RunSQL("COMMENT ON TABLE public.dossiers_step IS 'sealed'"),
        migrations.RunSQL(ddl(BOOK)),
    ]
