"""Files on their way out: saved by the browser, never run or shown inside the site, never kept by a cache."""

from urllib.parse import quote

from django.http import HttpResponse


def attachment(found: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that a browser saves and never runs."""
    response = HttpResponse(found, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
