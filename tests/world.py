"""The template database: migrations, grants and Vĩnh Phúc's reference data, marked as a demonstration."""

import hashlib
from pathlib import Path

from tram.core import server

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """Changes when a migration, a book's shape, a loader or the data change."""
    digest = hashlib.sha256(str(server.database_urls().owner).encode())
    patterns = (
        "src/tram/*/migrations/*.py",
        "src/tram/*/models.py",
        "src/tram/*/models/*.py",
        "src/tram/*/imports.py",
        "src/tram/*/imports/*.py",
        "src/tram/cli/folder.py",
        "src/tram/core/*.py",
        "src/tram/dossiers/rules/states.py",
        "tests/world.py",
        "data/vinh-phuc/*",
    )
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def build_template(name: str) -> None:
    """Make the template under another name first, so that a broken build is never found by its real one."""
    from django.core.management import call_command
    from django.db import connection

    from tests.conftest import owner, recreate
    from tram.cli.load import load_folder
    from tram.config.settings import URLS, database
    from tram.core import grants
    from tram.core.migrating import rendering_little

    building = f"{name}_building"
    recreate(building)
    app = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({**database(URLS.owner), "NAME": building})
    try:
        with rendering_little():
            call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_demo (single, shift, seed) VALUES (true, interval '0', 1)"
            )
        grants.grant(app["USER"])
        report = load_folder(ROOT / "data" / "vinh-phuc")
        assert report.ok, report.errors
    finally:
        connection.close()
        connection.settings_dict.update(app)
    with owner() as admin:
        admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
