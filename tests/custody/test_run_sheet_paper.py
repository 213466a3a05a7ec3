"""The run sheet on paper: a route's name stays with its doors, and a long name does not run into the next row."""

from datetime import UTC, datetime

from tests.paper_reading import heights, pages_of, right_edges
from tram.custody.prints import Door, RunSheet, run_sheet_pdf


def door(n: int, recipient: str = "Nguyễn Văn Mẫu") -> Door:
    return Door(
        s10=f"HC0000{n:05d}VN",
        seal=f"NP{n:06d}",
        recipient=recipient,
        phone="0912000001",
        address="Thôn Mẫu, Xã Mẫu, Huyện Mẫu",
        due_vnd=n * 30_000,
    )


def paper(*routes: tuple[str, tuple[Door, ...]]) -> bytes:
    sheet = RunSheet(
        superior="Bưu điện tỉnh Mẫu",
        issuer="Bưu cục Mẫu",
        number="BK-MAU-191202-001",
        locality="Mẫu",
        at=datetime(2019, 12, 2, 1, tzinfo=UTC),
        giver="Giao Dịch Mẫu",
        postman="Bưu Tá Mẫu",
        routes=routes,
    )
    return run_sheet_pdf(sheet)


def test_a_routes_name_is_on_the_page_of_its_first_door() -> None:
    for doors in range(5, 11):
        first = tuple(map(door, range(1, doors)))
        made = pages_of(paper(("Đường thư số 1", first), ("Đường thư số 2", (door(40), door(41)))))
        [page] = [page for page in made if "Đường thư số 2" in page]
        assert "NP000040" in page, doors


def test_a_long_name_makes_its_row_higher() -> None:
    long = "Mẫu " * 49 + "CUỐI"
    lines = heights(paper(("Đường thư số 1", (door(1, long), door(2, "TIẾP")))), {"CUỐI", "TIẾP"})
    assert lines["CUỐI"][1] < lines["TIẾP"][0]


def test_what_is_due_stands_to_the_right() -> None:
    edges = right_edges(paper(("Đường thư số 1", (door(1), door(9)))), {"30.000", "270.000"})
    assert len(edges) == 2
    assert abs(edges["30.000"] - edges["270.000"]) < 0.5
