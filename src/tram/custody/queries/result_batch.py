"""The batch of results from an agency to its desk as it is printed (phiếu bàn giao kết quả)."""

from uuid import UUID

from tram.core.calendar import local_date
from tram.core.money import format_vnd
from tram.core.queries import is_demo
from tram.custody.queries import trail
from tram.custody.queries.manifests import Party, Sheet, heading
from tram.dossiers.prints.results import ResultBatch, ResultBatchLine
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries.forms import form_on
from tram.dossiers.rules.forms import FormKind


def result_batch(sheet: Sheet) -> ResultBatch:
    """Each result with its two marks: what is still to be paid, and whether it goes by post."""
    at, head = sheet.signed_at or sheet.offered_at, heading(sheet)
    lines = (_line(entry.thing.dossier_id) for entry in sheet.entries)
    return ResultBatch(
        form=form_on(FormKind.RESULT_BATCH, local_date(at)),
        superior=head.superior,
        issuer=sheet.giver.name,
        number=sheet.number,
        locality=head.locality,
        demo=is_demo(),
        at=at,
        giver_unit=sheet.giver.name,
        receiver_unit=sheet.receiver.name,
        giver=_signer(sheet.giver),
        receiver=_signer(sheet.receiver),
        lines=tuple(line for line in lines if line),
    )


def _signer(party: Party) -> str:
    return party.signed.name if party.signed else ""


def _line(dossier_id: UUID) -> ResultBatchLine | None:
    facts, result, price = law.facts(dossier_id), law.result(dossier_id), trail.price(dossier_id)
    if facts is None:
        return None
    owner = law.senders(dossier_id)[0]
    owed = price.total_vnd - price.paid_vnd if price else 0
    return ResultBatchLine(
        dossier_code=facts.number,
        content=facts.procedure,
        result=f"{result.name}, số {result.number}" if result else "",
        owner=owner.full_name,
        address=owner.address,
        fees_due=owed > 0,
        by_post=facts.result_by_post,
        note=f"Thu khi trả {format_vnd(owed)}" if owed > 0 else "",
    )
