"""Writing to people about a dossier, inside the command that made it necessary: one statement, once for each contact.

QĐ 45/2016/QĐ-TTg Điều 8; domain requirements 28, 36, 41: nothing in a message names the procedure or an ID number.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core import prepared
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, PartyRole, ResultChannel
from tram.dossiers.queries.messages import addressed
from tram.dossiers.rules.messages import MessageKind, Sending, Subject, Way, words

TELL = f"""
INSERT INTO dossiers_message
  (dossier_id, kind, line_seq, occasion, way, contact, role, text, written_at, state)
SELECT t.dossier, %(kind)s::text, t.seq, %(occasion)s::smallint, w.way, w.contact, '', t.words,
  %(at)s::timestamptz, '{Sending.WRITTEN.value}'
FROM unnest(%(dossiers)s::uuid[], %(seqs)s::int[], %(texts)s::text[]) AS t (dossier, seq, words)
CROSS JOIN LATERAL (SELECT phone, email FROM dossiers_party p WHERE p.dossier_id = t.dossier
  AND p.role = '{PartyRole.SUBMITTER.value}' ORDER BY p.version DESC LIMIT 1) AS p
CROSS JOIN LATERAL (VALUES ('{Way.PHONE.value}', p.phone), ('{Way.EMAIL.value}', p.email)) AS w (way, contact)
WHERE w.contact <> ''
ON CONFLICT DO NOTHING
"""


def tell(
    act: Act,
    dossiers: Sequence[Dossier],
    kind: MessageKind,
    *,
    amount_vnd: int | None = None,
    occasion: int = 0,
    news: str = "",
) -> None:
    """Write to the customer of each dossier of what its newest book line did; the caller has just moved them.

    What moves no line says how many-th it is (`occasion`) and what is new, in whole sentences (`news`).
    """
    if not dossiers:
        return
    desks = directory.units_by_id([dossier.desk_id for dossier in dossiers])
    texts = [
        words(kind, _subject(dossier, desks[dossier.desk_id].name, amount_vnd, news))
        for dossier in dossiers
    ]
    prepared.run(
        TELL,
        {
            "kind": kind.value,
            "at": act.at,
            "dossiers": [dossier.id for dossier in dossiers],
            "occasion": occasion,
            "seqs": [dossier.seq for dossier in dossiers],
            "texts": texts,
        },
    )


def _subject(dossier: Dossier, desk: str, amount_vnd: int | None, news: str) -> Subject:
    return Subject(
        number=dossier.number or "",
        registered_at=dossier.registered_at,
        desk=desk,
        by_post=dossier.result_channel == ResultChannel.POSTAL,
        due_at=dossier.due_at,
        amount_vnd=amount_vnd,
        news=news,
    )


@command
def mark_read(act: Act, *, message_ids: Sequence[int]) -> dict[str, Any]:
    """Somebody on the duty has read these warnings (đã đọc); the first reader is kept."""
    require(act.actor, Right.READ_WARNINGS)
    mine = addressed(act.actor).filter(id__in=message_ids)
    if mine.count() < len(set(message_ids)):
        raise Refused(
            "no-such-message",
            _("Không tìm thấy thông báo này trong hộp việc của bạn. Hãy tải lại."),
        )
    marked = mine.filter(read_at=None).update(read_at=act.at, read_by_id=act.actor.id)
    return {"marked": marked}
