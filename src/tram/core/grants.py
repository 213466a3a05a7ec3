"""What the app role may do, given by the owner after each migration, by the comment of each table.

`book` and `log`: read and add. `sealed`: read only. `request`: read, add, and write the answer once.
`retirable`: read, add, and say when, by whom and why a row was retired. Everything else: read, add, change, delete.
A table is `sealed`, `book`, `log`, `request` or `retirable` by its SQL comment.
"""

from django.db import connection

RIGHTS = {
    "book": "SELECT, INSERT",
    "log": "SELECT, INSERT",
    "sealed": "SELECT",
    "request": "SELECT, INSERT, UPDATE (answer)",
    "retirable": "SELECT, INSERT, UPDATE (retired_at, retired_by_id, retired_reason)",
}
ORDINARY = "SELECT, INSERT, UPDATE, DELETE"


def tables() -> dict[str, str]:
    """Every table of ours with its comment ('' if it has none)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1"
        )
        return dict(cursor.fetchall())


def views() -> list[str]:
    """Every view of ours: the app role reads them, whatever they read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
        )
        return [name for (name,) in cursor.fetchall()]


def grant(role: str) -> int:
    """Give `role` its rights on everything there is; the number of tables. Runs as the owner."""
    found = tables()
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        for table, comment in found.items():
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE ALL ON {quoted} FROM {name}")
            cursor.execute(f"GRANT {RIGHTS.get(comment, ORDINARY)} ON {quoted} TO {name}")
        for view in views():
            cursor.execute(f"GRANT SELECT ON {connection.ops.quote_name(view)} TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {name}")
    return len(found)
