"""Reads of the machinery itself."""

from tram.core.models import Demo


def is_demo() -> bool:
    """True in a demonstration database: a row that only the owner role can write."""
    return Demo.objects.exists()
