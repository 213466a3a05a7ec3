"""A frozen period as pages and sheets show it: agencies by name, dossiers by number, only whose figures one may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.programme.queries.frozen_registers import names as called
from tram.programme.queries.snapshots import Stored
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator
from tram.programme.rules.readings import OPTIONS, ReadingName
from tram.programme.rules.snapshots import PROVINCE, Difference, FrozenFigure, ListSide

Seen = frozenset[str] | None
"""The slugs of the agencies that a reader may see; None = all and the province."""
_ID_SIGNS = 36


@dataclass(frozen=True)
class FrozenUnit:
    """One agency's three shares, in the order of DOSSIER_SHARES; None where nothing was frozen."""

    slug: str
    name: str
    shares: tuple[FrozenFigure | None, ...]

    @property
    def told(self) -> list[tuple[str, FrozenFigure | None]]:
        """Each share with its name."""
        return [(i.label, f) for i, f in zip(DOSSIER_SHARES, self.shares, strict=True)]


@dataclass(frozen=True)
class ChangeLine:
    """One line of a difference in words."""

    unit: str
    indicator: str
    what: str
    cause: str = ""
    added: bool | None = None


def slugs(units: Iterable[int] | None) -> Seen:
    """The slugs of agencies; None stays None."""
    if units is None:
        return None
    return frozenset(Unit.objects.filter(pk__in=units).values_list("slug", flat=True))


def frozen_units(stored: Stored, seen: Seen) -> list[FrozenUnit]:
    """The agencies of a freezing in the order of their names."""
    figures = {figure.key: figure for figure in stored.frozen.figures}
    names = _names({unit for unit, _ in figures if unit != PROVINCE})
    return [
        FrozenUnit(slug, name, tuple(figures.get((slug, i.value)) for i in DOSSIER_SHARES))
        for slug, name in names.items()
        if seen is None or slug in seen
    ]


def frozen_province(stored: Stored, seen: Seen) -> list[tuple[Indicator, FrozenFigure]]:
    """The province's figures, in the order of the indicators; only for who sees every agency."""
    if seen is not None:
        return []
    own = {f.indicator: f for f in stored.frozen.figures if f.unit == PROVINCE}
    return [(i, own[i.value]) for i in Indicator if i.value in own]


def reading_words(codes: Mapping[str, str]) -> list[str]:
    """Each question with the way it was read."""
    return [f"{n.label}: {OPTIONS[n](codes[n]).label}" for n in ReadingName if n in codes]


def change_lines(told: Difference, seen: Seen) -> list[ChangeLine]:
    """Every difference as a line: figures first, then each dossier or procedure."""
    names = _names({c.unit for c in told.figures} | {c.unit for c in told.items})
    numbers = _numbers([change.item for change in told.items])
    figures = [
        ChangeLine(
            names.get(c.unit, "Toàn tỉnh"),
            Indicator(c.indicator).label,
            f"{c.before} → {c.after}",
            c.cause.label if c.cause else "",
        )
        for c in told.figures
        if _visible(c.unit, seen)
    ]
    items = [
        ChangeLine(
            names.get(c.unit, c.unit or "Toàn tỉnh"),
            Indicator(c.indicator).label,
            f"{numbers.get(c.item, c.item)} · {_side(c.side, c.reason)}",
            c.cause.label,
            c.added,
        )
        for c in told.items
        if _visible(c.unit, seen)
    ]
    return figures + items


def sheet_lines(stored: Stored, seen: Seen) -> Iterator[tuple[str, str, str, str]]:
    """Every list of a freezing, a line for each dossier or procedure."""
    names = _names({each.unit for each in stored.frozen.lists})
    for each in stored.frozen.lists:
        if not _visible(each.unit, seen):
            continue
        numbers = _numbers(each.items)
        for item in each.items:
            yield (
                names.get(each.unit, each.unit or "Toàn tỉnh"),
                Indicator(each.indicator).label,
                _side(each.side, each.reason),
                numbers.get(item, item),
            )


def _visible(unit: str, seen: Seen) -> bool:
    return seen is None or unit in seen


def _side(side: ListSide, reason: str) -> str:
    return f"{side.label}: {Exclusion(reason).label}" if reason else side.label


def _names(units: set[str]) -> Mapping[str, str]:
    rows = Unit.objects.filter(slug__in=units).order_by("sort_key")
    return dict(rows.values_list("slug", "name"))


def _numbers(items: Sequence[str]) -> Mapping[str, str]:
    """Dossiers by number, agencies, points and communes by name; a procedure's code stays as it is."""
    ids = [item for item in items if len(item) == _ID_SIGNS]
    rows = Dossier.objects.filter(pk__in=ids).values_list("pk", "number")
    return {**called(items), **{str(pk): number for pk, number in rows if number}}
