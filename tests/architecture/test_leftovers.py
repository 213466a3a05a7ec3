"""Nothing is left over: every template and every class of the style sheets is in use, files leave in one way."""

import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "tram" / "web"
TEMPLATES = WEB / "templates"
STYLES = sorted((WEB / "static" / "tram").glob("*.css"))
CODE = "\n".join(path.read_text() for path in WEB.parent.rglob("*.py"))
PAGES = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
SCRIPTS = "\n".join(path.read_text() for path in (WEB / "static").rglob("*.js"))
WORDS = set(re.findall(r"[\w-]+", CODE + PAGES + SCRIPTS))
# Django finds these by their names.
BY_NAME = {"403", "404", "500"}


def test_every_template_is_shown_by_a_page_or_is_part_of_another() -> None:
    named = WORDS | BY_NAME
    paths = [path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html")]
    unused = [
        str(path)
        for path in paths
        if path.stem not in named or (path.parts[0] == "parts" and str(path) not in PAGES + CODE)
    ]
    assert paths
    assert not unused


def test_every_class_of_the_style_sheets_stands_on_a_page() -> None:
    sheets = [re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in STYLES]
    selectors = [line for sheet in sheets for line in re.findall(r"[^{};]+(?={)", sheet)]
    classes = {name for line in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", line)}
    assert len(classes) > 100
    assert not classes - WORDS


def test_files_leave_the_site_in_one_way() -> None:
    writers = {
        path.name for path in WEB.rglob("*.py") if "Content-Disposition" in path.read_text()
    }
    assert writers == {"downloads.py"}
