"""What long work tells where there is no terminal to draw a bar on."""

import pytest

from tram.cli import console


def told(capsys: pytest.CaptureFixture[str], steps: list[int]) -> list[str]:
    with console.progress("Counting", sum(steps)) as advance:
        for step in steps:
            advance(step)
    return capsys.readouterr().err.splitlines()


def test_the_last_line_says_that_all_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([0.0, 6.0, 7.0, 8.0])
    monkeypatch.setattr("tram.cli.console.time.monotonic", lambda: next(moments))
    first, last = told(capsys, [30, 10])
    assert first == "Counting: 30 of 40 (6 s, 5/s, 2 s left)"
    assert last == "Counting: 40 of 40 (8 s)"


def test_short_work_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, [3, 1]) == []
