"""The one-stop desk's own acts with paper: a counter dossier, a result packed for the post or handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash import commands as cash
from tram.catalogue.rules import eligibility
from tram.catalogue.rules.eligibility import Direction
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.requests import command
from tram.custody.commands import chain, covers, effects, originals
from tram.custody.commands import evidence as evidences
from tram.custody.commands.intake import Addressee, add_recipient
from tram.custody.commands.movable import require_free
from tram.custody.commands.returns import note_choice
from tram.custody.models import EnvelopeItem, Item, ItemKind, Leg, ManifestEntry, Outcome
from tram.custody.queries import intake as queries
from tram.custody.queries.attempts import came_back
from tram.custody.queries.receipts import submitter
from tram.custody.queries.returning import RESULT_GRAMS, return_price
from tram.custody.rules.originals import Collected
from tram.custody.rules.secrets import require_no_secret
from tram.custody.rules.zones import zone
from tram.directory import queries as directory
from tram.dossiers import commands as dossiers
from tram.dossiers.commands.files import attach_files
from tram.dossiers.models import Channel, Dossier, ResultChannel
from tram.dossiers.rules.completeness import Counted, require_complete
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.states import GIVING_BACK, Action, State


@dataclass(frozen=True)
class CounterIntake:
    """What a one-stop officer typed for a dossier brought to the desk; `recipient` = return by post.

    `secret` is then the customer's answer, None if not asked. `channel` is ONLINE for what came by the portal and was
    printed at the desk.
    """

    version_id: int
    agency_id: int
    submitter: dossiers.Person
    counted: tuple[Counted, ...]
    recipient: Addressee | None = None
    simulated: bool = False
    secret: bool | None = None
    channel: Channel = Channel.COUNTER


@command
def submit(act: Act, *, intake: CounterIntake) -> dict[str, Any]:
    """A dossier brought to the desk in person (nộp trực tiếp, channel 1), counted and ready to accept.

    With a recipient the result goes home by post; the postage is quoted now and paid on delivery.
    """
    facts = queries.intake_facts(
        version_id=intake.version_id,
        agency_id=intake.agency_id,
        point_id=None,
        recipient_area=intake.recipient.commune_id if intake.recipient else None,
        day=local_date(act.at),
    )
    desk = facts.desk_id if act.place_id is None else act.place_id
    require(act.actor, Right.ACCEPT, [desk])
    if desk != facts.desk_id and not directory.serves(desk, intake.agency_id, local_date(act.at)):
        raise Refused("wrong-desk", "Bộ phận một cửa này không nhận hồ sơ của cơ quan đã chọn.")
    if intake.recipient:
        require_no_secret(intake.secret, facts.postal.secret_possible)
        eligibility.require_open(facts.postal, (Direction.OUT,), facts.name)
    require_complete(facts.papers, intake.counted)
    dossier = dossiers.register(
        act,
        facts=dossiers.Registration(
            version_id=intake.version_id,
            agency_id=intake.agency_id,
            desk_id=desk,
            channel=intake.channel,
            result_channel=ResultChannel.POSTAL if intake.recipient else ResultChannel.COUNTER,
            regime=facts.regime,
            simulated=intake.simulated,
        ),
        submitter=intake.submitter,
        expected=facts.papers,
        counted=intake.counted,
    )
    chain.bring_in(
        act, dossier.id, ItemKind.PAPERS, holder_id=chain.place(desk), source="customer"
    )
    note_choice(act, dossier, ResultChannel(dossier.result_channel))
    if intake.recipient:
        add_recipient(act, dossier.id, intake.recipient, version=1)
        cash.keep_quotation(
            dossier.id,
            return_price(facts),
            at=act.at,
            tariff_id=facts.prices.id,
            zone=zone(facts.agency_district, facts.recipient_district),
            grams=RESULT_GRAMS,
        )
    return {"dossier": dossier.id, "issue": 1}


@command
def record_result(
    act: Act,
    *,
    dossier_id: UUID,
    number: str,
    issued_on: date,
    name: str,
    files: Sequence[Given] = (),
) -> dict[str, Any]:
    """The agency signs a result: the legal step, its scans if any, and a thing that somebody now holds."""
    dossiers.settle(act, dossier_id=dossier_id, number=number, issued_on=issued_on, name=name)
    _require_whole(dossiers.lock([dossier_id])[dossier_id])
    if files:
        attach_files(act, dossier_id=dossier_id, kind=FileKind.RESULT, files=files)
    dossier = dossiers.lock([dossier_id])[dossier_id]
    agency = chain.place(dossier.handling_id or dossier.agency_id)
    chain.bring_in(act, dossier_id, ItemKind.RESULT, holder_id=agency, source="agency")
    return {"dossier": dossier_id}


def _require_whole(dossier: Dossier) -> None:
    """Nothing is settled on papers that have not arrived: what was supplemented is with who settles."""
    agency = chain.place(dossier.handling_id or dossier.agency_id)
    if dossier.items.filter(kind=ItemKind.SUPPLEMENT).exclude(holder_id=agency).exists():
        raise Refused(
            "supplement-on-the-way",
            "Giấy tờ công dân bổ sung còn ở bộ phận một cửa. Hãy ký nhận giấy tờ này trước khi ghi kết quả.",
        )


@command
def record_result_at_once(
    act: Act, *, dossier_id: UUID, number: str, issued_on: date, name: str
) -> dict[str, Any]:
    """A same-day result, signed while the person waits: it lies at the desk, ready to be given."""
    dossiers.settle_at_once(
        act, dossier_id=dossier_id, number=number, issued_on=issued_on, name=name
    )
    desk = chain.place(dossiers.lock([dossier_id])[dossier_id].desk_id)
    chain.bring_in(act, dossier_id, ItemKind.RESULT, holder_id=desk, source="agency")
    return {"dossier": dossier_id}


@command
def pack_result(act: Act, *, dossier_id: UUID, seal_number: str) -> dict[str, Any]:
    """Put a result into a sealed, numbered envelope for the post (đóng gói kết quả); answers the S10 number."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    items = at_desk(dossier, ItemKind.RESULT)
    if not items:
        raise Refused(
            "not-held", "Kết quả chưa có ở bộ phận một cửa. Hãy nhận từ đơn vị giải quyết trước."
        )
    return {"dossier": dossier_id, "s10": _pack(act, dossier, items, seal_number)}


@command
def pack_papers(act: Act, *, dossier_id: UUID, seal_number: str) -> dict[str, Any]:
    """Put the papers that go back to the citizen into a sealed envelope for the post; answers the S10 number."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    return {"dossier": dossier_id, "s10": _pack(act, dossier, _papers(dossier), seal_number)}


def _pack(act: Act, dossier: Dossier, items: Sequence[Item], seal_number: str) -> str:
    """Put these items into one envelope; the S10 number."""
    what = "Kết quả" if items[0].kind == ItemKind.RESULT else "Giấy tờ"
    require_free(dossier, items)
    if dossier.result_channel != ResultChannel.POSTAL:
        raise Refused(
            "not-by-post", "Hồ sơ này trả kết quả tại bộ phận một cửa, không giao bưu điện."
        )
    if EnvelopeItem.objects.filter(item__in=items, taken_out_at=None).exists():
        raise Refused(
            "already-packed", f"{what} này đã được đóng gói. Hãy lập bảng kê giao bưu điện."
        )
    cover = covers.Cover(Leg.OUT, dossier.desk_id, RESULT_GRAMS, seal_number)
    return covers.seal(act, items, cover)


def at_desk(dossier: Dossier, *kinds: ItemKind) -> list[Item]:
    """The items of these kinds that the dossier's desk holds, locked."""
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    here = chain.place(dossier.desk_id)
    return [i for i in items.values() if ItemKind(i.kind) in kinds and i.holder_id == here]


def _papers(dossier: Dossier) -> list[Item]:
    """All papers that go back, once every one of them is at the desk of a dossier that ended without a result."""
    if State(dossier.state) not in GIVING_BACK:
        raise Refused(
            "not-ended",
            f"Hồ sơ đang ở tình trạng «{State(dossier.state).label}» nên chưa trả lại giấy tờ được.",
        )
    kinds = (ItemKind.PAPERS, ItemKind.SUPPLEMENT)
    items = at_desk(dossier, *kinds)
    if not items or len(items) < dossier.items.filter(kind__in=kinds).count():
        raise Refused(
            "not-held",
            "Giấy tờ của hồ sơ chưa về đủ bộ phận một cửa. Hãy nhận từ đơn vị giải quyết trước.",
        )
    return items


def _require_counter(dossier: Dossier, what: str) -> None:
    """By post it goes by post, unless the post has already brought it back (NĐ 61/2018 Điều 20)."""
    if dossier.result_channel == ResultChannel.POSTAL and not came_back(dossier.id):
        raise Refused(
            "by-post",
            f"Hồ sơ này đã đăng ký nhận kết quả qua bưu điện. Hãy giao {what} cho bưu điện.",
        )


def _open(act: Act, dossier: Dossier, items: Sequence[Item]) -> None:
    """What was packed for the post and is fetched after all comes out of its cover."""
    if dossier.result_channel == ResultChannel.POSTAL:
        for item in items:
            effects.open_cover(act, item.id)


@command
def return_at_desk(
    act: Act, *, dossier_id: UUID, collected: Sequence[Collected] = ()
) -> dict[str, Any]:
    """Hand the result to the person at the desk (trả kết quả trực tiếp), originals to be withdrawn first."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    _require_counter(dossier, "kết quả")
    result = at_desk(dossier, ItemKind.RESULT)
    if not result:
        raise Refused(
            "not-held", "Kết quả chưa có ở bộ phận một cửa. Hãy nhận từ đơn vị giải quyết trước."
        )
    require_free(dossier, result, home=True)
    chain.hand(act, result, to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    _open(act, dossier, result)
    desk = chain.place(dossier.desk_id)
    originals.end(act, dossier, Action.RETURN, holder_id=desk, collected=collected)
    return {"dossier": dossier_id}


@command
def give_back_at_desk(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """Hand the papers of a dossier that ended without a result back to the citizen (trả lại giấy tờ) and close it."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    papers = _papers(dossier)
    _require_counter(dossier, "giấy tờ")
    require_free(dossier, papers, home=True)
    chain.hand(act, papers, to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    _open(act, dossier, papers)
    dossiers.give_back(act, [dossier])
    return {"dossier": dossier_id}


def require_whole(dossier: Dossier, items: Sequence[Item]) -> None:
    """A dossier is given back whole: every part of its papers is in these hands (domain requirement 18)."""
    kinds = (ItemKind.PAPERS, ItemKind.SUPPLEMENT)
    left = dossier.items.filter(kind__in=kinds).count() - len(items)
    if left > 0:
        raise Refused(
            "not-whole",
            f"Còn {left} bưu gửi của hồ sơ này ở nơi khác. Hãy đợi đủ rồi trả khách một lần.",
        )


@command
def give_back_at_point(
    act: Act, *, dossier_id: UUID, evidence: evidences.Evidence
) -> dict[str, Any]:
    """The citizen withdrew before the papers arrived: the point that took them in hands them back, with evidence.

    Who took them is recognised and signs, as at a door (NĐ 61/2018/NĐ-CP Điều 16; domain requirement 37).
    """
    dossier = dossiers.lock([dossier_id])[dossier_id]
    point = dossier.intake_point_id or 0
    require(act.actor, Right.TAKE_IN, [point])
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    here = chain.place(point)
    held = [item for item in items.values() if item.holder_id == here]
    if ManifestEntry.objects.filter(item__in=held, outcome=Outcome.PENDING).exists():
        raise Refused(
            "on-manifest",
            "Hồ sơ đang nằm trên một bảng kê chờ giao. Hãy hủy bảng kê đó trước rồi trả khách.",
        )
    if State(dossier.state) is not State.WITHDRAWN or not held:
        raise Refused("not-held", "Giấy tờ của hồ sơ này không còn ở điểm phục vụ của bạn.")
    require_whole(dossier, held)
    sender = submitter(dossier_id)
    evidences.give(act, dossier, held, evidence, sender=sender.full_name if sender else "")
    dossiers.give_back(act, [dossier])
    return {"dossier": dossier_id}


@command
def receive_supplement(act: Act, *, dossier_id: UUID, received: Sequence[int]) -> dict[str, Any]:
    """The citizen brings what was asked for (nộp bổ sung); complete, it goes on, and the legal clock runs again.

    The papers join those at the desk; if these are already at the agency they follow as an item of their own.
    """
    dossier = dossiers.lock_for(dossier_id, Action.COMPLETE)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    with_agency = State(dossier.state) is State.WAITING_PAPERS
    letter = dossiers.complete(act, dossier, received=received)
    if with_agency and not at_desk(dossier, ItemKind.PAPERS):
        desk = chain.place(dossier.desk_id)
        chain.bring_in(act, dossier_id, ItemKind.SUPPLEMENT, holder_id=desk, source="customer")
    return {"dossier": dossier_id, "letter": letter.id}
