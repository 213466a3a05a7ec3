"""The docs are true: diagrams drawn anew are the same, every context and right is told, every link leads somewhere."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from tram.core.grants import ORDINARY, RIGHTS
from tram.core.verify import BOOKS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGE = (DOCS / "architecture.md").read_text()
DRAWING = runpy.run_path(str(DOCS / "diagrams" / "draw.py"))
DIAGRAMS: dict[str, Callable[[], str]] = DRAWING["DIAGRAMS"]
# Evidence is written by commands and may not be there yet.
TEXTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_what_the_code_says_today(name: str) -> None:
    stale = f"{name} is stale: run python docs/diagrams/draw.py"
    assert (DOCS / "diagrams" / name).read_text() == DIAGRAMS[name](), stale
    assert f"](diagrams/{name})" in PAGE


def test_every_context_has_its_paragraph_and_every_paragraph_its_context() -> None:
    told = re.findall(r"^- \*\*(\w+)\*\*", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(name for rung in DRAWING["rungs"]() for name in rung)


def test_every_book_is_told() -> None:
    assert BOOKS
    assert not [book.table for book in BOOKS if f"`{book.table}`" not in PAGE]


def test_the_rights_of_the_app_role_are_those_granted() -> None:
    for comment, rights in [
        *((f"`{name}`", rights) for name, rights in RIGHTS.items()),
        ("none", ORDINARY),
    ]:
        assert f"| {comment} | {rights}" in PAGE


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text()):
        assert "evidence/" in target or (path.parent / target).exists(), target


@pytest.mark.parametrize(
    "path", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda path: path.stem
)
def test_a_decision_is_short_and_says_context_decision_consequence(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 40
    for heading in ("## Context", "## Decision", "## Consequence"):
        assert heading in text
    assert f"]({path.name})" in (DOCS / "decisions" / "README.md").read_text()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
