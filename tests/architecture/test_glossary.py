"""The glossary is the only dictionary: every table and closed list stands in it once, with its Vietnamese term."""

import ast
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tram"
TABLES = {"models.Model", "AbstractBaseUser", "AbstractBaseSession", "Decided", "Entered"}
LISTS = {"Choice", "models.IntegerChoices", "models.TextChoices"}
ROW = re.compile(
    r"^\| (?P<term>[^|]+) \| (?P<english>[^|]+) \| `(?P<name>[\w.]+)` \|", re.MULTILINE
)
IN_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Entry:
    """One row of the glossary."""

    term: str
    english: str
    name: str


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
ENTRIES = [Entry(*(cell.strip() for cell in row.groups())) for row in ROW.finditer(GLOSSARY)]
SOURCES = {
    path: path.read_text() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts
}


def named_classes() -> dict[str, list[ast.ClassDef]]:
    """Every table and closed list of the package by its name."""
    found: dict[str, list[ast.ClassDef]] = {}
    for text in SOURCES.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & (
                TABLES | LISTS
            ):
                found.setdefault(node.name, []).append(node)
    return found


CLASSES = named_classes()


def is_vietnamese(words: str) -> bool:
    """True if some letter carries a mark that English does not know."""
    return "đ" in words.lower() or any(
        unicodedata.combining(c) for c in unicodedata.normalize("NFD", words)
    )


def terms(words: str) -> set[str]:
    """The terms in one cell or one pair of brackets, each by itself."""
    whole = re.sub(r"\(.*?\)|;.*", "", words).lower()
    return {part.strip() for part in [whole, *whole.split(",")]}


def test_every_table_and_closed_list_has_one_row_with_its_vietnamese_term() -> None:
    """docs/glossary.md must have exactly one row with the name."""
    counted = Counter(entry.name for entry in ENTRIES)
    assert {name: counted[name] for name in sorted(CLASSES) if counted[name] != 1} == {}
    assert [e for e in ENTRIES if e.name in CLASSES and not is_vietnamese(e.term)] == []


def says_another(node: ast.ClassDef, row: Entry) -> bool:
    """The docstring has Vietnamese terms in brackets, and none of them is the glossary's."""
    found = IN_BRACKETS.findall(ast.get_docstring(node) or "")
    said = {term for words in found if is_vietnamese(words) for term in terms(words)}
    return bool(said) and not any(
        ours in term or term in ours for ours in terms(row.term) for term in said
    )


def test_the_docstring_says_the_same_vietnamese_term() -> None:
    pairs = [(node, row) for row in ENTRIES for node in CLASSES.get(row.name, ())]
    assert len(pairs) > 60
    assert [(row.name, row.term) for node, row in pairs if says_another(node, row)] == []


def exists(name: str, words: set[str]) -> bool:
    *owner, last = name.split(".")
    if not owner:
        return last in words
    return last in {target.id for node in CLASSES[owner[0]] for target in assigned(node)}


def test_every_identifier_in_the_glossary_exists() -> None:
    words = {word for text in SOURCES.values() for word in re.findall(r"\w+", text)}
    assert [entry.name for entry in ENTRIES if not exists(entry.name, words)] == []


def assigned(node: ast.ClassDef) -> list[ast.Name]:
    targets = [
        target for line in node.body if isinstance(line, ast.Assign) for target in line.targets
    ]
    return [target for target in targets if isinstance(target, ast.Name)]


def test_no_term_and_no_word_is_used_twice() -> None:
    for field in ("term", "name"):
        counted = Counter(getattr(entry, field).lower() for entry in ENTRIES)
        assert not [word for word, times in counted.items() if times > 1]


def test_the_glossary_is_read_whole() -> None:
    lines = [line for line in GLOSSARY.splitlines() if line.startswith("| ")]
    assert len(ENTRIES) == len([line for line in lines if not line.startswith("| Vietnamese |")])
    assert len(CLASSES) > 60
    assert "## False friends" in GLOSSARY
