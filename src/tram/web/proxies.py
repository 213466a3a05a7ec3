"""Whom a request comes from, when our own proxies stand in between."""

from django.conf import settings
from django.http import HttpRequest


def caller(request: HttpRequest) -> str:
    """The address that asks: the peer, or what the outermost of our own `PROXIES` wrote down.

    What lies beyond our own proxies can be forged, so it is never looked at.
    """
    hops: int = settings.PROXIES
    written: list[str] = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops and len(written) >= hops:
        return written[-hops].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
