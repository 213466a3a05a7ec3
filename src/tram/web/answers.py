"""Answers that pages of every kind give after a write."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect


def see_other(page: str, **where: Any) -> HttpResponse:
    """The way on after a write (303): a reload repeats the reading, never the writing."""
    response: HttpResponse = redirect(page, **where)
    response.status_code = 303
    return response
