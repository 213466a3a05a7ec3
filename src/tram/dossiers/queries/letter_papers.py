"""From a signed letter to the form it is printed on (Mẫu 02–05 and those for which no law gives a number)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.directory.models import Unit
from tram.directory.queries import heir
from tram.dossiers.prints import Paper, PaperLine
from tram.dossiers.prints.answers import Refusal, ReturnNotice, SupplementRequest, Withdrawal
from tram.dossiers.prints.notices import Apology, FinancialNotice, Obligation, StopNotice
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.forms import form_on
from tram.dossiers.queries.letters import LetterRow, letter, letters
from tram.dossiers.queries.slip import BY_POST, code_of, locality
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import RefusalReason

NO_PHONE = "(chưa công bố)"


@dataclass(frozen=True)
class _Source:
    """A letter and the dossier it speaks of."""

    row: LetterRow
    facts: Facts

    @property
    def way_back(self) -> str:
        """Where what goes back to the citizen will be."""
        return BY_POST if self.facts.result_by_post else self.facts.desk

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        """The papers of the dossier, as counted."""
        return tuple(
            PaperLine(
                name=paper.name,
                originals=paper.originals,
                certified=paper.certified,
                copies=paper.copies,
            )
            for paper in queries.papers(self.facts.id)
            if paper.total
        )

    @property
    def times(self) -> dict[str, Any]:
        """When the dossier was received and is due."""
        found = queries.due(self.facts.id)
        received = found.started_at if found else self.facts.registered_at
        return {"received_at": received, "due_at": self.row.due_before or self.facts.due_at}


def letter_paper(letter_id: UUID, *, lookup: str) -> Paper:
    """A signed letter as it is printed; `lookup` is the portal's page of tracking, the code is put behind it."""
    row = letter(letter_id)
    facts = queries.facts(row.dossier_id) if row else None
    if row is None or facts is None:
        raise Refused("no-letter", "Không tìm thấy văn bản này. Hãy mở lại từ trang hồ sơ.")
    source = _Source(row, facts)
    paper, duty, more = FILLED[row.kind]
    form = form_on(paper.KIND, local_date(row.signed_at))
    filled: Paper = paper(form=form, signer_duty=duty, **_head(source, lookup), **more(source))
    return filled


def _head(source: _Source, lookup: str) -> dict[str, Any]:
    row, facts = source.row, source.facts
    sender = queries.senders(facts.id)[0]
    unit = Unit.objects.select_related("area").get(id=row.unit_id)
    above = heir(unit.parent_id, local_date(row.signed_at)) if unit.parent_id else None
    return {
        "superior": above.name if above else "",
        "issuer": row.unit,
        "number": row.number,
        "locality": locality(unit),
        "demo": is_demo(),
        "dossier_code": facts.number,
        "lookup_url": f"{lookup}#{code_of(facts.id)}",
        "lookup_phone": NO_PHONE,
        "at": row.signed_at,
        "owner": sender.full_name,
        "address": sender.address,
        "phone": sender.phone,
        "email": sender.email,
        "content": facts.procedure,
        "contact": row.signed_by,
        "contact_phone": NO_PHONE,
        "website": settings.BASE_URL,
        "signer": row.signed_by,
    }


def _supplement(source: _Source) -> dict[str, Any]:
    asked = [each.id for each in letters(source.facts.id, LetterKind.SUPPLEMENT)]
    return {
        "papers": tuple(
            PaperLine(
                name=paper.name,
                originals=paper.originals,
                certified=paper.certified,
                copies=paper.copies,
            )
            for paper in source.row.papers
        ),
        "reason": source.row.reason,
        "round": asked.index(source.row.id) + 1,
        "again_reason": source.row.again_reason,
    }


def _refusal(source: _Source) -> dict[str, Any]:
    code = RefusalReason(source.row.reason_code).label if source.row.reason_code else ""
    reason = source.row.reason
    # «Lý do khác, ghi rõ trong phiếu» says nothing to the reader of the slip itself.
    if code and source.row.reason_code != RefusalReason.OTHER:
        reason = f"{code}. {reason}"
    return {"submitter": queries.senders(source.facts.id)[0].full_name, "reason": reason}


def _back(source: _Source) -> dict[str, Any]:
    return {
        "reason": source.row.reason,
        "papers": source.papers,
        "return_by": source.way_back,
    }


def _ineligible(source: _Source) -> dict[str, Any]:
    return {**source.times, **_back(source), "basis": ""}


def _apology(source: _Source) -> dict[str, Any]:
    return {
        **source.times,
        "late_agency": source.facts.agency,
        "reason": source.row.reason,
        "new_due_at": source.row.due_after,
        "collect_at": source.way_back,
    }


def _stop(source: _Source) -> dict[str, Any]:
    return {
        **source.times,
        "stopped_at": source.row.signed_at,
        "reason": source.row.reason,
        "basis": "",
        "papers_back": "",
    }


def _payment(source: _Source) -> dict[str, Any]:
    owed = Obligation(
        label="Khoản phải nộp theo thông báo này",
        basis=source.row.reason,
        amount_vnd=source.row.amount_vnd or 0,
    )
    return {
        "received_at": source.times["received_at"],
        "obligations": (owed,),
        "ways": ("Nộp theo hướng dẫn của cơ quan ra thông báo, giữ lại biên lai, giấy nộp tiền.",),
        "pay_before": "",
        "after": "đem hoặc gửi biên lai tới bộ phận một cửa; cơ quan giải quyết tiếp tục ngay khi nhận được",
    }


Filling = Callable[[_Source], dict[str, Any]]
FILLED: dict[LetterKind, tuple[type[Any], str, Filling]] = {
    LetterKind.SUPPLEMENT: (SupplementRequest, "Người hướng dẫn", _supplement),
    LetterKind.REFUSAL: (Refusal, "Cán bộ từ chối", _refusal),
    LetterKind.INELIGIBLE: (ReturnNotice, "Người ra thông báo", _ineligible),
    LetterKind.PAYMENT: (FinancialNotice, "Người thông báo", _payment),
    LetterKind.APOLOGY: (Apology, "Người đứng đầu cơ quan", _apology),
    LetterKind.STOP: (StopNotice, "Người ra thông báo", _stop),
    LetterKind.WITHDRAWAL: (Withdrawal, "Cán bộ tiếp nhận", _back),
}
"""Each kind of letter: its form, the duty of who signs it, and what the form says beyond the head."""
