"""The kinds of file that are taken, told by their first bytes and never by what their name says."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from tram.core.choices import Choice
from tram.core.errors import Refused

HEAD = 16
"""Bytes that are enough to tell a kind by."""


class MediaType(Choice):
    """What a file is (loại tệp): the three kinds in which papers are scanned."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "ảnh JPEG"
    PNG = "image/png", "ảnh PNG"


SIGNATURES = {
    MediaType.PDF: b"%PDF-",
    MediaType.JPEG: b"\xff\xd8\xff",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
}
ENDINGS = {
    ".pdf": MediaType.PDF,
    ".jpg": MediaType.JPEG,
    ".jpeg": MediaType.JPEG,
    ".png": MediaType.PNG,
}


def sniff(head: bytes) -> MediaType | None:
    """The kind that the first bytes tell; None for anything else."""
    return next((kind for kind, sign in SIGNATURES.items() if head.startswith(sign)), None)


def kind_of(name: str, head: bytes) -> MediaType:
    """The kind of a file whose name and bytes agree; Refused for another kind, or for a lie."""
    said, found = ENDINGS.get(PurePath(name).suffix.lower()), sniff(head)
    if said is None:
        message = _(
            "Tệp «{}» không phải PDF, JPEG hoặc PNG. Hãy quét hoặc lưu lại thành một trong ba loại này."
        )
        raise Refused("file-kind", message.format(name))
    if found is not said:
        raise _lies(name, said, found)
    return found


def _lies(name: str, said: MediaType, found: MediaType | None) -> Refused:
    ending = PurePath(name).suffix[1:].upper()
    if found is None:
        message = _(
            "Tệp «{name}» có đuôi {ending} nhưng bên trong không phải {kind}."
            " Hãy mở thử tệp, lưu lại đúng loại rồi chọn lại."
        )
    else:
        message = _(
            "Tệp «{name}» có đuôi {ending} nhưng bên trong là {kind}."
            " Hãy mở thử tệp, lưu lại đúng loại rồi chọn lại."
        )
    kind = (found or said).label
    return Refused("file-lies", message.format(name=name, ending=ending, kind=kind))
