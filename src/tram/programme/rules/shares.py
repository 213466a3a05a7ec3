"""The shares of one agency in one period, from what each of its procedures received and returned.

Pure: sums and sets of procedures come in, numerators and denominators with what is left out come out. A numerator is
always part of its denominator. Legal basis: domain requirements 47a, 47c, 48a, 48b, 48e.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter

from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.readings import (
    DeployedReading,
    DossierDenominator,
    OnlineReading,
    Readings,
)


@dataclass(frozen=True)
class Sums:
    """What was received and returned, in all and by post."""

    received: int = 0
    received_online: int = 0
    received_by_post: int = 0
    returned: int = 0
    returned_by_post: int = 0
    simulated: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def by_post(self) -> int:
        """How often the post carried a dossier or its result."""
        return self.received_by_post + self.returned_by_post


_COLUMNS = attrgetter(*(f.name for f in fields(Sums)))


@dataclass(frozen=True)
class Procedures:
    """The procedures of one agency by their ids: all in force, and those open to the post in and out."""

    in_force: frozenset[int] = frozenset()
    inward: frozenset[int] = frozenset()
    outward: frozenset[int] = frozenset()

    def deployed(self, readings: Readings) -> frozenset[int]:
        """Those that count as deployed."""
        if readings.deployed is DeployedReading.LISTED:
            return self.inward | self.outward
        return self.in_force


@dataclass(frozen=True)
class Part:
    """A numerator of a denominator, and how many dossiers or procedures are left out, by reason."""

    numerator: int
    denominator: int
    excluded: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Part") -> "Part":
        codes = [*self.excluded, *(code for code in other.excluded if code not in self.excluded)]
        return Part(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            {code: self.excluded.get(code, 0) + other.excluded.get(code, 0) for code in codes},
        )


ByProcedure = Mapping[int, Sums]


def scopes(
    sums: ByProcedure, own: Procedures, readings: Readings
) -> tuple[frozenset[int], frozenset[int]]:
    """The procedures whose dossiers are counted, for what came in and for what went back (48b)."""
    match readings.denominator:
        case DossierDenominator.LISTED_PROCEDURES:
            return own.inward, own.outward
        case DossierDenominator.ALL:
            return frozenset(sums), frozenset(sums)
    active = frozenset(each for each, found in sums.items() if found.by_post)
    return active, active


def shares(sums: ByProcedure, own: Procedures, readings: Readings) -> dict[Indicator, Part]:
    """The three shares and the volume of one agency."""
    came, went = scopes(sums, own, readings)
    return {
        Indicator.PROCEDURES_WITH_POST: with_post(sums, own.deployed(readings)),
        Indicator.RECEIVED_BY_POST: received(sums, came, readings),
        Indicator.RETURNED_BY_POST: returned(sums, went),
        Indicator.VOLUME: _volume(sums.values()),
    }


def with_post(sums: ByProcedure, deployed: frozenset[int]) -> Part:
    """Deployed procedures with a dossier in or out by post, of all deployed (48a)."""
    active = {each for each, found in sums.items() if found.by_post}
    return Part(
        len(active & deployed),
        len(deployed),
        _left_out({Exclusion.NOT_DEPLOYED: len(active - deployed)}),
    )


def received(sums: ByProcedure, scope: frozenset[int], readings: Readings) -> Part:
    """Dossiers received by post, of all received (47a)."""
    inside = _sum(found for each, found in sums.items() if each in scope)
    outside = _sum(found for each, found in sums.items() if each not in scope)
    online = 0 if readings.online is OnlineReading.COUNTED else inside.received_online
    return Part(
        inside.received_by_post,
        inside.received - online,
        _left_out(
            {
                Exclusion.PROCEDURE_NOT_COUNTED: outside.received,
                Exclusion.ONLINE_NOT_COUNTED: online,
            }
        ),
    )


def returned(sums: ByProcedure, scope: frozenset[int]) -> Part:
    """Results returned by post, of all returned (47c)."""
    inside = _sum(found for each, found in sums.items() if each in scope)
    outside = _sum(found for each, found in sums.items() if each not in scope)
    return Part(
        inside.returned_by_post,
        inside.returned,
        _left_out({Exclusion.PROCEDURE_NOT_COUNTED: outside.returned}),
    )


def _volume(sums: Iterable[Sums]) -> Part:
    whole = _sum(sums)
    return Part(whole.by_post, whole.received + whole.returned)


def _sum(found: Iterable[Sums]) -> Sums:
    """Column by column: a board adds thousands of them."""
    return Sums(*map(sum, zip(*map(_COLUMNS, found), strict=True)))


def _left_out(counts: Mapping[Exclusion, int]) -> dict[str, int]:
    return {code.value: count for code, count in counts.items() if count}
