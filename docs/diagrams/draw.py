"""Draws the diagrams of docs/architecture.md from the code itself: python docs/diagrams/draw.py

`ladder.svg` comes from the first import contract of pyproject.toml, `states.svg` from the newest graph. A test draws
both again and compares, so neither can go stale; a rung or a state without a place here is a KeyError.
"""

import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tram.dossiers.rules.graphs import GRAPHS, ONE_STOP_2025, final
from tram.dossiers.rules.states import Action, State

GRAPH = ONE_STOP_2025
STEPS = GRAPHS[GRAPH]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEXT, MUTED, BRAND, TINT, LINE = "#1b1b1b", "#595f69", "#903938", "#f9efeb", "#756e67"
STYLE = f"""
  text {{ font-family: system-ui, "Noto Sans", Arial, sans-serif; font-size: 14px; fill: {TEXT}; }}
  .name {{ font-weight: 700; }}
  .code {{ font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12.5px; }}
  .small {{ font-size: 12.5px; fill: {MUTED}; }}
  .tiny {{ font-size: 11px; fill: {MUTED}; }}
  .halo {{ paint-order: stroke; stroke: #ffffff; stroke-width: 5px; stroke-linejoin: round; }}
  .mid {{ text-anchor: middle; }}
  .box {{ fill: #ffffff; stroke: {LINE}; stroke-width: 1.5; }}
  .book {{ fill: {TINT}; stroke: {BRAND}; stroke-width: 2; }}
  .way {{ fill: none; stroke: {LINE}; stroke-width: 1.6; marker-end: url(#tip); }}
"""
TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    f'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="{LINE}"/></marker></defs>'
)

HOLDS = {
    "config": ("settings, addresses", "wires, nothing else"),
    "web": ("portal and workplace pages", "parse → one command or query → render"),
    "cli": ("the `tram` command", "demo, serve, load, verify, backup"),
    "programme": ("plan, indicators, registers, board", "figures with their proof"),
    "custody": ("items, envelopes, hand-overs, delivery", "custody book · sổ giao nhận"),
    "dossiers": ("state graph, legal clock, papers, result", "dossier book · sổ hồ sơ"),
    "cash": ("tariff, accounts, transfers", "cash book · sổ quỹ"),
    "catalogue": ("procedures, versions, papers, fees", "what may go by post"),
    "directory": ("areas, units, points, appointments", "calendar, office hours: all dated"),
    "accounts": ("people, sign-in, the access rule", "audit of reads"),
    "core": ("book machinery, requests, clock, verify", "calendar, đồng, codes, Vietnamese text"),
}

LEFT, MIDDLE, RIGHT = 170, 590, 1010
PLACES = {
    State.START: (MIDDLE, 34),
    State.REGISTERED: (LEFT, 170),
    State.VOIDED: (MIDDLE, 170),
    State.SUBMITTED: (RIGHT, 170),
    State.ARRIVED: (LEFT, 330),
    State.INCOMPLETE: (MIDDLE, 330),
    State.COMPLETED: (RIGHT, 450),
    State.ACCEPTED: (MIDDLE, 580),
    State.PROCESSING: (MIDDLE, 740),
    State.WAITING_PAPERS: (RIGHT, 620),
    State.WAITING_PAYMENT: (RIGHT, 740),
    State.STOPPED: (RIGHT, 860),
    State.SETTLED: (LEFT, 860),
    State.RELEASED: (LEFT, 1000),
    State.RETURNED: (MIDDLE, 1000),
    State.CLOSED: (RIGHT, 1000),
    State.REFUSED: (LEFT, 1140),
    State.INELIGIBLE: (MIDDLE, 1140),
    State.WITHDRAWN: (RIGHT, 1140),
    State.REFUSED_CLOSED: (LEFT, 1270),
    State.INELIGIBLE_CLOSED: (MIDDLE, 1270),
    State.WITHDRAWN_CLOSED: (RIGHT, 1270),
}
# Told inside the boxes: an arrow from nearly every state would hide the rest.
ENDINGS = {Action.REFUSE, Action.SEND_BACK, Action.WITHDRAW}
HALF_WIDTH, HALF_HEIGHT, DOT = 148, 40, 9


def text(x: float, y: float, words: str, kind: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str = "box") -> str:
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {place} rx="8" class="{kind}"/>'


def picture(size: tuple[int, int], title: str, told: str, parts: Iterator[str]) -> str:
    """An SVG that stands alone: white ground, no outside font, its content told in words."""
    width, height = size
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="title told">\n<title id="title">{escape(title)}</title>\n'
        f'<desc id="told">{escape(told)}</desc>\n<style>{STYLE}</style>\n{TIP}\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


# --- The ladder ---


def rungs() -> list[list[str]]:
    """The layers of the first import contract, from the top."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def ladder() -> str:
    """Every rung with what it holds; the three that keep a book are marked."""
    found = rungs()
    told = "From the top: " + "; ".join(" and ".join(rung) for rung in found)
    told += ". A package imports only from those below it, never from a sibling."
    return picture((860, 78 * len(found) + 24), "The ladder of contexts", told, _rungs(found))


def _rungs(found: list[list[str]]) -> Iterator[str]:
    bottom = 78 * len(found) - 10
    yield f'<path d="M34 22 V{bottom}" class="way"/>'
    yield f'<text transform="translate(22 {bottom / 2 + 70:g}) rotate(-90)" class="small">imports only downwards</text>'
    for row, rung in enumerate(found):
        width = (780 - 12 * (len(rung) - 1)) / len(rung)
        for column, name in enumerate(rung):
            x, y = 60 + column * (width + 12), 16 + 78 * row
            holds, keeps = HOLDS[name]
            yield box(x, y, width, 66, "book" if "book ·" in keeps else "box")
            yield text(x + 16, y + 28, name, "name")
            yield text(x + 116, y + 28, holds)
            yield text(x + 116, y + 50, keeps, "small")


# --- The state graph ---


def states() -> str:
    """Every state and every step of the newest graph."""
    told = "; ".join(
        f"{before} to {after} by {action}" for (before, action), after in STEPS.items()
    )
    title = f"The state graph of a dossier, version {GRAPH}"
    return picture((1230, 1330), title, told + ".", _graph())


def _graph() -> Iterator[str]:
    for (before, action), after in STEPS.items():
        if before is not after and action not in ENDINGS:
            yield from _way(before, action, after)
    for state in State:
        yield from _state(state)


def _state(state: State) -> Iterator[str]:
    x, y = PLACES[state]
    if state is State.START:
        yield f'<circle cx="{x}" cy="{y}" r="{DOT}" fill="{TEXT}"/>'
        return
    kind = "book" if state in final(GRAPH) else "box"
    yield box(x - HALF_WIDTH, y - HALF_HEIGHT, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, kind)
    stays = [action for (before, action), after in STEPS.items() if before is after is state]
    ends = [action for before, action in STEPS if before is state and action in ENDINGS]
    yield text(x, y - 18, state, "code mid")
    yield text(x, y + 1, state.label, "mid small")
    yield text(x, y + 17, " · ".join(f"↻ {action}" for action in stays), "mid tiny")
    yield text(x, y + 32, " · ".join(f"⇥ {action}" for action in ends), "mid tiny")


def _way(before: State, action: Action, after: State) -> Iterator[str]:
    (x1, y1), (x2, y2) = _edge(before, after), _edge(after, before)
    back = any(b is after and a is before for (b, _), a in STEPS.items())
    if back:
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        dx, dy = -(y2 - y1) / length * 11, (x2 - x1) / length * 11
        x1, y1, x2, y2 = x1 + dx, y1 + dy, x2 + dx, y2 + dy
    yield f'<path d="M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" class="way"/>'
    upright = x1 == x2
    x, y, anchor = (x1 + x2) / 2 + 10 * upright, (y1 + y2) / 2, "" if upright else " mid"
    yield text(x, y + (4 if back else -4), action, f"code halo{anchor}")
    if upright:
        yield text(x, y + 13, action.label, f"small halo{anchor}")


def _edge(here: State, there: State) -> tuple[float, float]:
    """Where the straight line between two states leaves the first one's box."""
    (x, y), (far_x, far_y) = PLACES[here], PLACES[there]
    dx, dy = far_x - x, far_y - y
    if here is State.START:
        length = (dx**2 + dy**2) ** 0.5
        return x + dx * DOT / length, y + dy * DOT / length
    share = min(HALF_WIDTH / abs(dx) if dx else 2, HALF_HEIGHT / abs(dy) if dy else 2)
    return x + dx * share, y + dy * share


DIAGRAMS = {"ladder.svg": ladder, "states.svg": states}

if __name__ == "__main__":
    for name, draw in DIAGRAMS.items():
        (HERE / name).write_text(draw())
