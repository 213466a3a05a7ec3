"""`tram plan board`: a table for a person, JSON for a program, and a plain no."""

import json
from datetime import date

import pytest

from tests import cast
from tests.cast import Cast
from tram.cli.plan.board import as_program, as_text, board
from tram.cli.plan.rebuild import rebuild
from tram.core.errors import Refused
from tram.programme.queries import figures

END = date(2019, 12, 31)


def test_the_table_says_what_each_figure_is_a_part_of(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    text = as_text(figures.board(2019, END))
    line = next(line for line in text.splitlines() if line.startswith(who.agency.name[:20]))
    assert "1/1 = 100,0 % đạt" in line
    assert "không có hồ sơ" in line
    assert "Khiếu nại bưu chính giải quyết đúng hạn" in text
    assert "chưa đo" in text
    assert "đã cộng đến số" in text
    assert "Hôm nay mới là 04/11/2019" in text
    assert "Hôm nay mới là" not in as_text(figures.board(2019, date(2019, 11, 4)))


def test_the_json_is_for_programs(who: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.arrive(who, cast.take_in(who))
    board(2019, "2019-12-31", as_json=True)
    found = json.loads(capsys.readouterr().out)
    own = next(each for each in found["units"] if each["unit"] == who.agency.slug)
    assert own["group"] == "A"
    told = own["indicators"]["received_by_post"]
    assert {"numerator": 1, "denominator": 1, "target": 15, "met": True}.items() <= told.items()
    assert own["indicators"]["returned_by_post"]["met"] is None
    assert {"procedures_with_post", "received_by_post", "returned_by_post"} <= set(
        found["province"]
    )
    assert found["province"]["complaints_handled"]["numerator"] is None
    assert as_program(figures.board(2019, END))["waiting"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"as_of": "31/12/2019"}, "bad-day"),
        ({"as_of": "2019-12-31", "year": 1999}, "no-plan"),
        ({"as_of": "2020-01-01"}, "day-to-come"),
        ({"as_of": "2019-12-31", "denominator": "some"}, "no-such-reading"),
    ],
)
def test_what_cannot_be_told_is_refused(who: Cast, words: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        board(**words)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_the_sums_are_counted_anew_by_an_operator(
    who: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.arrive(who, cast.take_in(who))
    before = figures.board(2019, END)
    rebuild()
    assert "Đã cộng lại 1 hồ sơ" in capsys.readouterr().out
    after = figures.board(2019, END)
    assert (after.units, after.province, after.waiting) == (before.units, before.province, 0)
