"""How `tram plan check` ends: well only if something was compared and nothing differs."""

import importlib
import json

import pytest
import typer

from tram.cli.plan.check import Checked, as_program_text, as_text
from tram.programme.rules.recount import Difference

module = importlib.import_module("tram.cli.plan.check")
FIGURE = ("all/counted/in-force", "2019-08", "so-tu-phap", "received_by_post")
WRONG = Difference(FIGURE, (3, 20), (2, 20))


def ending(monkeypatch: pytest.MonkeyPatch, *found: Checked) -> int:
    told = {each.year: each for each in found}
    monkeypatch.setattr(module, "_years", lambda: list(told))
    monkeypatch.setattr(module, "check_year", told.get)
    try:
        module.check(year=0, as_json=False)
    except typer.Exit as end:
        return end.exit_code
    return 0


def test_it_ends_well_only_if_something_was_compared_and_nothing_differs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ending(monkeypatch, Checked(2019, 100, ())) == 0
    assert ending(monkeypatch, Checked(2019, 100, (WRONG,))) == 1
    assert ending(monkeypatch, Checked(2019, 100, ()), Checked(2020, 0, ())) == 1
    assert ending(monkeypatch) == 1
    assert "Nothing compared" in capsys.readouterr().err


def test_a_difference_is_told_with_both_counts_and_too_many_are_cut() -> None:
    told = as_text([Checked(2019, 100, (WRONG,) * 25)]).splitlines()
    assert told[0] == "2019: 100 values compared, 25 differences"
    assert told[1] == f"  {' '.join(FIGURE)}: board 3/20, recount 2/20"
    assert told[-1] == "  … 5 more"
    (year,) = json.loads(as_program_text([Checked(2019, 100, (WRONG,))]))
    assert year["differences"] == [{"figure": list(FIGURE), "board": [3, 20], "recount": [2, 20]}]
