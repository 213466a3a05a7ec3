"""Fees on their way to the agencies: what is owed, batches, statements, receipts, the bank, differences."""

from django.urls import URLPattern, path

from tram.web.workplace.remittances.bank import bank_list
from tram.web.workplace.remittances.differences import (
    money_difference,
    money_differences,
    money_differences_sheet,
)
from tram.web.workplace.remittances.lists import remittances
from tram.web.workplace.remittances.one import remittance
from tram.web.workplace.remittances.reconciling import reconcile_batch
from tram.web.workplace.remittances.statement import statement_pdf, statement_sheet

urls: list[URLPattern] = [
    path("doi-soat/", money_differences, name="money_differences"),
    path("doi-soat/sai-lech.xlsx", money_differences_sheet, name="money_differences_sheet"),
    path("doi-soat/sao-ke/", bank_list, name="bank_list"),
    path("doi-soat/<uuid:difference_id>/", money_difference, name="money_difference"),
    path("nop-phi/", remittances, name="remittances"),
    path("nop-phi/<uuid:remittance_id>/", remittance, name="remittance"),
    path("nop-phi/<uuid:remittance_id>/doi-soat/", reconcile_batch, name="reconcile_batch"),
    path("nop-phi/<uuid:remittance_id>/bang-ke.pdf", statement_pdf, name="statement_pdf"),
    path("nop-phi/<uuid:remittance_id>/bang-ke.xlsx", statement_sheet, name="statement_sheet"),
]
