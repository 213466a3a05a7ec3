"""Fees on their way to the agencies: what is owed and for how long, batches, statements, receipts."""

from django.urls import URLPattern, path

from tram.web.workplace.remittances.lists import remittances
from tram.web.workplace.remittances.one import remittance
from tram.web.workplace.remittances.reconciling import reconcile_batch
from tram.web.workplace.remittances.statement import statement_pdf, statement_sheet

urls: list[URLPattern] = [
    path("nop-phi/", remittances, name="remittances"),
    path("nop-phi/<uuid:remittance_id>/", remittance, name="remittance"),
    path("nop-phi/<uuid:remittance_id>/doi-soat/", reconcile_batch, name="reconcile_batch"),
    path("nop-phi/<uuid:remittance_id>/bang-ke.pdf", statement_pdf, name="statement_pdf"),
    path("nop-phi/<uuid:remittance_id>/bang-ke.xlsx", statement_sheet, name="statement_sheet"),
]
