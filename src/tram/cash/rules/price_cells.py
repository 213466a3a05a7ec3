"""The cells of a new price table as somebody typed them: each hole, double and impossible amount is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tram.cash.rules.tariff import Rate, Zone
from tram.catalogue.rules.eligibility import Direction
from tram.core.errors import Refused
from tram.core.money import parse_vnd

STEPS = (100, 250, 500, None)
"""Up to so many grams; None is each further step."""
STEP_GRAMS = 500
MOST_VND = 10_000_000

Cell = tuple[Direction, Zone, int | None]
CELLS: tuple[Cell, ...] = tuple(
    (way, zone, step) for way in Direction for zone in Zone for step in STEPS
)


def named(cell: Cell) -> str:
    """A cell in words."""
    way, zone, step = cell
    weight = f"đến {step} g" if step else f"mỗi {STEP_GRAMS} g tiếp theo"
    return f"{way.label}, {zone.label}, {weight}"


@dataclass(frozen=True)
class Typed:
    """One line of a sheet: which cell, and the amount as typed."""

    line: int
    direction: str
    zone: str
    grams: str
    amount: str


def amount(cell: Cell, words: str) -> int:
    """The whole đồng of a cell; Refused for nothing, a fraction, less than zero or a slip of the hand."""
    if not words.strip():
        raise Refused("tariff-hole", f"Thiếu giá của ô «{named(cell)}».")
    try:
        found = parse_vnd(words)
    except Refused:
        raise Refused(
            "bad-amount",
            f"Ô «{named(cell)}» ghi «{words.strip()[:20]}»: hãy ghi số đồng chẵn, không âm, không phần lẻ.",
        ) from None
    if found > MOST_VND:
        raise Refused(
            "bad-amount", f"Ô «{named(cell)}» ghi {words.strip()[:20]}: số tiền quá lớn."
        )
    return found


def rates(cells: Mapping[Cell, str]) -> tuple[tuple[Rate, ...], tuple[str, ...]]:
    """The whole table, or every reason why it is not one."""
    found: list[Rate] = []
    wrong: list[str] = []
    for cell in CELLS:
        way, zone, step = cell
        try:
            price = amount(cell, cells.get(cell, ""))
        except Refused as refused:
            wrong.append(refused.message)
        else:
            found.append(Rate(way, zone, step, None if step else STEP_GRAMS, price))
    return tuple(found), (*wrong, *_falling(found))


def of_sheet(lines: Iterable[Typed]) -> tuple[dict[Cell, str], tuple[str, ...]]:
    """The cells of a sheet by their place, and its strange and double lines."""
    cells: dict[Cell, str] = {}
    wrong: list[str] = []
    for typed in lines:
        cell = _cell(typed)
        if cell is None:
            wrong.append(
                f"Dòng {typed.line}: không có ô «{typed.direction}, {typed.zone}, {typed.grams}»: hãy ghi "
                "chiều in hoặc out, khu vực như within-district, và 100, 250, 500 hoặc tiep."
            )
        elif cell in cells:
            wrong.append(f"Dòng {typed.line}: ô «{named(cell)}» ghi hai lần.")
        else:
            cells[cell] = typed.amount
    return cells, tuple(wrong)


def _cell(typed: Typed) -> Cell | None:
    steps = {"100": 100, "250": 250, "500": 500, "tiep": None, "tiếp": None}
    try:
        way, zone = Direction(typed.direction.strip()), Zone(typed.zone.strip())
    except ValueError:
        return None
    grams = typed.grams.strip().lower()
    return (way, zone, steps[grams]) if grams in steps else None


def _falling(found: Iterable[Rate]) -> list[str]:
    """A heavier step that costs less than a lighter one is a slip of the hand."""
    price = {(rate.direction, rate.zone, rate.up_to_grams): rate.amount_vnd for rate in found}
    return [
        f"Ô «{named((way, zone, more))}» rẻ hơn ô nhẹ hơn: hãy xem lại."
        for way in Direction
        for zone in Zone
        for less, more in ((100, 250), (250, 500))
        if price.get((way, zone, more), MOST_VND) < price.get((way, zone, less), 0)
    ]
