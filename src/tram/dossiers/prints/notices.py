"""What an agency writes to a person while it settles: an apology, a stop, an amount to pay."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tram.core.money import format_vnd, vnd_in_words
from tram.dossiers.prints.paper import Letter
from tram.dossiers.rules.forms import FormKind


@dataclass(frozen=True, kw_only=True)
class Apology(Letter):
    """Phiếu xin lỗi và hẹn lại, since 2025 văn bản xin lỗi và đề nghị gia hạn (Mẫu 04; NĐ 61/2018/NĐ-CP Điều 19)."""

    KIND: ClassVar[FormKind] = FormKind.APOLOGY
    TEMPLATE: ClassVar[str] = "dossiers/typst/apology.typ"
    received_at: datetime
    due_at: datetime
    late_agency: str
    reason: str
    new_due_at: datetime
    collect_at: str


@dataclass(frozen=True, kw_only=True)
class StopNotice(Letter):
    """Thông báo dừng giải quyết hồ sơ (Mẫu 05 of TT 03/2025/TT-VPCP)."""

    KIND: ClassVar[FormKind] = FormKind.STOP_NOTICE
    TEMPLATE: ClassVar[str] = "dossiers/typst/stop_notice.typ"
    received_at: datetime
    due_at: datetime
    stopped_at: datetime
    reason: str
    basis: str
    papers_back: str


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One sum that a person owes the State before the result (khoản phải nộp): whole đồng, and why."""

    label: str
    basis: str
    amount_vnd: int


@dataclass(frozen=True, kw_only=True)
class FinancialNotice(Letter):
    """Thông báo thực hiện nghĩa vụ tài chính: what is to be paid, where and how."""

    KIND: ClassVar[FormKind] = FormKind.FINANCIAL_NOTICE
    TEMPLATE: ClassVar[str] = "dossiers/typst/financial_notice.typ"
    received_at: datetime
    obligations: tuple[Obligation, ...]
    ways: tuple[str, ...]
    pay_before: str
    after: str

    def sheet(self) -> dict[str, Any]:
        """What the template reads: with the sum in figures and in words."""
        total = sum(each.amount_vnd for each in self.obligations)
        return super().sheet() | {
            "total": format_vnd(total),
            "total_in_words": vnd_in_words(total),
        }
