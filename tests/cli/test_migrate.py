"""`tram migrate`: tables by their owner, rights for everybody else, and who says that it is missing."""

import pytest

from tests.cli.conftest import Installation

ELSEWHERE = "postgresql://tram_app:x@127.0.0.1:1/tram"


def test_every_other_command_says_that_migrate_is_missing(nothing_yet: Installation) -> None:
    done = nothing_yet.run("verify")
    assert done.returncode == 1
    assert "run `tram migrate`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not nothing_yet.database_runs


def test_again_it_changes_nothing(installed: Installation) -> None:
    done = installed.run("migrate")
    assert done.returncode == 0, done.stderr
    assert "0 migrations applied" in done.stderr


def test_without_the_owners_url_it_names_the_setting(nothing_yet: Installation) -> None:
    done = nothing_yet.run("migrate", TRAM_DATABASE_URL=ELSEWHERE)
    assert done.returncode == 1
    assert "TRAM_DATABASE_OWNER_URL" in done.stderr


@pytest.mark.parametrize("command", ["verify", "worker"])
def test_a_database_that_does_not_answer_is_said_in_words(
    nothing_yet: Installation, command: str
) -> None:
    done = nothing_yet.run(command, TRAM_DATABASE_URL=ELSEWHERE)
    assert done.returncode == 1
    assert "Không kết nối được cơ sở dữ liệu" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_leaves_django_nothing_to_warn_of_behind_https(installed: Installation) -> None:
    done = installed.run("manage", "check", "--deploy", TRAM_BASE_URL="https://tram.example.vn")
    assert done.returncode == 0
    assert "WARNINGS" not in done.stderr
    assert "no issues" in done.stdout
