"""Files on their way out: saved by the browser, never run inside the site; a paper opens to be printed."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse

from tram.core.workbook import Cell, Column, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(found: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that a browser saves and never runs."""
    response = HttpResponse(found, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def spreadsheet(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """A sheet (XLSX) to save; `name` is without its ending."""
    return attachment(workbook(title, columns, rows), f"{name}.xlsx", XLSX)


def pdf(found: bytes, name: str) -> HttpResponse:
    """A paper that opens in the browser, to be printed; `name` is without its ending."""
    response = HttpResponse(found, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
