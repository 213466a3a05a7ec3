"""`tram verify` at the terminal: a table and a sentence, JSON for a monitor, and an exit code that counts."""

import json

import pytest
from typer.testing import CliRunner

from tests import cast
from tram.cli.main import app
from tram.core import verify
from tram.core.janitors import Janitor


@pytest.fixture
def lived_in(own_database: str) -> None:
    who = cast.cast()
    cast.arrive(who, cast.take_in(who))


def test_all_is_well_in_a_table_and_a_sentence(lived_in: None) -> None:
    done = CliRunner().invoke(app, ["verify"])
    assert done.exit_code == 0, done.output
    assert "custody_line" in done.output
    assert "All is well: " in done.output


def test_a_monitor_reads_json(lived_in: None) -> None:
    done = CliRunner().invoke(app, ["verify", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["well"] is True
    assert told["compared"] == sum(finding["compared"] for finding in told["findings"]) > 0
    assert {"book", "projection", "janitor", "files"} == {
        finding["kind"] for finding in told["findings"]
    }


def test_a_fault_is_named_and_the_exit_code_is_one(
    lived_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Janitor("test: nobody is 7", "SELECT 'row', 7", "SELECT 1")
    monkeypatch.setattr(verify, "JANITORS", [found])
    done = CliRunner().invoke(app, ["verify"])
    assert done.exit_code == 1
    assert "janitor test: nobody is 7: row 7" in done.output
    assert "NOT well" in done.output


def test_books_without_a_line_are_not_well(own_database: str) -> None:
    done = CliRunner().invoke(app, ["verify"])
    assert done.exit_code == 1
    assert "Nothing was compared" in done.output
