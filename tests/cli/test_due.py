"""`tram due` tells the due time that accepting would keep, and refuses what cannot be counted."""

import json
import re
import shlex
from datetime import date

import pytest
from typer.testing import CliRunner, Result

from tests.cast import Cast, accept, arrive, take_in
from tests.directory.test_times import own_hours
from tram.catalogue.models import ProcedureVersion
from tram.cli.due import due
from tram.cli.main import app
from tram.directory.models import CalendarDay, Closure
from tram.dossiers.models import DueTime

SWAPPED = "--limit 3 --in working-day --at 2019-04-26T15:10"
EXAMPLES = re.findall(r"(?:Example|Or): tram due (.+)$", due.__doc__ or "", re.MULTILINE)


def run(words: str) -> Result:
    return CliRunner().invoke(app, ["due", *shlex.split(words)])


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_answered(db: None, example: str) -> None:
    done = run(example)
    assert done.exit_code == 0, done.output
    assert "2019" in done.stdout


def test_the_help_has_examples() -> None:
    assert len(EXAMPLES) == 4
    assert SWAPPED in EXAMPLES


@pytest.mark.law("30a")
def test_a_person_reads_the_due_time_and_why(db: None) -> None:
    assert run(SWAPPED).stdout == (
        "Hạn trả: 17:00 thứ Bảy 04/05/2019\n"
        "Thời hạn 3 ngày làm việc, kể từ thứ Sáu 26/4: nghỉ 27/4–01/5; "
        "ngày 1 = 02/5, ngày 2 = 03/5, ngày 3 = thứ Bảy 04/5 (làm bù).\n"
    )


def test_a_program_reads_json(db: None) -> None:
    told = json.loads(run(f"{SWAPPED} --json").stdout)
    assert told["due_at"] == "2019-05-04T17:00:00+07:00"
    assert told["steps"][0] == {"kind": "off", "day": "2019-04-27", "reason": "thứ Bảy"}
    assert told["steps"][-1]["number"] == 3
    assert told["words"].startswith("kể từ thứ Sáu 26/4")


@pytest.mark.parametrize("at", ["2019-04-26T08:10Z", "2019-04-26T15:10+07:00", "2019-04-26T15:10"])
def test_a_moment_without_a_zone_is_vietnamese_time(db: None, at: str) -> None:
    told = json.loads(run(f"--limit 1 --in hour --at {at} --json").stdout)
    assert (told["started_at"], told["due_at"]) == (
        "2019-04-26T15:10:00+07:00",
        "2019-04-26T16:10:00+07:00",
    )


def test_without_a_moment_the_clock_starts_now(who: Cast) -> None:
    told = json.loads(run("--limit 1 --in working-day --json").stdout)
    assert told["started_at"] == "2019-11-04T08:30:00+07:00"


@pytest.mark.law("30f")
@pytest.mark.parametrize("own", [False, True])
def test_it_tells_what_accepting_keeps(who: Cast, own: bool) -> None:
    if own:
        own_hours(who.agency)
    dossier = accept(who, arrive(who, take_in(who)))
    kept = DueTime.objects.get(dossier=dossier)
    code, slug = dossier.version.procedure.code, dossier.agency.slug
    told = json.loads(
        run(
            f"--procedure {code} --channel 3 --at {kept.started_at.isoformat()} --office {slug} --json"
        ).stdout
    )
    assert {key: told[key] for key in kept.derivation} == kept.derivation
    assert told["due_at"].endswith("T16:00:00+07:00" if own else "T16:30:00+07:00")


def test_a_closed_office_is_due_later(who: Cast) -> None:
    asked = "--limit 2 --in working-day --at 2019-11-04T09:00 --json --office "
    Closure.objects.create(
        unit=who.agency, valid_from=date(2019, 11, 5), valid_to=date(2019, 11, 6), reason="Bão"
    )
    told = json.loads(run(asked + who.agency.slug).stdout)
    assert told["due_at"] == "2019-11-08T16:30:00+07:00"
    assert told["steps"][0] == {"kind": "off", "day": "2019-11-05", "reason": "Bão"}
    assert json.loads(run(asked + "so-noi-vu").stdout)["due_at"] == "2019-11-06T16:30:00+07:00"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "--limit 3 --in working-day --at 2019-02-30T15:10",
            "Không có thời điểm «2019-02-30T15:10»",
        ),
        ("--limit 3 --in working-day --at 0001-01-01T00:00", "Không có thời điểm"),
        ("--limit 3 --in working-day --at hôm-nay", "Không có thời điểm «hôm-nay»"),
        ("--limit 3 --in working-day --at 2012-02-20T15:10", "nạp lịch năm 2012"),
        ("--limit 3 --in working-day --at 2027-12-30T15:10", "nạp lịch năm 2028"),
        ("--limit 9999 --in month --at 2019-02-20T15:10", "nạp lịch năm 2852"),
        ("--limit 3 --in day --at 2019-02-20T15:10", "Không có đơn vị tính «day»"),
        ("--limit ba --in month --at 2019-02-20T15:10", "Thời hạn «ba» không phải là số"),
        ("--limit 0 --in month --at 2019-02-20T15:10", "Thời hạn 0 tháng không hợp lệ"),
        ("--limit -1 --in month --at 2019-02-20T15:10", "Thời hạn -1 tháng không hợp lệ"),
        ("--limit 3", "Chưa có thời hạn"),
        ("--in hour", "Chưa có thời hạn"),
        ("", "Chưa có thời hạn"),
        ("--limit 3 --in hour --office so-khong-co", "Không có đơn vị «so-khong-co»"),
        ("--procedure 9.999999 --at 2019-12-02T08:00", "Không có thủ tục «9.999999»"),
        ("--limit 3 --in hour --pause 2019-11-05T10:00", "thiếu lúc kết thúc"),
        (
            "--limit 3 --in hour --pause 2019-11-05T10:00/2019-11-05T09:00",
            "kết thúc trước đó",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(
    db: None, words: str, sentence: str
) -> None:
    done = run(words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert sentence in done.stderr


def test_a_procedure_without_a_limit_is_refused(who: Cast) -> None:
    version = ProcedureVersion.objects.filter(
        limit_value=None, same_day=False, limits=None, published_at__isnull=False, valid_to=None
    ).select_related("procedure")[0]
    done = run(f"--procedure {version.procedure.code}")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "chưa có thời hạn giải quyết trong danh mục" in done.stderr
    assert run(f"--procedure {version.procedure.code} --limit 3 --in hour").exit_code == 0


def test_an_empty_calendar_says_what_to_load(db: None) -> None:
    CalendarDay.objects.all().delete()
    done = run(SWAPPED)
    assert done.exit_code == 1
    assert "Hãy nạp lịch" in done.stderr
    assert "tram load data/vinh-phuc" in done.stderr
