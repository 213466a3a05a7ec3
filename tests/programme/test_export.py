"""The folder with which anybody recounts: every column, no persons, the same bytes again, nothing else touched."""

import csv
import hashlib
import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.cast import Cast
from tests.programme import facts
from tests.programme.facts import Fact
from tram.catalogue.models import ProcedureVersion
from tram.cli.plan.check import check_year
from tram.cli.plan.export import write_cut, write_folder
from tram.core.calendar import DAY, ZONE
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason
from tram.programme.models import PlanVersion
from tram.programme.prints.folder import cell
from tram.programme.queries.every_figure import EVERY_WAY
from tram.programme.queries.export import TABLES, cut
from tram.programme.queries.figures import board
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.periods import Period, plan_year

HEAD = (
    "number,unit,procedure,channel,registered_at,handover_signed_at,accepted_at,due_at,settled_at,"
    "result_channel,delivered_at,evidence_grade,simulated"
)


def lines(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def delivered(who: Cast) -> Dossier:
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    return cast.deliver(who, cast.release(who, done))


def test_a_dossier_is_one_line_with_its_times_in_vietnamese_time(
    who: Cast, tmp_path: Path
) -> None:
    whole, begun = delivered(who), cast.take_in(who)
    write_folder(2019, tmp_path)
    assert (tmp_path / "dossiers.csv").read_text().splitlines()[0] == HEAD
    second, first = sorted(lines(tmp_path, "dossiers.csv"), key=lambda row: row["number"])
    assert first["number"] == whole.number
    assert (first["unit"], first["procedure"]) == (who.agency.slug, cast.PROCEDURE)
    assert (first["channel"], first["result_channel"], first["evidence_grade"]) == (
        "3",
        "1",
        "system",
    )
    assert first["handover_signed_at"] == first["delivered_at"] == "2019-11-04T08:30:00+07:00"
    assert first["simulated"] == "no"
    assert begun.number is None
    assert (second["number"], second["handover_signed_at"], second["delivered_at"]) == ("", "", "")


def test_what_was_voided_and_what_another_year_had_are_left_out(who: Cast, tmp_path: Path) -> None:
    dossier = cast.take_in(who)
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    cast.at(
        cast.MONDAY.replace(month=12, day=31, hour=17, minute=0)
    )  # midnight: 2020 begins in Việt Nam
    cast.take_in(who)
    write_folder(2019, tmp_path / "a")
    write_folder(2020, tmp_path / "b")
    assert lines(tmp_path / "a", "dossiers.csv") == []
    (found,) = lines(tmp_path / "b", "dossiers.csv")
    assert found["registered_at"] == "2020-01-01T00:00:00+07:00"


def test_a_dossier_stands_in_every_year_that_something_of_it_happened(
    who: Cast, tmp_path: Path
) -> None:
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    cast.at(cast.MONDAY + timedelta(days=70))
    cast.settle(who, dossier)
    write_folder(2019, tmp_path / "a")
    write_folder(2020, tmp_path / "b")
    assert lines(tmp_path / "a", "dossiers.csv") == lines(tmp_path / "b", "dossiers.csv")


def test_the_folder_names_no_person(who: Cast, tmp_path: Path) -> None:
    delivered(who)
    cast.manager()
    write_folder(2019, tmp_path)
    told = "".join(path.read_text() for path in sorted(tmp_path.iterdir()))
    for secret in ("Nguyễn Văn Mẫu", "0912000001", "Thôn Mẫu", "gdv.mau", "Giao Dịch Viên Mẫu"):
        assert secret not in told
    assert lines(tmp_path, "tellers.csv")[0]["teller"] == "1"


def test_the_same_books_make_the_same_bytes_and_the_manifest_names_them(
    who: Cast, tmp_path: Path
) -> None:
    delivered(who)
    _, first = write_folder(2019, tmp_path / "a")
    _, second = write_folder(2019, tmp_path / "b")
    assert first == second
    named = [line.split("  ") for line in (tmp_path / "a" / "MANIFEST").read_text().splitlines()]
    assert {name for _, name in named} == {
        path.name for path in (tmp_path / "a").iterdir() if path.name != "MANIFEST"
    }
    for digest, name in named:
        assert hashlib.sha256((tmp_path / "a" / name).read_bytes()).hexdigest() == digest


def test_every_column_of_every_file_is_told_and_is_there(who: Cast, tmp_path: Path) -> None:
    counts, _ = write_folder(2019, tmp_path)
    page = (tmp_path / "README.md").read_text()
    for table in TABLES:
        head = (tmp_path / table.file).read_text().splitlines()[0].split(",")
        assert head == [column.name for column in table.columns]
        assert f"## {table.file} ({counts[table.file]})" in page
        assert all(f"| `{column.name}` | {column.meaning} |" in page for column in table.columns)
        assert len(lines(tmp_path, table.file)) == counts[table.file]
    assert counts["targets.csv"] > 3
    assert counts["communes.csv"] == 137


def test_procedures_stand_at_each_agency_that_settles_them(who: Cast, tmp_path: Path) -> None:
    write_folder(2019, tmp_path)
    rows = lines(tmp_path, "procedures.csv")
    assert [row["unit"] for row in rows if row["code"] == cast.PROCEDURE] == [who.agency.slug]
    districts = {row["slug"] for row in lines(tmp_path, "units.csv") if row["kind"] == "district"}
    assert len(districts) == 9
    common = {row["code"] for row in rows if row["unit"] == min(districts)}
    assert common
    assert {row["unit"] for row in rows if row["code"] == min(common)} == districts
    assert len({(row["code"], row["unit"], row["in_force_from"]) for row in rows}) == len(rows)


def test_a_folder_with_other_things_is_not_touched(who: Cast, tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(b"x")
    with pytest.raises(Refused) as refused:
        write_folder(2019, tmp_path)
    assert "anh.jpg" in refused.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["anh.jpg"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(-2) == "-2"


@pytest.mark.law("48c")
def test_whoever_has_the_folder_recounts_it_with_python_alone(who: Cast, tmp_path: Path) -> None:
    delivered(who)
    cast.accept(who, cast.at_counter(who))
    write_folder(2019, tmp_path)
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-S", str(tmp_path / "recount.py"), str(tmp_path), "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    (way,) = json.loads(done.stdout).values()
    own = way["2019-11"][who.agency.slug]
    assert own["received_by_post"] == [1, 2]
    assert own["returned_by_post"] == [1, 1]
    assert own["procedures_with_post"][0] == 1


@pytest.mark.parametrize("starts", ["12-15", "07-01", "02-15"])
def test_a_plan_whose_year_begins_on_another_day_is_written_and_counted_so(
    who: Cast, tmp_path: Path, starts: str
) -> None:
    PlanVersion.objects.update(year_starts=starts)
    unit = Unit.objects.get(slug="so-tu-phap")
    version = ProcedureVersion.objects.filter(procedure__agency=unit).order_by("id")[0]
    begins = plan_year(2019, starts).first
    days = [begins - DAY, begins, begins + DAY * 40, begins + DAY * 364, begins + DAY * 365]
    moments = [datetime.combine(day, time(9), ZONE) for day in days]
    facts.write([Fact(unit, version, 3, 1, at, at, at, at) for at in moments], who.teller)
    write_folder(2019, tmp_path)
    (period,) = lines(tmp_path, "period.csv")
    assert (period["first"], period["chosen_by"]) == (begins.isoformat(), "plan")
    assert len(lines(tmp_path, "dossiers.csv")) == 3
    assert [row["delivered_at"][:10] for row in lines(tmp_path, "dossiers_before.csv")] == [
        (begins - DAY).isoformat()
    ]
    found = check_year(2019, begins + DAY * 364, EVERY_WAY[0])
    assert found.differences == ()
    value = {each.slug: each.values for each in board(2019, begins + DAY * 364).units}[unit.slug]
    assert value[Indicator.RECEIVED_BY_POST].numerator == 3


def test_other_days_are_written_as_asked_and_told_so(who: Cast, tmp_path: Path) -> None:
    delivered(who)
    asked = cut(2019, Period(date(2019, 11, 1), date(2019, 11, 30)))
    write_cut(asked, tmp_path)
    (period,) = lines(tmp_path, "period.csv")
    assert (period["last"], period["chosen_by"]) == ("2019-11-30", "asked")
    assert "từ 01/11/2019 đến hết 30/11/2019 (theo yêu cầu" in (tmp_path / "README.md").read_text()
    program = [sys.executable, str(tmp_path / "recount.py"), str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert "1/1 = 100.0 % +" in done.stdout
    with pytest.raises(Refused, match="trước ngày đầu"):
        cut(2019, Period(date(2019, 11, 30), date(2019, 11, 1)))


def test_a_year_without_a_plan_is_the_calendars(who: Cast) -> None:
    asked = cut(2010)
    assert (asked.period.first, asked.chosen_by) == (date(2010, 1, 1), "calendar")


def test_a_file_changed_after_the_export_is_named(who: Cast, tmp_path: Path) -> None:
    write_folder(2019, tmp_path)
    with (tmp_path / "dossiers.csv").open("a") as file:
        file.write("x,so-tu-phap\n")
    program = [sys.executable, str(tmp_path / "recount.py"), str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "dossiers.csv" in done.stderr
