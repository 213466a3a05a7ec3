"""The papers of cash: amounts stand to the right, one under the other, and the last row is their sum."""

from datetime import UTC, date, datetime
from uuid import UUID

from tests.paper_reading import right_edges, rows_of
from tram.cash.queries.drawers import BookRow, DayBook
from tram.cash.queries.remittances import Batch, Item
from tram.cash.rules.remittance import RemittanceState
from tram.custody.prints.cash import cash_book_pdf, statement

NOON = datetime(2019, 11, 4, 5, tzinfo=UTC)
SUMS = (5_000, 200_000, 1_250_000)


def batch(sums: tuple[int, ...] = SUMS) -> Batch:
    return Batch(
        id=UUID(int=1),
        number="BKNP-2019-0001",
        agency_id=1,
        agency="Sở Mẫu",
        upto=date(2019, 11, 4),
        amount_vnd=sum(sums),
        count=len(sums),
        state=RemittanceState.MADE,
        made_by="Lê Thị Mẫu",
        made_at=NOON,
        paid_by="",
        paid_at=None,
        proof="",
        received_vnd=None,
        received_by="",
        received_at=None,
        cause="",
        owner="",
        words="",
    )


def items(sums: tuple[int, ...] = SUMS) -> list[Item]:
    return [Item(UUID(int=n), 1, NOON, "Bưu cục Mẫu", amount) for n, amount in enumerate(sums, 1)]


def test_a_statement_lines_up_its_amounts_and_ends_with_their_sum() -> None:
    paper = statement(batch(), items(), {}, demo=False)
    assert "Cộng 3 khoản 1.455.000 đ" in rows_of(paper)
    edges = right_edges(paper, {"5.000", "200.000", "1.250.000"})
    assert len(edges) == 3
    assert max(edges.values()) - min(edges.values()) < 0.5


def test_a_cash_book_lines_up_its_amounts_and_ends_with_their_sums() -> None:
    rows = tuple(BookRow(NOON, "Phí, lệ phí", None, n != 1, sum_) for n, sum_ in enumerate(SUMS))
    book = DayBook(date(2019, 11, 4), 0, rows)
    paper = cash_book_pdf("Két Mẫu", "Bưu cục Mẫu", book, {}, demo=False)
    assert "Cộng 1.255.000 đ 200.000 đ" in rows_of(paper)
    edges = right_edges(paper, {"5.000", "1.250.000"})
    assert len(edges) == 2
    assert max(edges.values()) - min(edges.values()) < 0.5
