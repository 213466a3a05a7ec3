"""What being late is (trễ hẹn), and of which kind; counts that a unit answers for.

NĐ 61/2018/NĐ-CP Điều 19: an apology comes before the due date, and a dossier is re-appointed once at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tram.core.choices import Choice


class Lapse(Choice):
    """How a promised dossier stands to what was promised (tình trạng trễ hẹn)."""

    IN_TIME = "in-time", "Chưa trễ"
    LATE_AGAIN = "late-again", "Trễ sau khi đã hẹn lại"
    LATE_BARE = "late-bare", "Trễ mà không có phiếu xin lỗi"


@dataclass(frozen=True)
class Late:
    """A dossier with the due time last promised, when it ended (None = open), and whether an apology was signed."""

    id: UUID
    number: str
    unit_id: int
    due_at: datetime
    done_at: datetime | None
    apologised: bool

    def lapse(self, now: datetime) -> Lapse:
        """In time, or late: after a re-appointment, or without any."""
        if (self.done_at or now) <= self.due_at:
            return Lapse.IN_TIME
        return Lapse.LATE_AGAIN if self.apologised else Lapse.LATE_BARE


@dataclass(frozen=True)
class Tally:
    """A unit's counts, numerators and denominators: open now, and ended in the month."""

    open: int = 0
    overdue: int = 0
    ended: int = 0
    ended_late: int = 0
    late_again: int = 0
    late_bare: int = 0

    @property
    def late(self) -> int:
        """All that is late, open or ended: what `late_again` and `late_bare` are parts of."""
        return self.overdue + self.ended_late


def tally(found: Iterable[Late], now: datetime) -> Tally:
    """Count the dossiers of one unit; every late one is of exactly one kind."""
    rows = [(each.done_at is None, each.lapse(now)) for each in found]
    late = [(is_open, how) for is_open, how in rows if how is not Lapse.IN_TIME]
    return Tally(
        open=sum(1 for is_open, _how in rows if is_open),
        overdue=sum(1 for is_open, _how in late if is_open),
        ended=sum(1 for is_open, _how in rows if not is_open),
        ended_late=sum(1 for is_open, _how in late if not is_open),
        late_again=sum(1 for _open, how in late if how is Lapse.LATE_AGAIN),
        late_bare=sum(1 for _open, how in late if how is Lapse.LATE_BARE),
    )
