"""How good the data behind the figures are (chất lượng dữ liệu): each weakness with how many of how many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tram.core.calendar import DAY, days_between
from tram.core.errors import Refused
from tram.directory.queries import working_calendar
from tram.programme.queries import spans
from tram.programme.queries.plan import goals
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import rows

PATIENCE = timedelta(days=7)
"""After how long a dossier taken in by the post and not handed over is a weakness."""

_COUNTS = """
SELECT count(*) FILTER (WHERE registered),
  count(*) FILTER (WHERE registered AND channel NOT IN (1, 2, 3)),
  count(*) FILTER (WHERE received),
  count(*) FILTER (WHERE received AND NOT EXISTS (SELECT FROM dossiers_dossierfile s
    WHERE s.dossier_id = f.dossier_id AND s.retired_at IS NULL)),
  count(*) FILTER (WHERE greatest(registered_at, received_on, released_at, returned_on) > tram_now()),
  count(*) FILTER (WHERE received_on < registered_at OR returned_on < received_on OR returned_on < released_at),
  count(*) FILTER (WHERE registered AND channel = 3 AND state <> 'voided'
    AND (received_on IS NULL OR received_on >= %(until)s) AND registered_at < %(late)s),
  count(*) FILTER (WHERE grade <> 'system'),
  count(*) FILTER (WHERE simulated), count(*)
FROM (SELECT *, registered_at >= %(since)s AND registered_at < %(until)s AS registered,
    received_on >= %(since)s AND received_on < %(until)s AS received,
    returned_on >= %(since)s AND returned_on < %(until)s AS returned
  FROM alive WHERE %(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s)) f
WHERE registered OR received OR returned OR registered_at > tram_now()
"""
_DAYS = """
SELECT DISTINCT (registered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM alive
WHERE registered_at >= %(since)s AND registered_at < %(until)s
  AND (%(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s))
"""


@dataclass(frozen=True)
class Weak:
    """One weakness: how many, and of how many in words."""

    label: str
    count: int
    note: str


@dataclass(frozen=True)
class Quality:
    """Every weakness that is looked for, also those that are not there."""

    rows: tuple[Weak, ...]


def quality_of_data(year: int, as_of: date, units: Iterable[int] | None = None) -> Quality:
    """The weaknesses of a year's data up to a day, of these units or of all."""
    span = spans.until(goals(year, as_of).period, as_of)
    words = {
        **span.words,
        "units": None if units is None else list(units),
        "late": span.until - PATIENCE,
    }
    whole, *counts = rows(_COUNTS, words)[0]
    channel, received, scan, future, order, waiting, grade, simulated, every = counts
    of_registered = _("trên {} hồ sơ đăng ký").format(whole)
    of_every = _("trên {} hồ sơ có việc trong năm").format(every)
    days = {row[0] for row in rows(_DAYS, words)}
    return Quality(
        (
            Weak(_("Hồ sơ thiếu kênh thực hiện"), channel, of_registered),
            Weak(
                _("Hồ sơ đã tiếp nhận mà chưa có bản quét"),
                scan,
                _("trên {} hồ sơ đã tiếp nhận").format(received),
            ),
            Weak(_("Hồ sơ có thời điểm ở tương lai"), future, of_every),
            Weak(_("Hồ sơ có thời điểm ngược thứ tự"), order, of_every),
            Weak(_("Bưu điện nhận quá 7 ngày mà chưa bàn giao cơ quan"), waiting, of_registered),
            Weak(_("Hồ sơ có chứng cứ nhập sau từ giấy"), grade, of_every),
            Weak(_("Hồ sơ mô phỏng"), simulated, of_every),
            _silent(span, days),
        )
    )


def _silent(span: Span, days: set[date]) -> Weak:
    """Working days of the national calendar on which no dossier was registered."""
    label = _("Ngày làm việc không có hồ sơ nào")
    calendar = working_calendar()
    try:
        every = [d for d in days_between(span.first, span.last + DAY) if calendar.is_working(d)]
    except Refused as reason:
        return Weak(label, 0, reason.message)
    empty = sum(day not in days for day in every)
    return Weak(label, empty, _("trên {} ngày làm việc").format(len(every)))
