"""Figures of the post's quality (chất lượng bưu chính), in integers only, each a part of a whole.

TT 17/2017/TT-BTTTT Điều 6: safety and total time; design.md: what has no data says "chưa đo", never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tram.core.choices import Choice

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Share:
    """A part of a whole, kept as both counts."""

    part: int
    whole: int

    @property
    def measured(self) -> bool:
        """Whether there is anything to measure."""
        return self.whole > 0

    @property
    def permille(self) -> int | None:
        """In thousandths, rounded down, so that nothing below a target looks like it; None if nothing was measured."""
        return self.part * 1000 // self.whole if self.whole else None

    @property
    def words(self) -> str:
        """98,7 %, or that it was not measured."""
        if self.permille is None:
            return "chưa đo"
        whole, tenth = divmod(self.permille, 10)
        return f"{whole},{tenth} %" if tenth else f"{whole} %"

    def reaches(self, percent: int) -> bool | None:
        """Whether the share is at least a target; None if nothing was measured."""
        return self.part * 100 >= self.whole * percent if self.whole else None


def on_time(in_time: int, late: int, overdue_open: int) -> Share:
    """What ended on time, of all that ended and all that is still open although it is overdue (54a)."""
    return Share(in_time, in_time + late + overdue_open)


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The value that so many per cent do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    return sorted(values)[max(-(-percent * len(values) // 100), 1) - 1]


class TimeOf(Choice):
    """TimeOf time a stretch of a dossier's life was (thời gian của ai)."""

    AGENCY = "agency", "Cơ quan"
    POST = "post", "Bưu chính"
    CITIZEN = "citizen", "Công dân"


@dataclass(frozen=True)
class Apart:
    """A dossier's life in whole minutes, told apart; the three parts are the whole."""

    agency: int
    post: int
    citizen: int

    @property
    def whole(self) -> int:
        """All of it."""
        return self.agency + self.post + self.citizen

    @property
    def in_words(self) -> str:
        """Each part with its name."""
        return ", ".join(f"{each.label.lower()} {span_words(self.of(each))}" for each in TimeOf)

    def of(self, whose: TimeOf) -> int:
        """One part."""
        return {
            TimeOf.AGENCY: self.agency,
            TimeOf.POST: self.post,
            TimeOf.CITIZEN: self.citizen,
        }[whose]


def span_words(minutes: int) -> str:
    """A span of the calendar in days and hours, under an hour in minutes."""
    days, rest = divmod(minutes, 24 * 60)
    hours = rest // 60
    if days:
        return f"{days} ngày {hours} giờ" if hours else f"{days} ngày"
    return f"{hours} giờ" if hours else f"{rest} phút"


def told_apart(
    start: datetime, end: datetime, post: Iterable[Span], citizen: Iterable[Span]
) -> Apart:
    """The minutes from start to end: the citizen's where they were waited for, else the post's, else the agency's.

    The post's are those in which it had the papers or the result. Seconds fall away at every border alike.
    """
    whole = _minutes(start, end)
    citizens = _within(whole, [_minutes(*span) for span in citizen])
    posts = _within(whole, [_minutes(*span) for span in post])
    borders = sorted({*whole, *(edge for span in (*citizens, *posts) for edge in span)})
    found = dict.fromkeys(TimeOf, 0)
    for first, last in pairwise(borders):
        whose = TimeOf.AGENCY
        if _covered(first, citizens):
            whose = TimeOf.CITIZEN
        elif _covered(first, posts):
            whose = TimeOf.POST
        found[whose] += last - first
    return Apart(found[TimeOf.AGENCY], found[TimeOf.POST], found[TimeOf.CITIZEN])


def _minutes(start: datetime, end: datetime) -> tuple[int, int]:
    first = int(start.timestamp()) // 60
    return first, max(int(end.timestamp()) // 60, first)


def _within(whole: tuple[int, int], spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    cut = ((max(first, whole[0]), min(last, whole[1])) for first, last in spans)
    return [(first, last) for first, last in cut if first < last]


def _covered(minute: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= minute < last for first, last in spans)
