"""Builds the web font of the pages: Be Vietnam Pro, cut to Vietnamese and packed as woff2.

The letters come from the package `fontpkg-be-vietnam-pro` (OFL-1.1), so no font lies in the
repository. Pages look right without it; with it a weight is about 30 KB. Its figures have
different widths, so a second small family holds figures of one width, for columns of money.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import fontpkg_be_vietnam_pro
from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE = "fontpkg-be-vietnam-pro"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
FAMILIES = {"text": "Be Vietnam Pro", "figures": "Be Vietnam Pro Figures"}
SHEET = "fonts.css"
LAYOUT = ("ccmp", "kern", "locl", "mark", "mkmk")
FIGURES = tuple(map(ord, "0123456789.,:/- \u00a0"))
FIGURE_WIDTH = 680

RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x0102, 0x0103),
    (0x0110, 0x0111),
    (0x0128, 0x0129),
    (0x0168, 0x0169),
    (0x01A0, 0x01A1),
    (0x01AF, 0x01B0),
    (0x0300, 0x0323),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x20AB, 0x20AC),
    (0x2116, 0x2116),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)


def build_fonts(folder: Path) -> bool:
    """Writes fonts, style sheet and licence into `folder`; False when they were there already."""
    sheet = folder / SHEET
    wanted = _sheet_text()
    if sheet.exists() and sheet.read_text(encoding="utf-8") == wanted:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / "OFL.txt", (fontpkg_be_vietnam_pro.ROOT / "LICENSE").read_bytes())
    for weight, style in WEIGHTS.items():
        _put(folder / _file_name("text", weight), _cut(style, letters(), LAYOUT))
        _put(folder / _file_name("figures", weight), _cut(style, FIGURES, (), _level_figures))
    _put(sheet, wanted.encode())
    return True


def letters() -> Iterator[int]:
    """Every code point kept in the subset."""
    for first, last in RANGES:
        yield from range(first, last + 1)


def _file_name(part: str, weight: int) -> str:
    return f"be-vietnam-pro-{part}-{weight}.woff2"


def _sheet_text() -> str:
    recipe = f"{version(PACKAGE)} {FAMILIES} {WEIGHTS} {RANGES} {FIGURE_WIDTH}"
    stamp = hashlib.sha256(recipe.encode()).hexdigest()[:12]
    faces = "".join(_face(part, weight) for part in FAMILIES for weight in WEIGHTS)
    return f"/* Be Vietnam Pro, OFL-1.1 (OFL.txt), subset {stamp} */\n{faces}"


def _face(part: str, weight: int) -> str:
    return (
        f'@font-face {{ font-family: "{FAMILIES[part]}"; font-style: normal; font-display: swap; '
        f'font-weight: {weight}; src: url("{_file_name(part, weight)}") format("woff2"); }}\n'
    )


def _cut(
    style: str,
    kept: Iterable[int],
    features: tuple[str, ...],
    change: Callable[[TTFont], None] | None = None,
) -> bytes:
    """One weight with only the code points and layout features to keep, as woff2."""
    source = fontpkg_be_vietnam_pro.ROOT / "files" / f"BeVietnamPro-{style}.ttf"
    options = subset.Options(flavor="woff2", layout_features=list(features))
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    if change:
        change(font)
    packed = BytesIO()
    subset.save_font(font, packed, options)
    return packed.getvalue()


def _level_figures(font: TTFont) -> None:
    """Gives the ten figures one width, each in the middle of it."""
    glyphs, widths = font["glyf"], font["hmtx"]
    for code in range(ord("0"), ord("9") + 1):
        name = font.getBestCmap()[code]
        width, bearing = widths[name]
        shift = (FIGURE_WIDTH - width) // 2
        glyphs[name].coordinates.translate((shift, 0))
        glyphs[name].recalcBounds(glyphs)
        widths[name] = (FIGURE_WIDTH, bearing + shift)


def _put(target: Path, content: bytes) -> None:
    """Whole or not at all: two `tram` commands may build at once."""
    draft = target.with_name(f"{target.name}.{uuid4().hex}")
    draft.write_bytes(content)
    draft.replace(target)
