"""What the slip of acceptance and appointment (Mẫu 01) of one dossier says."""

from uuid import UUID

from django.conf import settings

from tram.accounts.models import User
from tram.core.calendar import local_date
from tram.core.codes import show_tracking_code, tracking_code
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.directory.models import Unit
from tram.directory.queries import heir
from tram.dossiers.models import DossierLine, TrackingCode
from tram.dossiers.prints import AcceptanceSlip, PaperLine
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.forms import form_on
from tram.dossiers.rules.forms import FormKind
from tram.dossiers.rules.numbering import parse_dossier_number
from tram.dossiers.rules.states import Action

BY_POST = "địa chỉ người nhận đã đăng ký, qua dịch vụ bưu chính công ích"


def acceptance_slip(dossier_id: UUID, *, lookup: str) -> AcceptanceSlip:
    """The slip of an accepted dossier; `lookup` is the portal's page of tracking, the code is put behind it."""
    facts, due = queries.facts(dossier_id), queries.due(dossier_id)
    if facts is None or due is None or facts.accepted_at is None:
        raise Refused(
            "not-accepted", "Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn. Hãy tiếp nhận trước."
        )
    sender = queries.senders(dossier_id)[0]
    desk = Unit.objects.select_related("area").get(
        id=queries.units_at(facts, facts.accepted_at)[0]
    )
    above = heir(desk.parent_id, local_date(facts.accepted_at)) if desk.parent_id else None
    return AcceptanceSlip(
        form=form_on(FormKind.ACCEPTANCE_SLIP, local_date(facts.accepted_at)),
        superior=above.name if above else "",
        issuer=desk.name,
        number=f"{parse_dossier_number(facts.number).ordinal:04d}/TNHS",
        dossier_code=facts.number,
        locality=locality(desk),
        submitter=sender.full_name,
        channel="qua dịch vụ bưu chính công ích" if facts.by_post else "trực tiếp",
        address=sender.address,
        phone=sender.phone,
        email=sender.email,
        identity_number=sender.id_number,
        content=facts.procedure,
        owner=sender.full_name,
        owner_address=sender.address,
        papers=_papers(dossier_id),
        sets=1,
        processing_time=due.limit,
        received_at=due.started_at,
        due_at=due.due_at,
        due_derivation=f"Cách tính: {due.words}",
        collect_at=_collect_at(facts, desk),
        lookup_url=f"{lookup}#{code_of(dossier_id)}",
        lookup_phone="(chưa công bố)",
        receiver=_receiver(dossier_id),
        register_entry=facts.number,
        demo=is_demo(),
    )


def _papers(dossier_id: UUID) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            name=paper.name,
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
        )
        for paper in queries.papers(dossier_id)
        if paper.total
    )


def _collect_at(facts: Facts, desk: Unit) -> str:
    return BY_POST if facts.result_by_post else desk.name


def locality(unit: Unit) -> str:
    """The place on a letter's head: the area's name without the word for its kind."""
    if unit.area is None:
        return ""
    name = unit.area.name
    return name[len(unit.area.kind) :].strip() if name.lower().startswith(unit.area.kind) else name


def code_of(dossier_id: UUID) -> str:
    """The tracking code of a dossier that works now; Refused if none does."""
    live = TrackingCode.objects.filter(dossier_id=dossier_id, retired_at=None).order_by("-issue")
    issue = live.values_list("issue", flat=True).first()
    if issue is None:
        raise Refused("no-code", "Hồ sơ này không còn mã theo dõi. Hãy cấp lại phiếu với mã mới.")
    return show_tracking_code(tracking_code(settings.TRACKING_KEY.encode(), dossier_id, issue))


def _receiver(dossier_id: UUID) -> str:
    line = DossierLine.objects.filter(stream_id=dossier_id, action=Action.ACCEPT).first()
    person = User.objects.filter(id=line.actor_id).first() if line and line.actor_id else None
    return person.full_name if person else ""
