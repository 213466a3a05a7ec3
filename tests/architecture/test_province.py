"""The software serves any province: no name and no code of one stands in it, they all come from the data."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tram"
DATA = ROOT / "data" / "vinh-phuc"
TEXTS = {".py", ".html", ".txt", ".typ", ".js", ".css", ".po", ".sql", ".toml", ".json", ".svg"}
FILES = sorted(path for path in SOURCE.rglob("*") if path.suffix in TEXTS)
CODE = re.compile(r"(?<![0-9A-Za-z#])H[0-9]{2}(?![0-9A-Za-z])")


def province_names() -> list[str]:
    """The provinces of the data without the word for their level."""
    with (DATA / "areas.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "province"]
    return [row["name"].removeprefix("Tỉnh ") for row in rows]


def found_in(text: str) -> list[str]:
    return CODE.findall(text) + [name for name in province_names() if name in text]


def test_the_search_knows_the_codes_and_names_of_the_data() -> None:
    codes = tomllib.loads((DATA / "province.toml").read_text())["identifier"]
    assert {row["prefix"] for row in codes} == {"H62", "H44"}
    for row in codes:
        assert found_in(f"mã {row['level1_code']}-1") == [row["prefix"]]
    assert found_in("tỉnh Vĩnh Phúc và tỉnh Phú Thọ") == ["Vĩnh Phúc", "Phú Thọ"]


@pytest.mark.law("2d")
def test_no_file_of_the_software_has_the_code_or_name_of_a_province() -> None:
    assert len(FILES) > 200
    found = {str(path.relative_to(SOURCE)): found_in(path.read_text()) for path in FILES}
    assert {name: words for name, words in found.items() if words} == {}
