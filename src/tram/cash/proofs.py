"""What `tram verify` proves of money."""

from tram.cash.models import BOOK
from tram.core import janitors, verify
from tram.core.janitors import Janitor

verify.register(BOOK)
janitors.register(
    Janitor(
        name="cash: debits equal credits",
        offences="SELECT 'sum of balances' AS what, sum(amount) FROM ("
        "SELECT sum(amount_vnd) AS amount FROM cash_line UNION ALL "
        "SELECT -sum(l.amount_vnd) FROM cash_line l JOIN cash_account a ON a.id = l.credit) s "
        "HAVING coalesce(sum(amount), 0) <> 0",
        looked="SELECT count(*) FROM cash_line",
    )
)
janitors.register(
    Janitor(
        name="cash: what was quoted was taken, and never more given back",
        offences="SELECT q.subject, q.total_vnd FROM cash_quotation q JOIN LATERAL ("
        "SELECT coalesce(sum(l.amount_vnd) FILTER (WHERE l.reverses_seq IS NULL AND f.id IS NULL), 0) AS taken, "
        "coalesce(sum(CASE WHEN f.id IS NULL THEN l.amount_vnd ELSE -l.amount_vnd END) "
        "FILTER (WHERE l.reverses_seq IS NOT NULL OR f.id IS NOT NULL), 0) AS back "
        "FROM cash_line l LEFT JOIN cash_refundline f ON f.subject = l.stream AND f.rest_seq = l.seq "
        "WHERE l.stream = q.subject) t ON true "
        "WHERE NOT (t.taken IN (0, q.total_vnd) AND t.back <= t.taken)",
        looked="SELECT count(*) FROM cash_quotation",
    )
)
janitors.register(
    Janitor(
        name="cash: what goes back is approved by another person",
        offences="SELECT r.stream, r.seq FROM cash_line r "
        "JOIN cash_refundline f ON f.subject = r.stream AND f.seq = r.reverses_seq AND f.open "
        "JOIN cash_line t ON t.stream = r.stream AND t.seq = r.reverses_seq "
        "JOIN cash_refund a ON a.id = f.refund_id "
        "WHERE a.state <> 'approved' OR a.decided_by_id = a.asked_by_id OR (a.decided_by_id = t.actor_id "
        "AND NOT EXISTS (SELECT FROM cash_refundline o WHERE o.subject = t.stream AND o.rest_seq = t.seq)) "
        "OR r.actor_id IS DISTINCT FROM a.decided_by_id",
        looked="SELECT count(*) FROM cash_line WHERE reverses_seq IS NOT NULL",
    )
)
janitors.register(
    Janitor(
        name="cash: receipts are numbered without gap",
        offences="SELECT b.id, b.next FROM cash_receiptbook b LEFT JOIN LATERAL (SELECT count(*) AS used, "
        "max(number) AS latest FROM cash_receipt r WHERE r.book_id = b.id) r ON true "
        "WHERE r.used <> b.next - b.first OR coalesce(r.latest, b.first - 1) <> b.next - 1",
        looked="SELECT count(*) FROM cash_receipt",
    )
)
janitors.register(
    Janitor(
        name="cash: each fee that came in has its receipt, and no fee past the post is in the book",
        offences="SELECT l.stream, l.seq FROM cash_line l WHERE l.purpose = 'fee' AND l.reverses_seq IS NULL "
        "AND l.kind = 'posted' AND (EXISTS (SELECT 1 FROM cash_outsidefee o WHERE o.subject = l.stream) "
        "OR (EXISTS (SELECT 1 FROM cash_receipt r WHERE r.subject = l.stream) AND NOT EXISTS "
        "(SELECT 1 FROM cash_receipt r WHERE r.subject = l.stream AND r.paper = 'fee')))",
        looked="SELECT count(*) FROM cash_line WHERE purpose = 'fee'",
    )
)
janitors.register(
    Janitor(
        name="cash: no drawer, bag or fund is below zero",
        offences="SELECT a.id, a.kind, b.amount FROM cash_account a JOIN LATERAL (SELECT sum(CASE WHEN l.debit = a.id "
        "THEN l.amount_vnd ELSE -l.amount_vnd END) AS amount FROM cash_line l WHERE l.debit = a.id OR l.credit = a.id"
        ") b ON true WHERE a.kind IN ('drawer', 'postman-bag', 'point', 'provincial-post') AND b.amount < 0",
        looked="SELECT count(*) FROM cash_account",
    )
)
janitors.register(
    Janitor(
        name="cash: what a count or a hand-over found is in the book, by a cause and a name",
        offences="SELECT w.stream, w.amount FROM ("
        "SELECT shift_id AS stream, sum(counted_vnd - booked_vnd) AS amount FROM cash_cashcount GROUP BY 1 UNION ALL "
        "SELECT id, counted_vnd - amount_vnd FROM cash_cashhandover WHERE state = 'signed') w LEFT JOIN LATERAL ("
        "SELECT sum(CASE WHEN a.kind = 'difference' THEN -l.amount_vnd ELSE l.amount_vnd END) AS booked "
        "FROM cash_line l JOIN cash_account a ON a.id = l.debit "
        "WHERE l.stream = w.stream AND l.purpose = 'difference') b ON true "
        "WHERE w.amount <> coalesce(b.booked, 0)",
        looked="SELECT (SELECT count(*) FROM cash_cashcount) + (SELECT count(*) FROM cash_cashhandover)",
    )
)
janitors.register(
    Janitor(
        name="cash: what is owed to an agency is what was collected and not yet remitted",
        offences="SELECT a.unit_id, o.owed, c.open FROM cash_account a "
        "JOIN LATERAL (SELECT sum(CASE WHEN l.credit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END) AS owed "
        "FROM cash_line l WHERE l.debit = a.id OR l.credit = a.id) o ON true "
        "JOIN LATERAL (SELECT coalesce(sum(l.amount_vnd), 0) AS open FROM cash_line l "
        "WHERE l.credit = a.id AND l.reverses_seq IS NULL AND NOT EXISTS (SELECT FROM cash_line r "
        "WHERE r.stream = l.stream AND r.reverses_seq = l.seq) AND NOT EXISTS (SELECT FROM cash_remittanceline m "
        "JOIN cash_remittance b ON b.id = m.remittance_id "
        "WHERE m.subject = l.stream AND m.seq = l.seq AND b.state <> 'made')) c ON true "
        "WHERE a.kind = 'agency-due' AND o.owed <> c.open",
        looked="SELECT count(*) FROM cash_account WHERE kind = 'agency-due'",
    )
)
janitors.register(
    Janitor(
        name="cash: a batch is the sum of its items and was paid once",
        offences="SELECT b.number, b.amount_vnd FROM cash_remittance b LEFT JOIN LATERAL ("
        "SELECT sum(amount_vnd) AS items, count(*) AS count FROM cash_remittanceline m "
        "WHERE m.remittance_id = b.id) m ON true LEFT JOIN LATERAL (SELECT sum(amount_vnd) AS paid FROM cash_line l "
        "WHERE l.stream = b.id) l ON true WHERE m.items IS DISTINCT FROM b.amount_vnd OR m.count <> b.count "
        "OR coalesce(l.paid, 0) <> CASE WHEN b.state = 'made' THEN 0 ELSE b.amount_vnd END",
        looked="SELECT count(*) FROM cash_remittance",
    )
)
janitors.register(
    Janitor(
        name="cash: what was taken at the door is COD until it has come to the provincial post",
        offences="SELECT a.user_id, b.owed, c.open FROM cash_account a JOIN LATERAL ("
        "SELECT sum(CASE WHEN l.credit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END) AS owed "
        "FROM cash_line l WHERE a.id IN (l.debit, l.credit)) b ON true JOIN LATERAL ("
        "SELECT coalesce(sum(d.amount_vnd), 0) AS open FROM cash_doorcash d "
        "WHERE d.postman_id = a.user_id AND d.settled_id IS NULL AND NOT d.returned) c ON true "
        "WHERE a.kind = 'cod' AND coalesce(b.owed, 0) <> c.open",
        looked="SELECT count(*) FROM cash_doorcash",
    )
)
janitors.register(
    Janitor(
        name="cash: what the post kept of a refund is in the book beside what went back",
        offences="SELECT f.subject, f.seq FROM cash_refundline f JOIN cash_refund a ON a.id = f.refund_id "
        "LEFT JOIN cash_line l ON l.stream = f.subject AND l.seq = f.rest_seq WHERE a.state = 'approved' "
        "AND (f.kept_vnd > 0) <> (l.amount_vnd IS NOT NULL AND l.amount_vnd = f.kept_vnd)",
        looked="SELECT count(*) FROM cash_refundline",
    )
)
