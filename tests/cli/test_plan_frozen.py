"""`tram plan show`, `freeze` and `recompute`: what a person reads, what a program gets, and how they end."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from tests import cast
from tests.cast import Cast
from tests.programme.test_snapshots import DECEMBER, november
from tram.cli.main import app
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.dossiers.rules.states import VoidReason
from tram.programme.models import Snapshot


def run(*words: str) -> "tuple[int, str]":
    result = CliRunner().invoke(app, ["plan", *words])
    if isinstance(result.exception, Refused):
        return 1, result.exception.message
    return result.exit_code, result.stdout


@pytest.mark.law("46a", "46b")
def test_the_plan_of_a_year_is_told_with_its_words_and_readings(who: Cast) -> None:
    code, told = run("show", "--year", "2020")
    assert code == 0
    assert "Hồ sơ tiếp nhận qua bưu chính: ≥ 20 % (Từng cơ quan; nhóm A; nhóm B" in told
    assert "tỷ lệ từ 15% số hồ sơ TTHC được tiếp nhận" in told
    assert "Mức tăng thêm mỗi năm: dossiers-only." in told
    assert run("show", "--year", "2031")[0] == 1


def test_a_program_reads_the_plan_as_json(who: Cast) -> None:
    code, told = run("show", "--year", "2020", "--json")
    found = json.loads(told)
    assert (code, found["year"], found["first"]) == (0, 2020, "2020-01-01")
    assert found["readings"]["step"] == "dossiers-only"
    received = [each for each in found["targets"] if each["indicator"] == "received_by_post"]
    assert (received[0]["percent"], received[0]["groups"][:2]) == (20.0, ["A", "B"])
    assert "tỷ lệ từ 15%" in received[0]["wording"]


def test_the_sums_counted_anew_are_told_to_a_program(who: Cast) -> None:
    code, told = run("rebuild", "--json")
    assert (code, json.loads(told)) == (0, {"dossiers": 0})


@pytest.mark.parametrize("year", ["0", "-1", "99999"])
def test_a_year_that_no_calendar_has_is_refused(who: Cast, year: str) -> None:
    code, told = run("freeze", "--year", year, "--kind", "month")
    assert (code, told) == (1, f"Không có năm {year}: hãy ghi năm như 2019.")


@pytest.mark.law("51b", "51d")
def test_a_month_is_frozen_at_the_console_and_reproduced(who: Cast) -> None:
    waiting = november(who)[2]
    month = ("--year", "2019", "--kind", "month", "--number", "11")
    assert run("freeze", *month)[0] == 1
    cast.at(DECEMBER)
    code, told = run("freeze", *month)
    made = Snapshot.objects.get()
    assert code == 0
    assert str(made.id) in told
    assert bytes(made.hash).hex() in told
    assert made.by is None
    code, told = run("recompute", str(made.id))
    assert code == 0
    assert "trùng khớp" in told
    cast.at(DECEMBER + timedelta(days=1))
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=waiting.id, reason=VoidReason.DUPLICATE
    )
    code, told = run("recompute", str(made.id), "--json")
    assert code == 0
    found = json.loads(told)
    assert (found["intact"], found["reproduced"]) == (True, True)
    assert {item["cause"] for item in found["items"]} == {"corrected"}


@pytest.mark.law("51d")
def test_a_figure_that_the_books_do_not_give_ends_with_1(who: Cast) -> None:
    waiting = november(who)[2]
    cast.at(DECEMBER)
    _code, told = run("freeze", "--year", "2019", "--kind", "month", "--number", "11", "--json")
    frozen, made = json.loads(told), Snapshot.objects.get()
    assert (frozen["sha256"], frozen["version"]) == (bytes(made.hash).hex(), 1)
    assert (frozen["first"], frozen["last"]) == ("2019-11-01", "2019-11-30")
    cast.at(cast.MONDAY + timedelta(days=1))
    cast.arrive(who, waiting)
    code, told = run("recompute", frozen["id"])
    assert code == 1
    assert "Chưa rõ nguyên nhân" in told


@pytest.mark.parametrize("words", ["2019", "2019-11", "abc"])
def test_an_unknown_snapshot_or_kind_is_refused(who: Cast, words: str) -> None:
    assert run("recompute", words)[0] == 1
    assert run("freeze", "--year", "2019", "--kind", "fortnight")[0] == 1
