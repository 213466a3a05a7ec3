"""What was done on paper and entered later: for the manager to look through, and beside the hand-over it belongs to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right
from tram.core import clock
from tram.core.acts import Actor, Grade
from tram.core.calendar import local_date
from tram.directory.queries import parameter
from tram.dossiers.queries.reach import below, held

DAYS = "postal_limits.incidents.later_entry_days"
SHOWN = 100
STEPS = {
    "custody.take_in": "Nhận hồ sơ",
    "custody.offer": "Lập bảng kê giao",
    "custody.sign_handover": "Ký nhận bảng kê",
    "custody.submit": "Nhận hồ sơ tại một cửa",
    "custody.accept": "Tiếp nhận hồ sơ",
    "dossiers.accept": "Tiếp nhận hồ sơ",
    "custody.record_result": "Ghi kết quả giải quyết",
    "custody.record_result_at_once": "Ghi kết quả giải quyết",
    "custody.deliver": "Phát kết quả",
    "custody.deliver_papers": "Trả giấy tờ",
    "custody.record_attempt": "Ghi lần phát không thành",
    "custody.report": "Báo sự cố",
    "custody.take_inventory": "Lập biên bản kiểm kê",
}
ENTRIES = """
SELECT e.request_id, q.command, e.paper, e.grade, coalesce(p.full_name, ''), coalesce(u.name, ''),
  e.occurred_at, e.recorded_at
FROM core_laterentry e JOIN core_request q ON q.id = e.request_id
LEFT JOIN accounts_user p ON p.id = e.actor_id LEFT JOIN directory_unit u ON u.id = e.place_id
WHERE e.place_id = ANY(%(units)s) OR EXISTS (SELECT FROM directory_appointment a
  WHERE a.user_id = e.actor_id AND a.unit_id = ANY(%(units)s) AND daterange(a.valid_from, a.valid_to, '[]')
    @> (e.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
ORDER BY e.recorded_at DESC, e.request_id LIMIT %(most)s
"""


@dataclass(frozen=True)
class LaterRow:
    """One act of a paper; `late` says that it was entered later than the province allows."""

    step: str
    paper: str
    grade: str
    who: str
    where: str
    occurred_at: datetime
    recorded_at: datetime
    late: bool


def later_entries(actor: Actor) -> list[LaterRow]:
    """The newest entries of the offices that a manager watches, and of the people there."""
    units = below(held(actor, Right.HANDLE_INCIDENT))
    allowed = timedelta(days=int(parameter(DAYS, local_date(clock.now()))))
    words: dict[str, Any] = {"units": list(units), "most": SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, words)
        return [_row(row[1:], allowed) for row in cursor.fetchall()]


def _row(row: tuple[Any, ...], allowed: timedelta) -> LaterRow:
    command, paper, grade, who, where, occurred_at, recorded_at = row
    return LaterRow(
        step=STEPS.get(command, "Việc khác"),
        paper=paper,
        grade=Grade(grade).label,
        who=who,
        where=where,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        late=recorded_at - occurred_at > allowed,
    )


@dataclass(frozen=True)
class Graded:
    """How a hand-over is proved when it was not done in the system: the grade and the papers' numbers."""

    grade: str
    papers: str


OF_MANIFEST = """
SELECT m.grade, (SELECT string_agg(DISTINCT e.paper, ', ') FROM core_laterentry e
  WHERE e.request_id IN (SELECT l.request_id FROM custody_line l WHERE l.manifest = m.id))
FROM custody_manifest m WHERE m.id = %s AND m.grade <> 'system'
"""


def grade_of_manifest(manifest_id: UUID) -> Graded | None:
    """The grade of a hand-over done on paper; None for one done in the system."""
    with connection.cursor() as cursor:
        cursor.execute(OF_MANIFEST, [manifest_id])
        row = cursor.fetchone()
    return Graded(Grade(row[0]).label, row[1] or "") if row else None
