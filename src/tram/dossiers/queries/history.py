"""What the side rows say beside a dossier's legal events: letters, pauses, and every due time it ever had."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.core import clock
from tram.core.calendar import DAY, WorkingCalendar, days_between, local, local_date
from tram.directory.models import Unit
from tram.directory.queries import working_calendar
from tram.dossiers import models
from tram.dossiers.models import DossierLine, Pause, ResultChannel
from tram.dossiers.queries.letters import LetterRow, letters
from tram.dossiers.rules.deadlines import Derivation, DurationUnit, Limit, PauseKind
from tram.dossiers.rules.states import Action, RefusalReason


@dataclass(frozen=True)
class DueTime:
    """One due time: what set it and when, how it was found, what it replaced."""

    seq: int
    why: Action
    set_at: datetime
    due_at: datetime
    before: datetime | None
    words: str
    in_force: bool


@dataclass(frozen=True)
class Stood:
    """A time in which the legal clock stood still, or still does; `days`: how many working days went by."""

    seq: int
    kind: PauseKind
    since: datetime
    until: datetime | None
    days: int

    @property
    def in_words(self) -> str:
        """From when to when, why, how many working days."""
        since = _moment(self.since)
        if self.until is None:
            return _("Tạm dừng thời hạn từ {}, {}; đến nay {} ngày làm việc.").format(
                since, self.kind.label, self.days
            )
        return _("Tạm dừng thời hạn từ {} đến {}, {}: {} ngày làm việc.").format(
            since, _moment(self.until), self.kind.label, self.days
        )


@dataclass(frozen=True)
class Note:
    """What is told beside one line of the book, and the letter that it brought."""

    words: str
    letter: UUID | None = None


@dataclass(frozen=True)
class History:
    """The letters, pauses and due times of a dossier, and what each line of its book says by them."""

    letters: Sequence[LetterRow]
    pauses: Sequence[Stood]
    due_times: Sequence[DueTime]
    notes: Mapping[int, Note]


def history(dossier_id: UUID, agency_id: int) -> History:
    """Everything that was written, waited for and promised; due times the newest first."""
    lines = {line.seq: line for line in DossierLine.objects.filter(stream_id=dossier_id)}
    written = letters(dossier_id)
    stood = _pauses(dossier_id, working_calendar(agency_id))
    due = _due_times(dossier_id, lines)
    return History(written, stood, due[::-1], _notes(lines, written, stood, due))


def _pauses(dossier_id: UUID, calendar: WorkingCalendar) -> list[Stood]:
    now = clock.now()
    rows = Pause.objects.filter(dossier_id=dossier_id).order_by("line_seq")
    return [
        Stood(
            row.line_seq,
            PauseKind(row.kind),
            row.started_at,
            row.ended_at,
            _waited(row.started_at, row.ended_at or now, calendar),
        )
        for row in rows
    ]


def _waited(since: datetime, until: datetime, calendar: WorkingCalendar) -> int:
    """The day on which it began still counts; the one on which it ended does not."""
    days = days_between(local_date(since) + DAY, local_date(until) + DAY)
    return sum(calendar.is_working(day) for day in days)


def _due_times(dossier_id: UUID, lines: Mapping[int, DossierLine]) -> list[DueTime]:
    rows = list(models.DueTime.objects.filter(dossier_id=dossier_id).order_by("line_seq"))
    return [
        DueTime(
            seq=row.line_seq,
            why=Action(lines[row.line_seq].action),
            set_at=lines[row.line_seq].occurred_at,
            due_at=row.due_at,
            before=rows[place - 1].due_at if place else None,
            words=_words(row),
            in_force=row is rows[-1],
        )
        for place, row in enumerate(rows)
    ]


def _words(row: models.DueTime) -> str:
    # No number: the result comes the same day.
    known = Limit(row.limit_value, DurationUnit(row.limit_unit)) if row.limit_value else None
    limit = str(known) if known else _("trong ngày")
    return f"{limit}, {Derivation.from_json(row.derivation).in_words()}."


def _notes(
    lines: Mapping[int, DossierLine],
    written: Sequence[LetterRow],
    stood: Sequence[Stood],
    due: Sequence[DueTime],
) -> dict[int, Note]:
    told: defaultdict[int, list[str]] = defaultdict(list)
    for seq, words in _coded(lines).items():
        told[seq].append(words)
    for letter in written:
        told[letter.line_seq].append(_("Số {}. {}").format(letter.number, _stopped(letter.reason)))
    for pause in stood:
        told[pause.seq].append(pause.in_words)
    for time in due:
        if time.before is not None:
            told[time.seq].append(
                _("Hạn trả mới {}, trước đó {}.").format(
                    _moment(time.due_at), _moment(time.before)
                )
            )
    brought = {letter.line_seq: letter.id for letter in written}
    return {seq: Note(" ".join(words), brought.get(seq)) for seq, words in told.items()}


def _coded(lines: Mapping[int, DossierLine]) -> dict[int, str]:
    """What the codes of a line's body mean."""
    bodies = {seq: json.loads(bytes(line.body)) for seq, line in lines.items()}
    units = {body["unit"] for body in bodies.values() if "unit" in body}
    names = dict(Unit.objects.filter(id__in=units).values_list("id", "name"))
    told = {
        seq: _code_words(Action(line.action), bodies[seq], names) for seq, line in lines.items()
    }
    return {seq: words for seq, words in told.items() if words}


def _code_words(action: Action, body: Mapping[str, Any], units: Mapping[int, str]) -> str:
    if action in (Action.TRANSFER, Action.FORWARD) and "unit" in body:
        return _("Đơn vị giải quyết: {}.").format(units[body["unit"]])
    if action is Action.REFUSE:
        return _("Lý do: {}.").format(RefusalReason(body["reason"]).label)
    if action is Action.CHOOSE_RETURN:
        return f"{ResultChannel(body['result']).label}."
    return ""


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
