"""The verbs of a dossier's legal life; the only writer of the dossier book (sổ hồ sơ)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.catalogue import queries as catalogue
from tram.core import books, codes, counters
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import fold
from tram.directory import queries as directory
from tram.dossiers.models import (
    BOOK,
    Channel,
    Dossier,
    DossierPaper,
    DueTime,
    Party,
    PartyRole,
    Result,
    TrackingCode,
)
from tram.dossiers.rules.completeness import Counted, Expected
from tram.dossiers.rules.deadlines import DurationUnit, Limit, due
from tram.dossiers.rules.numbering import dossier_number
from tram.dossiers.rules.states import GRAPH, Action, State, VoidReason, step


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
    """The facts of a dossier at its birth (see `Dossier`)."""

    version_id: int
    agency_id: int
    desk_id: int
    channel: int
    result_channel: int
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
    """Bring a dossier into being inside the caller's command: at a post point, or at the desk (channel 1)."""
    action = Action.REGISTER if facts.channel == Channel.POSTAL else Action.SUBMIT
    dossier = Dossier.objects.create(
        id=act.derive("dossier"),
        version_id=facts.version_id,
        agency_id=facts.agency_id,
        desk_id=facts.desk_id,
        intake_point_id=facts.point_id,
        channel=facts.channel,
        result_channel=facts.result_channel,
        graph=GRAPH,
        simulated=facts.simulated,
        state=step(State.START, action),
        seq=1,
        registered_at=act.at,
    )
    add_party(act, dossier.id, submitter, version=1)
    names = {paper.seq: paper for paper in expected}
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier=dossier,
            seq=paper.seq,
            name=names[paper.seq].name,
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
            absent_reason=paper.absent_reason,
        )
        for paper in counted
    )
    body = {"channel": facts.channel, "result": facts.result_channel, "version": facts.version_id}
    own = _own(action, State.START, State(dossier.state))
    books.append(BOOK, act, [books.Line(dossier.id, 1, own, body)])
    return dossier


def add_party(
    act: Act, dossier_id: UUID, person: Person, *, version: int, reason: str = ""
) -> None:
    """Add a version of the submitter's row."""
    Party.objects.create(
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


def issue_code(act: Act, dossier_id: UUID, *, issue: int, reason: str = "") -> str:
    """Give a dossier its tracking code number `issue`, retiring those before; the code, printed once."""
    key = settings.TRACKING_KEY.encode()
    code = codes.tracking_code(key, dossier_id, issue)
    if issue > 1:
        TrackingCode.objects.filter(dossier_id=dossier_id, retired_at=None).update(
            retired_at=act.recorded
        )
    TrackingCode.objects.create(
        dossier_id=dossier_id, issue=issue, digest=codes.code_digest(key, code), reason=reason
    )
    return code


def _own(action: Action, before: State, after: State) -> dict[str, str]:
    return {"graph": GRAPH, "action": action, "from_state": before, "to_state": after}


def lock(dossier_ids: Sequence[UUID]) -> dict[UUID, Dossier]:
    """Lock dossiers in a fixed order for the caller's transaction; Refused if one does not exist."""
    rows = Dossier.objects.select_for_update(no_key=True, of=("self",)).order_by("id")
    found = {dossier.id: dossier for dossier in rows.filter(id__in=dossier_ids)}
    if len(found) < len(set(dossier_ids)):
        raise Refused("no-such-dossier", _("Không tìm thấy hồ sơ này. Hãy kiểm tra lại mã."))
    return found


def move(
    act: Act,
    dossiers: Sequence[Dossier],
    action: Action,
    bodies: Mapping[UUID, Mapping[str, Any]] | None = None,
    **columns: Any,
) -> None:
    """Take one step with each locked dossier: a book line and the projection; `columns` go to the row too."""
    lines = []
    reached: dict[State, list[UUID]] = {}
    for dossier in dossiers:
        before = State(dossier.state)
        after = step(before, action)
        body = (bodies or {}).get(dossier.id, {})
        dossier.seq += 1
        lines.append(books.Line(dossier.id, dossier.seq, _own(action, before, after), body))
        dossier.state = after
        reached.setdefault(after, []).append(dossier.id)
        for name, value in columns.items():
            setattr(dossier, name, value)
    books.append(BOOK, act, lines)
    for after, ids in reached.items():
        Dossier.objects.filter(id__in=ids).update(state=after, seq=F("seq") + 1, **columns)


def void(act: Act, dossier: Dossier, *, reason: VoidReason) -> None:
    """Void a mistaken intake (hủy phiếu nhận) inside the caller's command; the code on the paper dies."""
    move(act, [dossier], Action.VOID, {dossier.id: {"reason": reason}})
    TrackingCode.objects.filter(dossier=dossier, retired_at=None).update(retired_at=act.recorded)


def arrive(act: Act, dossiers: Sequence[Dossier], *, manifest: UUID) -> None:
    """The hand-over record is signed: the moment of submission, t0 of the legal clock (QĐ 45/2016)."""
    body = {dossier.id: {"manifest": str(manifest)} for dossier in dossiers}
    move(act, dossiers, Action.ARRIVE, body, handover_at=act.at)


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
        raise Refused(
            "reason-missing", _("Hãy ghi lý do (ít nhất 5 chữ cái) để lưu cùng việc sửa.")
        )


@command
def accept(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """The desk accepts (tiếp nhận): number, due time with its derivation, appointment slip (NĐ 61/2018 Điều 17).

    The clock starts at the signed hand-over for a dossier by post, at this moment for one at the counter.
    """
    dossier = lock([dossier_id])[dossier_id]
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    step(State(dossier.state), Action.ACCEPT)
    day = local_date(act.at)
    started = dossier.handover_at or act.at
    found = catalogue.time_limit(dossier.version, dossier.channel)
    if found is None:
        raise Refused(
            "limit-missing",
            _(
                "Thủ tục này chưa có thời hạn giải quyết trong danh mục. Hãy báo người quản lý danh mục."
            ),
        )
    limit = Limit(found[0], DurationUnit(found[1]))
    calendar = directory.working_calendar()
    derivation = due(started, limit, calendar, directory.office_hours(local_date(started)))
    number = dossier_number(
        dossier.desk.code, day, counters.next_number(f"dossier/{dossier.desk.code}", day)
    )
    DueTime.objects.create(
        dossier=dossier,
        line_seq=dossier.seq + 1,
        started_at=started,
        due_at=derivation.due_at,
        limit_value=limit.value,
        limit_unit=limit.unit,
        derivation=derivation.as_json(),
    )
    body = {"number": number, "due_at": derivation.due_at.isoformat()}
    move(
        act,
        [dossier],
        Action.ACCEPT,
        {dossier_id: body},
        number=number,
        accepted_at=act.at,
        due_at=derivation.due_at,
    )
    return {"dossier": dossier_id, "number": number}


@command
def settle(
    act: Act, *, dossier_id: UUID, number: str, issued_on: date, name: str
) -> dict[str, Any]:
    """The competent agency has a result (có kết quả): its number and date are kept; the legal clock stops."""
    dossier = lock([dossier_id])[dossier_id]
    require(act.actor, Right.SETTLE, directory.scope(dossier.agency_id))
    if issued_on > local_date(act.recorded):
        raise Refused("future-date", _("Ngày ký kết quả ở tương lai. Hãy kiểm tra lại ngày."))
    if dossier.accepted_at and issued_on < local_date(dossier.accepted_at):
        raise Refused(
            "too-early", _("Ngày ký kết quả trước ngày tiếp nhận hồ sơ. Hãy kiểm tra lại ngày.")
        )
    if not number.strip():
        raise Refused("result-number", _("Hãy nhập số, ký hiệu của văn bản kết quả."))
    move(act, [dossier], Action.SETTLE, settled_at=act.at)
    Result.objects.create(dossier=dossier, number=number, issued_on=issued_on, name=name)
    return {"dossier": dossier_id}


def close(act: Act, dossiers: Sequence[Dossier], action: Action) -> None:
    """The result is in the person's hands: returned, and closed as nothing is left to come back."""
    move(act, dossiers, action, returned_at=act.at)
    move(act, dossiers, Action.CLOSE, closed_at=act.at)
