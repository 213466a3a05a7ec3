"""Looking at a page as its readers do: through axe-core, at 1280 and at 390 pixels, reaching for everything.

`TRAM_SHOTS=folder` keeps a picture of every page at both sizes.
"""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.window import Window

SIZES = ((1280, 900), (390, 844))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": TAGS, "resultTypes": ["violations"]}
AXE = "async rules => (await axe.run(document, rules)).violations"
SHOTS = os.environ.get("TRAM_SHOTS", "")

# Scrolls to each thing one can act on, and says which of them a finger could not touch.
OUT_OF_REACH = """() => {
  const acts = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const open = document.querySelector("dialog[open]");
  const faults = [];
  for (const one of (open || document).querySelectorAll(acts)) {
    const shown = one.checkVisibility({visibilityProperty: true, opacityProperty: true});
    if (!shown || one.disabled || one.closest(".skip")) continue;
    one.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const box = one.getClientRects()[0];
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const label = hit && hit.closest("label");
    const own = hit && (one.contains(hit) || (label && label.control === one));
    if (!own || box.left < -1 || box.right > innerWidth + 1) faults.push(one.outerHTML.slice(0, 160));
  }
  scrollTo(0, 0);
  return faults;
}"""


def look(window: Window, name: str) -> list[str]:
    """Everything wrong with the page in view, at both sizes; empty for a good page."""
    faults = []
    window.page.evaluate(Axe().axe_script)
    for width, height in SIZES:
        window.page.set_viewport_size({"width": width, "height": height})
        found = [*_axe(window), *_overflow(window), *_reach(window)]
        faults += [f"{name} at {width}: {fault}" for fault in found]
        _shoot(window, f"{name}-{width}")
    return faults


def look_at(window: Window, pages: dict[str, str], status: int = 200) -> list[str]:
    """`look` at each of these pages, address by name."""
    faults = []
    for name, path in pages.items():
        window.open(path, status)
        faults += look(window, name)
    return faults


def _axe(window: Window) -> list[str]:
    violations: list[dict[str, Any]] = window.page.evaluate(AXE, RULES)
    return [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in violations
        for node in fault["nodes"][:3]
    ]


def _overflow(window: Window) -> list[str]:
    wide, room = window.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{wide} pixels wide on a screen of {room}"] if wide > room else []


def _reach(window: Window) -> list[str]:
    return [f"out of reach: {html}" for html in window.page.evaluate(OUT_OF_REACH)]


def _shoot(window: Window, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        window.page.screenshot(path=Path(SHOTS, f"{name}.png"), full_page=True)
