"""Reporting an incident of an item, finding it again, and closing the case (sự cố bưu gửi)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.files import Given, keep
from tram.core.later import told
from tram.core.requests import command
from tram.custody.commands import chain
from tram.custody.commands.manifests import Pin, signer
from tram.custody.models import (
    BagItem,
    EnvelopeItem,
    Holder,
    HolderKind,
    Incident,
    IncidentFile,
    Item,
    ManifestEntry,
    Outcome,
)
from tram.custody.queries import closing, troubles
from tram.custody.queries.holders import SIDES, stands
from tram.custody.queries.troubles import REPORTERS, handles, may_report
from tram.custody.rules.closing import require_closable
from tram.custody.rules.incidents import (
    Circumstance,
    IncidentEnd,
    IncidentKind,
    IncidentState,
    require_circumstance,
)
from tram.directory import queries as directory
from tram.dossiers import commands as dossiers
from tram.dossiers.rules.messages import MessageKind


@dataclass(frozen=True)
class Report:
    """What somebody noticed: the kind, how, when, where the item is if that is known, and the story in words."""

    kind: IncidentKind
    circumstance: Circumstance
    account: str
    found_at: datetime
    whereabouts: str = ""


@command
def report(
    act: Act, *, item_id: UUID, report: Report, files: Sequence[Given] = ()
) -> dict[str, Any]:
    """Open a case (báo sự cố). A lost item passes to the holder "incident"; who had it stays readable in the book.

    Luật Bưu chính Điều 13; QĐ 45/2016/QĐ-TTg Điều 14. The customer is told in plain words.
    """
    item = Item.objects.select_related("holder").filter(id=item_id).first()
    if item is None:
        raise Refused("unknown-item", "Không tìm thấy vật này. Hãy quét lại mã.")
    dossier = dossiers.lock([item.dossier_id])[item.dossier_id]
    item = chain.lock([item_id])[item_id]
    if item.holder.kind == HolderKind.INCIDENT:
        raise Refused("already-lost", "Vật này đã được báo mất. Hãy ghi tiếp vào sự cố đang mở.")
    if not may_report(act.actor, item, act.place_id):
        raise Refused(
            "not-yours",
            "Chỉ người đang giữ, người giao nhận hoặc quản lý bưu điện báo được sự cố.",
        )
    _require_reportable(act, item, report)
    incident = _open(act, item, report)
    for number, given in enumerate(files, 1):
        _keep_file(act, incident, given, number)
    if report.kind is IncidentKind.LOSS:
        lose(act, item)
    dossiers.tell(act, [dossier], MessageKind.INCIDENT)
    return {"incident": incident.id, "number": incident.number}


def _require_reportable(act: Act, item: Item, report: Report) -> None:
    require_circumstance(report.kind, report.circumstance, report.account)
    first = item.lines.order_by("seq").values_list("occurred_at", flat=True)[0]
    if report.found_at > act.recorded or report.found_at < first:
        raise Refused(
            "wrong-time",
            f"Giờ phát hiện ({told(report.found_at)}) phải từ lúc nhận hồ sơ ({told(first)}) đến bây giờ "
            f"({told(act.recorded)}). Hãy kiểm tra lại.",
        )
    if item.holder.kind == HolderKind.CUSTOMER and report.kind is not IncidentKind.MISROUTE:
        raise Refused(
            "with-customer", "Vật này đã giao khách nên chỉ báo được «Chuyển nhầm, thất lạc»."
        )
    if report.kind is IncidentKind.MISROUTE and len(report.whereabouts.strip()) < 3:
        raise Refused("no-whereabouts", "Hãy ghi bưu gửi đang ở đâu để chuyển tiếp cho đúng.")
    if ManifestEntry.objects.filter(item=item, outcome=Outcome.PENDING).exists():
        raise Refused(
            "on-manifest",
            "Vật này đang trên bảng kê chờ ký. Bên nhận ghi «Thiếu» hoặc «Không nhận» với lý do rồi ký, hoặc "
            "bên giao hủy bảng kê; sau đó báo sự cố.",
        )
    if item.incidents.filter(state=IncidentState.OPEN, kind=report.kind).exists():
        raise Refused("already-open", "Sự cố cùng loại của vật này đang mở. Hãy ghi tiếp vào đó.")


def _open(act: Act, item: Item, report: Report) -> Incident:
    day = local_date(act.recorded)
    cover = EnvelopeItem.objects.filter(item=item, taken_out_at=None).first()
    return Incident.objects.create(
        id=act.derive("incident"),
        number=f"SC-{day:%y%m%d}-{next_number('incident', day):03d}",
        kind=report.kind,
        circumstance=report.circumstance,
        dossier_id=item.dossier_id,
        item=item,
        envelope_id=cover.envelope_id if cover else None,
        holder_id=item.holder_id,
        unit_id=troubles.office_of(item.holder_id),
        account=report.account.strip(),
        whereabouts=report.whereabouts.strip(),
        found_at=report.found_at,
        reported_at=act.at,
        reported_by_id=act.actor.id,
        state=IncidentState.OPEN,
    )


def _keep_file(act: Act, incident: Incident, given: Given, number: int) -> None:
    keep(given)
    IncidentFile.objects.create(
        id=act.derive("incident-file", number),
        incident=incident,
        name=given.name,
        media_type=given.media_type,
        size=given.size,
        sha256=given.sha256,
        uploaded_by_id=act.actor.id,
        uploaded_at=act.recorded,
    )


@command
def add_files(act: Act, *, incident_id: UUID, files: Sequence[Given]) -> dict[str, Any]:
    """More photos or papers for an open case, by whoever handles it or reported it."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    there = set(incident.files.values_list("sha256", flat=True))
    new = [given for given in files if given.sha256 not in there]
    for number, given in enumerate(new, 1):
        _keep_file(act, incident, given, number)
    return {"incident": incident.id, "files": len(new)}


def lose(act: Act, item: Item) -> None:
    """From the holder of record to the incident, which nobody signs for; it is no longer in its bag either."""
    chain.hand(
        act,
        [item],
        to_holder=chain.holder(HolderKind.INCIDENT),
        giver=None,
        receiver=None,
        body={"what": "loss"},
    )
    BagItem.objects.filter(item=item, taken_out_at=None).update(taken_out_at=act.at)


def open_incident(incident_id: UUID) -> Incident:
    """Lock a case that still goes on, with its item."""
    incident = Incident.objects.select_for_update().filter(id=incident_id).first()
    if incident is None:
        raise Refused("no-such-incident", "Không tìm thấy sự cố này.")
    if incident.state == IncidentState.CLOSED:
        raise Refused("closed", f"Sự cố {incident.number} đã kết thúc nên không ghi thêm được.")
    return incident


def require_party(act: Act, incident: Incident) -> None:
    """The manager, who reported it, or who holds the item may write into a case."""
    if act.actor.user_id == incident.reported_by_id or handles(act.actor, incident.unit_id):
        return
    holder = Item.objects.select_related("holder").get(id=incident.item_id).holder
    if not any(
        stands(act.actor, right, unit_id=holder.unit_id, user_id=holder.user_id)
        for right in REPORTERS
    ):
        require(act.actor, Right.HANDLE_INCIDENT, directory.scope(incident.unit_id))


@command
def found(act: Act, *, incident_id: UUID, to_holder: int, pin: Pin) -> dict[str, Any]:
    """A lost item is there again (tìm thấy): one gives it, another at a named holder signs for it by PIN."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    item = chain.lock([incident.item_id])[incident.item_id]
    if item.holder_id != chain.holder(HolderKind.INCIDENT):
        raise Refused("not-lost", f"Vật của sự cố {incident.number} không ở tình trạng bị mất.")
    back = Holder.objects.select_related("unit").get(id=to_holder)
    _require_way_back(incident, back)
    receiver = signer(pin)
    if receiver.user_id == act.actor.user_id:
        raise Refused("same-person", "Người nộp lại và người nhận lại phải là hai người.")
    if not any(
        stands(receiver, right, unit_id=back.unit_id, user_id=back.user_id) for right in SIDES
    ):
        raise Refused("not-the-holder", "Người ký không được phân công ở nơi nhận lại vật này.")
    chain.hand(
        act,
        [item],
        to_holder=to_holder,
        giver=act.actor.user_id,
        receiver=receiver.user_id,
        body={"what": "found"},
    )
    dossier = dossiers.lock([incident.dossier_id])[incident.dossier_id]
    dossiers.tell(act, [dossier], MessageKind.INCIDENT_OVER)
    return {"incident": incident.id, "item": item.id}


def _require_way_back(incident: Incident, back: Holder) -> None:
    """Back to whoever had it, or to the post, which brings it on by a normal hand-over."""
    by_post = back.kind == HolderKind.COURIER or (
        back.unit is not None
        and back.unit.kind in ("provincial-post", "district-post", "post-point")
    )
    if back.id != incident.holder_id and not by_post:
        raise Refused(
            "wrong-way-back",
            "Vật tìm thấy chỉ trả lại nơi giữ trước khi mất hoặc bưu điện; từ đó giao tiếp bằng bảng kê.",
        )


@command
def close(act: Act, *, incident_id: UUID, ending: IncidentEnd, words: str) -> dict[str, Any]:
    """End a case when nothing of it is open, by another person than who reported it (45a)."""
    incident = open_incident(incident_id)
    require(act.actor, Right.HANDLE_INCIDENT, directory.scope(incident.unit_id))
    if act.actor.user_id == incident.reported_by_id:
        raise Refused(
            "same-person", "Người báo sự cố không tự kết thúc được. Cần một quản lý khác kết thúc."
        )
    if len(words.strip()) < 10:
        raise Refused("no-conclusion", "Hãy ghi kết luận (ít nhất 10 ký tự).")
    require_closable(closing.facts(incident), ending)
    incident.state, incident.ending = IncidentState.CLOSED, ending
    incident.closed_at, incident.closed_by_id = act.at, act.actor.id
    incident.closing_words = words.strip()
    incident.save()
    return {"incident": incident.id}
