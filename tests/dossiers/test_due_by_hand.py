"""Two thousand due times counted again by a model that knows nothing of `tram` (100,000: make evidence)."""

import ast
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.oracles import cases, due, evidence
from tests.oracles.comparing import compare

SEED, CASES = 2019, 2000
PROVINCE = due.Province.read()


@pytest.mark.law("30a", "30b", "30c", "30d")
def test_the_rules_agree_with_a_count_by_hand() -> None:
    told = compare(cases.cases(CASES, SEED, PROVINCE), PROVINCE)
    assert told.wrong[:3] == []
    assert told.compared == 2 * CASES
    kinds = [f"{unit}{paused}" for unit in cases.LONGEST for paused in ("", ", paused")]
    assert min(told.counts[kind] for kind in kinds) > CASES // 12


def test_a_rule_that_is_wrong_by_one_day_off_is_found() -> None:
    off = {day: name for day, name in PROVINCE.off.items() if day != date(2019, 5, 1)}
    asked = [due.Case(due.at_minute(date(2019, 4, 26), 910), "working-day", 3)]
    assert compare(asked, PROVINCE).wrong == []
    told = compare(asked, PROVINCE, by_hand=replace(PROVINCE, off=off))
    assert len(told.wrong) == 1
    assert "found 2019-05-04 17:00:00+07:00, by hand 2019-05-03 17:00:00" in told.wrong[0]


def test_evidence_of_nothing_compared_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "PAGE", tmp_path / "due.md")
    assert evidence.main(0) == 1
    assert evidence.main(8) == 0
    assert "**16 due times compared, 0 differ.**" in evidence.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["due.py", "cases.py"])
def test_the_model_imports_nothing_of_the_program(name: str) -> None:
    tree = ast.parse((Path(due.__file__).parent / name).read_text(encoding="utf-8"))
    asked = [
        *(
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ),
        *(node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)),
    ]
    assert asked
    allowed = sys.stdlib_module_names | {"tests"}
    assert {module.split(".")[0] for module in asked} <= allowed
    assert "tests.oracles.comparing" not in asked
