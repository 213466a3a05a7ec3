"""A dossier comes into being: its person, its papers, its tracking code; and what was typed wrong is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core import books, codes, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import fold
from tram.dossiers.commands.steps import lock, move, own
from tram.dossiers.models import (
    BOOK,
    Channel,
    Dossier,
    DossierPaper,
    Party,
    PartyRole,
    TrackingCode,
)
from tram.dossiers.rules.completeness import Counted, Expected
from tram.dossiers.rules.graphs import graph_of, step
from tram.dossiers.rules.states import Action, State, VoidReason


@dataclass(frozen=True)
class Person:
    """A submitter as typed at the counter; phone and name already cleaned by the form."""

    full_name: str
    phone: str
    address: str
    commune_id: int | None = None
    email: str = ""
    id_number: str = ""


@dataclass(frozen=True)
class Registration:
    """The facts of a dossier at its birth (see `Dossier`), and the code of the regime in force that day."""

    version_id: int
    agency_id: int
    desk_id: int
    channel: int
    result_channel: int
    regime: str
    point_id: int | None = None
    simulated: bool = False


def register(
    act: Act,
    *,
    facts: Registration,
    submitter: Person,
    expected: Sequence[Expected],
    counted: Sequence[Counted],
) -> Dossier:
    """Bring a dossier into being inside the caller's command: at a post point, or at the desk (channel 1).

    Its person, its counted papers and its first tracking code are written with it.
    """
    action = Action.REGISTER if facts.channel == Channel.POSTAL else Action.SUBMIT
    graph = graph_of(facts.regime)
    dossier = Dossier(
        id=act.derive("dossier"),
        version_id=facts.version_id,
        agency_id=facts.agency_id,
        desk_id=facts.desk_id,
        intake_point_id=facts.point_id,
        channel=facts.channel,
        result_channel=facts.result_channel,
        graph=graph,
        simulated=facts.simulated,
        state=step(graph, State.START, action),
        seq=1,
        registered_at=act.at,
        grade=act.grade.value,
    )
    party = _party(act, dossier.id, submitter, version=1)
    papers = _papers(dossier.id, expected, counted)
    rows.add(dossier, party, _code(dossier.id, 1))
    rows.add(*papers)  # apart: a statement of more than 50 values is read anew each time
    body = {"channel": facts.channel, "result": facts.result_channel, "version": facts.version_id}
    mine = own(graph, action, State.START, State(dossier.state))
    books.append(BOOK, act, [books.Line(dossier.id, 1, mine, body)])
    return dossier


def add_party(
    act: Act, dossier_id: UUID, person: Person, *, version: int, reason: str = ""
) -> None:
    """Add a version of the submitter's row."""
    rows.add(_party(act, dossier_id, person, version=version, reason=reason))


def _party(act: Act, dossier_id: UUID, person: Person, *, version: int, reason: str = "") -> Party:
    return Party(
        dossier_id=dossier_id,
        role=PartyRole.SUBMITTER,
        version=version,
        full_name=person.full_name,
        search_key=fold(person.full_name),
        phone=person.phone,
        email=person.email,
        address=person.address,
        commune_id=person.commune_id,
        id_number=person.id_number,
        reason=reason,
        by_id=act.actor.user_id,
    )


def _papers(
    dossier_id: UUID, expected: Sequence[Expected], counted: Sequence[Counted]
) -> list[DossierPaper]:
    names = {paper.seq: paper.name for paper in expected}
    return [
        DossierPaper(
            dossier_id=dossier_id,
            seq=paper.seq,
            name=names[paper.seq],
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
            absent_reason=paper.absent_reason,
        )
        for paper in counted
    ]


def _code(dossier_id: UUID, issue: int, reason: str = "") -> TrackingCode:
    key = settings.TRACKING_KEY.encode()
    digest = codes.code_digest(key, codes.tracking_code(key, dossier_id, issue))
    return TrackingCode(dossier_id=dossier_id, issue=issue, digest=digest, reason=reason)


def issue_code(act: Act, dossier_id: UUID, *, issue: int, reason: str) -> None:
    """Give a dossier its tracking code number `issue`, retiring those before."""
    before = TrackingCode.objects.filter(dossier_id=dossier_id, retired_at=None)
    before.update(retired_at=act.recorded)
    rows.add(_code(dossier_id, issue, reason))


def void(act: Act, dossier: Dossier, *, reason: VoidReason) -> None:
    """Void a mistaken intake (hủy phiếu nhận) inside the caller's command; the code on the paper dies."""
    move(act, [dossier], Action.VOID, {dossier.id: {"reason": reason}})
    TrackingCode.objects.filter(dossier=dossier, retired_at=None).update(retired_at=act.recorded)


@command
def correct_submitter(
    act: Act, *, dossier_id: UUID, person: Person, reason: str
) -> dict[str, Any]:
    """Correct the submitter's particulars with a reason; the old version stays."""
    dossier = lock([dossier_id])[dossier_id]
    if dossier.intake_point_id and State(dossier.state) is State.REGISTERED:
        require(act.actor, Right.TAKE_IN, [dossier.intake_point_id])
    else:
        require(act.actor, Right.ACCEPT, [dossier.desk_id])
    require_reason(reason)
    latest = dossier.parties.filter(role=PartyRole.SUBMITTER).order_by("-version")[0].version
    add_party(act, dossier_id, person, version=latest + 1, reason=reason)
    note_correction(act, dossier, what="submitter", version=latest + 1)
    return {"dossier": dossier_id}


def note_correction(act: Act, dossier: Dossier, *, what: str, version: int) -> None:
    """Say in the book that a side row has a new version, inside the caller's command."""
    move(act, [dossier], Action.CORRECT, {dossier.id: {"what": what, "version": version}})


def require_reason(reason: str) -> None:
    """A correction without a reason is refused."""
    if len(reason.strip()) < 5:
        raise Refused("reason-missing", _("Hãy ghi lý do (ít nhất 5 ký tự) để lưu cùng việc sửa."))
