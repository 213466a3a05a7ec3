"""Money: dated tariffs, quotations, accounts, receipts, refunds, and the cash book, all in whole đồng."""

from tram.cash.models.book import BOOK, Account, AccountKind, CashLine, Purpose
from tram.cash.models.cod import DoorCash
from tram.cash.models.differences import (
    BankFile,
    BankLine,
    DifferenceNote,
    MoneyDifference,
    Statement,
    StatementLine,
)
from tram.cash.models.drawers import CashCount, CashHandover, Shift
from tram.cash.models.receipts import Receipt, ReceiptBook, ReceiptVoid
from tram.cash.models.refunds import Refund, RefundLine
from tram.cash.models.remittances import Remittance, RemittanceLine, RemittanceReceipt
from tram.cash.models.tariffs import (
    ExemptionGroup,
    OutsideFee,
    PriceOverride,
    Quotation,
    Tariff,
    TariffRate,
)

__all__ = [
    "BOOK",
    "Account",
    "AccountKind",
    "BankFile",
    "BankLine",
    "CashCount",
    "CashHandover",
    "CashLine",
    "DifferenceNote",
    "DoorCash",
    "ExemptionGroup",
    "MoneyDifference",
    "OutsideFee",
    "PriceOverride",
    "Purpose",
    "Quotation",
    "Receipt",
    "ReceiptBook",
    "ReceiptVoid",
    "Refund",
    "RefundLine",
    "Remittance",
    "RemittanceLine",
    "RemittanceReceipt",
    "Shift",
    "Statement",
    "StatementLine",
    "Tariff",
    "TariffRate",
]
