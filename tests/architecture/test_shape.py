"""The shape that lint cannot see: foreign keys point down, only commands write, files stay small, no second clock."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tram"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CONTEXTS = (
    "core",
    "accounts",
    "directory",
    "catalogue",
    "cash",
    "dossiers",
    "custody",
    "programme",
)
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "aupdate",
    "acreate",
    "asave",
    "adelete",
}
WRITERS = {"commands", "imports", "sessions"}


def relative(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def room(path: Path) -> str:
    """The room a file belongs to: `commands` for custody/commands/intake.py."""
    parts = path.relative_to(SOURCE).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else parts[0]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_no_file_is_over_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", [p for p in FILES if p.read_text().strip()], ids=relative)
def test_every_module_has_a_front_page(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def ladder() -> dict[str, int]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {name.strip(): rung for rung, layer in enumerate(layers) for name in layer.split("|")}


def test_foreign_keys_point_down() -> None:
    rungs, looked = ladder(), 0
    for context in CONTEXTS:
        for model in apps.get_app_config(context).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if target is None or field.auto_created or target._meta.app_label not in rungs:
                    continue
                looked += 1
                assert rungs[target._meta.app_label] >= rungs[context], (
                    f"{model.__name__}.{field.name}"
                )
    assert looked > 40


def called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr for func in calls if isinstance(func, ast.Attribute)}


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in FILES
        if p.relative_to(SOURCE).parts[0] in (*CONTEXTS, "web") and room(p) not in WRITERS
    ],
    ids=relative,
)
def test_only_commands_write(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] == "core":
        return
    tree = ast.parse(path.read_text())
    assert not called(tree) & WRITES
    text = path.read_text()
    assert not re.search(r'"\s*(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b', text)


CLOCKS = re.compile(r"\b(datetime\.now|datetime\.utcnow|timezone\.now|date\.today|time\.time)\(")
MAY_ASK_THE_REAL_TIME = {"accounts/sessions.py"}


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_nobody_else_asks_for_the_time(path: Path) -> None:
    if relative(path) not in MAY_ASK_THE_REAL_TIME and "server" not in path.parts:
        assert not CLOCKS.search(path.read_text())


def test_every_book_table_says_so(db: None) -> None:
    from tram.core.grants import tables
    from tram.core.verify import BOOKS

    assert {name for name, comment in tables().items() if comment == "book"} == {
        b.table for b in BOOKS
    }


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for entry in resolver.url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def test_every_address_declares_who_may_open_it() -> None:
    found = patterns(get_resolver())
    assert len(found) > 30
    for pattern in found:
        assert getattr(pattern.callback, "access_policy", None) is not None, pattern


def test_there_is_no_utils_and_no_helpers() -> None:
    assert not [p for p in SOURCE.rglob("*") if p.stem in {"utils", "helpers", "misc", "common"}]


BANNED = re.compile(
    r"\b(ho_so|tthc|bcci|thu_tuc|buu_dien|mot_cua|nguoi_dung|can_bo|bien_nhan)\b", re.I
)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_identifiers_are_english(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert not [name for name in names if BANNED.search(name)]
