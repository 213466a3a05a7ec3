"""Keeping a file that a row of a register names."""

from tram.core.acts import Act
from tram.core.files import Given, keep
from tram.directory.models import Attachment


def attach(act: Act, given: Given | None, number: int = 1) -> Attachment | None:
    """The part of a command that keeps a file; `number` tells the files of one request apart."""
    if given is None:
        return None
    keep(given)
    return Attachment.objects.create(
        id=act.derive("attachment", number),
        name=given.name,
        media_type=given.media_type,
        size=given.size,
        sha256=given.sha256,
        pages=given.pages,
        by_id=act.actor.id,
        at=act.recorded,
    )
