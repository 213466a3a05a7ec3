"""`tram messages` shows what was written, and hides whom it reaches."""

import json

from typer.testing import CliRunner, Result

from tests.cast import Cast, accept, arrive, take_in
from tram.cli.main import app
from tram.dossiers.queries.messages import hidden


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["messages", *words])


def test_without_messages_it_says_so(db: None) -> None:
    done = run()
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Chưa có tin nhắn nào" in done.stderr


def test_the_newest_comes_last_and_the_number_is_hidden(who: Cast) -> None:
    first, last = (accept(who, arrive(who, take_in(who))) for _each in range(2))
    told = run().stdout
    assert told.index(str(first.number)) < told.index(str(last.number))
    assert "Điện thoại: ••• 001" in told
    assert "0912000001" not in told
    assert str(first.number) not in run("--limit", "1").stdout


def test_a_program_reads_json(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    (told,) = json.loads(run("--json").stdout)
    assert (told["number"], told["to"], told["read_at"]) == (dossier.number, "••• 001", None)
    assert told["written_at"].endswith("+07:00")


def test_of_an_address_only_its_house_is_shown() -> None:
    assert hidden("nguyen.van.mau@example.vn") == "n•••@example.vn"
