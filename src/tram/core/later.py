"""Later entry (nhập sau từ giấy): what was done on paper while the line was down, entered with its real time.

An act has a grade. The system's own needs no time; a clock that is wrong by more than ten minutes is refused, for a
device must not date what it does. A paper's act brings its real time and the paper's number: not in the future, and
not before what it follows (domain requirement 60). Such an act leaves one row in the log of later entries.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tram.core import prepared
from tram.core.acts import Act, Grade
from tram.core.calendar import local, local_date, vn_date
from tram.core.errors import Refused

SKEW = timedelta(minutes=10)
"""How far a device's clock may be from ours (reliability T3)."""

KEEP = (
    "INSERT INTO core_laterentry (request_id, grade, paper, actor_id, place_id, occurred_at, recorded_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def begin(act: Act) -> None:
    """Ask an act's time and grade when it begins; keep a row of one that was done on paper."""
    if act.grade is Grade.SYSTEM:
        _require_clock(act)
        return
    if act.occurred_at is None:
        raise Refused("no-real-time", _("Hãy nhập ngày, giờ thật đã ghi trên giấy."))
    if not act.paper.strip():
        raise Refused("no-paper-number", _("Hãy nhập số của giấy đã ký hoặc đã ghi tay."))
    if act.occurred_at > act.recorded:
        message = _("Giờ ghi trên giấy ({}) sau giờ hiện tại ({}). Hãy kiểm tra lại ngày, giờ.")
        raise Refused("in-future", message.format(told(act.occurred_at), told(act.recorded)))
    prepared.run(
        KEEP,
        [
            act.request_id,
            act.grade.value,
            act.paper.strip(),
            act.actor.user_id,
            act.place_id,
            act.occurred_at,
            act.recorded,
        ],
    )


def _require_clock(act: Act) -> None:
    if act.occurred_at is None or abs(act.occurred_at - act.recorded) <= SKEW:
        return
    message = _(
        "Đồng hồ của máy này ({}) lệch với máy chủ ({}). Hãy chỉnh lại đồng hồ rồi làm lại; việc đã làm "
        "trên giấy thì nhập ở mục «Nhập từ giấy»."
    )
    raise Refused("clock-wrong", message.format(told(act.occurred_at), told(act.recorded)))


def require_after(act: Act, book: str, streams: Sequence[UUID]) -> None:
    """Refuse a paper's act that would stand before the last line of a stream that it goes on."""
    if act.grade is Grade.SYSTEM:
        return
    last = prepared.rows(
        f"SELECT max(occurred_at) FROM {book} WHERE stream = ANY(%s)", [list(set(streams))]
    )
    if last and last[0][0] is not None:
        require_not_before(act, last[0][0])


def require_not_before(act: Act, before: datetime) -> None:
    """Refuse a paper's act earlier than the step it follows, naming both times (60d)."""
    if act.grade is Grade.SYSTEM or act.at >= before:
        return
    message = _("Giờ ghi trên giấy ({}) trước bước liền trước ({}). Hãy kiểm tra lại ngày, giờ.")
    raise Refused("before-last-step", message.format(told(act.at), told(before)))


def told(moment: datetime) -> str:
    """A moment as people write it."""
    return f"{local(moment):%H:%M} {vn_date(local_date(moment))}"
