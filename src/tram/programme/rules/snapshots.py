"""Frozen figures of a period (số liệu đã chốt): one canonical text with its hash, and what differs between two.

Pure. Every figure carries the lists it was counted from; equal figures, lists, plan and readings make equal bytes.
Legal basis: domain requirement 51b–51d.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from tram.core.choices import Choice
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator
from tram.programme.rules.periods import PeriodKind

PROVINCE = ""
"""The unit of a figure that is the province's."""
OF_DOSSIERS = frozenset([*DOSSIER_SHARES, Indicator.VOLUME])
NEVER_LISTED = frozenset([Indicator.NOT_BELOW_LAST_YEAR, Indicator.COMPLAINTS_HANDLED])
UNDATED = frozenset([Indicator.POSTAL_SAFETY, Indicator.POSTAL_ON_TIME])
"""Due times are reckoned anew without a line of their own, so not every change of these has one."""


class ListSide(Choice):
    """Which list behind a figure (vế của số liệu)."""

    NUMERATOR = "numerator", "Tử số"
    DENOMINATOR = "denominator", "Mẫu số"
    EXCLUDED = "excluded", "Không tính"


class DriftCause(Choice):
    """Why a thing is in one of two versions of a figure and not in the other (nguyên nhân chênh lệch)."""

    CORRECTED = "corrected", "Sổ có dòng ghi sau khi chốt"
    REGISTER = "register", "Sổ theo dõi đổi sau khi chốt, không có danh sách hay dòng để đối chiếu"
    UNEXPLAINED = "unexplained", "Chưa rõ nguyên nhân"


@dataclass(frozen=True)
class FrozenFigure:
    """One figure of one unit (slug; empty = the province); `percent` and `count` say what had to be reached."""

    unit: str
    indicator: str
    numerator: int | None
    denominator: int | None
    percent: str = ""
    count: int | None = None
    met: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is a figure of."""
        return (self.unit, self.indicator)

    @property
    def ratio(self) -> str:
        """Both counts, or that nothing was measured."""
        if self.numerator is None:
            return "chưa đo"
        return f"{self.numerator}/{'–' if self.denominator is None else self.denominator}"


@dataclass(frozen=True)
class FrozenList:
    """What stands behind one side of a figure: ids in order; what is left out has its reason."""

    unit: str
    indicator: str
    side: ListSide
    items: tuple[str, ...]
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Which list it is."""
        return (self.unit, self.indicator, str(self.side), self.reason)

    @property
    def digest(self) -> str:
        """SHA-256 over its ids, a line each."""
        return hashlib.sha256("\n".join(self.items).encode()).hexdigest()


@dataclass(frozen=True)
class FrozenPeriod:
    """Everything that is frozen of one period: when, by which plan and readings, the figures and their lists."""

    kind: PeriodKind
    year: int
    number: int
    first: date
    last: date
    plan: str
    plan_version: int
    readings: Mapping[str, str]
    simulated: bool
    figures: tuple[FrozenFigure, ...]
    lists: tuple[FrozenList, ...]

    def document(self) -> str:
        """The canonical text: sorted keys, no spaces, lists by their hashes."""
        told = {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "kind": str(self.kind),
            "year": self.year,
            "number": self.number,
            "plan": self.plan,
            "plan_version": self.plan_version,
            "readings": dict(self.readings),
            "simulated": self.simulated,
            "figures": [asdict(figure) for figure in sorted(self.figures, key=lambda f: f.key)],
            "lists": [
                [*each.key, len(each.items), each.digest]
                for each in sorted(self.lists, key=lambda each: each.key)
            ],
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(document: str, lists: tuple[FrozenList, ...]) -> FrozenPeriod:
    """What a canonical text and its lists say."""
    told = json.loads(document)
    return FrozenPeriod(
        kind=PeriodKind(told["kind"]),
        year=told["year"],
        number=told["number"],
        first=date.fromisoformat(told["first"]),
        last=date.fromisoformat(told["last"]),
        plan=told["plan"],
        plan_version=told["plan_version"],
        readings=told["readings"],
        simulated=told["simulated"],
        figures=tuple(FrozenFigure(**figure) for figure in told["figures"]),
        lists=lists,
    )


def intact(document: str, hashed: bytes, lists: tuple[FrozenList, ...]) -> bool:
    """Whether the hash fits the text, and the text its lists (51b)."""
    return digest(document) == hashed and read(document, lists).document() == document


def digest(document: str) -> bytes:
    """SHA-256 over a canonical text."""
    return hashlib.sha256(document.encode()).digest()


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not the same in two versions."""

    unit: str
    indicator: str
    before: str
    after: str
    cause: DriftCause | None = None
    """Of a figure without a frozen list; any other is explained by the things in its lists."""


@dataclass(frozen=True)
class ItemChange:
    """A dossier or thing that came into a list or left it, and why."""

    unit: str
    indicator: str
    side: ListSide
    reason: str
    item: str
    added: bool
    cause: DriftCause = DriftCause.UNEXPLAINED


@dataclass(frozen=True)
class Difference:
    """Line by line what changed from one version to another (chênh lệch)."""

    figures: tuple[FigureChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    other: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.figures or self.items or self.other)

    @property
    def explained(self) -> bool:
        """Whether every change has lines written after the freezing, or is a register's of which none can be told."""
        known = all(change.cause != DriftCause.UNEXPLAINED for change in self.items)
        return known and not self.other and all(map(self._explains, self.figures))

    def _explains(self, figure: FigureChange) -> bool:
        """Whether something in the lists behind a figure changed too."""
        if figure.cause is DriftCause.REGISTER:
            return True
        if figure.indicator not in OF_DOSSIERS:
            own = [change.item for change in self.items if change.indicator == figure.indicator]
            return figure.unit in (own if figure.unit else [PROVINCE] * len(own))
        dossiers = [change for change in self.items if change.indicator in OF_DOSSIERS]
        if figure.unit == PROVINCE or figure.indicator == Indicator.VOLUME:
            return bool(dossiers)
        return any((c.unit, c.indicator) == (figure.unit, figure.indicator) for c in dossiers)


def difference(
    before: FrozenPeriod, after: FrozenPeriod, corrected: Collection[str] = ()
) -> Difference:
    """What changed; `corrected`: dossiers, and «indicator:item» of registers, written after `before` was frozen."""
    return Difference(
        tuple(_figures(before, after)),
        tuple(_items(before, after, corrected)),
        tuple(_other(before, after)),
    )


def _figures(before: FrozenPeriod, after: FrozenPeriod) -> Iterator[FigureChange]:
    old, new = ({f.key: f for f in each.figures} for each in (before, after))
    unlisted = _unlisted(before)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            cause = DriftCause.REGISTER if key[1] in unlisted else None
            was, now = (_told(each.get(key)) for each in (old, new))
            yield FigureChange(*key, was, now, cause)


def _unlisted(before: FrozenPeriod) -> frozenset[str]:
    """Figures of registers that were frozen without a list: some never have one, others had none formerly."""
    measured = {f.indicator for f in before.figures if f.denominator and f.numerator is not None}
    listed = {each.indicator for each in before.lists}
    return frozenset((measured - listed - OF_DOSSIERS) | NEVER_LISTED)


def _told(figure: FrozenFigure | None) -> str:
    if figure is None:
        return "không có"
    goal = (figure.percent and f"{figure.percent} %") or (figure.count or "")
    return f"{figure.ratio} (chỉ tiêu {goal})" if goal else figure.ratio


def _items(
    before: FrozenPeriod, after: FrozenPeriod, corrected: Collection[str]
) -> Iterator[ItemChange]:
    old, new = ({each.key: each for each in side.lists} for side in (before, after))
    unlisted, corrected = _unlisted(before), {*corrected, *_turned(before, after, corrected)}
    for key in sorted(old.keys() | new.keys()):
        unit, indicator, side, reason = key
        if indicator in unlisted:
            continue
        was, now = (set(e[key].items) if key in e else set() for e in (old, new))
        for item in sorted(was ^ now):
            cause = _cause(indicator, item, corrected)
            yield ItemChange(unit, indicator, ListSide(side), reason, item, item in now, cause)


def _turned(
    before: FrozenPeriod, after: FrozenPeriod, corrected: Collection[str]
) -> Iterator[str]:
    """Registers that were empty and are not, or the other way: one later entry explains every line of theirs."""
    old, new = ({each.indicator for each in side.lists} for side in (before, after))
    told = {item.partition(":")[0] for item in corrected if ":" in item}
    yield from (old ^ new) & told


def _cause(indicator: str, item: str, corrected: Collection[str]) -> DriftCause:
    if indicator in corrected:
        return DriftCause.CORRECTED
    if item in corrected or f"{indicator}:{item}" in corrected:
        return DriftCause.CORRECTED
    return DriftCause.REGISTER if indicator in UNDATED else DriftCause.UNEXPLAINED


def _other(before: FrozenPeriod, after: FrozenPeriod) -> Iterator[str]:
    """What else is not the same: the plan, the readings, the days."""
    for name in ("plan", "plan_version", "first", "last", "simulated"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield f"{name}: {was} → {now}"
    for name, was in sorted(before.readings.items()):
        if after.readings.get(name) != was:
            yield f"{name}: {was} → {after.readings.get(name)}"
