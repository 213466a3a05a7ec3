"""The one-stop desk's own acts with paper: a counter dossier, a result packed for the post or handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash import commands as cash
from tram.cash.rules.tariff import Exemption, Quotation, quote
from tram.catalogue.rules import eligibility
from tram.catalogue.rules.eligibility import Direction
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.requests import command
from tram.custody.commands import chain, covers
from tram.custody.commands.intake import Addressee, add_recipient
from tram.custody.models import EnvelopeItem, ItemKind, Leg
from tram.custody.queries import intake as queries
from tram.custody.rules.zones import zone
from tram.directory import queries as directory
from tram.dossiers import commands as dossiers
from tram.dossiers.commands.files import attach_files
from tram.dossiers.models import Channel, ResultChannel
from tram.dossiers.rules.completeness import Counted, require_complete
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.states import Action

RESULT_GRAMS = 100


@dataclass(frozen=True)
class CounterIntake:
    """What a one-stop officer typed for a dossier brought to the desk; `recipient` = return by post."""

    version_id: int
    agency_id: int
    submitter: dossiers.Person
    counted: tuple[Counted, ...]
    recipient: Addressee | None = None
    simulated: bool = False


def return_price(facts: queries.IntakeFacts) -> Quotation:
    """What the postman will ask for bringing the result home, for a light result."""
    tariff = facts.prices.tariff
    distance = zone(facts.agency_district, facts.recipient_district)
    return quote(tariff, [Direction.OUT], distance, RESULT_GRAMS, Exemption.NONE)


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
    if desk != facts.desk_id and not directory.serves(desk, intake.agency_id):
        raise Refused("wrong-desk", "Bộ phận một cửa này không nhận hồ sơ của cơ quan đã chọn.")
    if intake.recipient:
        eligibility.require_open(facts.postal, (Direction.OUT,), facts.name)
    require_complete(facts.papers, intake.counted)
    dossier = dossiers.register(
        act,
        facts=dossiers.Registration(
            version_id=intake.version_id,
            agency_id=intake.agency_id,
            desk_id=desk,
            channel=Channel.COUNTER,
            result_channel=ResultChannel.POSTAL if intake.recipient else ResultChannel.COUNTER,
            simulated=intake.simulated,
        ),
        submitter=intake.submitter,
        expected=facts.papers,
        counted=intake.counted,
    )
    dossiers.issue_code(act, dossier.id, issue=1)
    chain.bring_in(
        act, dossier.id, ItemKind.PAPERS, holder_id=chain.place(desk), source="customer"
    )
    if intake.recipient:
        add_recipient(act, dossier.id, intake.recipient, version=1)
        cash.keep_quotation(
            dossier.id,
            return_price(facts),
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
    if files:
        attach_files(act, dossier_id=dossier_id, kind=FileKind.RESULT, files=files)
    agency = dossiers.lock([dossier_id])[dossier_id].agency_id
    chain.bring_in(
        act, dossier_id, ItemKind.RESULT, holder_id=chain.place(agency), source="agency"
    )
    return {"dossier": dossier_id}


@command
def pack_result(act: Act, *, dossier_id: UUID, seal_number: str) -> dict[str, Any]:
    """Put a result into a sealed, numbered envelope for the post (đóng gói kết quả); answers the S10 number."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    item = dossier.items.filter(kind=ItemKind.RESULT).first()
    if item is None or item.holder_id != chain.place(dossier.desk_id):
        raise Refused(
            "not-held", "Kết quả chưa có ở bộ phận một cửa. Hãy nhận từ đơn vị giải quyết trước."
        )
    if dossier.result_channel != ResultChannel.POSTAL:
        raise Refused(
            "not-by-post", "Hồ sơ này trả kết quả tại bộ phận một cửa, không giao bưu điện."
        )
    if EnvelopeItem.objects.filter(item=item, taken_out_at=None).exists():
        raise Refused(
            "already-packed", "Kết quả này đã được đóng gói. Hãy lập bảng kê giao bưu điện."
        )
    cover = covers.Cover(Leg.OUT, dossier.desk_id, RESULT_GRAMS, seal_number)
    return {"dossier": dossier_id, "s10": covers.seal(act, item, cover)}


@command
def return_at_desk(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """Hand the result to the person at the desk (trả kết quả trực tiếp) and close the dossier."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    require(act.actor, Right.RECEIVE_AT_DESK, [dossier.desk_id])
    if dossier.result_channel == ResultChannel.POSTAL:
        raise Refused(
            "by-post",
            "Hồ sơ này đã đăng ký nhận kết quả qua bưu điện. Hãy giao kết quả cho bưu điện.",
        )
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    result = next((item for item in items.values() if item.kind == ItemKind.RESULT), None)
    if result is None or result.holder_id != chain.place(dossier.desk_id):
        raise Refused(
            "not-held", "Kết quả chưa có ở bộ phận một cửa. Hãy nhận từ đơn vị giải quyết trước."
        )
    chain.hand(act, [result], to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    dossiers.close(act, [dossier], Action.RETURN)
    return {"dossier": dossier_id}
