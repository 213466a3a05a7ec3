"""One dossier as read by staff: its facts, its people, its papers, how its due time was found, its legal events."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.catalogue import queries as catalogue
from tram.core.calendar import vn_date
from tram.directory.models import ServicePoint, Unit
from tram.dossiers.models import (
    Channel,
    Dossier,
    DossierLine,
    DossierPaper,
    DueTime,
    Party,
    PartyRole,
    Result,
    ResultChannel,
)
from tram.dossiers.rules.deadlines import Derivation, DurationUnit, Limit
from tram.dossiers.rules.graphs import can
from tram.dossiers.rules.states import Action, State, VoidReason


@dataclass(frozen=True)
class Facts:
    """What a dossier is and how far it has come; names as they are, times aware."""

    id: UUID
    number: str
    graph: str
    state: State
    version_id: int
    same_day: bool
    procedure: str
    procedure_code: str
    official: bool
    result_name: str
    limit: str
    agency_id: int
    agency: str
    handling_id: int | None
    handling: str
    desk_id: int
    desk: str
    point_id: int | None
    point: str
    point_is_demonstration: bool
    channel: str
    by_post: bool
    result_by_post: bool
    result_channel: str
    registered_at: datetime
    handover_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None

    def can(self, action: Action) -> bool:
        """Whether its graph has this step from where it stands: what a page may offer."""
        return can(self.graph, self.state, action)


def facts(dossier_id: UUID) -> Facts | None:
    """The facts of one dossier; None if there is none. The caller asks whether the reader may see them."""
    rows = Dossier.objects.select_related(
        "version__procedure", "agency", "handling", "desk", "intake_point__point"
    )
    dossier = rows.filter(id=dossier_id).first()
    return _facts(dossier) if dossier else None


def _facts(dossier: Dossier) -> Facts:
    version, point = dossier.version, dossier.intake_point
    face = ServicePoint.objects.filter(unit=point).first() if point else None
    limit = catalogue.time_limit(version, dossier.channel)
    return Facts(
        id=dossier.id,
        number=dossier.number or "",
        graph=dossier.graph,
        state=State(dossier.state),
        version_id=version.id,
        same_day=version.same_day,
        procedure=version.name,
        procedure_code=version.procedure.code,
        official=version.official,
        result_name=version.result_name,
        limit=str(Limit(limit[0], DurationUnit(limit[1]))) if limit else "",
        agency_id=dossier.agency_id,
        agency=dossier.agency.name,
        handling_id=dossier.handling_id,
        handling=dossier.handling.name if dossier.handling else "",
        desk_id=dossier.desk_id,
        desk=dossier.desk.name,
        point_id=dossier.intake_point_id,
        point=point.name if point else "",
        point_is_demonstration=bool(face and face.demonstration),
        channel=str(Channel(dossier.channel).label),
        by_post=dossier.channel == Channel.POSTAL,
        result_by_post=dossier.result_channel == ResultChannel.POSTAL,
        result_channel=str(ResultChannel(dossier.result_channel).label),
        registered_at=dossier.registered_at,
        handover_at=dossier.handover_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        settled_at=dossier.settled_at,
        closed_at=dossier.closed_at,
    )


@dataclass(frozen=True)
class Sender:
    """One version of the submitter (người nộp), with why it replaced the one before."""

    full_name: str
    phone: str
    address: str
    email: str
    id_number: str
    version: int
    reason: str


def senders(dossier_id: UUID) -> list[Sender]:
    """Every version of the submitter, the one in force first."""
    rows = Party.objects.filter(dossier_id=dossier_id, role=PartyRole.SUBMITTER)
    fields = ("full_name", "phone", "address", "email", "id_number", "version", "reason")
    return [Sender(*row) for row in rows.order_by("-version").values_list(*fields)]


@dataclass(frozen=True)
class Paper:
    """One paper as counted when the dossier came in."""

    seq: int
    name: str
    originals: int
    certified: int
    copies: int
    absent_reason: str

    @property
    def total(self) -> int:
        """Sheets of every kind together."""
        return self.originals + self.certified + self.copies


def papers(dossier_id: UUID) -> list[Paper]:
    """The paper list of a dossier, in the published order."""
    rows = DossierPaper.objects.filter(dossier_id=dossier_id).order_by("seq")
    fields = ("seq", "name", "originals", "certified", "copies", "absent_reason")
    return [Paper(*row) for row in rows.values_list(*fields)]


@dataclass(frozen=True)
class Due:
    """A due time with its reasons: the limit it came from and the counting in words."""

    started_at: datetime
    due_at: datetime
    limit: str
    words: str


def due(dossier_id: UUID) -> Due | None:
    """The due time in force, if the dossier has one."""
    row = DueTime.objects.filter(dossier_id=dossier_id).order_by("-line_seq").first()
    if row is None:
        return None
    # No number: the result comes the same day.
    limit = (
        Limit(row.limit_value, DurationUnit(row.limit_unit)) if row.limit_value else "trong ngày"
    )
    words = Derivation.from_json(row.derivation).in_words()
    return Due(row.started_at, row.due_at, str(limit), f"{limit}, {words}.")


@dataclass(frozen=True)
class Settled:
    """The result as the agency signed it."""

    number: str
    issued_on: date
    name: str


def result(dossier_id: UUID) -> Settled | None:
    """The result's particulars, if there is a result."""
    row = Result.objects.filter(dossier_id=dossier_id).first()
    return Settled(row.number, row.issued_on, row.name) if row else None


@dataclass(frozen=True)
class LawLine:
    """One line of the dossier book in words."""

    seq: int
    at: datetime
    action: Action
    detail: str
    place: str
    by: str

    @property
    def label(self) -> str:
        """What happened: the action, or that successors went on where units had ended."""
        return _("Đơn vị kế tục nhận hồ sơ") if self.detail == SUCCEEDED else self.action.label


def law_lines(dossier_id: UUID) -> list[LawLine]:
    """The legal events of a dossier, in the book's order."""
    lines = list(DossierLine.objects.filter(stream_id=dossier_id).order_by("seq"))
    people = names_of({line.actor_id for line in lines})
    places = {
        unit.id: unit.name
        for unit in Unit.objects.filter(id__in={line.place_id for line in lines if line.place_id})
    }
    return [
        LawLine(
            line.seq,
            line.occurred_at,
            Action(line.action),
            _detail(Action(line.action), json.loads(bytes(line.body))),
            places.get(line.place_id or 0, ""),
            people.get(line.actor_id or 0, ""),
        )
        for line in lines
    ]


def names_of(user_ids: set[int | None]) -> dict[int, str]:
    """Names of people by id."""
    wanted = [ident for ident in user_ids if ident]
    return dict(User.objects.filter(id__in=wanted).values_list("id", "full_name"))


def units_at(facts: Facts, moment: datetime) -> tuple[int, int]:
    """The desk and the agency a dossier belonged to at a moment: what was signed then bears their names for ever."""
    later = DossierLine.objects.filter(stream_id=facts.id, action=Action.CORRECT)
    for line in later.filter(occurred_at__gt=moment).order_by("seq"):
        body = json.loads(bytes(line.body))
        if body["what"] == UNITS:
            return body["desk_before"], body["agency_before"]
    return facts.desk_id, facts.agency_id


@dataclass(frozen=True)
class Former:
    """The units a dossier first belonged to, where they have ended and others went on."""

    desk: str
    agency: str


def former_units(facts: Facts) -> Former | None:
    """The names under which a dossier came in, if its units are others now."""
    desk, agency = units_at(facts, facts.registered_at)
    if (desk, agency) == (facts.desk_id, facts.agency_id):
        return None
    names = dict(Unit.objects.filter(id__in=[desk, agency]).values_list("id", "name"))
    return Former(names[desk], names[agency])


# What a line is about that moves a dossier to the successors of its units.
UNITS = "units"
SUCCEEDED = "Đơn vị cũ đã kết thúc; đơn vị kế tục tiếp tục giải quyết."
CORRECTED = {"submitter": "Người nộp", "recipient": "Người nhận kết quả"}


def _detail(action: Action, body: Mapping[str, Any]) -> str:
    """What a line's body says beyond its action; nothing about a person stands in a book."""
    if action is Action.ACCEPT:
        due_on = vn_date(datetime.fromisoformat(body["due_at"]).date())
        return f"Mã hồ sơ {body['number']}, hẹn trả ngày {due_on}."
    if action is Action.CORRECT and body["what"] == UNITS:
        return SUCCEEDED
    if action is Action.CORRECT:
        return f"{CORRECTED.get(body['what'], body['what'])}: bản ghi lần {body['version']}."
    if action is Action.VOID:
        return f"Lý do: {VoidReason(body['reason']).label}."
    return ""
