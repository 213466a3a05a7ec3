"""Addresses of the database: those somebody gave us, or those of our own server."""

import os
from dataclasses import dataclass
from urllib.parse import quote

from tram.core.errors import Refused
from tram.core.server.cluster import PORT, this_cluster
from tram.core.server.keys import kept


@dataclass(frozen=True)
class DatabaseUrls:
    """`app` for everything; `owner`, which may be empty, for migrations, backup and restore."""

    app: str
    owner: str
    private: bool


def brought() -> bool:
    """Whether somebody brought a server of their own."""
    return bool(os.environ.get("TRAM_DATABASE_URL"))


def database_urls() -> DatabaseUrls:
    """Where the database is. Nothing is started, and nothing needs to exist yet."""
    if brought():
        owner = os.environ.get("TRAM_DATABASE_OWNER_URL", "")
        return DatabaseUrls(os.environ["TRAM_DATABASE_URL"], owner, private=False)
    return DatabaseUrls(_private("app"), _private("owner"), private=True)


def _private(role: str) -> str:
    """The socket's path is decided, not looked up; without PostgreSQL only `hold` complains."""
    try:
        folder = quote(str(this_cluster().socket), safe="")
    except Refused:
        folder = ""
    return f"postgresql://tram_{role}:{kept(f'{role}_password')}@/tram?host={folder}&port={PORT}"
