"""How far a figure is from its target (khoảng cách tới chỉ tiêu), in exact fractions; who is furthest stands first."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tram.core.choices import Choice
from tram.programme.rules.indicators import DOSSIER_SHARES, Value


class Standing(Choice):
    """What can be said of a figure beside its target (kết luận)."""

    UNMET = "unmet", "Chưa đạt"
    EMPTY = "empty", "Không có hồ sơ"
    UNMEASURED = "unmeasured", "Chưa đo"
    MET = "met", "Đạt"
    FOLLOWED = "followed", "Theo dõi, không giao mức"


def standing(value: Value | None) -> Standing:
    """Nothing measured is never a nought, and nothing to divide by is neither met nor missed (48c, 46d)."""
    if value is None or not value.measured:
        return Standing.UNMEASURED
    if value.goal is None:
        return Standing.FOLLOWED
    if value.met is None:
        return Standing.EMPTY
    return Standing.MET if value.met else Standing.UNMET


def gap(value: Value) -> Fraction | None:
    """The share less its target, or the count less its own over the target; below nought it is missed (48d)."""
    if value.goal is None or value.numerator is None or value.denominator is None:
        return None
    if value.goal.percent is not None:
        share = Fraction(value.numerator, value.denominator) if value.denominator else None
        return None if share is None else share - Fraction(value.goal.percent) / 100
    count = value.goal.count or 0
    return Fraction(value.numerator - count, max(count, 1))


@dataclass(frozen=True)
class Overall:
    """One unit by all its targets: missed any, else met what can be told, else why nothing can be."""

    standing: Standing
    worst: Fraction
    met: int
    asked: int


def overall(values: Iterable[Value]) -> Overall:
    """What a row is told by all its targets; how far it is, by the three shares alone: they have one measure."""
    asked = [value for value in values if standing(value) != Standing.FOLLOWED]
    told = [standing(value) for value in asked]
    found = [gap(value) for value in asked if value.indicator in DOSSIER_SHARES]
    order = (Standing.UNMET, Standing.MET, Standing.EMPTY, Standing.UNMEASURED)
    first = next((each for each in order if each in told), Standing.FOLLOWED)
    worst = min((each for each in found if each is not None), default=Fraction(0))
    return Overall(first, worst, told.count(Standing.MET), len(asked))


ORDER = (
    Standing.UNMET,
    Standing.EMPTY,
    Standing.UNMEASURED,
    Standing.MET,
    Standing.FOLLOWED,
)


def rank(found: Overall) -> tuple[int, Fraction]:
    """Missed first, the widest gap first; met last."""
    return ORDER.index(found.standing), found.worst
