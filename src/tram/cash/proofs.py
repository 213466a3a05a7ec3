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
        name="cash: what was quoted was taken, or given back whole",
        offences="SELECT q.subject, q.total_vnd FROM cash_quotation q JOIN LATERAL ("
        "SELECT coalesce(sum(amount_vnd) FILTER (WHERE reverses_seq IS NULL), 0) AS taken, "
        "coalesce(sum(amount_vnd) FILTER (WHERE reverses_seq IS NOT NULL), 0) AS back "
        "FROM cash_line WHERE stream = q.subject) t ON true "
        "WHERE NOT (t.taken IN (0, q.total_vnd) AND t.back IN (0, t.taken))",
        looked="SELECT count(*) FROM cash_quotation",
    )
)
