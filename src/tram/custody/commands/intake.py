"""Taking in at a post point (nhận hồ sơ tại điểm bưu điện), and undoing a mistake before it travels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from tram.accounts.rules.access import Right, require
from tram.cash import commands as cash
from tram.cash.models import AccountKind
from tram.catalogue.rules import eligibility
from tram.core import prepared, rows
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, charges, covers, parts, pick_ups, vouchers
from tram.custody.models import (
    AddressIntake,
    BagItem,
    Envelope,
    EnvelopeItem,
    ItemKind,
    Leg,
    ManifestEntry,
    Outcome,
    Recipient,
)
from tram.custody.queries import intake as queries
from tram.custody.rules.secrets import require_no_secret
from tram.custody.rules.services import DIRECTIONS, Service
from tram.directory.queries.signers import Pin
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Channel, Dossier, ResultChannel
from tram.dossiers.rules.completeness import Counted, require_complete
from tram.dossiers.rules.graphs import step
from tram.dossiers.rules.states import Action, State, VoidReason


@dataclass(frozen=True)
class Addressee:
    """Where and to whom a result is to go, with the customer's consent to give this to the post."""

    full_name: str
    phone: str
    address: str
    commune_id: int


@dataclass(frozen=True)
class AtAddress:
    """An intake away from the counter: for which point, where, and the request it answers."""

    point_id: int
    address: str
    commune_id: int | None = None
    request_id: UUID | None = None


@dataclass(frozen=True)
class Intake:
    """What a teller typed for one dossier; weights in grams. `secret` is the customer's answer, None if not asked.

    `customer_present`: the teller says that the customer saw the envelopes sealed.
    """

    version_id: int
    agency_id: int
    service: Service
    submitter: dossiers.Person
    counted: tuple[Counted, ...]
    grams: int
    seal_number: str
    recipient: Addressee | None = None
    payment: charges.Payment = charges.PLAIN
    simulated: bool = False
    secret: bool | None = None
    at_address: AtAddress | None = None
    more: tuple[parts.Part, ...] = ()
    s10: str = ""
    customer_present: bool = False


def _check(intake: Intake, facts: queries.IntakeFacts) -> None:
    if intake.service is Service.RECEIVE:
        raise Refused(
            "wrong-service",
            "Dịch vụ «chỉ nhận kết quả» đăng ký tại bộ phận một cửa khi nộp hồ sơ.",
        )
    if (intake.service is Service.BOTH) != (intake.recipient is not None):
        raise Refused(
            "recipient", "Hãy nhập người nhận kết quả khi (và chỉ khi) khách chọn nhận tại nhà."
        )
    require_no_secret(intake.secret, facts.postal.secret_possible)
    eligibility.require_open(facts.postal, DIRECTIONS[intake.service], facts.name)
    require_complete(facts.papers, intake.counted)
    _require_sealed(intake)


def _require_sealed(intake: Intake) -> None:
    """Refuse what was not sealed under a number before the customer's eyes, at the counter or at home."""
    if not intake.seal_number.strip():
        raise Refused("no-seal", "Hãy niêm phong trước mặt khách và nhập số niêm phong.")
    if not intake.customer_present:
        raise Refused(
            "not-present",
            "Hãy niêm phong khi khách có mặt rồi đánh dấu đã niêm phong trước khách.",
        )


@command
@prepared.together()
def take_in(act: Act, *, intake: Intake) -> dict[str, Any]:
    """Take one dossier in: papers counted, price taken, sealed before the customer, numbered, receipted.

    QĐ 45/2016/QĐ-TTg Điều 5–11; TT 17/2017/TT-BTTTT Điều 5. `act.place_id` is the post point. Answers the
    dossier, the S10 number and the issue of the tracking code. At the customer's address (`at_address`) the same is
    done, and the first holder is the person of the post who stands there.
    """
    point = _point(act, intake.at_address)
    facts = queries.intake_facts(
        version_id=intake.version_id,
        agency_id=intake.agency_id,
        point_id=point,
        recipient_area=intake.recipient.commune_id if intake.recipient else None,
        day=local_date(act.at),
    )
    _check(intake, facts)
    grams = parts.first_grams(intake.grams, intake.more)
    asked = charges.ask(facts, intake.service, intake.grams, intake.payment)
    dossier = dossiers.register(
        act,
        facts=dossiers.Registration(
            version_id=intake.version_id,
            agency_id=intake.agency_id,
            desk_id=facts.desk_id,
            point_id=point,
            channel=Channel.POSTAL,
            result_channel=ResultChannel.POSTAL if intake.recipient else ResultChannel.COUNTER,
            regime=facts.regime,
            simulated=intake.simulated,
        ),
        submitter=intake.submitter,
        expected=facts.papers,
        counted=intake.counted,
    )
    keeper = _keeper(act, intake, point)
    item = chain.bring_in(
        act,
        dossier.id,
        ItemKind.PAPERS,
        holder_id=keeper,
        source="customer",
        parts=len(intake.more) + 1,
    )
    cover = covers.Cover(
        Leg.IN,
        point,
        grams,
        intake.seal_number,
        facts.desk_id,
        number=intake.s10,
        customer_present=intake.customer_present,
    )
    number = covers.seal(act, [item], cover)
    more = parts.take_in_more(act, dossier.id, keeper, cover, intake.more)
    rows.add(*_side_rows(act, dossier.id, intake))
    charges.take(
        act,
        dossier.id,
        facts=facts,
        grams=intake.grams,
        payment=intake.payment,
        asked=asked,
        point=point,
        into=_purse(act, intake, point),
    )
    further = {"more": more} if more else {}
    return {"dossier": dossier.id, "s10": number, "issue": 1, **further}


def _point(act: Act, away: AtAddress | None) -> int:
    """The point whose intake this is, if this person may make it."""
    if away:
        pick_ups.may_collect(act, away.point_id)
        return away.point_id
    if act.place_id is None:
        raise Refused("no-point", "Hãy chọn điểm phục vụ bạn đang làm việc rồi nhận hồ sơ.")
    require(act.actor, Right.TAKE_IN, [act.place_id])
    return act.place_id


def _keeper(act: Act, intake: Intake, point: int) -> int:
    return chain.courier(act.actor.id) if intake.at_address else chain.place(point)


def _side_rows(act: Act, dossier_id: UUID, intake: Intake) -> list[Model]:
    """What stands beside the dossier: recipient, the voucher with the teller's signature, the customer's address."""
    found: list[Model] = list(
        vouchers.first_issue(act, dossier_id, recipient=1 if intake.recipient else None)
    )
    if intake.recipient:
        found.insert(0, _recipient(act, dossier_id, intake.recipient, version=1))
    if away := intake.at_address:
        if away.request_id:
            pick_ups.collect(act, away.request_id, away.point_id)
        found.append(_address_intake(act, dossier_id, away))
    return found


def _address_intake(act: Act, dossier_id: UUID, away: AtAddress) -> AddressIntake:
    if not away.address.strip():
        raise Refused("no-address", "Hãy nhập địa chỉ nơi nhận hồ sơ của khách.")
    return AddressIntake(
        dossier_id=dossier_id,
        request_id=away.request_id,
        address=away.address.strip(),
        commune_id=away.commune_id,
        by_id=act.actor.id,
        at=act.at,
    )


def add_recipient(
    act: Act, dossier_id: UUID, to: Addressee, *, version: int, reason: str = ""
) -> None:
    """Add a version of where the result goes."""
    rows.add(_recipient(act, dossier_id, to, version=version, reason=reason))


def _recipient(
    act: Act, dossier_id: UUID, to: Addressee, *, version: int, reason: str = ""
) -> Recipient:
    return Recipient(
        dossier_id=dossier_id,
        version=version,
        full_name=to.full_name,
        phone=to.phone,
        address=to.address,
        commune_id=to.commune_id,
        reason=reason,
        consented_at=act.at,
        by_id=act.actor.user_id,
    )


def _purse(act: Act, intake: Intake, point: int) -> int:
    """Whose money it is first: the teller's drawer, or on the road the postman's bag."""
    if intake.at_address and pick_ups.is_postman(act):
        return cash.account(AccountKind.POSTMAN_BAG, user_id=act.actor.user_id)
    return cash.account(AccountKind.DRAWER, unit_id=point, user_id=act.actor.user_id)


@command
def void_intake(
    act: Act, *, dossier_id: UUID, reason: VoidReason, pin: Pin | None = None
) -> dict[str, Any]:
    """Undo a mistaken intake that is on no manifest yet: papers go back, the number is voided, the money follows.

    Money goes back when another person approves: at once by `pin`, else when the manager does (requirement 42d).
    """
    dossier = dossiers.lock([dossier_id])[dossier_id]
    point = dossier.intake_point_id
    require(act.actor, Right.VOID_INTAKE, [point] if point else [])
    items = list(chain.lock(list(dossier.items.values_list("id", flat=True))).values())
    if point is None or {item.holder_id for item in items} != {chain.place(point)}:
        raise Refused(
            "has-left", "Hồ sơ đã rời điểm phục vụ nên không hủy được. Hãy báo bộ phận một cửa."
        )
    if ManifestEntry.objects.filter(item__in=items, outcome=Outcome.PENDING).exists():
        raise Refused(
            "on-manifest",
            "Hồ sơ đang nằm trên một bảng kê chờ giao. Hãy hủy bảng kê đó trước rồi hủy phiếu nhận.",
        )
    if BagItem.objects.filter(item__in=items, taken_out_at=None).exists():
        raise Refused(
            "in-bag",
            "Hồ sơ đang nằm trong một túi thư. Hãy lấy ra khỏi túi trước rồi hủy phiếu nhận.",
        )
    dossiers.void(act, dossier, reason=reason)
    chain.hand(act, items, to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    contents = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    envelopes: Sequence[UUID] = list(contents.values_list("envelope_id", flat=True))
    contents.update(taken_out_at=act.at)
    Envelope.objects.filter(id__in=envelopes).update(voided_at=act.at)
    back = charges.give_back(act, dossier_id, point, pin)
    return {"dossier": dossier_id, **back}


@command
def reprint_receipt(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """Print a receipt again with a new tracking code; the old code stops working."""
    dossier: Dossier = dossiers.lock([dossier_id])[dossier_id]
    require_at(act, dossier)
    step(
        dossier.graph, State(dossier.state), Action.CORRECT
    )  # no new paper for what is void or over
    dossiers.require_reason(reason)
    issue = dossier.codes.count() + 1
    dossiers.issue_code(act, dossier_id, issue=issue, reason=reason)
    vouchers.next_issue(act, dossier, reason=reason)
    return {"dossier": dossier_id, "issue": issue}


@command
def correct_recipient(
    act: Act, *, dossier_id: UUID, recipient: Addressee, reason: str
) -> dict[str, Any]:
    """Correct who gets the result and where, with a reason; the old version stays."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require_at(act, dossier)
    dossiers.require_reason(reason)
    versions = dossier.recipients.count()
    if not versions:
        raise Refused("no-recipient", "Hồ sơ này không đăng ký nhận kết quả tại nhà.")
    add_recipient(act, dossier_id, recipient, version=versions + 1, reason=reason)
    dossiers.note_correction(act, dossier, what="recipient", version=versions + 1)
    vouchers.next_issue(act, dossier, reason=reason)
    return {"dossier": dossier_id}


def require_at(act: Act, dossier: Dossier) -> None:
    """The intake point's tellers and the desk's officers may correct a dossier's postal side."""
    if act.place_id == dossier.intake_point_id and dossier.intake_point_id:
        require(act.actor, Right.TAKE_IN, [dossier.intake_point_id])
    else:
        require(act.actor, Right.ACCEPT, [dossier.desk_id])
