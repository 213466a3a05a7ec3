"""What stands behind each side of a share (danh sách làm căn cứ của mỗi số liệu): dossiers, or procedures, and why not.

Pure. The lists are as long as the figures of `rules.shares` say, and a numerator is part of its denominator (48e).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.readings import OnlineReading, Readings
from tram.programme.rules.shares import Procedures, Sums, scopes
from tram.programme.rules.snapshots import ListSide

_ONLINE = 2


@dataclass(frozen=True)
class FactRow:
    """One dossier as the plan sees it in a period: counted as received or returned in it, or near it and why not."""

    dossier: str
    procedure: int
    channel: int
    received: bool
    returned: bool
    received_by_post: bool
    returned_by_post: bool
    simulated: bool = False
    not_received: str | None = None
    not_returned: str | None = None

    @property
    def sums(self) -> Sums:
        """What it adds to its procedure."""
        return Sums(
            received=int(self.received),
            received_online=int(self.received and self.channel == _ONLINE),
            received_by_post=int(self.received and self.received_by_post),
            returned=int(self.returned),
            returned_by_post=int(self.returned and self.returned_by_post),
        )


@dataclass(frozen=True)
class Side:
    """One list: dossiers by id, or procedures; what is left out has its reason."""

    side: ListSide
    reason: str = ""
    items: frozenset[str] = frozenset()
    procedures: frozenset[int] = frozenset()


def sums_of(rows: Iterable[FactRow]) -> dict[int, Sums]:
    """The sums of each procedure with something received or returned."""
    found: dict[int, Sums] = defaultdict(Sums)
    for row in rows:
        if row.received or row.returned:
            found[row.procedure] += row.sums
    return dict(found)


def behind(
    indicator: Indicator, rows: Sequence[FactRow], own: Procedures, readings: Readings
) -> Iterator[Side]:
    """The lists behind one share of one agency."""
    sums = sums_of(rows)
    if indicator is Indicator.PROCEDURES_WITH_POST:
        yield from _procedures(sums, own, readings)
        return
    came, went = scopes(sums, own, readings)
    if indicator is Indicator.RECEIVED_BY_POST:
        yield from _received(rows, came, readings)
    else:
        yield from _returned(rows, went)


def _procedures(sums: dict[int, Sums], own: Procedures, readings: Readings) -> Iterator[Side]:
    active = frozenset(each for each, found in sums.items() if found.by_post)
    deployed = own.deployed(readings)
    yield Side(ListSide.NUMERATOR, procedures=active & deployed)
    yield Side(ListSide.DENOMINATOR, procedures=deployed)
    yield Side(ListSide.EXCLUDED, Exclusion.NOT_DEPLOYED.value, procedures=active - deployed)


def _received(
    rows: Sequence[FactRow], scope: frozenset[int], readings: Readings
) -> Iterator[Side]:
    drops = readings.online is OnlineReading.NOT_COUNTED
    counted: list[FactRow] = []
    out: dict[str, list[FactRow]] = defaultdict(list)
    for row in rows:
        if not row.received:
            out[row.not_received or ""].append(row)
        elif row.procedure not in scope:
            out[Exclusion.PROCEDURE_NOT_COUNTED.value].append(row)
        elif drops and row.channel == _ONLINE:
            out[Exclusion.ONLINE_NOT_COUNTED.value].append(row)
        else:
            counted.append(row)
    yield Side(ListSide.NUMERATOR, items=_ids(row for row in counted if row.received_by_post))
    yield Side(ListSide.DENOMINATOR, items=_ids(counted))
    yield from _excluded(out)


def _returned(rows: Sequence[FactRow], scope: frozenset[int]) -> Iterator[Side]:
    counted: list[FactRow] = []
    out: dict[str, list[FactRow]] = defaultdict(list)
    for row in rows:
        if not row.returned:
            out[row.not_returned or ""].append(row)
        elif row.procedure not in scope:
            out[Exclusion.PROCEDURE_NOT_COUNTED.value].append(row)
        else:
            counted.append(row)
    yield Side(ListSide.NUMERATOR, items=_ids(row for row in counted if row.returned_by_post))
    yield Side(ListSide.DENOMINATOR, items=_ids(counted))
    yield from _excluded(out)


def _excluded(out: dict[str, list[FactRow]]) -> Iterator[Side]:
    """By reason; a dossier without one is not near this figure."""
    for reason, rows in sorted(out.items()):
        if reason:
            yield Side(ListSide.EXCLUDED, reason, items=_ids(rows))


def _ids(rows: Iterable[FactRow]) -> frozenset[str]:
    return frozenset(row.dossier for row in rows)
