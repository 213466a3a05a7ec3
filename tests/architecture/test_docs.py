"""What docs/operations.md says is what the code does: every setting, every periodic job."""

import re
from pathlib import Path

from procrastinate.contrib.django import app

from tram.cli.main import app as commands

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def _table(first_heading: str) -> dict[str, list[str]]:
    """The rows of the table whose first column has that heading, by first cell."""
    _, rest = PAGE.split(f"| {first_heading} |", 1)
    rows = rest.split("\n\n", 1)[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return {row[0].strip("` "): row for row in cells}


def _named_in_code() -> set[str]:
    found: set[str] = set()
    for path in [*ROOT.glob("src/**/*.py"), *ROOT.glob("deploy/*")]:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"\bTRAM_[A-Z]+(?:_[A-Z]+)*\b", text))
        for name in re.findall(r'\bsecret\("([A-Z_]+)"\)', text):
            found |= {f"TRAM_{name}", f"TRAM_{name}_FILE"}
    return found


def test_every_setting_that_the_code_reads_is_in_the_table_and_no_other() -> None:
    assert _named_in_code() == set(_table("name"))


def test_every_setting_says_what_it_is_and_what_happens_without_it() -> None:
    assert all(len(row) == 3 and all(row) for row in _table("name").values())


def test_the_periodic_jobs_of_the_page_are_those_that_the_worker_does() -> None:
    told = {name: row[1].strip("`") for name, row in _table("task").items()}
    done = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert told == done


def test_every_command_of_the_page_exists() -> None:
    named = set(re.findall(r"`tram ([a-z]+)", PAGE))
    known = {
        command.callback.__name__ for command in commands.registered_commands if command.callback
    }
    known |= {group.name for group in commands.registered_groups if group.name}
    assert named <= known
    assert {"backup", "restore", "migrate", "verify", "serve"} <= named
