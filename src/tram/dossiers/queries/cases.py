"""What a unit has to settle (hồ sơ cần giải quyết): by urgency, with who has each, and what waits for the citizen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tram.core.choices import Choice
from tram.directory.queries import unit_name
from tram.dossiers.models import Dossier, Pause, WorkStep
from tram.dossiers.queries import work
from tram.dossiers.queries.keyset import PAGE
from tram.dossiers.queries.queues import Clockwork, Row, clockwork, listed
from tram.dossiers.queries.rounds import NextStage, next_stage
from tram.dossiers.queries.work import WorkRow
from tram.dossiers.rules.deadlines import PauseKind
from tram.dossiers.rules.graphs import can
from tram.dossiers.rules.queue import Urgency
from tram.dossiers.rules.states import PAUSED, Action, State

# A unit with more open dossiers than this sees the most pressing ones.
OPEN_AT_MOST = 1000
WAITING = "waiting"
"""The name of the group of those that wait for the citizen, beside the urgencies."""


class Whose(Choice):
    """Whose dossiers of a unit are listed (hồ sơ của ai)."""

    UNIT = "unit", "Của đơn vị"
    MINE = "mine", "Của tôi"
    NOBODY = "nobody", "Chưa phân công"


@dataclass(frozen=True)
class CaseRow(Row):
    """A dossier of the queue: who has it and for what, or what it waits for and since when."""

    work: WorkRow | None = None
    waits_for: str = ""
    waits_since: datetime | None = None


@dataclass(frozen=True)
class Group:
    """The open dossiers of one urgency, or (None) those that wait: how many, and one page of them."""

    urgency: Urgency | None
    count: int
    rows: tuple[CaseRow, ...]
    previous: int | None
    next: int | None

    @property
    def name(self) -> str:
        """How an address calls it."""
        return self.urgency.value if self.urgency else WAITING


@dataclass(frozen=True)
class CaseQueue:
    """A unit's open dossiers in their groups, how many are whose, and how many are on their way to it."""

    groups: tuple[Group, ...]
    waiting: Group
    counts: dict[Whose, int]
    coming: int
    at: datetime
    cut_short: bool


@dataclass(frozen=True)
class _Open:
    """An open dossier as the queue sorts it; `holder` is the person who works on it."""

    id: UUID
    state: State
    holder: int | None
    urgency: Urgency | None


def case_queue(
    unit_ids: frozenset[int],
    *,
    me: int | None = None,
    whose: Whose = Whose.UNIT,
    only: str = "",
    page: int = 1,
) -> CaseQueue:
    """What these units work on; `only` asks for one group (an urgency, or `waiting`) from its page `page` on."""
    works = clockwork()
    every = list(_open(unit_ids, works))
    shown = [each for each in every if _is(each, whose, me)]
    wanted = [kind for kind in Urgency if only in ("", kind)]
    return CaseQueue(
        groups=tuple(_group(kind, shown, page) for kind in wanted),
        waiting=_group(None, shown if only in ("", WAITING) else [], page),
        counts={kind: sum(_is(each, kind, me) for each in every) for kind in Whose},
        coming=Dossier.objects.filter(agency_id__in=unit_ids, state=State.ACCEPTED).count(),
        at=works.now,
        cut_short=len(every) > OPEN_AT_MOST,
    )


def _open(unit_ids: frozenset[int], works: Clockwork) -> Iterable[_Open]:
    """The dossiers that these units work on, or would if nothing were waited for, the first due first."""
    holder = WorkStep.objects.filter(dossier=OuterRef("pk"), ended_at=None)
    found = _held(unit_ids).filter(state__in={State.PROCESSING, *PAUSED})
    rows = found.annotate(holder=Subquery(holder.values("assignee_id")[:1]))
    columns = ("id", "state", "holder", "agency_id", "handover_at", "accepted_at", "due_at")
    for ident, state, person, agency, handed, accepted, due_at in rows.order_by(
        "due_at", "id"
    ).values_list(*columns)[: OPEN_AT_MOST + 1]:
        standing = works.standing(handed or accepted, due_at, agency)
        waits = State(state) in PAUSED
        urgency = standing.urgency if standing else Urgency.IN_TIME
        yield _Open(ident, State(state), person, None if waits else urgency)


def _held(unit_ids: frozenset[int]) -> QuerySet[Dossier]:
    """Dossiers in the hands of these units: of several agencies only the one that works on it now."""
    now_or_soon = Q(handling_id__in=unit_ids) | Q(handling=None, agency_id__in=unit_ids)
    return Dossier.objects.filter(now_or_soon)


def _is(each: _Open, whose: Whose, me: int | None) -> bool:
    if whose is Whose.UNIT:
        return True
    return each.holder == me if whose is Whose.MINE else each.holder is None


def _group(urgency: Urgency | None, shown: Sequence[_Open], page: int) -> Group:
    ids = [each.id for each in shown if each.urgency is urgency]
    start = (page - 1) * PAGE
    return Group(
        urgency=urgency,
        count=len(ids),
        rows=tuple(_rows(ids[start : start + PAGE])),
        previous=page - 1 if start else None,
        next=page + 1 if len(ids) > start + PAGE else None,
    )


def _rows(ids: Sequence[UUID]) -> Iterable[CaseRow]:
    steps = WorkStep.objects.filter(dossier_id__in=ids, ended_at=None)
    open_steps = list(steps.select_related("unit", "assignee", "by", "dossier"))
    at_work = dict(
        zip([step.dossier_id for step in open_steps], work.told(open_steps), strict=True)
    )
    waits = {
        pause.dossier_id: pause
        for pause in Pause.objects.filter(dossier_id__in=ids, ended_at=None)
    }
    for row in listed(ids):
        pause = waits.get(row.id)
        yield CaseRow(
            **vars(row),
            work=at_work.get(row.id),
            waits_for=PauseKind(pause.kind).label if pause else "",
            waits_since=pause.started_at if pause else None,
        )


@dataclass(frozen=True)
class Held:
    """Who has a dossier now, which acts its graph allows, and which agency comes next."""

    id: UUID
    graph: str
    state: State
    unit_id: int
    unit: str
    next: NextStage | None
    re_appointed: bool

    def can(self, action: Action) -> bool:
        """Whether the graph has this step from here."""
        return can(self.graph, self.state, action)


def held(dossier_id: UUID) -> Held | None:
    """A dossier as the unit that has it sees it; None if there is none."""
    dossier = Dossier.objects.filter(id=dossier_id).first()
    if dossier is None:
        return None
    unit_id = dossier.handling_id or dossier.agency_id
    lines = dossier.lines.filter(action=Action.REAPPOINT)
    return Held(
        id=dossier.id,
        graph=dossier.graph,
        state=State(dossier.state),
        unit_id=unit_id,
        unit=unit_name(unit_id),
        next=next_stage(dossier) if State(dossier.state) is State.PROCESSING else None,
        re_appointed=lines.exists(),
    )
