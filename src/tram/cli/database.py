"""`tram migrate` and `tram manage`: the tables, as their owner, and Django's own commands."""

from collections.abc import Callable

import typer

from tram.cli.console import Advance, database, progress, say


def migrate() -> None:
    """Bring the tables to this version, as the role that owns them, and renew everybody's rights.

    Needs TRAM_DATABASE_OWNER_URL where TRAM_DATABASE_URL is set. Running it again changes nothing.

    Example: tram migrate

    Exit codes: 0 the tables are ready, 1 refused (the reason is told).
    """
    with database(migrated=False):
        done, tables = bring_up_to_date()
    say(f"{done} migrations applied; rights granted on {tables} tables.")


def bring_up_to_date() -> tuple[int, int]:
    """Migrate and grant; the numbers of migrations applied and of tables."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from tram.core import grants
    from tram.core.migrating import rendering_little
    from tram.core.owner import as_owner

    with as_owner() as app_role, rendering_little():
        executor = MigrationExecutor(connection)
        wanted = executor.loader.graph.leaf_nodes()
        plan = executor.migration_plan(wanted)
        with progress("Migrating", len(plan)) as advance:
            executor.progress_callback = _counting(advance)
            executor.migrate(wanted, plan)
        call_command("migrate", verbosity=0)  # nothing is left to apply; it tells every app so
        return len(plan), grants.grant(app_role)


def _counting(advance: Advance) -> Callable[..., None]:
    return lambda action, *_: advance(1) if action == "apply_success" else None


def manage(context: typer.Context) -> None:
    """Run a command of Django.

    Example: tram manage check --deploy

    Exit codes: those of the Django command.
    """
    with database(migrated=False):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["tram manage", *context.args])
