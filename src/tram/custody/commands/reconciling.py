"""A batch of fees beside a list of it from the post or the agency, by item number (39d, 42b): kept, compared, once."""

from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, may
from tram.cash.commands.findings import NOTHING
from tram.cash.commands.handovers import provincial_post
from tram.cash.commands.remittances import may_confirm
from tram.cash.models import Remittance, Statement
from tram.cash.rules.differences import ReconciledSide
from tram.cash.rules.reconciliation import Stated
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope

KEEP = """
INSERT INTO cash_statementline (statement_id, line, item, amount_vnd)
SELECT %(statement)s, g.line, g.item, g.amount
FROM unnest(%(items)s::text[], %(amounts)s::bigint[]) WITH ORDINALITY AS g(item, amount, line)
"""
# A dossier may have had several labels: whichever the list names, it is compared under the first of them.
COMPARE = """
WITH labels AS (
  SELECT DISTINCT m.subject, e.number FROM cash_remittanceline m JOIN custody_item i ON i.dossier_id = m.subject
  JOIN custody_envelopeitem c ON c.item_id = i.id JOIN custody_envelope e ON e.id = c.envelope_id AND e.leg = 'in'
  WHERE m.remittance_id = %(batch)s),
first AS (SELECT subject, min(number) AS number FROM labels GROUP BY subject),
alias AS (SELECT l.number AS said, min(f.number) AS number FROM labels l JOIN first f USING (subject) GROUP BY 1),
book AS (
  SELECT coalesce(f.number, m.subject::text) AS item, count(*) AS times, sum(m.amount_vnd)::bigint AS amount,
    min(m.subject::text)::uuid AS subject
  FROM cash_remittanceline m LEFT JOIN first f USING (subject) WHERE m.remittance_id = %(batch)s GROUP BY 1),
said AS (
  SELECT coalesce(a.number, s.item) AS item, count(*) AS times, sum(s.amount_vnd)::bigint AS amount
  FROM cash_statementline s LEFT JOIN alias a ON a.said = s.item WHERE s.statement_id = %(statement)s GROUP BY 1),
both_ AS (SELECT item, b.subject, b.times AS ours, b.amount AS book, s.times AS theirs, s.amount AS other
  FROM book b FULL JOIN said s USING (item)),
found AS (
  SELECT item, subject, coalesce(book, 0) AS book, coalesce(other, 0) AS other, CASE
    WHEN book IS NULL THEN 'not-collected' WHEN other IS NULL THEN 'not-stated'
    WHEN theirs > ours THEN 'twice' ELSE 'other-amount' END AS kind
  FROM both_ WHERE book IS NULL OR other IS NULL OR theirs > ours OR book <> other),
made AS (
  INSERT INTO cash_moneydifference (id, key, side, kind, remittance_id, subject, item, book_vnd, other_vnd, state,
    cause, found_by_id, found_at)
  SELECT gen_random_uuid(), concat_ws(':', %(side)s::text, %(batch)s::uuid, kind, item, other), %(side)s, kind,
    %(batch)s, subject, item, book, other, 'open', '', %(by)s, %(at)s FROM found
  ON CONFLICT (key) DO UPDATE SET state = 'open', cause = '', explained_by_id = NULL, settled_by_id = NULL,
    settled_at = NULL, ended_by_id = NULL WHERE cash_moneydifference.state = 'corrected'
  RETURNING id, CASE WHEN xmax = 0 THEN 'found' ELSE 'again' END AS step),
ended AS (
  UPDATE cash_moneydifference d SET state = 'corrected', settled_by_id = %(by)s, settled_at = %(at)s,
    ended_by_id = %(statement)s
  WHERE d.remittance_id = %(batch)s AND d.side = %(side)s AND d.state IN ('open', 'explained')
    AND d.kind IN ('not-stated', 'not-collected', 'other-amount', 'twice') AND NOT EXISTS (
      SELECT FROM found f WHERE (f.kind, f.item, f.other) = (d.kind, d.item, d.other_vnd))
  RETURNING d.id),
noted AS (
  INSERT INTO cash_differencenote (difference_id, step, cause, words, by_id, at)
  SELECT id, step, '', '', %(by)s, %(at)s FROM made UNION ALL
  SELECT id, 'corrected', '', %(name)s, %(by)s, %(at)s FROM ended)
SELECT (SELECT count(*) FROM book b WHERE NOT EXISTS (SELECT FROM found f WHERE f.item = b.item)),
  (SELECT count(*) FROM found), (SELECT count(*) FROM made), (SELECT count(*) FROM ended)
"""


def may_reconcile(actor: Actor, agency_id: int, side: ReconciledSide) -> bool:
    """The post's accountant and the agency's may bring the post's list; only the agency says what it counted."""
    if may_confirm(actor, agency_id):
        return side is not ReconciledSide.BANK
    return side is ReconciledSide.POST and may(actor, Right.MANAGE_CASH, scope(provincial_post()))


@command
def reconcile_statement(
    act: Act, *, remittance_id: UUID, side: ReconciledSide, stated: Stated
) -> dict[str, Any]:
    """Keep a list of a batch and every difference between it and the book; the same list again adds nothing.

    A list takes the place of the one before it from the same side: differences that it no longer shows end, with who
    brought it and its name; those that it still shows stay, those that it shows again are open again.
    """
    batch = Remittance.objects.select_for_update(no_key=True).filter(id=remittance_id).first()
    if batch is None:
        raise Refused("no-such-remittance", "Không có đợt nộp này. Hãy tải lại trang.")
    if not may_reconcile(act.actor, batch.agency_id, side):
        raise Refused(
            "not-allowed",
            "Bạn không đối soát được bên này của đợt nộp: kế toán bưu điện tỉnh nộp bảng kê của bưu điện, "
            "người cơ quan giao nhận tiền nộp danh sách cơ quan đếm.",
        )
    known = Statement.objects.filter(remittance=batch, side=side, sha256=stated.sha256).first()
    if known is not None:
        return {"statement": known.id, "again": True, **NOTHING}
    made = Statement.objects.create(
        id=act.derive("statement"),
        remittance=batch,
        side=side,
        name=stated.name,
        sha256=stated.sha256,
        count=len(stated.sums),
        amount_vnd=sum(one.amount_vnd for one in stated.sums),
        by_id=act.actor.id,
        at=act.recorded,
    )
    told = _compare(act, made, stated)
    return {"statement": made.id, "again": False, **dict(zip(NOTHING, told, strict=True))}


def _compare(act: Act, made: Statement, stated: Stated) -> tuple[int, ...]:
    words: dict[str, Any] = {
        "statement": made.id,
        "batch": made.remittance_id,
        "side": made.side.value if isinstance(made.side, ReconciledSide) else made.side,
        "name": made.name,
        "items": [one.item for one in stated.sums],
        "amounts": [one.amount_vnd for one in stated.sums],
        "by": act.actor.id,
        "at": act.recorded,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, words)
        cursor.execute(COMPARE, words)
        row: tuple[int, ...] = cursor.fetchone()
    return row
