"""Addresses of the pages before and after a keyset page; the rest of the question stays."""

from typing import Any

from django.http import HttpRequest

from tram.dossiers.queries.keyset import Page

KEY = "trang"


def key(request: HttpRequest) -> str:
    """Where in the list the reader asks to be."""
    return request.GET.get(KEY, "")


def neighbours(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """`previous_url` and `next_url` for the pager, empty where there is no page."""
    return {
        "previous_url": _address(request, page.previous),
        "next_url": _address(request, page.next),
    }


def _address(request: HttpRequest, place: str) -> str:
    if not place:
        return ""
    words = request.GET.copy()
    words[KEY] = place
    return f"{request.path}?{words.urlencode()}"
