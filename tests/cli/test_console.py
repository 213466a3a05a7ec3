"""What long work tells where there is no terminal to draw a bar on."""

from pathlib import Path

import pytest

from tram.cli import console, main


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


def test_a_path_that_cannot_be_written_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    taken = tmp_path / "bieu-mau"
    taken.write_text("một tệp")
    monkeypatch.setattr("sys.argv", ["tram", "forms", "--blank", "--out", str(taken)])
    monkeypatch.setattr(console, "stop_cleanly", lambda: None)
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 1
    assert f"Không đọc hoặc ghi được «{taken}»" in capsys.readouterr().err


def test_a_fault_without_a_file_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall() -> None:
        raise OSError("không có đường ra")

    monkeypatch.setattr(main, "app", fall)
    monkeypatch.setattr(console, "stop_cleanly", lambda: None)
    with pytest.raises(OSError, match="đường ra"):
        main.run()
