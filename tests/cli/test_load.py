"""`tram load`: a folder comes in whole or not at all, and says what it did."""

import json
import re
from pathlib import Path

import pytest
import typer
from django.apps import apps
from django.db import connection
from typer.testing import CliRunner, Result

from tests.cast import PROCEDURE, Cast, accept, arrive, take_in
from tests.conftest import owner
from tests.folder import Files, places, vinh_phuc
from tram.catalogue.imports import terms
from tram.cli.folder import STEPS
from tram.cli.load import load, load_folder
from tram.custody.models import NumberRange
from tram.directory.models import Unit

ALL = "procedures.csv"
CONTEXTS = ("directory", "catalogue", "cash", "custody")


def run(folder: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(load)
    return CliRunner().invoke(app, [str(folder), *options])


def everything() -> dict[str, str]:
    """A digest of each table that a load writes."""
    found = {}
    with connection.cursor() as cursor:
        for model in (m for c in CONTEXTS for m in apps.get_app_config(c).get_models()):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return vinh_phuc().into(tmp_path)


PUBLISHED = "procedureversion", "requiredpaper", "fee", "timelimit", "stage", "withdrawnpaper"


def empty(database: str) -> None:
    """Take out everything that a load brings in, as only the owner can."""
    with owner(database) as own:
        for table in PUBLISHED:
            own.execute(f"ALTER TABLE catalogue_{table} DISABLE TRIGGER USER")
        own.execute(
            "DELETE FROM programme_target; DELETE FROM programme_planversion; "
            "DELETE FROM directory_pointcriterion; DELETE FROM cash_receiptbook; "
            "DELETE FROM custody_numberrange; DELETE FROM cash_exemptiongroup; "
            "DELETE FROM cash_tariffrate; DELETE FROM cash_tariff; DELETE FROM catalogue_fee; "
            "DELETE FROM catalogue_requiredpaper; DELETE FROM catalogue_stage; "
            "DELETE FROM catalogue_withdrawnpaper; DELETE FROM catalogue_procedureversion; "
            "DELETE FROM catalogue_procedure; DELETE FROM directory_parameter; "
            "DELETE FROM programme_target; DELETE FROM programme_planversion; DELETE FROM directory_pointcriterion; "
            "DELETE FROM directory_officehours; DELETE FROM directory_calendarday; "
            "DELETE FROM directory_servicepoint; DELETE FROM directory_deskservice; "
            "DELETE FROM directory_unit; DELETE FROM directory_area"
        )
        for table in PUBLISHED:
            own.execute(f"ALTER TABLE catalogue_{table} ENABLE TRIGGER USER")


def test_an_empty_database_is_filled(own_database: str, folder: Path) -> None:
    empty(own_database)
    steps: list[str] = []
    report = load_folder(folder, step=steps.append)
    assert report.ok
    assert {t.table: t.created for t in report.tallies} == {
        "areas": 199,
        "units": 480,
        "successions": 0,
        "desk services": 171,
        "service points": 150,
        "calendar": 147,
        "office hours": 2,
        "parameters": 67,
        "closures": 0,
        "procedures": 203,
        "versions": 203,
        "papers": 636,
        "fees": 126,
        "time limits": 0,
        "stages": 11,
        "withdrawn": 5,
        "tariffs": 1,
        "rates": 40,
        "exemption groups": 10,
        "number ranges": 1,
        "receipt books": 300,
        "criteria": 8,
        "plans": 1,
        "targets": 16,
    }
    assert len(steps) == STEPS


def test_loading_again_changes_nothing(db: None, folder: Path) -> None:
    before = everything()
    report = load_folder(folder)
    assert (report.ok, report.changed) == (True, 0)
    assert sum(tally.unchanged for tally in report.tallies) == 2777
    assert everything() == before


SPOILT = (
    ("areas.csv", 3, "kind", "phố"),
    ("units.csv", 5, "parent", "so-khong-co"),
    ("service_points.csv", 7, "opens", "7h30"),
    ("calendar.csv", 9, "date", "2018-02-30"),
    ("office_hours.csv", 2, "season", ""),
    (ALL, 11, "fee_vnd", "50.000"),
    ("procedure_papers.csv", 13, "mandatory", "có"),
    ("tariff.csv", 15, "amount_vnd", "-1"),
    ("s10_ranges.csv", 2, "last_serial", "00000000"),
)


def spoilt() -> Files:
    files = vinh_phuc()
    for name, line, column, value in SPOILT:
        files.cell(name, line, column, value)
    return files


def test_a_bad_folder_tells_every_bad_line_and_changes_nothing(
    own_database: str, tmp_path: Path
) -> None:
    empty(own_database)
    before = everything()
    result = run(spoilt().into(tmp_path))
    assert result.exit_code == 1
    told = re.findall(r"^(\S+\.csv):(\d+):(\w+): .+\.$", result.stderr, re.MULTILINE)
    assert sorted((f, int(n), c) for f, n, c in told) == sorted((f, n, c) for f, n, c, _ in SPOILT)
    assert "9 bad lines; nothing was changed." in result.stderr
    assert everything() == before


def test_a_bad_file_beside_good_changes_keeps_the_good_ones_out(db: None, tmp_path: Path) -> None:
    files = vinh_phuc().cell("areas.csv", 2, "name", "Tỉnh Khác")
    before = everything()
    report = load_folder(files.cell("tariff.csv", 2, "amount_vnd", "x").into(tmp_path))
    assert not report.ok
    assert everything() == before


def test_check_counts_the_changes_and_makes_none(db: None, tmp_path: Path) -> None:
    before = everything()
    line = vinh_phuc().line_of("units.csv", slug="so-tu-phap")
    files = vinh_phuc().cell("units.csv", line, "name", "Sở Tư pháp tỉnh")
    result = run(files.into(tmp_path), "--check")
    assert result.exit_code == 0
    assert "1 rows would change." in result.stdout
    assert everything() == before
    assert run(tmp_path).stdout.endswith("1 rows changed.\n")
    assert Unit.objects.get(slug="so-tu-phap").name == "Sở Tư pháp tỉnh"


def test_json_is_for_programs(db: None, tmp_path: Path) -> None:
    good = json.loads(run(vinh_phuc().into(tmp_path), "--json").stdout)
    assert (good["ok"], good["changed"], good["errors"]) == (True, 0, [])
    assert good["tallies"][0]["table"] == "areas"
    bad = run(spoilt().into(tmp_path), "--json")
    assert bad.exit_code == 1
    assert len(json.loads(bad.stdout)["errors"]) == len(SPOILT)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_a_folder_with_a_file_missing_is_refused(db: None, folder: Path) -> None:
    (folder / "tariff.toml").unlink()
    (error,) = load_folder(folder).errors
    assert str(error) == "tariff.toml: Không thấy tệp này trong thư mục."


@pytest.mark.law("63c")
def test_the_terms_of_a_procedure_with_dossiers_stay(who: Cast, tmp_path: Path) -> None:
    files = vinh_phuc()
    line = files.line_of(ALL, code=PROCEDURE)
    files.cell(ALL, line, "limit_value", "11").into(tmp_path)
    dossier = accept(who, arrive(who, take_in(who)))
    report = load_folder(tmp_path)
    assert places(report.errors) == [(ALL, line, "limit_value")]
    files = vinh_phuc()
    files.add(ALL, line, valid_from="2020-01-01", limit_value="11")
    assert load_folder(files.cell(ALL, line, "valid_to", "2019-12-31").into(tmp_path)).ok
    dossier.refresh_from_db()
    assert dossier.version.limit_value != 11


@pytest.mark.law("3f")
def test_what_only_the_database_refuses_is_told_as_a_line_and_not_as_a_crash(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "kept", lambda found: ())
    files, before = vinh_phuc(), everything()
    files.cell("procedure_papers.csv", 2, "copies", "7").into(tmp_path)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "đã công bố nên không sửa được" in result.stderr
    assert everything() == before


def test_numbers_given_out_are_never_taken_back(db: None, tmp_path: Path) -> None:
    NumberRange.objects.update(next=1001)
    assert load_folder(vinh_phuc().into(tmp_path)).changed == 0
    assert NumberRange.objects.get().next == 1001
    shorter = vinh_phuc().cell("s10_ranges.csv", 2, "last_serial", "00000900")
    assert places(load_folder(shorter.into(tmp_path)).errors) == [
        ("s10_ranges.csv", 2, "last_serial")
    ]
    moved = vinh_phuc().cell("s10_ranges.csv", 2, "first_serial", "00000500")
    assert places(load_folder(moved.into(tmp_path)).errors) == [
        ("s10_ranges.csv", 2, "first_serial")
    ]
    longer = vinh_phuc().cell("s10_ranges.csv", 2, "last_serial", "59999999")
    assert load_folder(longer.into(tmp_path)).changed == 1
    assert NumberRange.objects.get().next == 1001
