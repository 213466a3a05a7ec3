"""The statement of a batch (bảng kê nộp phí, lệ phí) on paper and as a spreadsheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.cash.queries.remittances import items
from tram.core.queries import is_demo
from tram.custody.prints.cash import STATEMENT, statement
from tram.custody.queries.trail import item_numbers
from tram.web import access
from tram.web.downloads import attachment, spreadsheet
from tram.web.workplace.remittances.one import own_batch


@access.allowed(Right.READ_MONEY)
@require_GET
def statement_pdf(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """The statement to sign, as PDF."""
    found, rows = own_batch(request, remittance_id), items(remittance_id)
    numbers = item_numbers([row.subject for row in rows])
    made = statement(found, rows, numbers, demo=is_demo())
    return attachment(made, f"bang-ke-{found.number}.pdf", "application/pdf")


@access.allowed(Right.READ_MONEY)
@require_GET
def statement_sheet(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """The same lines as a spreadsheet."""
    found, rows = own_batch(request, remittance_id), items(remittance_id)
    numbers = item_numbers([row.subject for row in rows])
    lines = [
        (n, numbers.get(row.subject, ""), row.point, row.at, row.amount_vnd)
        for n, row in enumerate(rows, 1)
    ]
    return spreadsheet(f"bang-ke-{found.number}", found.number, STATEMENT, lines)
