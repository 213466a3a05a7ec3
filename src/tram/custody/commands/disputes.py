"""A manager of the post answers what a citizen said of a delivery (trả lời phản ánh)."""

from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import Attempt, Dispute
from tram.directory import queries as directory
from tram.dossiers import commands as dossiers
from tram.dossiers.rules.messages import MessageKind


@command
def answer_dispute(act: Act, *, dispute_id: UUID, upheld: bool, answer: str) -> dict[str, Any]:
    """The answer, and who was right; a try that was not one no longer counts (domain requirement 40)."""
    found = Dispute.objects.filter(id=dispute_id).first()
    if found is None:
        raise Refused("no-such-dispute", "Không tìm thấy phản ánh này. Hãy tải lại trang.")
    require(act.actor, Right.HANDLE_INCIDENT, directory.scope(found.unit_id))
    dossier = dossiers.lock([found.dossier_id])[found.dossier_id]
    found = Dispute.objects.select_for_update().get(id=dispute_id)
    if found.answered_at:
        raise Refused("already-answered", "Phản ánh này đã được trả lời trước đó.")
    if len(answer.strip()) < 10:
        raise Refused("answer-missing", "Hãy ghi câu trả lời cho người dân, ít nhất 10 ký tự.")
    found.upheld, found.answer = upheld, answer.strip()
    found.answered_at, found.by_id = act.at, act.actor.id
    found.save(update_fields=["upheld", "answer", "answered_at", "by"])
    if upheld and found.attempt_id:
        Attempt.objects.filter(id=found.attempt_id).update(counted=False)
    occasion = Dispute.objects.filter(dossier=dossier, answered_at__isnull=False).count()
    news = f"Bưu điện trả lời: {found.answer}"
    dossiers.tell(act, [dossier], MessageKind.DISPUTE_ANSWERED, occasion=occasion, news=news)
    return {"dispute": found.id, "dossier": dossier.id}
