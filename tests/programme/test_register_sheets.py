"""Spreadsheets for the registers: every bad line explained, nothing written unless all is good, never twice."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests import cast
from tests.cast import Cast, act
from tests.programme.registers import communes_of, filled, grid, reporter, standing
from tests.spreadsheets import xlsx
from tram.accounts.models import User
from tram.core import janitors
from tram.core.errors import Refused
from tram.directory.models import Unit
from tram.programme.imports.rows import HEADINGS
from tram.programme.imports.sheets import apply_sheet, keep_sheet, kept_lines, try_sheet
from tram.programme.models import (
    Baseline,
    MeansPlan,
    Outreach,
    RegisterSheet,
    ReportedFigure,
    ReportedMonth,
)
from tram.programme.queries.baselines import baselines, versions
from tram.programme.queries.means import means_planned
from tram.programme.queries.reported import month_versions, months_told, reported
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.registers import Counts, FigureGrade, MeansSubject, RegisterSheetKind

MONTHS = RegisterSheetKind.MONTHS
MONTH = {
    "unit": "Sở Tư pháp",
    "month": "09/2019",
    "received": 100,
    "received_by_post": 12,
    "returned": "90",
    "returned_by_post": 45,
}
YEAR = (date(2019, 1, 1), date(2019, 12, 31))


def faults(user: User, kind: RegisterSheetKind, folder: Path, *lines: dict[str, Any]) -> list[str]:
    """What is wrong with a sheet, line by line."""
    tried = try_sheet(act(user).actor, kind, grid(folder, filled(kind, *lines)))
    return [f"{error.line} {error.column}: {error.message}" for error in tried.errors]


def send(
    user: User, kind: RegisterSheetKind, folder: Path, *lines: dict[str, Any], reason: str = ""
) -> dict[str, Any]:
    """Send a sheet and confirm it."""
    found = grid(folder, filled(kind, *lines))
    tried = try_sheet(act(user).actor, kind, found, reason)
    assert not tried.errors, tried.errors
    words: dict[str, Any] = {
        "kind": kind,
        "name": found.name,
        "sha256": "0" * 64,
        "reason": reason,
    }
    kept = keep_sheet(act(user), **words, lines=kept_lines(tried, found, kind))
    return apply_sheet(act(user), sheet_id=RegisterSheet.objects.get(id=kept["sheet"]).id)


def test_a_month_told_is_kept_apart_with_its_grade(who: Cast, tmp_path: Path) -> None:
    october = MONTH | {"month": date(2019, 10, 1).isoformat(), "received": 50}
    done = send(reporter("so-tu-phap"), MONTHS, tmp_path, MONTH, october)
    assert done["counts"] == {"new": 2, "changed": 0, "same": 0}
    unit = Unit.objects.get(slug="so-tu-phap")
    found = reported(unit.id, *YEAR)
    assert found
    assert found.grade is FigureGrade.REPORTED
    assert found.counts == Counts(150, 24, 180, 90)
    assert reported(unit.id, date(2019, 9, 1), date(2019, 9, 30)) is not None
    assert reported(unit.id, date(2019, 9, 2), date(2019, 9, 30)) is None, "only whole months"
    assert reported(Unit.objects.get(slug="so-y-te").id, *YEAR) is None


def test_a_month_told_twice_says_who_told_it_when_and_gives_way_only_with_a_reason(
    who: Cast, tmp_path: Path
) -> None:
    send(reporter("so-tu-phap"), MONTHS, tmp_path, MONTH)
    again = MONTH | {"received": 101}
    (said,) = faults(standing(), MONTHS, tmp_path, again)
    assert "Tháng 09/2019" in said
    assert "đã nhập ngày 04/11/2019, người nhập Đầu Mối Mẫu" in said
    assert ReportedMonth.objects.count() == 1
    send(standing(), MONTHS, tmp_path, again, reason="đơn vị đính chính")
    (told,) = months_told(*YEAR)
    assert (told.version, told.counts.received) == (2, 101)
    unit = Unit.objects.get(slug="so-tu-phap")
    assert [row.reason for row in month_versions(unit.id, date(2019, 9, 1))] == [
        "đơn vị đính chính",
        "",
    ]
    assert ReportedFigure.objects.count() == 2, "the first is still there"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"received_by_post": 101}, "qua bưu chính 101 nhiều hơn tổng tiếp nhận 100"),
        ({"returned_by_post": 91}, "qua bưu chính 91 nhiều hơn tổng đã trả 90"),
        ({"received": -1}, "Tổng tiếp nhận: «-1» là số âm"),
        ({"received": "1.200"}, "Tổng tiếp nhận: «1.200» không phải số nguyên"),
        ({"received": 12.5}, "không phải số nguyên"),
        ({"received": "một trăm"}, "không phải số nguyên"),
        ({"received": ""}, "không được để trống"),
        ({"unit": "Sở Không Có"}, "«Sở Không Có» không phải đơn vị"),
        ({"month": "11/2019"}, "Tháng 11/2019 chưa hết"),
        ({"month": "01/2020"}, "Tháng 01/2020 chưa hết"),
        ({"month": "13/2019"}, "không phải tháng"),
        ({"month": "05/0000"}, "Năm 0000 ngoài khoảng"),
        ({"month": "05/0019"}, "Năm 0019 ngoài khoảng"),
        ({"month": "15/09/2019"}, "không phải tháng"),
        ({"procedure": "9.999999"}, "không có thủ tục mã «9.999999»"),
    ],
)
def test_each_bad_line_is_told_and_nothing_is_written(
    who: Cast, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    good = MONTH | {"unit": "Sở Y tế"}
    (told,) = faults(standing(), MONTHS, tmp_path, good, MONTH | change)
    assert told.startswith("3 ")
    assert said in told
    assert not ReportedMonth.objects.exists()


def test_a_month_is_told_as_a_whole_or_by_procedure_never_both(who: Cast, tmp_path: Path) -> None:
    code = MONTH | {"procedure": cast.PROCEDURE}
    (mixed,) = faults(standing(), MONTHS, tmp_path, MONTH, code)
    assert "vừa ghi chung vừa ghi từng thủ tục" in mixed
    twice = faults(standing(), MONTHS, tmp_path, MONTH, MONTH)
    assert any("Trùng với dòng 2" in each for each in twice)
    other_name = faults(standing(), MONTHS, tmp_path, MONTH, MONTH | {"unit": "so tu phap"})
    assert other_name
    send(standing(), MONTHS, tmp_path, code)
    (told,) = months_told(*YEAR)
    assert told.procedures == (who.version.procedure_id,)


@pytest.mark.law("61b")
def test_an_agency_tells_of_itself_only(who: Cast, tmp_path: Path) -> None:
    (said,) = faults(reporter("so-y-te"), MONTHS, tmp_path, MONTH)
    assert "mà bạn được khai" in said
    words: dict[str, Any] = {
        "kind": MONTHS,
        "name": "x",
        "sha256": "0" * 64,
        "reason": "",
        "lines": [],
    }
    with pytest.raises(Refused, match="không được phân công"):
        keep_sheet(act(who.teller), **words)


def _formula(_book: Workbook, sheet: Worksheet) -> None:
    sheet.write_formula(1, 3, "=1+1", None, "2")


def _merge(_book: Workbook, sheet: Worksheet) -> None:
    sheet.merge_range(2, 0, 3, 0, "Sở Tư pháp")


@pytest.mark.parametrize(("spoil", "said"), [(_formula, "công thức"), (_merge, "gộp ô")])
def test_formulas_and_merged_cells_are_refused(tmp_path: Path, spoil: Any, said: str) -> None:
    titles = HEADINGS[MONTHS]
    rows: list[list[Any]] = [list(titles.values()), [MONTH.get(column, "") for column in titles]]
    with pytest.raises(Refused, match=said):
        grid(tmp_path, xlsx(rows, spoil))


@pytest.mark.law("8c")
def test_communes_come_by_sheet_and_a_name_must_fit_its_code(who: Cast, tmp_path: Path) -> None:
    kind, (area, other, *_rest) = RegisterSheetKind.OUTREACH, communes_of("Huyện Tam Đảo")
    line = {"code": area.gso_code, "on": "15/10/2019", "content": "Tin", "note": "Sổ đài"}
    (wrong,) = faults(standing(), kind, tmp_path, line | {"name": other.name})
    assert f"Mã {area.gso_code} là {area.name}" in wrong
    far = communes_of("Huyện Sông Lô")[0]
    (foreign,) = faults(reporter(), kind, tmp_path, line, line | {"code": far.gso_code})
    assert "không thuộc phạm vi của bạn" in foreign
    send(reporter(), kind, tmp_path, line, line | {"code": other.gso_code, "name": other.name})
    assert Outreach.objects.count() == 2
    (there,) = faults(reporter(), kind, tmp_path, line)
    assert "đã có dòng ngày 15/10/2019" in there


def test_figures_of_years_before_are_versions_never_written_over(
    who: Cast, tmp_path: Path
) -> None:
    kind = RegisterSheetKind.BASELINES
    line = {
        "unit": "Công an tỉnh",
        "indicator": Indicator.RETURNED_BY_POST.label,
        "year": 2018,
        "numerator": 300,
        "denominator": 1000,
        "source": "Báo cáo 1/BC mẫu",
        "grade": "Theo văn bản đã ký",
    }
    send(standing(), kind, tmp_path, line)
    assert send(standing(), kind, tmp_path, line)["counts"]["same"] == 1
    unit = Unit.objects.get(slug="cong-an-tinh")
    other = line | {"numerator": 310}
    (said,) = faults(standing(), kind, tmp_path, other)
    assert "Muốn ghi lại, hãy nêu lý do" in said
    send(standing(), kind, tmp_path, other, reason="đính chính báo cáo")
    (row,) = (each for each in baselines(2018) if each.unit_id == unit.id)
    assert (row.value.numerator, row.value.denominator, row.version) == (310, 1000, 2)
    assert [each.numerator for each in versions(unit.id, row.indicator, 2018)] == [310, 300]
    for change, told in (
        ({"numerator": 1001}, "lớn hơn mẫu số"),
        ({"year": 2019}, "chưa hết"),
        ({"denominator": ""}, "phải có mẫu số"),
        ({"indicator": Indicator.VOLUME.label}, "để trống mẫu số"),
        ({"indicator": "Điểm phục vụ đủ điều kiện"}, "không có trong danh sách"),
    ):
        assert told in " ".join(faults(standing(), kind, tmp_path, line | change))
    assert Baseline.objects.count() == 2


def test_the_yearly_plan_of_the_post_replaces_by_a_version(who: Cast, tmp_path: Path) -> None:
    kind, manager = RegisterSheetKind.MEANS, cast.manager()
    line = {
        "year": 2020,
        "place": "Bưu điện tỉnh Vĩnh Phúc",
        "subject": "Máy tính",
        "count": 10,
        "vnd": 150_000_000,
        "source": "Kinh phí bưu điện",
    }
    send(manager, kind, tmp_path, line, line | {"subject": "Nhân lực", "count": 4, "vnd": 0})
    assert send(manager, kind, tmp_path, line)["counts"]["same"] == 1
    assert send(manager, kind, tmp_path, line | {"count": 12})["counts"]["changed"] == 1
    rows = {row.subject: row for row in means_planned(2020)}
    assert (rows[MeansSubject.COMPUTER].count, rows[MeansSubject.COMPUTER].vnd) == (
        12,
        150_000_000,
    )
    send(manager, kind, tmp_path, line | {"count": "", "vnd": 0})
    assert [row.subject for row in means_planned(2020)] == [MeansSubject.PEOPLE]
    assert MeansPlan.objects.count() == 4
    (said,) = faults(manager, kind, tmp_path, line | {"source": ""})
    assert "nguồn kinh phí" in said
    (foreign,) = faults(manager, kind, tmp_path, line | {"place": "Sở Tư pháp"})
    assert "không phải bưu điện hay điểm mà bạn quản lý" in foreign


def test_a_sheet_is_confirmed_once_and_only_by_its_sender(who: Cast, tmp_path: Path) -> None:
    found = grid(tmp_path, filled(MONTHS, MONTH))
    sender = reporter("so-tu-phap")
    tried = try_sheet(act(sender).actor, MONTHS, found)
    words: dict[str, Any] = {"kind": MONTHS, "name": found.name, "sha256": "0" * 64, "reason": ""}
    keep_sheet(act(sender), **words, lines=kept_lines(tried, found, MONTHS))
    sheet = RegisterSheet.objects.get()
    with pytest.raises(Refused, match="Không tìm thấy tệp"):
        apply_sheet(act(standing()), sheet_id=sheet.id)
    send(standing(), MONTHS, tmp_path, MONTH)
    with pytest.raises(Refused, match=r"Dòng 2: Tháng 09/2019.*Chưa ghi gì"):
        apply_sheet(act(sender), sheet_id=sheet.id)
    assert ReportedMonth.objects.count() == 1


def test_the_database_refuses_a_month_told_both_ways_and_the_janitors_find_the_rest(
    who: Cast, tmp_path: Path
) -> None:
    send(standing(), MONTHS, tmp_path, MONTH)
    month = ReportedMonth.objects.get()
    named = [one for one in janitors.JANITORS if one.name.startswith("programme:")]
    ours = [one for one in named if "told" in one.name]
    assert len(ours) == 2
    assert not [one.name for one in ours if janitors.sweep(one).offences]
    counts = dict.fromkeys(("received", "received_by_post", "returned", "returned_by_post"), 1)
    with pytest.raises(IntegrityError, match="whole_or_apart"), transaction.atomic():
        ReportedFigure.objects.create(month=month, procedure=who.version.procedure, **counts)
    words: dict[str, Any] = {"unit": month.unit, "sheet": month.sheet, "by": month.by}
    ReportedMonth.objects.create(
        month=date(2019, 8, 1), version=2, reason="thử sai", at=month.at, **words
    )
    assert all(janitors.sweep(one).offences for one in ours)
