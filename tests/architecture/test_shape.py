"""The shape that lint cannot see: foreign keys point down, only commands write, files stay small, no second clock."""

import ast
import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tram"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEXTS = {path: path.read_text() for path in FILES}
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


class _Trees(dict[Path, ast.Module]):
    """Each file is parsed once, when a test first asks."""

    def __missing__(self, path: Path) -> ast.Module:
        self[path] = ast.parse(TEXTS[path])
        return self[path]


TREES = _Trees()


def room(path: Path) -> str:
    """The room a file belongs to: `commands` for custody/commands/intake.py."""
    parts = path.relative_to(SOURCE).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else parts[0]


def test_no_file_is_over_400_lines() -> None:
    assert len(FILES) > 500
    assert [relative(path) for path in FILES if len(TEXTS[path].splitlines()) > 400] == []


def test_every_module_has_a_front_page() -> None:
    full = [path for path in FILES if TEXTS[path].strip()]
    assert [relative(path) for path in full if not ast.get_docstring(TREES[path])] == []


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


SQL = re.compile(r'"\s*(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b')


def test_only_commands_write() -> None:
    places = {*CONTEXTS, "web"} - {"core"}
    bound = [p for p in FILES if p.relative_to(SOURCE).parts[0] in places]
    others = [path for path in bound if room(path) not in WRITERS]
    assert len(others) > 300
    assert {relative(p): found for p in others if (found := called(TREES[p]) & WRITES)} == {}
    assert [relative(path) for path in others if SQL.search(TEXTS[path])] == []


CLOCKS = re.compile(r"\b(datetime\.now|datetime\.utcnow|timezone\.now|date\.today|time\.time)\(")
MAY_ASK_THE_REAL_TIME = {"accounts/sessions.py"}


def test_nobody_else_asks_for_the_time() -> None:
    bound = [p for p in FILES if relative(p) not in MAY_ASK_THE_REAL_TIME]
    bound = [path for path in bound if "server" not in path.parts]
    assert [relative(path) for path in bound if CLOCKS.search(TEXTS[path])] == []


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


def names(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return found


def test_identifiers_are_english() -> None:
    spoken = {(relative(path), name) for path in FILES for name in names(TREES[path])}
    assert sorted(where for where in spoken if BANNED.search(where[1])) == []
