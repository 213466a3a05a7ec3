"""What stands on the stage before anybody opens a browser: one dossier at every stop of the round trip."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    cast,
    deliver,
    full_count,
    hand_over,
    person,
    release,
    settle,
    submitter,
    take_in,
)
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.commands import chain, desk, intake, manifests
from tram.custody.models import ItemKind
from tram.custody.queries.receipts import receipt
from tram.custody.rules.handovers import ManifestKind
from tram.directory.queries import actor_of
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason


@dataclass(frozen=True)
class Stage:
    """The people, and each dossier or manifest by where it is."""

    who: Cast
    second_officer: User
    fresh: UUID
    voided: UUID
    voided_code: str
    offered: UUID
    signed: UUID
    to_accept: UUID
    accepted: UUID
    to_settle: UUID
    submitted: UUID
    waiting: UUID
    settled: UUID
    to_pack: UUID
    packed: UUID
    to_hand_out: UUID
    to_deliver: UUID
    delivered: UUID
    late: UUID


def real_time() -> None:
    """Let this connection read the demonstration's running clock again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tram.clock', '', false)")


def set_up() -> Stage:
    """Everybody and everything, in the current database, for good."""
    who = cast()
    late = _late(who)
    real_time()
    dossiers.warn_all()
    signed, _carried = _picked_up(who)
    offered, _waiting = _offer(who)
    voided, voided_code = _voided(who)
    return Stage(
        who=who,
        second_officer=person("mc.hai", "Một Cửa Hai", Role.ONE_STOP_OFFICER, who.desk),
        fresh=take_in(who).id,
        voided=voided,
        voided_code=voided_code,
        offered=offered,
        signed=signed,
        to_accept=arrive(who, take_in(who)).id,
        accepted=_accepted(who).id,
        to_settle=_at_agency(who).id,
        submitted=_submitted(who),
        waiting=_waiting_for_payment(who),
        settled=_settled(who),
        to_pack=settle(who, _accepted(who)).id,
        packed=_packed(who),
        to_hand_out=settle(who, accept(who, _brought(who))).id,
        to_deliver=release(who, settle(who, _accepted(who))).id,
        delivered=deliver(who, release(who, settle(who, _accepted(who)))).id,
        late=late,
    )


def code_of(who: Cast, dossier_id: UUID) -> str:
    """The tracking code printed on a dossier's receipt."""
    found = receipt(actor_of(who.teller.id, who.teller.full_name), dossier_id)
    assert found is not None
    return found.tracking_code


def item(dossier: Dossier, kind: ItemKind = ItemKind.PAPERS) -> UUID:
    found: UUID = dossier.items.get(kind=kind).id
    return found


def _accepted(who: Cast) -> Dossier:
    return accept(who, arrive(who, take_in(who)))


def _voided(who: Cast) -> tuple[UUID, str]:
    """A mistake, and the code that was printed on its receipt."""
    dossier = take_in(who)
    code = code_of(who, dossier.id)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.WRONG_PROCEDURE
    )
    return dossier.id, code


def _offer(who: Cast) -> tuple[UUID, Dossier]:
    """A list that the teller has signed and the postman has not."""
    dossier = take_in(who)
    made = manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(who.postman.id),
        items=[item(dossier)],
    )
    return UUID(made["manifest"]), dossier


def _picked_up(who: Cast) -> tuple[UUID, Dossier]:
    """On the road: signed by both at the point, not yet at the desk."""
    dossier = take_in(who)
    both = act(who.teller, who.point), act(who.postman)
    ends = chain.place(who.point.id), chain.courier(who.postman.id)
    return hand_over(ManifestKind.PICK_UP, *both, *ends, [item(dossier)]), dossier


def an_offer_to_desk(stage: Stage) -> UUID:
    """A list that the postman has signed and no officer has."""
    who = stage.who
    made = manifests.offer(
        act(who.postman),
        kind=ManifestKind.HAND_OVER,
        from_holder=chain.courier(who.postman.id),
        to_holder=chain.place(who.desk.id),
        items=[item(_picked_up(who)[1])],
    )
    return UUID(made["manifest"])


def _at_agency(who: Cast) -> Dossier:
    dossier = _accepted(who)
    both = act(who.officer, who.desk), act(who.specialist, who.agency)
    ends = chain.place(who.desk.id), chain.place(who.agency.id)
    hand_over(ManifestKind.TO_AGENCY, *both, *ends, [item(dossier)])
    dossier.refresh_from_db()
    return dossier


def _late(who: Cast) -> UUID:
    """Two that came a month before and are late, one of them after an apology; it is the one that answers."""
    at(MONDAY - timedelta(days=28))
    _at_agency(who)
    again = _at_agency(who)
    leader = act(who.leader, who.agency)
    assert again.due_at is not None
    after = again.due_at + timedelta(days=1)
    reason = "Phải xác minh thêm ở nơi cư trú cũ."
    dossiers.apologise(leader, dossier_id=again.id, reason=reason, due_after=after)
    return again.id


def _submitted(who: Cast) -> UUID:
    """Given out by the leader, prepared, and put before the leader again."""
    dossier, leader, officer = _at_agency(who), who.leader, who.specialist
    dossiers.assign(
        act(leader, who.agency),
        dossier_id=dossier.id,
        assignee_id=officer.id,
        comment="Đối chiếu kỹ nơi cư trú trước khi trình.",
    )
    dossiers.submit_for_approval(
        act(officer, who.agency), dossier_id=dossier.id, leader_id=leader.id
    )
    return dossier.id


def _waiting_for_payment(who: Cast) -> UUID:
    dossier = _at_agency(who)
    dossiers.ask_payment(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        amount_vnd=200_000,
        reason="Lệ phí cấp phiếu lý lịch tư pháp",
    )
    return dossier.id


def _settled(who: Cast) -> UUID:
    """The result lies at the agency."""
    dossier = _at_agency(who)
    assert dossier.accepted_at
    desk.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="45/KQ",
        issued_on=dossier.accepted_at.date(),
        name="Phiếu lý lịch tư pháp số 1",
    )
    return dossier.id


def _packed(who: Cast) -> UUID:
    dossier = settle(who, _accepted(who))
    desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-0045")
    return dossier.id


def _brought(who: Cast) -> Dossier:
    """Brought to the desk by hand, to be fetched there."""
    words = desk.CounterIntake(who.version.id, who.agency.id, submitter(), full_count(who.version))
    made = desk.submit(act(who.officer, who.desk), intake=words)
    return Dossier.objects.get(id=made["dossier"])
