"""Making a loss or damage good: who is liable, what is paid, which papers are made anew (bồi thường).

NĐ 47/2011/NĐ-CP Điều 24-26; QĐ 45/2016/QĐ-TTg Điều 14. The cash itself moves in the cash book by its own act; here
stand the fact, the sum and the number of its paper.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands.incidents import open_incident, require_party
from tram.custody.models import CompensationPayment, Incident, Liability, Reissue
from tram.custody.queries import closing
from tram.custody.rules.closing import least_compensation, require_enough
from tram.custody.rules.incidents import LIABLE, AcceptanceProof, IncidentKind
from tram.directory import queries as directory

MULTIPLE = "postal_limits.incidents.postage_multiple"
PAY_DAYS = "postal_limits.incidents.pay_days"


def _require_manager(act: Act, incident: Incident) -> None:
    require(act.actor, Right.HANDLE_INCIDENT, directory.scope(incident.unit_id))


@command
def record_liability(
    act: Act, *, incident_id: UUID, finding: str, papers_vnd: int, compensation_vnd: int
) -> dict[str, Any]:
    """The dated record of who is liable and for how much; less than the least is refused (45a-d).

    What proves that the post had taken the dossier is looked up, not typed: without it nothing is owed.
    """
    incident = open_incident(incident_id)
    _require_manager(act, incident)
    _require_liable(incident)
    if len(finding.strip()) < 10:
        raise Refused("no-finding", "Hãy ghi kết luận trách nhiệm (ít nhất 10 ký tự).")
    day = local_date(act.at)
    proof, proof_number = closing.proof(incident)
    postage = closing.postage(incident.dossier_id)
    least = least_compensation(
        proved=proof is not AcceptanceProof.NONE,
        harmed=closing.harmed(incident),
        postage_vnd=postage,
        papers_vnd=papers_vnd,
        multiple=int(directory.parameter(MULTIPLE, day)),
    )
    _require_sum(proof, compensation_vnd, least)
    due_on = day + timedelta(days=int(directory.parameter(PAY_DAYS, day)))
    record = Liability.objects.create(
        incident=incident,
        number=f"TN-{day:%y%m%d}-{next_number('liability', day):03d}",
        recorded_at=act.at,
        by_id=act.actor.id,
        proof=proof,
        proof_number=proof_number,
        finding=finding.strip(),
        postage_vnd=postage,
        papers_vnd=papers_vnd,
        least_vnd=least,
        compensation_vnd=compensation_vnd,
        due_on=due_on if compensation_vnd else None,
    )
    return {"incident": incident.id, "record": record.number, "least_vnd": least}


def _require_liable(incident: Incident) -> None:
    if IncidentKind(incident.kind) not in LIABLE:
        raise Refused("not-liable", "Chỉ sự cố mất hoặc hư hỏng mới lập biên bản trách nhiệm.")
    if hasattr(incident, "liability"):
        raise Refused(
            "recorded", f"Sự cố này đã có biên bản trách nhiệm {incident.liability.number}."
        )
    if incident.kind == IncidentKind.DAMAGE and not hasattr(incident, "inventory"):
        raise Refused("no-inventory", "Hãy lập biên bản kiểm kê trước rồi xác định trách nhiệm.")


def _require_sum(proof: AcceptanceProof, compensation_vnd: int, least: int) -> None:
    if proof is AcceptanceProof.NONE and compensation_vnd:
        raise Refused(
            "no-proof",
            "Không có chứng từ chứng minh bưu điện đã nhận hồ sơ nên không bồi thường. Hãy ghi 0 đ.",
        )
    require_enough(compensation_vnd, least)


@dataclass(frozen=True)
class Paid:
    """What was paid out, as the paper of the cashier says."""

    amount_vnd: int
    paid_on: date
    paper_number: str
    interest_vnd: int = 0


@command
def record_payment(act: Act, *, incident_id: UUID, paid: Paid) -> dict[str, Any]:
    """That the compensation was paid: not less than was fixed, nor than what new papers have really cost."""
    incident = open_incident(incident_id)
    _require_manager(act, incident)
    liability = Liability.objects.filter(incident=incident).first()
    if liability is None or not liability.compensation_vnd:
        raise Refused("nothing-owed", "Sự cố này chưa xác định khoản bồi thường nào phải trả.")
    if hasattr(liability, "payment"):
        raise Refused("already-paid", f"Đã trả theo chứng từ {liability.payment.paper_number}.")
    if not paid.paper_number.strip():
        raise Refused("no-paper-number", "Hãy nhập số chứng từ chi.")
    if not local_date(liability.recorded_at) <= paid.paid_on <= local_date(act.recorded):
        raise Refused(
            "wrong-day",
            f"Ngày trả phải từ ngày lập biên bản ({local_date(liability.recorded_at):%d/%m/%Y}) đến hôm nay.",
        )
    spent = sum(row.cost_vnd or 0 for row in incident.reissues.all())
    fixed = liability.least_vnd - liability.papers_vnd + max(spent, liability.papers_vnd)
    require_enough(paid.amount_vnd, max(fixed, liability.compensation_vnd))
    CompensationPayment.objects.create(
        liability=liability,
        amount_vnd=paid.amount_vnd,
        interest_vnd=paid.interest_vnd,
        paid_on=paid.paid_on,
        paper_number=paid.paper_number.strip(),
        recorded_at=act.recorded,
        by_id=act.actor.id,
    )
    return {"incident": incident.id}


@command
def ask_reissue(act: Act, *, incident_id: UUID, name: str, agency: str) -> dict[str, Any]:
    """Begin to have a lost or spoilt paper made anew: which, by whom; who writes it down helps (45e)."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    if len(name.strip()) < 3 or len(agency.strip()) < 3:
        raise Refused("no-paper", "Hãy nhập tên giấy tờ và cơ quan được đề nghị cấp lại.")
    seq = incident.reissues.count() + 1
    Reissue.objects.create(
        incident=incident,
        seq=seq,
        name=name.strip(),
        agency=agency.strip(),
        asked_on=local_date(act.at),
        helper_id=act.actor.id,
    )
    return {"incident": incident.id, "seq": seq}


@command
def end_reissue(
    act: Act,
    *,
    incident_id: UUID,
    seq: int,
    number: str = "",
    cost_vnd: int = 0,
    dropped: str = "",
) -> dict[str, Any]:
    """A paper is there again, with its number and what it cost; or why it is not made anew."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    reissue = incident.reissues.select_for_update().filter(seq=seq).first()
    if reissue is None or reissue.done_on or reissue.dropped:
        raise Refused("no-such-reissue", "Giấy tờ này không còn chờ làm lại. Hãy tải lại trang.")
    if bool(number.strip()) == bool(dropped.strip()) or 0 < len(dropped.strip()) < 5:
        raise Refused(
            "number-or-reason",
            "Hãy nhập số giấy tờ mới, hoặc ghi lý do không làm lại (ít nhất 5 ký tự).",
        )
    reissue.number, reissue.dropped = number.strip(), dropped.strip()
    if reissue.number:
        reissue.done_on, reissue.cost_vnd = local_date(act.at), cost_vnd
    reissue.save()
    return {"incident": incident.id, "seq": seq}
