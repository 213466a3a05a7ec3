"""Trạm's own PostgreSQL: found, made, started, shared and stopped without anybody's help.

Whoever sets `TRAM_DATABASE_URL` brings a server and nothing here runs. Otherwise this working
copy has a private one: reached by a Unix socket only, by password only, in a folder that only its
account can open.

    with hold():                       # runs from here …
        connect(database_urls().app)
                                       # … to here, unless another command still holds it

Only the standard library is used, so that settings can ask for addresses and secrets before Django
is there.
"""

from tram.core.server.binaries import bin_dir
from tram.core.server.keys import secret, unkept_secrets
from tram.core.server.places import state_dir
from tram.core.server.sharing import hold
from tram.core.server.urls import DatabaseUrls, database_urls

__all__ = [
    "DatabaseUrls",
    "bin_dir",
    "database_urls",
    "hold",
    "secret",
    "state_dir",
    "unkept_secrets",
]
