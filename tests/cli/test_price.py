"""`tram price` tells what may be asked at most, line by line, and refuses what no table says."""

import json
import re
import shlex

import pytest
from typer.testing import CliRunner, Result

from tests.cli.conftest import Installation
from tram.cash.models import Quotation, Tariff, TariffRate
from tram.cli.main import app
from tram.cli.price import price

NEAR = "--direction in --grams 100 --zone within-district"
ON = "--date 2019-09-01"
EXAMPLES = re.findall(r"(?:Example|Or): tram price (.+)$", price.__doc__ or "", re.MULTILINE)


def run(words: str) -> Result:
    return CliRunner().invoke(app, ["price", *shlex.split(words)])


def told(words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(f"{words} --json").stdout)
    return found


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_answered(db: None, example: str) -> None:
    done = run(example)
    assert done.exit_code == 0, done.output
    assert "TT 22/2017/TT-BTTTT" in done.stdout


def test_the_help_has_examples() -> None:
    assert len(EXAMPLES) == 3


def test_a_program_reads_the_total_and_each_line_with_its_source(db: None) -> None:
    found = told(f"--direction both --grams 251 --zone far-region {ON}")
    assert found["total_vnd"] == 51_000 + 53_000
    assert found["lines"] == [
        {
            "what": "Nhận gửi hồ sơ, liên tỉnh cách vùng, 251 g",
            "amount_vnd": 51_000,
            "source": "TT 22/2017/TT-BTTTT",
        },
        {
            "what": "Chuyển trả kết quả, liên tỉnh cách vùng, 251 g",
            "amount_vnd": 53_000,
            "source": "TT 22/2017/TT-BTTTT",
        },
    ]


@pytest.mark.law("16d")
def test_the_fee_itself_is_no_part_of_the_total(db: None) -> None:
    found = told(f"{NEAR} {ON} --fee 200000")
    assert found["total_vnd"] == 26_000 + 8_000
    assert told(f"{NEAR} {ON}")["total_vnd"] == 26_000


def test_what_the_law_leaves_open_is_said(db: None) -> None:
    assert "Chưa rõ giá đã gồm thuế GTGT hay chưa" in run(f"{NEAR} {ON}").stdout


def test_more_than_the_counter_takes_at_once_is_priced_and_said_to_be_too_heavy(db: None) -> None:
    way = f"--direction in --zone within-district {ON}"
    assert "30.000 g" not in run(f"{way} --grams 30000").stdout
    assert "một lần gửi nặng nhất 30.000 g" in run(f"{way} --grams 30001").stdout
    found = told(f"{way} --grams 30001")
    assert any("30.000 g" in said for said in found["unknowns"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (f"{NEAR} --date 2016-01-01", "Không có bảng giá cước nào có hiệu lực ngày 01/01/2016"),
        (f"{NEAR} --date 2019-02-30", "Không có ngày «2019-02-30»"),
        (f"--direction in --grams -5 --zone far-region {ON}", "Khối lượng «-5» không hợp lệ"),
        (f"--direction in --grams 10.5 --zone far-region {ON}", "Khối lượng «10.5» không hợp lệ"),
        (f"--direction in --grams 0 --zone far-region {ON}", "Khối lượng 0 g không hợp lệ"),
        (f"{NEAR} {ON} --fee -1", "Phí, lệ phí «-1» không hợp lệ"),
        (f"{NEAR} {ON} --fee 1,5", "Phí, lệ phí «1,5» không hợp lệ"),
        (f"{NEAR} {ON} --exempt quarter", "Không có mức miễn, giảm «quarter»"),
        (f"--direction up --grams 1 --zone far-region {ON}", "Không có chiều «up»"),
        (f"--direction in --grams 1 --zone moon {ON}", "Không có khu vực «moon»"),
    ],
)
def test_what_cannot_be_priced_is_refused_by_a_sentence(
    db: None, words: str, sentence: str
) -> None:
    done = run(words)
    assert done.exit_code == 1
    assert sentence in done.stderr
    assert not done.stdout


def test_a_list_with_a_hole_is_refused(db: None) -> None:
    TariffRate.objects.filter(zone="within-district", direction="in", up_to_grams=100).delete()
    done = run(f"{NEAR} {ON}")
    assert done.exit_code == 1
    assert "thiếu ô" in done.stderr


def test_without_any_list_the_data_folder_is_asked(db: None) -> None:
    Quotation.objects.all().delete()
    before = told(f"{NEAR} {ON}")
    Tariff.objects.all().delete()
    assert told(f"{NEAR} {ON}") == before
    assert run(f"{NEAR} --date 2016-01-01").exit_code == 1


def test_a_fresh_checkout_needs_no_tables(nothing_yet: Installation) -> None:
    done = nothing_yet.run("price", *shlex.split(f"{NEAR} {ON} --json"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total_vnd"] == 26_000
    assert nothing_yet.run("price", *shlex.split(NEAR)).returncode == 1
