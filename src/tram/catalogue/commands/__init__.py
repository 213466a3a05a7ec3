"""What officers do to the catalogue: drafts of versions, then publication, after which nothing changes."""

from tram.catalogue.commands.drafts import (
    draft_procedure,
    draft_version,
    edit_draft,
    withdraw_draft,
)
from tram.catalogue.commands.publication import confirm, publish

__all__ = [
    "confirm",
    "draft_procedure",
    "draft_version",
    "edit_draft",
    "publish",
    "withdraw_draft",
]
