"""`tram watch` goes the round of the worker once, and twice changes nothing."""

import json
from datetime import timedelta

from typer.testing import CliRunner

from tests.cast import MONDAY, Cast, at, take_in
from tram.cli.main import app


def watch() -> str:
    done = CliRunner().invoke(app, ["watch"])
    assert done.exit_code == 0
    return done.stderr


def test_it_reckons_what_is_new_and_tells_of_what_is_silent_once(who: Cast) -> None:
    take_in(who)
    at(MONDAY + timedelta(hours=25))
    told = watch()
    assert "Đã tính hạn cho 1 lượt của bưu chính" in told
    assert "Cảnh báo chậm luân chuyển: 1 mới, 0 báo cơ quan thường trực, 0 đã hết" in told
    done = CliRunner().invoke(app, ["watch", "--json"])
    assert json.loads(done.stdout) == {
        "reckoned": 0,
        "closed": 0,
        "raised": 0,
        "escalated": 0,
        "folded": 0,
    }
    again = watch()
    assert "Đã tính hạn cho 0 lượt" in again
    assert "Cảnh báo chậm luân chuyển: 0 mới" in again
