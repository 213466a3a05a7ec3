"""A form sent after the session had ended (biểu mẫu chờ gửi lại): kept by the sign-in page itself and nowhere else.

The page carries what was typed, signed for one person and one address, so that nobody else can send it on and
nobody can change where it goes; after half an hour, or when the page is closed, it is gone. Passwords, PINs and
files are not carried.
"""

import re
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

SALT = "tram.web.kept"
SECONDS = 1800
LONGEST = 64_000
NOT_CARRIED = re.compile(r"(^|[-_])(password|pin|csrfmiddlewaretoken)([-_0-9]|$)")


@dataclass(frozen=True)
class Kept:
    """A form that waits to be sent again: its address and its fields in order."""

    path: str
    fields: list[tuple[str, str]]
    without_files: bool = False


def keep(request: HttpRequest, user_id: int) -> str:
    """What was posted, as the sign-in page carries it; empty if it is too long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not NOT_CARRIED.search(name)
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > LONGEST:
        return ""
    words = {
        "user": user_id,
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    return signing.dumps(words, salt=SALT, compress=True)


def kept(carried: str, user_id: int) -> Kept | None:
    """The form that this person may send again; None if there is none, or it is another's, or too old."""
    try:
        words = signing.loads(carried, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    if words["user"] != user_id:
        return None
    fields = [(name, value) for name, value in words["fields"]]
    return Kept(words["path"], fields, words.get("files", False))
