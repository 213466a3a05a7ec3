"""Papers (giấy tờ in ra): typst templates of this package, filled with data, as PDF or pictures.

A template lies in its context's `typst/` folder and imports the shared parts of
`core/typst/paper.typ`. Data travels as JSON beside the source and is never put into it, so what a
person typed is always printed as text. Fonts: those the packages bring, and those of the folder
named by `TRAM_FONT_DIR`; never those the machine happens to have.
"""

import json
import os
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import fontpkg_be_vietnam_pro
import typst

Standard = Literal["a-2u", "none"]

PACKAGE = Path(__file__).resolve().parent.parent
SERIFS = ("Times New Roman", "Tinos", "Libertinus Serif")

_UNDRAWABLE = "could not be displayed"
_one_at_a_time = threading.Lock()


def render(template: Path | str, data: Mapping[str, Any], *, standard: Standard = "a-2u") -> bytes:
    """One paper as PDF. `template` is relative to the package, e.g. "custody/typst/label.typ"."""
    return render_many(template, [data], standard=standard)


def render_many(
    template: Path | str, papers: Iterable[Mapping[str, Any]], *, standard: Standard = "a-2u"
) -> bytes:
    """Papers of one template, one after the other, as one PDF; "a-2u" is the archival PDF/A-2u.

    PDF/A forbids a character no font can draw (a Chinese name, an emoji). Such a paper must still
    reach the person at the counter: it becomes an ordinary PDF, with an empty box in that place.
    """
    sheets = list(papers)
    try:
        return _pdf(template, sheets, standard)
    except typst.TypstError as failure:
        if standard == "none" or _UNDRAWABLE not in failure.message:
            raise
        return _pdf(template, sheets, "none")


def render_png(
    template: Path | str, data: Mapping[str, Any], *, dots_per_inch: int = 203
) -> list[bytes]:
    """One paper as pictures, a page each; 203 dpi is what a label printer prints."""
    return _compile(template, [data], format="png", ppi=float(dots_per_inch))


def serif() -> str:
    """The typeface of administrative papers: the first of `SERIFS` that is at hand."""
    families = set(_fonts().families())
    return next(family for family in SERIFS if family in families)


def _pdf(template: Path | str, papers: list[Mapping[str, Any]], standard: Standard) -> bytes:
    archival = standard != "none"
    made = _compile(
        template,
        papers,
        format="pdf",
        pdf_standards=[standard] if archival else [],
        # Labels are not read aloud, and a PDF without tags is a third of the size.
        pdf_tags=archival,
    )
    return made[0]


def _compile(template: Path | str, papers: list[Mapping[str, Any]], **options: Any) -> list[bytes]:
    inputs = {"papers": json.dumps(papers, ensure_ascii=False), "serif": serif()}
    with _one_at_a_time:
        # The source is named on every call: typst 0.15 loses it after the first one.
        made = _compiler().compile(input=PACKAGE / template, sys_inputs=inputs, **options)
    return made if isinstance(made, list) else [cast(bytes, made)]


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=PACKAGE, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    folders = [Path(fontpkg_be_vietnam_pro.ROOT) / "files"]
    if chosen := os.environ.get("TRAM_FONT_DIR"):
        folders.append(Path(chosen))
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
