"""Areas, units, desks, points, calendar and parameters of a province's folder: what is refused, what is kept."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.folder import Files, places, vinh_phuc
from tram.core.sheets import WHOLE_FILE, LineError
from tram.core.toml import Document
from tram.directory.imports import areas, calendar, parameters, postal, units
from tram.directory.models import (
    Area,
    CalendarDay,
    DeskService,
    OfficeHours,
    Parameter,
    ServicePoint,
    Unit,
)
from tram.directory.queries import office_hours, working_calendar
from tram.directory.queries.tile_map import placed_units


def wrong(files: Files) -> list[LineError]:
    """Everything wrong in the files of this context."""
    found_areas = areas.read(files)
    found_units = units.read(files, found_areas)
    times = calendar.read(files, found_units)
    figures = parameters.read(files, found_areas, found_units)
    errors = (*found_areas.errors, *found_units.errors, *times.errors, *figures.errors)
    return sorted(errors)


def test_the_folder_as_it_is_has_nothing_wrong() -> None:
    assert wrong(vinh_phuc()) == []


def test_a_code_that_a_spreadsheet_robbed_of_its_zero_is_refused() -> None:
    errors = wrong(vinh_phuc().cell("areas.csv", 4, "gso_code", "8707"))
    assert ("areas.csv", 4, "gso_code") in places(errors)
    assert any("số 0 ở đầu" in error.message for error in errors)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("parent_code", "999"),
        ("parent_code", "26"),
        ("parent_code", ""),
        ("kind", "huyện"),
        ("level", "village"),
        ("successor_code", "08710"),
        ("valid_to", "2018-12-31"),
    ],
)
def test_an_area_out_of_its_place_is_refused(column: str, value: str) -> None:
    errors = wrong(vinh_phuc().cell("areas.csv", 4, column, value))
    assert ("areas.csv", 4, column) in places(errors)


def test_one_bad_area_does_not_make_its_units_look_bad() -> None:
    errors = wrong(vinh_phuc().cell("areas.csv", 4, "valid_from", "1/1/2019"))
    assert places(errors) == [("areas.csv", 4, "valid_from")]


def test_a_merged_commune_leads_to_the_one_that_came_after() -> None:
    files = vinh_phuc()
    files.add("areas.csv", 4, name="Phường Tích Sơn Mới", valid_from="2021-01-01")
    files.cell("areas.csv", 4, "valid_to", "2020-12-31")
    files.cell("areas.csv", 4, "successor_code", "08707")
    assert wrong(files) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("slug", "ubnd-tinh"),
        ("code", "000.00.00"),
        ("kind", "post-point"),
        ("parent", "so-khong-co"),
        ("area_code", "27"),
        ("seat_code", "99999"),
        ("desk_of", "so-noi-vu"),
        ("plan_group", "C"),
        ("successor", "so-khong-co"),
        ("valid_to", "2018-01-01"),
    ],
)
def test_a_unit_that_makes_no_sense_is_refused(column: str, value: str) -> None:
    errors = wrong(vinh_phuc().cell("units.csv", 5, column, value))
    assert ("units.csv", 5, column) in places(errors)


@pytest.mark.law("2a")
def test_an_identifier_of_another_form_is_refused_with_the_reason() -> None:
    (error,) = wrong(vinh_phuc().cell("units.csv", 5, "code", "00.00.04.H62"))
    assert (error.line, error.column) == (5, "code")
    assert "«00.00.04.H62» không đúng mẫu" in error.message


@pytest.mark.law("2c")
def test_two_units_with_one_identifier_are_refused() -> None:
    (error,) = wrong(vinh_phuc().cell("units.csv", 5, "code", "000.00.02.H62"))
    assert (error.line, error.column, "dòng 4" in error.message) == (5, "code", True)


def test_units_in_a_circle_are_refused() -> None:
    files = vinh_phuc().cell("units.csv", 2, "parent", "van-phong-ubnd-tinh")
    errors = wrong(files)
    assert places(errors) == [("units.csv", 2, "parent"), ("units.csv", 3, "parent")]


def test_a_desk_that_serves_nobody_is_refused() -> None:
    files = vinh_phuc()
    line = files.line_of("units.csv", kind="one-stop")
    errors = wrong(files.cell("units.csv", line, "desk_of", ""))
    assert places(errors) == [("units.csv", line, "desk_of")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "28001"),
        ("slug", "so-noi-vu"),
        ("parent", "so-noi-vu"),
        ("commune_code", "26"),
        ("phone", "chưa có"),
        ("closes", "06:00"),
        ("opens", "7h"),
        ("works_saturday", "maybe"),
        ("kind", "big"),
    ],
)
def test_a_service_point_that_makes_no_sense_is_refused(column: str, value: str) -> None:
    files = vinh_phuc().cell("service_points.csv", 3, "code", "28001")
    errors = wrong(files.cell("service_points.csv", 2, column, value))
    assert "service_points.csv" in {error.file for error in errors}
    assert {error.column for error in errors} <= {column, "commune_code"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"date": "2018-01-01"}, "date"),
        ({"date": "2019-12-02", "kind": "working-saturday"}, "kind"),
        ({"date": "2019-12-07", "kind": "swap-off"}, "kind"),
        ({"date": "07/12/2019"}, "date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(cells: dict[str, str], column: str) -> None:
    files = vinh_phuc().add("calendar.csv", 2, **cells)
    assert places(wrong(files)) == [("calendar.csv", 149, column)]


def test_a_year_without_holidays_between_others_is_refused() -> None:
    files = vinh_phuc().edit(
        "calendar.csv",
        lambda rows: rows.__setitem__(
            slice(None), [r for r in rows if not r["date"].startswith("2020")]
        ),
    )
    assert places(wrong(files)) == [("calendar.csv", WHOLE_FILE, "date")]


@pytest.mark.parametrize("first", ["10-14", "10-18"], ids=["overlap", "gap"])
def test_seasons_must_cover_each_day_once(first: str) -> None:
    files = vinh_phuc().cell("office_hours.csv", 3, "from_month_day", first)
    (error,) = wrong(files)
    assert (error.file, error.column) == ("office_hours.csv", "from_month_day")


def test_office_hours_out_of_order_are_refused() -> None:
    files = vinh_phuc().cell("office_hours.csv", 2, "morning_end", "06:00")
    assert places(wrong(files)) == [("office_hours.csv", 2, "morning_end")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"ubnd-tinh"', '"so-khong-co"', (35, "province")),
        ('prefix = "H62"', 'prefix = "H63"', (11, "level1_code")),
        ("region = 1", "region = 4", (30, "region")),
        ('gso_code = "26"', 'gso_code = "27"', (5, "gso_code")),
        ("valid_from = 2025-07-01", "valid_from = 2025-06-30", (20, "valid_from")),
        ("[roles]", "[rules]", (33, "rules")),
        ("leader_percent = 80", "leader_percent = 50", (69, "leader_percent")),
        ("253 246 248 -", "999 246 248 -", (94, "rows")),
        ("253 246 248 -", "243 246 248 -", (94, "rows")),
        ("253 246 248 -", "253 246 248", (94, "rows")),
    ],
)
def test_a_province_that_contradicts_itself_is_refused(
    old: str, new: str, place: tuple[int, str]
) -> None:
    errors = wrong(vinh_phuc().replace("province.toml", old, new))
    assert ("province.toml", *place) in places(errors)


def bring_in(files: Files) -> None:
    """As `tram load` does, for this context."""
    found_areas = areas.read(files)
    found_units = units.read(files, found_areas)
    ids, _ = areas.write(found_areas)
    slugs, _ = units.write(found_units, ids)
    calendar.write(calendar.read(files, found_units), slugs)
    parameters.write(parameters.read(files, found_areas, found_units))


def test_a_service_point_is_a_unit_of_the_post_under_its_post_office(db: None) -> None:
    point = ServicePoint.objects.select_related("unit__parent", "unit__area").get(code="289170")
    assert point.unit.name == "Điểm Bưu điện – Văn hóa xã Cao Phong"
    assert (point.unit.kind, point.demonstration) == ("post-point", True)
    assert point.unit.parent is not None
    assert point.unit.parent.kind == "district-post"
    assert point.unit.area == point.commune


def test_a_unit_stands_where_its_office_is_so_that_its_district_is_known(db: None) -> None:
    department = Unit.objects.select_related("area").get(slug="so-tu-phap")
    assert department.area is not None
    assert (department.area.gso_code, department.area.level) == ("243", "district")
    commune = Unit.objects.select_related("area__parent").get(slug="ubnd-xa-08860")
    assert commune.area is not None
    assert commune.area.parent is not None
    assert commune.area.parent.name == "Huyện Sông Lô"


def test_units_are_found_without_accents(db: None) -> None:
    assert Unit.objects.filter(search_key__contains="so tu phap").exists()
    assert Area.objects.get(gso_code="243").search_key == "thanh pho vinh yen"


def test_a_desk_serves_the_agencies_of_its_line_and_no_others(db: None) -> None:
    files = vinh_phuc()
    line = files.line_of("units.csv", slug="ttpvhcc")
    before = DeskService.objects.filter(desk__slug="ttpvhcc").count()
    bring_in(files.cell("units.csv", line, "desk_of", "so-noi-vu;so-tu-phap"))
    after = DeskService.objects.filter(desk__slug="ttpvhcc")
    assert before == 25
    assert set(after.values_list("agency__slug", flat=True)) == {"so-noi-vu", "so-tu-phap"}


def test_calendar_and_hours_are_what_the_rules_need(db: None) -> None:
    found = working_calendar()
    assert found.covers == (2018, 2027)
    assert found.reason_off(date(2019, 9, 2)) == "Quốc khánh"
    assert f"{office_hours(date(2019, 12, 2)).opens_at:%H:%M}" == "07:30"


def test_a_holiday_taken_out_of_the_file_goes_and_other_years_stay(db: None) -> None:
    files = vinh_phuc().edit("calendar.csv", lambda rows: rows.pop(0))
    CalendarDay.objects.create(day=date(2030, 1, 1), kind="holiday", name="Tết Dương lịch")
    bring_in(files)
    days = set(CalendarDay.objects.values_list("day", flat=True))
    assert date(2018, 1, 1) not in days
    assert date(2030, 1, 1) in days
    assert len(days) == 147


def test_loading_twice_keeps_every_row_its_id(db: None) -> None:
    before = set(Unit.objects.values_list("slug", "id", "parent_id", "area_id"))
    bring_in(vinh_phuc())
    assert set(Unit.objects.values_list("slug", "id", "parent_id", "area_id")) == before
    assert OfficeHours.objects.count() == 2


def test_a_closed_area_and_its_successor_are_brought_in_together(db: None) -> None:
    files = vinh_phuc()
    files.add("areas.csv", 4, name="Phường Tích Sơn Mới", valid_from="2021-01-01")
    files.cell("areas.csv", 4, "valid_to", "2020-12-31")
    files.cell("areas.csv", 4, "successor_code", "08707")
    bring_in(files)
    old, new = Area.objects.filter(gso_code="08707").order_by("valid_from")
    assert (old.valid_to, old.successor) == (date(2020, 12, 31), new)


def test_an_area_dated_anew_is_refused_while_the_old_row_stands(db: None) -> None:
    files = vinh_phuc().cell("areas.csv", 4, "valid_from", "2019-06-01")
    errors = list(areas.kept(areas.read(files)))
    assert places(errors) == [("areas.csv", 4, "valid_from")]
    assert "01/01/2019" in errors[0].message
    area = Area.objects.get(gso_code="08707")
    area.pk, area.valid_from = None, date(2019, 6, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        area.save(force_insert=True)


def test_the_code_of_a_point_cannot_pass_to_another(db: None) -> None:
    files = vinh_phuc().cell("service_points.csv", 2, "slug", "bc-khac")
    found = units.read(files, areas.read(files))
    assert places(units.kept(found)) == [("service_points.csv", 2, "code")]


def test_parameters_are_called_by_their_place_and_have_their_source(db: None) -> None:
    limit = Parameter.objects.get(code="postal_limits.total_time.intra_province_working_days")
    assert (limit.value, limit.confirmed) == (2, False)
    assert "TT 17/2017/TT-BTTTT" in limit.source
    assert Parameter.objects.get(code="province.name").value == "Tỉnh Vĩnh Phúc"
    assert Parameter.objects.filter(code="province.regime").count() == 2


def test_limits_of_the_post_are_read_line_by_line() -> None:
    route = (
        '[[route]]\ncode = "trong-huyen"\nworking_days = 1\nvalid_from = 2019-01-01\n'
        'provenance = "mẫu"\n\n[[silence]]\nleg = "post-to-desk"\nfirst_hours = 48\n'
        'second_hours = 48\nvalid_from = 2019-01-01\nprovenance = "mẫu"\n\n[[silence]]'
    )
    files = vinh_phuc().replace("postal_limits.toml", "[[silence]]", route)
    found = postal.read(document := Document(files, "postal_limits.toml"))
    assert found, "what is right is still read"
    wrong = [(error.column, error.message) for error in document.close()]
    assert [column for column, _message in wrong] == ["code", "second_hours"]
    assert wrong[1][1] == "Phải lớn hơn 48 giờ của lần đầu."


def test_what_an_officer_confirmed_stays_so_until_its_value_changes(db: None) -> None:
    code = "postal_limits.safety.minimum_percent"
    Parameter.objects.filter(code=code).update(confirmed=True)
    bring_in(vinh_phuc())
    assert Parameter.objects.get(code=code).confirmed
    bring_in(vinh_phuc().replace("postal_limits.toml", "percent = 99", "percent = 98"))
    assert not Parameter.objects.get(code=code).confirmed


def test_the_map_of_the_districts_is_data(db: None) -> None:
    places = {each.name: (each.row, each.column) for each in placed_units(date(2019, 12, 31))}
    assert places["Vĩnh Yên"] == (2, 1)
    assert len(places) == len(set(places.values())) == 9
    assert placed_units(date(2018, 12, 31)) == []
