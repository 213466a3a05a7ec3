"""`tram --help` tells a newcomer what there is, at once."""

import subprocess
import sys
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from tram.cli.main import app

GROUPS = ("Getting started", "Daily", "Proof", "Operator", "Plan")
PROMISED = {
    "demo",
    "init",
    "load",
    "world",
    "serve",
    "worker",
    "forms",
    "due",
    "price",
    "messages",
    "watch",
    "plan",
    "verify",
    "law",
    "drill",
    "migrate",
    "reorganise",
    "backup",
    "restore",
    "manage",
}
COMMANDS: dict[str, Any] = dict(typer.main.get_group(app).commands)
SHOWN = sorted(name for name, command in COMMANDS.items() if not command.hidden)


def leaves(name: str, command: Any) -> dict[str, Any]:
    """The command itself, or those of its group: "plan show"."""
    below = getattr(command, "commands", {})
    found = [leaves(f"{name} {word}", each) for word, each in below.items()]
    return {key: each for some in found for key, each in some.items()} or {name: command}


LEAVES = {key: each for name in SHOWN for key, each in leaves(name, COMMANDS[name]).items()}


def test_it_lists_what_was_promised_in_five_groups() -> None:
    told = CliRunner().invoke(app, ["--help"], terminal_width=100).output
    assert set(SHOWN) == PROMISED
    assert [group for group in GROUPS if group in told] == list(GROUPS)
    assert sorted(GROUPS, key=told.index) == list(GROUPS)
    assert all(f" {name} " in told for name in PROMISED)


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_an_example_and_its_exit_codes(name: str) -> None:
    told = LEAVES[name].help
    assert f"Example: tram {name}" in told or (f"tram {name}" in told and "Example:" in told)
    assert "Exit codes:" in told


@pytest.mark.parametrize("name", [name for name in LEAVES if name != "manage"])
def test_every_option_says_what_it_does(name: str) -> None:
    parameters = [p for p in LEAVES[name].params if p.name != "help"]
    assert all(getattr(p, "help", None) for p in parameters), [p.name for p in parameters]


@pytest.mark.parametrize("name", [name for name in LEAVES if name != "manage"])
def test_an_option_that_is_not_there_is_a_misuse(name: str) -> None:
    assert CliRunner().invoke(app, [*name.split(), "--nothing"]).exit_code == 2


def test_help_is_quick_because_it_brings_no_django() -> None:
    code = "import sys, tram.cli.main; print([name for name in ('django', 'typst') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "[]"


def test_a_command_that_is_not_there_is_a_misuse() -> None:
    assert CliRunner().invoke(app, ["restart"]).exit_code == 2
