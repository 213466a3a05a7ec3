"""Alarms of items that are silent too long: raised once for a leg, told higher up, answered, closed by themselves.

The worker asks for `watch_all` every five minutes, `tram watch` whenever somebody wishes. Reliability C5: nothing is
nowhere.
"""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Role
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import LegAlarm
from tram.custody.queries.postal_terms import PostalTerms, postal_terms
from tram.custody.queries.silence import SilentItem, alarms, silent_items
from tram.custody.rules.alarms import AlarmAnswer, silent_until

BATCH, AT_MOST = 200, 20_000
SYSTEM = Actor(None, "Trạm")
CLOSE = """
UPDATE custody_legalarm g SET closed_at = l.recorded_at
FROM custody_item i, custody_line l
WHERE g.closed_at IS NULL AND i.id = g.item_id AND i.seq > g.seq AND l.stream = i.id AND l.seq = g.seq + 1
"""


def watch_all() -> dict[str, int]:
    """Close what moved, raise what is silent, tell the standing agency what still is; how many of each."""
    closed = note_moves(Act(request_id=uuid4(), actor=SYSTEM))["closed"]
    terms, now = postal_terms(), clock.now()
    raised = 0
    silent = silent_items(now, _least(terms), AT_MOST)
    for start in range(0, len(silent), BATCH):
        items = silent[start : start + BATCH]
        raised += raise_alarms(Act(request_id=uuid4(), actor=SYSTEM), items=items)["raised"]
    escalated = escalate(Act(request_id=uuid4(), actor=SYSTEM))["escalated"]
    return {"closed": closed, "raised": raised, "escalated": escalated}


def _least(terms: PostalTerms) -> int:
    """No leg may be silent shorter than this: what is younger need not be looked at."""
    named = (
        value
        for code, rows in terms.rows.items()
        if code.startswith("silence.")
        for *_, value in rows
    )
    return min((value["first_hours"] for value in named), default=1)


@command
def note_moves(act: Act) -> dict[str, Any]:
    """An alarm is over when its item has moved."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
        return {"closed": cursor.rowcount}


@command
def raise_alarms(act: Act, *, items: list[SilentItem]) -> dict[str, Any]:
    """Tell those who lead where these items are, each once for its leg; a leg without a limit is never told."""
    terms = postal_terms()
    rows = [row for item in items if (row := _alarm(act, item, terms))]
    before = LegAlarm.objects.count()
    LegAlarm.objects.bulk_create(rows, ignore_conflicts=True)
    return {"raised": LegAlarm.objects.count() - before}


def _alarm(act: Act, item: SilentItem, terms: PostalTerms) -> LegAlarm | None:
    day = local_date(item.since)
    limit = terms.silence(item.leg, day)
    if limit is None or silent_until(item.since, limit.first_hours, _days(item, terms)) > act.at:
        return None
    return LegAlarm(
        item_id=item.item_id,
        seq=item.seq,
        leg=item.leg,
        unit_id=item.unit_id,
        role=Role.POST_MANAGER if item.with_post else Role.LEADER,
        silent_since=item.since,
        first_hours=limit.first_hours,
        second_hours=limit.second_hours,
        raised_at=act.at,
    )


def _days(item: SilentItem, terms: PostalTerms) -> Any:
    """The working days of whoever has it: the post's, or the office's own."""
    if item.with_post:
        return terms.calendar(local_date(item.since))
    return terms.times.calendar(item.unit_id)


@command
def escalate(act: Act) -> dict[str, Any]:
    """Tell the standing agency of alarms whose second limit has passed, answered or not: the item still lies there."""
    terms = postal_terms()
    waiting = LegAlarm.objects.select_for_update().filter(closed_at=None, escalated_at=None)
    due = []
    for alarm in waiting.order_by("id"):
        with_post = alarm.role == Role.POST_MANAGER
        day = local_date(alarm.silent_since)
        days = terms.calendar(day) if with_post else terms.times.calendar(alarm.unit_id)
        if silent_until(alarm.silent_since, alarm.second_hours, days) <= act.at:
            due.append(alarm.id)
    LegAlarm.objects.filter(id__in=due).update(escalated_at=act.at)
    return {"escalated": len(due)}


@command
def answer_alarm(act: Act, *, alarm_id: int, answer: AlarmAnswer) -> dict[str, Any]:
    """Whoever was told says what was found; one answer to one alarm."""
    alarm = LegAlarm.objects.select_for_update().filter(id=alarm_id).first()
    shown = next(iter(alarms(act.actor, only=alarm_id)), None)
    if alarm is None or shown is None:
        raise Refused(
            "no-alarm",
            _(
                "Không có cảnh báo này cho bạn, hoặc bưu gửi vừa được chuyển đi. Hãy tải lại trang."
            ),
        )
    if alarm.answer:
        raise Refused(
            "answered",
            _("{name} đã trả lời cảnh báo này: «{answer}».").format(
                name=shown.answered_by, answer=shown.answer_label
            ),
        )
    LegAlarm.objects.filter(id=alarm_id).update(
        answer=answer, answered_at=act.at, answered_by_id=act.actor.id
    )
    return {"alarm": alarm_id}
