"""How much one file, and one sending, may hold: settings of the installation (docs/operations.md)."""

from dataclasses import dataclass

from django.conf import settings

MEGA = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Limits of one file: bytes, pages of a PDF, points of a picture; and how many are sent at once."""

    bytes: int
    pages: int
    pixels: int
    at_once: int

    @property
    def megabytes(self) -> int:
        """The size limit as people read it."""
        return self.bytes // MEGA

    @property
    def sending(self) -> int:
        """Bytes of the largest sending: every file as large as it may be, and the words beside."""
        return self.at_once * self.bytes + MEGA


def limits() -> Limits:
    """The limits in force."""
    return Limits(
        settings.FILE_MEGABYTES * MEGA,
        settings.FILE_PAGES,
        settings.FILE_MEGAPIXELS * MEGA,
        settings.FILES_AT_ONCE,
    )
