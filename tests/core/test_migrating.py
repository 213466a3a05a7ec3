"""The quick way to make the tables makes the same tables."""

import os
from typing import Any

from django.core.management import call_command
from django.db import connection

from tests.conftest import drop, owner, recreate

SHAPE = """
SELECT 'column', table_name, column_name, data_type, is_nullable, coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, contype::text,
  pg_get_constraintdef(oid), '' FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, '', indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, '', pg_get_triggerdef(oid), ''
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'routine', proname, '', '', pg_get_functiondef(oid), '' FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
ORDER BY 1, 2, 3, 5
"""


def shape(name: str) -> list[tuple[object, ...]]:
    with owner(name) as asked:
        return asked.execute(SHAPE).fetchall()


def test_rendering_little_makes_the_same_tables(
    template_database: str, django_db_blocker: Any
) -> None:
    from tram.config.settings import URLS, database

    slow = f"tram_slow_{os.getpid()}"
    recreate(slow)
    app = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({**database(URLS.owner), "NAME": slow})
    try:
        with django_db_blocker.unblock():
            call_command("migrate", verbosity=0)
            connection.close()
        made = shape(slow)
        assert len(made) > 1000
        assert made == shape(template_database)
    finally:
        connection.settings_dict.update(app)
        drop(slow)
