"""`tram world` fills only an empty demonstration, and says in words why not."""

import json
import time

import pytest

from tram.cli import console
from tram.cli.world import command
from tram.cli.world.filling import Made
from tram.cli.world.report import Row
from tram.core.errors import Refused


def test_years_are_one_or_a_range() -> None:
    assert command.years_of("2019-2021") == (2019, 2021)
    assert command.years_of("2020") == (2020, 2020)


@pytest.mark.parametrize(
    "text", ["", "20", "2019-", "2019-2020-2021", "hai năm", "2021-2019", "0000", "9999"]
)
def test_other_words_for_years_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="năm"):
        command.years_of(text)


def test_a_database_with_dossiers_is_not_filled(who: object) -> None:
    from tests.cast import Cast, take_in

    command.require_empty()
    assert isinstance(who, Cast)
    take_in(who)
    with pytest.raises(Refused, match="đã có 1 hồ sơ"):
        command.require_empty()


def test_a_database_in_earnest_is_not_filled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.cast import cast
    from tram.cli.demo import stage

    cast()
    monkeypatch.setattr(stage, "is_demo", lambda: False)
    monkeypatch.setattr(stage, "bring_up_to_date", lambda: None)
    with pytest.raises(Refused, match="đang dùng thật"):
        stage.furnish()


def test_what_was_made_is_told_to_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(3, 40, [Row("Hồ sơ năm 2019", 4, 3)])
    command._tell_as_json(made)
    told = json.loads(capsys.readouterr().out)
    assert (told["simulated"], told["dossiers"], told["rows"]) == (True, 3, 40)
    assert told["figures"][0]["deviation"] == -1


def test_whoever_stops_it_is_told_to_begin_again(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), command._told_if_interrupted():
        raise KeyboardInterrupt
    assert "hãy chạy lại đúng lệnh đó" in capsys.readouterr().err


def test_long_work_tells_its_rate_and_the_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 10.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    with console._lines("Acts", 400) as advance:
        advance(100)
    assert "Acts: 100 of 400 (10 s, 10/s, 30 s left)" in capsys.readouterr().err
