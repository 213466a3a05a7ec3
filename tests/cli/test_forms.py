"""`tram forms` writes every form of the law, or says why not."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.folder import VINH_PHUC, vinh_phuc
from tests.paper_reading import words_of
from tram.cli.forms import _pdf, _read
from tram.cli.main import app
from tram.core.errors import Refused
from tram.dossiers.rules.forms import FormKind


def run(*words: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, ["forms", "--data", str(VINH_PHUC), "--json", *words])
    assert result.exit_code == 0, result.output
    made: list[dict[str, str]] = json.loads(result.stdout)
    return made


def test_it_writes_all_forms_of_a_regime(tmp_path: Path) -> None:
    made = run("--out", str(tmp_path / "new"), "--regime", "one-stop-2025")
    assert {row["regime"] for row in made} == {"one-stop-2025"}
    assert {row["kind"] for row in made} == set(FormKind)
    assert sorted({row["number"] for row in made if row["number"]}) == [
        f"0{n}" for n in range(1, 8)
    ]
    for row in made:
        content = (tmp_path / "new" / row["file"]).read_bytes()
        assert content[:4] in (b"%PDF", b"PK\x03\x04")
    assert [row["file"] for row in made if row["file"].endswith("xlsx")] == [
        "one-stop-2025-07-register.xlsx"
    ]


def test_the_hand_over_record_is_among_them() -> None:
    form = next(f for f in _read(VINH_PHUC) if f.kind is FormKind.HAND_OVER_RECORD)
    words = words_of(_pdf(form))
    for value in (
        "BIÊN BẢN GIAO NHẬN",
        "BB-0003",
        "Thiếu tờ khai",
        "Quyết định số 45/2016/QĐ-TTg",
    ):
        assert value in words


def test_a_regime_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["forms", "--data", str(VINH_PHUC), "--out", str(tmp_path), "--regime", "one-stop"]
    )
    assert isinstance(result.exception, Refused)
    assert "one-stop-2018 hoặc one-stop-2025" in result.exception.message
    assert not list(tmp_path.iterdir())


def test_a_bad_catalogue_is_told_line_by_line(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    vinh_phuc().replace("forms.toml", 'size = "a5"', 'size = "a3"').into(folder)
    result = CliRunner().invoke(app, ["forms", "--data", str(folder), "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "forms.toml" in result.output


def test_a_folder_without_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Không thấy"):
        _read(tmp_path)
