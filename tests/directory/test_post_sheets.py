"""Sheets of the post: every bad line is named, a good sheet is written whole, the same sheet again changes nothing."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.cast import Cast, act, person
from tests.spreadsheets import POINT, WORKER, sheet_of, xlsx
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.core.spreadsheets import Grid, read_spreadsheet
from tram.directory.imports.post_lines import LineOutcome
from tram.directory.imports.post_rows import HEADINGS
from tram.directory.imports.post_sheets import (
    Tried,
    apply_sheet,
    keep_sheet,
    kept_lines,
    try_sheet,
)
from tram.directory.models import Appointment, Equipment, PointTerms, ServicePoint, Unit
from tram.directory.queries import actor_of
from tram.directory.queries.terms import terms_on
from tram.directory.rules.points import PostSheetKind

POINTS, STAFF = PostSheetKind.POINTS, PostSheetKind.STAFF


@pytest.fixture
def manager(who: Cast) -> User:
    assert who.point.parent is not None
    return person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.point.parent)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Grid]:
    def reading(content: bytes) -> Grid:
        path = tmp_path / "mau.xlsx"
        path.write_bytes(content)
        return read_spreadsheet(path, "mau.xlsx")

    return reading


Reading = Callable[[bytes], Grid]


def tried(by: User, kind: PostSheetKind, grid: Grid) -> Tried:
    return try_sheet(actor_of(by.id, by.full_name), kind, grid)


def applied(by: User, kind: PostSheetKind, grid: Grid) -> dict[str, Any]:
    found = tried(by, kind, grid)
    assert not found.errors, found.errors
    lines = kept_lines(found, grid, kind)
    kept = keep_sheet(act(by), kind=kind, name=grid.name, sha256="0" * 64, lines=lines)
    return apply_sheet(act(by), sheet_id=kept["sheet"])


def rows() -> tuple[int, ...]:
    tables = (Unit, ServicePoint, PointTerms, Equipment, User, Appointment)
    return tuple(table.objects.count() for table in tables)


def existing(who: Cast, **changes: Any) -> dict[str, Any]:
    point = who.point.point
    words = {
        "code": point.code,
        "name": who.point.name,
        "kind": "Bưu cục cấp 3",
        "commune": point.commune.gso_code,
    }
    return POINT | words | changes


def test_points_are_added_and_changed_and_the_same_sheet_changes_nothing(
    who: Cast, manager: User, read: Reading
) -> None:
    grid = read(sheet_of(POINTS, POINT, existing(who)))
    before = rows()
    found = tried(manager, POINTS, grid)
    assert not found.errors
    assert dict(found.outcomes) == {2: LineOutcome.NEW, 3: LineOutcome.CHANGED}
    assert rows() == before
    assert applied(manager, POINTS, grid)["counts"] == {"new": 1, "changed": 1, "same": 0}
    terms = terms_on(who.point.id, date(2019, 11, 4))
    assert terms is not None
    assert (terms.address, terms.opens) == ("Số 9 phố Mẫu", time(7, 30))
    assert Equipment.objects.filter(kind="computer", count=2).count() == 2
    after = rows()
    assert applied(manager, POINTS, grid)["counts"] == {"new": 0, "changed": 0, "same": 2}
    assert rows() == after


def test_a_sheet_is_confirmed_once(who: Cast, manager: User, read: Reading) -> None:
    grid = read(sheet_of(POINTS, POINT))
    lines = kept_lines(tried(manager, POINTS, grid), grid, POINTS)
    kept = keep_sheet(act(manager), kind=POINTS, name="x", sha256="0" * 64, lines=lines)
    request = act(manager)
    first = apply_sheet(request, sheet_id=kept["sheet"])
    assert apply_sheet(request, sheet_id=kept["sheet"]) == first
    assert apply_sheet(act(manager), sheet_id=kept["sheet"])["already"]
    other = person("ql.hai", "Quản Lý Hai", Role.POST_MANAGER, who.point.parent or who.point)
    with pytest.raises(Refused, match="Không tìm thấy tệp này"):
        apply_sheet(act(other), sheet_id=kept["sheet"])


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"code": "12"}, "Mã điểm", "không đúng mẫu"),
        ({"kind": "Bưu cục lớn"}, "Loại điểm", "hãy ghi một trong"),
        ({"commune": 8707}, "Mã xã", "mất số 0 ở đầu"),
        ({"opens": "sáng"}, "Giờ mở cửa", "không phải giờ"),
        ({"valid_from": "31/02/2019"}, "Áp dụng từ ngày", "không phải ngày có thật"),
        ({"works_saturday": "nửa buổi"}, "Làm thứ Bảy", "hãy ghi có hoặc không"),
        ({"computer": "hai"}, "Máy tính", "không phải số nguyên"),
        ({"address": ""}, "Địa chỉ", "không được để trống"),
        ({"opens": "18:00"}, "", "phải trước giờ đóng cửa"),
        ({"parent": "Bưu điện huyện Yên Lạc"}, "", "mà bạn quản lý"),
        ({"commune": "99999"}, "", "Không có xã"),
        ({"valid_from": "01/01/2001"}, "", "vào ngày áp dụng"),
        ({"code": "281020"}, "", "tên không khớp"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    who: Cast, manager: User, read: Reading, changes: dict[str, Any], column: str, sentence: str
) -> None:
    before = rows()
    good = POINT | {"code": "289998"}
    found = tried(manager, POINTS, read(sheet_of(POINTS, good, POINT | changes)))
    (error,) = found.errors
    assert (error.line, error.column) == (3, column)
    assert sentence in error.message
    assert rows() == before


def test_every_bad_line_is_named_at_once(who: Cast, manager: User, read: Reading) -> None:
    lines = [
        POINT,
        POINT | {"code": "x", "opens": "y"},
        POINT,
        POINT | {"code": "289990", "closes": "01:00"},
    ]
    found = tried(manager, POINTS, read(sheet_of(POINTS, *lines)))
    assert [(error.line, error.column) for error in found.errors] == [
        (3, "Giờ mở cửa"),
        (3, "Mã điểm"),
        (4, "Mã điểm"),
        (5, ""),
    ]
    assert "Trùng với dòng 2" in found.errors[2].message


def test_days_times_and_numbers_may_be_cells_of_their_own(
    who: Cast, manager: User, read: Reading
) -> None:
    def finish(book: Any, sheet: Any) -> None:
        titles = list(HEADINGS[POINTS])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        hour = book.add_format({"num_format": "hh:mm"})
        sheet.write_datetime(1, titles.index("valid_from"), date(2019, 11, 4), day)
        sheet.write_datetime(1, titles.index("opens"), time(7, 0), hour)
        sheet.write_number(1, titles.index("code"), 289999)
        sheet.write_boolean(1, titles.index("works_saturday"), True)

    titles = HEADINGS[POINTS]
    content = xlsx([list(titles.values()), [POINT.get(c, "") for c in titles]], finish)
    applied(manager, POINTS, read(content))
    point = ServicePoint.objects.get(code="289999")
    assert (point.opens, point.works_saturday) == (time(7), True)
    assert point.unit.valid_from == date(2019, 11, 4)


def spoilt(name: str) -> bytes:
    good: list[list[Any]] = [
        list(HEADINGS[POINTS].values()),
        [POINT.get(c, "") for c in HEADINGS[POINTS]],
    ]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 250_000_000)
    files: dict[str, Callable[[], bytes]] = {
        "old": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "kind": lambda: b"code,name\n1,2\n",
        "formulas": lambda: xlsx(good, lambda _b, s: s.write_formula("B2", "=A2&A3", None, "x")),
        "merged": lambda: xlsx(good, lambda _b, s: s.merge_range("A4:B5", "x")),
        "empty": lambda: xlsx(good[:1]),
        "rows": lambda: xlsx([good[0], *([str(n)] for n in range(10_000))]),
        "wide": lambda: xlsx([[f"c{n}" for n in range(100)], ["x"]]),
        "damaged": lambda: xlsx(good)[:-400] + b"\0" * 400,
        "heavy": bomb.getvalue,
    }
    return files[name]()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("old", "mật khẩu"),
        ("kind", "không phải bảng tính"),
        ("formulas", "1 ô công thức (B2)"),
        ("merged", "gộp ô (từ ô A4)"),
        ("empty", "không có dòng nào"),
        ("rows", "có 10000 dòng, mỗi lần nhiều nhất 1000"),
        ("wide", "rộng 100 cột"),
        ("damaged", "lưu lại"),
        ("heavy", "quá nhiều bộ nhớ"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(read: Reading, name: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(spoilt(name))
    assert sentence in refused.value.message


def test_a_sheet_that_is_hidden_is_not_the_one_that_is_read(read: Reading) -> None:
    """What its sender does not see was kept from an older file; what they see is what they send."""

    def hide(book: Workbook, old: Worksheet) -> None:
        seen = book.add_worksheet("Đang thấy")
        seen.write_row(0, 0, ["Mã", "Tên"])
        seen.write_row(1, 0, ["2", "mới"])
        seen.activate()
        seen.set_first_sheet()
        old.hide()

    found = read(xlsx([["Mã", "Tên"], ["1", "cũ"]], hide))
    assert found.rows == ((1, ("Mã", "Tên")), (2, ("2", "mới")))


def test_wrong_headings_are_named(who: Cast, manager: User, read: Reading) -> None:
    titles = [title for title in HEADINGS[STAFF].values() if title != "Vai trò"]
    found = tried(manager, STAFF, read(xlsx([[*titles, "Ghi chú", "Họ và tên"], ["a"]])))
    told = {error.column: error.message for error in found.errors}
    assert "Thiếu cột này" in told["Vai trò"]
    assert "Không có cột này trong mẫu" in told["Ghi chú"]
    assert "Hai cột cùng tên" in told["Họ và tên"]
    assert {error.line for error in found.errors} == {1}


def test_staff_are_hired_and_given_duties_and_the_same_sheet_changes_nothing(
    who: Cast, manager: User, read: Reading
) -> None:
    old = {"username": "gdv.mau", "full_name": "Giao Dịch Viên Mẫu", "role": "Bưu tá"}
    old |= {"unit": "Bưu điện thành phố Vĩnh Yên"}
    grid = read(sheet_of(STAFF, WORKER, WORKER | old))
    done = applied(manager, STAFF, grid)
    assert done["counts"] == {"new": 1, "changed": 1, "same": 0}
    assert [made["line"] for made in done["made"]] == [2]
    duty = Appointment.objects.get(user__username="tt.mau")
    assert (duty.role, duty.unit_id) == ("teller", who.point.id)
    after = rows()
    assert applied(manager, STAFF, grid)["counts"] == {"new": 0, "changed": 0, "same": 2}
    assert rows() == after


@pytest.mark.law("61b")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "Lãnh đạo đơn vị"}, "hãy ghi một trong"),
        ({"unit": "Sở Tư pháp"}, "mà bạn quản lý"),
        ({"unit": "Bưu điện thành phố Vĩnh Yên"}, "không làm việc ở"),
        ({"username": "mc.mau", "full_name": "Một Cửa Mẫu"}, "ngoài phạm vi"),
        ({"username": "gdv.mau"}, "đang là của người khác"),
        ({"username": "Trần"}, "chữ thường không dấu"),
    ],
)
def test_a_bad_line_of_staff_is_named(
    who: Cast, manager: User, read: Reading, changes: dict[str, Any], sentence: str
) -> None:
    before = rows()
    found = tried(manager, STAFF, read(sheet_of(STAFF, WORKER | changes)))
    (error,) = found.errors
    assert error.line == 2
    assert sentence in error.message
    assert rows() == before


def test_what_went_bad_since_the_look_stops_the_whole_sheet(
    who: Cast, manager: User, read: Reading
) -> None:
    grid = read(sheet_of(STAFF, WORKER | {"username": "an.mau"}, WORKER))
    lines = kept_lines(tried(manager, STAFF, grid), grid, STAFF)
    kept = keep_sheet(act(manager), kind=STAFF, name="x", sha256="0" * 64, lines=lines)
    person("tt.mau", "Người Khác", Role.TELLER, who.other_point)
    with pytest.raises(Refused, match=r"Dòng 3: .*Chưa ghi gì"):
        apply_sheet(act(manager), sheet_id=kept["sheet"])
    assert not User.objects.filter(username="an.mau").exists()
