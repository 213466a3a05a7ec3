"""When the legal clock stands still (tạm dừng tính thời hạn): the person completes papers, pays, or the law says stop.

NĐ 61/2018/NĐ-CP Điều 17, 19: the time already used counts, the time waited does not. Pauses of one dossier
never overlap; one may begin in the minute in which another ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from tram.core.calendar import local
from tram.core.choices import Choice
from tram.core.errors import Refused

_MIDNIGHT = 24 * 60


class PauseKind(Choice):
    """What the clock waits for (lý do tạm dừng thời hạn); the label is how a derivation says it."""

    SUPPLEMENT = "supplement", "chờ bổ sung"
    PAYMENT = "payment", "chờ nghĩa vụ tài chính"
    STOP = "stop", "dừng giải quyết"


@dataclass(frozen=True)
class Pause:
    """The clock stood still from one moment to another."""

    started_at: datetime
    ended_at: datetime
    kind: PauseKind

    def __post_init__(self) -> None:
        if self.ended_at < self.started_at:
            raise Refused(
                "bad-pause",
                f"Lần {self.kind.label} từ {_moment(self.started_at)} lại kết thúc trước đó, lúc "
                f"{_moment(self.ended_at)}: hãy kiểm tra lại hai thời điểm.",
            )

    @property
    def first(self) -> date:
        """The Vietnamese day on which it began: that day is still counted."""
        return local(self.started_at).date()

    @property
    def last(self) -> date:
        """The Vietnamese day on which it ended: the last day that is not counted."""
        return local(self.ended_at).date()

    def holds(self, day: date) -> bool:
        """Whether a limit in days leaves this day out."""
        return self.first < day <= self.last

    def minutes_of(self, day: date) -> tuple[int, int]:
        """From which to which minute of a day the clock stood still; empty if the first is not smaller."""
        since = 0 if self.first < day else _minute(self.started_at)
        until = _MIDNIGHT if self.last > day else _minute(self.ended_at)
        return (since, until) if self.first <= day <= self.last else (0, 0)


def in_order(pauses: Iterable[Pause], start: datetime) -> tuple[Pause, ...]:
    """The pauses of a clock that began at `start`, the earliest first, without what lies before it.

    Two that overlap are refused: the same day would be waited for twice.
    """
    found = sorted(pauses, key=lambda pause: (pause.started_at, pause.ended_at))
    for one, next_one in pairwise(found):
        if next_one.started_at < one.ended_at:
            raise Refused(
                "pauses-overlap",
                f"Lần {next_one.kind.label} từ {_moment(next_one.started_at)} trùng với lần "
                f"{one.kind.label} đến {_moment(one.ended_at)}: hãy kết thúc lần trước đã.",
            )
    return tuple(
        replace(pause, started_at=max(pause.started_at, start))
        for pause in found
        if pause.ended_at > start
    )


def _minute(at: datetime) -> int:
    moment = local(at)
    return moment.hour * 60 + moment.minute


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
