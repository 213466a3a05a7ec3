"""The bank's list of transfers beside the batches that were paid (42b, M6): matched, or a difference; each once."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from tram.accounts.rules.access import Right, require
from tram.cash.commands.findings import NOTHING
from tram.cash.commands.handovers import provincial_post
from tram.cash.models import BankFile
from tram.cash.rules.bank import Banked
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope

# By the batch's number in the words, else by the number of the payment, else by the only transfer of that sum and day.
KEEP = """
WITH given AS (
  SELECT * FROM unnest(%(lines)s::int[], %(days)s::date[], %(amounts)s::bigint[], %(references)s::text[],
    %(words)s::text[]) AS g(line, day, amount, reference, words)),
paid AS (SELECT id, number, upper(proof) AS proof, amount_vnd,
  (paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day FROM cash_remittance WHERE state <> 'made'),
proofs AS (SELECT proof, min(id::text)::uuid AS id FROM paid GROUP BY proof HAVING count(*) = 1),
named AS (
  SELECT g.*, coalesce(n.id, p.id) AS id FROM given g
  LEFT JOIN paid n ON n.number = (regexp_match(upper(g.words || ' ' || g.reference), 'NP[0-9]{6}-[0-9]+'))[1]
  LEFT JOIN proofs p ON p.proof = upper(g.reference)),
alone AS (
  SELECT p.day, p.amount_vnd, min(p.id::text)::uuid AS id FROM paid p
  WHERE NOT EXISTS (SELECT FROM named n WHERE n.id = p.id)
    AND NOT EXISTS (SELECT FROM cash_bankline l WHERE l.remittance_id = p.id)
  GROUP BY 1, 2 HAVING count(*) = 1),
single AS (SELECT day, amount FROM named WHERE id IS NULL GROUP BY 1, 2 HAVING count(*) = 1)
INSERT INTO cash_bankline (file_id, line, day, amount_vnd, reference, words, remittance_id)
SELECT %(file)s, n.line, n.day, n.amount, n.reference, n.words, coalesce(n.id, a.id)
FROM named n LEFT JOIN single s ON n.id IS NULL AND s.day = n.day AND s.amount = n.amount
LEFT JOIN alone a ON a.day = s.day AND a.amount_vnd = s.amount
ON CONFLICT (reference) DO NOTHING
"""
COMPARE = """
WITH touched AS (SELECT DISTINCT remittance_id AS id FROM cash_bankline
  WHERE file_id = %(file)s AND remittance_id IS NOT NULL),
sums AS (SELECT r.id, r.number, r.amount_vnd, count(*) AS times, sum(l.amount_vnd)::bigint AS total
  FROM touched t JOIN cash_remittance r ON r.id = t.id JOIN cash_bankline l ON l.remittance_id = r.id GROUP BY r.id),
found AS (
  SELECT CASE WHEN times > 1 AND total > amount_vnd THEN 'bank-twice' ELSE 'bank-amount' END AS kind,
    id AS batch, number AS item, amount_vnd AS book, total AS other FROM sums WHERE total <> amount_vnd
  UNION ALL
  SELECT 'bank-unknown', NULL, reference, 0, amount_vnd FROM cash_bankline
  WHERE file_id = %(file)s AND remittance_id IS NULL
  UNION ALL
  SELECT 'bank-missing', r.id, r.number, r.amount_vnd, 0 FROM cash_remittance r WHERE r.state <> 'made'
    AND (r.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= (SELECT min(first) FROM cash_bankfile)
    AND (r.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < %(last)s
    AND NOT EXISTS (SELECT FROM cash_bankline l WHERE l.remittance_id = r.id)),
made AS (
  INSERT INTO cash_moneydifference (id, key, side, kind, remittance_id, item, book_vnd, other_vnd, state, cause,
    found_by_id, found_at)
  SELECT gen_random_uuid(), concat_ws(':', 'bank', batch, kind, item, other), 'bank', kind, batch, item, book, other,
    'open', '', %(by)s, %(at)s FROM found ON CONFLICT (key) DO NOTHING RETURNING id),
ended AS (
  UPDATE cash_moneydifference d SET state = 'corrected', settled_by_id = %(by)s, settled_at = %(at)s,
    ended_by_bank_id = %(file)s
  FROM sums s WHERE d.remittance_id = s.id AND d.side = 'bank' AND d.state IN ('open', 'explained')
    AND NOT EXISTS (SELECT FROM found f WHERE f.batch = s.id AND (f.kind, f.other) = (d.kind, d.other_vnd))
  RETURNING d.id),
noted AS (
  INSERT INTO cash_differencenote (difference_id, step, cause, words, by_id, at)
  SELECT id, 'found', '', '', %(by)s, %(at)s FROM made UNION ALL
  SELECT id, 'corrected', '', %(name)s, %(by)s, %(at)s FROM ended)
SELECT (SELECT count(*) FROM sums WHERE total = amount_vnd), (SELECT count(*) FROM found),
  (SELECT count(*) FROM made), (SELECT count(*) FROM ended)
"""


@command
def import_bank(act: Act, *, bank: Banked) -> dict[str, Any]:
    """Keep a bank's list and hold it against the batches; a list or a transfer that is known adds nothing.

    What the bank has now told fully ends: a transfer that came after all, a sum that is made up.
    """
    require(act.actor, Right.MANAGE_CASH, scope(provincial_post()))
    if not bank.rows:
        raise Refused("sheet-empty", f"Tệp «{bank.name}» không có dòng nào để đối soát.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cash_bankfile'))")
        known = BankFile.objects.filter(sha256=bank.sha256).first()
        if known is not None:
            return {"file": known.id, "again": True, **NOTHING}
        made = BankFile.objects.create(id=act.derive("bank"), **_head(act, bank))
        cursor.execute(KEEP, {"file": made.id, **_columns(bank)})
        words: dict[str, Any] = {
            "file": made.id,
            "name": made.name,
            "last": made.last,
            "by": act.actor.id,
            "at": act.recorded,
        }
        cursor.execute(COMPARE, words)
        told = dict(zip(NOTHING, cursor.fetchone(), strict=True))
    return {"file": made.id, "again": False, **told}


def _head(act: Act, bank: Banked) -> dict[str, Any]:
    days = [row.day for row in bank.rows]
    return {
        "name": bank.name,
        "sha256": bank.sha256,
        "count": len(days),
        "first": min(days),
        "last": max(days),
        "by_id": act.actor.id,
        "at": act.recorded,
    }


def _columns(bank: Banked) -> Mapping[str, Any]:
    return {
        "lines": [row.line for row in bank.rows],
        "days": [row.day for row in bank.rows],
        "amounts": [row.amount_vnd for row in bank.rows],
        "references": [row.reference for row in bank.rows],
        "words": [row.words for row in bank.rows],
    }
