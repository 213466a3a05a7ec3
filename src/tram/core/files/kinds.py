"""The kinds of file that are taken, told by their first bytes and never by what their name says."""

from pathlib import PurePath

from tram.core.choices import Choice
from tram.core.errors import Refused

TAKEN = "PDF, JPEG hoặc PNG"
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
        raise Refused(
            "file-kind",
            f"Tệp «{name}» không phải {TAKEN}. Hãy quét hoặc lưu lại thành một trong ba loại này.",
        )
    if found is not said:
        what = f"là {found.label}" if found else f"không phải {said.label}"
        raise Refused(
            "file-lies",
            f"Tệp «{name}» có đuôi {PurePath(name).suffix[1:].upper()} nhưng bên trong {what}."
            " Hãy mở thử tệp, lưu lại đúng loại rồi chọn lại.",
        )
    return found
