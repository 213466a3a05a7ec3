"""The cast of the whole suite (invented people, one of each role, and a neighbour who must see nothing).

Also the acts that bring a dossier somewhere, always through commands: `take_in`, `arrive`, `accept`, …
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cash.commands import refunds
from tram.cash.models import Refund
from tram.catalogue.models import ProcedureVersion
from tram.core import clock
from tram.core.acts import Act
from tram.custody.commands import chain, delivery, desk, intake, manifests
from tram.custody.models import Envelope, ItemKind, Outcome, ProofKind, ReceiptKind, Relation
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.directory.models import Appointment, Area, Unit
from tram.directory.queries import actor_of
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.completeness import Counted

PASSWORD = "mat khau dien tap 1"
PIN = "246810"
MONDAY = datetime(2019, 11, 4, 1, 30, tzinfo=UTC)  # 08:30 thứ Hai 04/11/2019
SINCE = date(2019, 1, 1)
PROCEDURE = "2.000488"  # cấp Phiếu lý lịch tư pháp: Sở Tư pháp, by post both ways


def at(moment: datetime) -> None:
    """Set the clock of this connection (the test database is a demonstration)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tram.clock', %s, false)", [moment.isoformat()])


def person(username: str, full_name: str, role: Role, unit: Unit) -> User:
    """A person appointed since the start of 2019, with the suite's password and PIN."""
    user, _ = User.objects.get_or_create(username=username, defaults=_known(full_name))
    Appointment.objects.get_or_create(
        user=user, role=role, unit=unit, defaults={"valid_from": SINCE}
    )
    return user


def people(*wanted: tuple[str, str, Role, Unit]) -> list[User]:
    """The same for several at once: two statements, where nobody of them is there yet."""
    if User.objects.filter(username__in=[username for username, *_others in wanted]).exists():
        return [person(*one) for one in wanted]
    users = User.objects.bulk_create(
        User(username=username, **_known(full_name)) for username, full_name, *_others in wanted
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, role=role, unit=unit, valid_from=SINCE)
        for user, (_username, _name, role, unit) in zip(users, wanted, strict=True)
    )
    return users


def _known(full_name: str) -> dict[str, Any]:
    return {
        "full_name": full_name,
        "password": HASHED["password"],
        "pin": HASHED["pin"],
        "must_change_password": False,
        "created_at": MONDAY,
    }


class _Hashed(dict[str, str]):
    def __missing__(self, key: str) -> str:
        self[key] = make_password(PASSWORD if key == "password" else PIN)
        return self[key]


HASHED = _Hashed()


@dataclass
class Cast:
    """Everybody, and where they work."""

    point: Unit
    other_point: Unit
    desk: Unit
    agency: Unit
    version: ProcedureVersion
    teller: User
    neighbour: User
    postman: User
    officer: User
    specialist: User
    leader: User
    administrator: User
    commune: Area
    extra: dict[str, Any] = field(default_factory=dict)


def cast() -> Cast:
    """Make everybody in the current database, working on Monday 04/11/2019."""
    at(MONDAY)
    version = ProcedureVersion.objects.select_related("procedure__agency").get(
        procedure__code=PROCEDURE, valid_from__lte=MONDAY.date(), valid_to=None
    )
    agency = version.procedure.agency
    assert agency is not None
    points = list(Unit.objects.filter(kind="post-point").order_by("slug")[:2])
    post = Unit.objects.get(kind="provincial-post")
    centre = Unit.objects.get(kind="service-centre")
    teller, neighbour, postman, officer, specialist, leader, administrator = people(
        ("gdv.mau", "Giao Dịch Viên Mẫu", Role.TELLER, points[0]),
        ("gdv.khac", "Giao Dịch Viên Khác", Role.TELLER, points[1]),
        ("bt.mau", "Bưu Tá Mẫu", Role.POSTMAN, post),
        ("mc.mau", "Một Cửa Mẫu", Role.ONE_STOP_OFFICER, centre),
        ("cv.mau", "Chuyên Viên Mẫu", Role.CASE_OFFICER, agency),
        ("ld.mau", "Lãnh Đạo Mẫu", Role.LEADER, agency),
        ("qt.mau", "Quản Trị Mẫu", Role.ADMINISTRATOR, post),
    )
    return Cast(
        point=points[0],
        other_point=points[1],
        desk=centre,
        agency=agency,
        version=version,
        teller=teller,
        neighbour=neighbour,
        postman=postman,
        officer=officer,
        specialist=specialist,
        leader=leader,
        administrator=administrator,
        commune=Area.objects.filter(level="commune", valid_from__lte=MONDAY.date()).order_by(
            "gso_code"
        )[0],
    )


def publish(version: ProcedureVersion) -> ProcedureVersion:
    """From now on it never changes."""
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    return version


def follow(
    version: ProcedureVersion,
    day: date = date(2019, 11, 4),
    *,
    fees: bool = True,
    published: bool = True,
    limits: Mapping[Any, tuple[int, str]] | None = None,
    **changes: Any,
) -> ProcedureVersion:
    """Another version from `day` on with the same papers, otherwise only as different as `changes` say."""
    new = ProcedureVersion.objects.get(id=version.id)
    ProcedureVersion.objects.filter(id=version.id).update(valid_to=day - timedelta(days=1))
    parts = [*version.papers.all(), *(version.fees.all() if fees else ())]
    for name, value in {"pk": None, "valid_from": day, "published_at": None, **changes}.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    for part in parts:
        part.pk, part.version = None, new
        part.save(force_insert=True)
    for channel, (value, unit) in (limits or {}).items():
        new.limits.create(channel=channel, value=value, unit=unit)
    return publish(new) if published else new


def act(user: User, place: Unit | None = None, request_id: UUID | None = None) -> Act:
    """One new act of a person at a place."""
    return Act(
        request_id=request_id or uuid4(),
        actor=actor_of(user.id, user.full_name),
        place_id=place.id if place else None,
    )


def submitter(name: str = "Nguyễn Văn Mẫu") -> dossiers.Person:
    return dossiers.Person(full_name=name, phone="0912000001", address="Thôn Mẫu, xã Mẫu")


def addressee(who: "Cast") -> intake.Addressee:
    """Where a result goes by post."""
    return intake.Addressee("Nguyễn Văn Mẫu", "0912000001", "Thôn Mẫu, xã Mẫu", who.commune.id)


def full_count(version: ProcedureVersion) -> tuple[Counted, ...]:
    """Every paper of the list, as many as it asks for."""
    return tuple(
        Counted(paper.seq, paper.originals, paper.certified, paper.copies)
        for paper in version.papers.order_by("seq")
    )


def fresh_seal() -> str:
    """A seal number that no envelope bears yet: "NP-0001" for the first of a test."""
    return f"NP-{Envelope.objects.count() + 1:04}"


def an_intake(who: Cast, **changes: Any) -> intake.Intake:
    """An intake both ways that the rules allow; `changes` replace parts of it."""
    plain = intake.Intake(
        version_id=who.version.id,
        agency_id=who.agency.id,
        service=Service.BOTH,
        submitter=submitter(),
        counted=full_count(who.version),
        grams=120,
        seal_number=fresh_seal(),
        recipient=addressee(who),
        customer_present=True,
    )
    return replace(plain, **changes)


def take_in(who: Cast, **changes: Any) -> Dossier:
    """Taken in at the point."""
    answer = intake.take_in(act(who.teller, who.point), intake=an_intake(who, **changes))
    return Dossier.objects.get(id=answer["dossier"])


def hand_over(
    kind: ManifestKind,
    giver: Act,
    receiver: Act,
    from_holder: int,
    to_holder: int,
    items: list[UUID],
) -> UUID:
    """Offer and sign a manifest of everything, all received."""
    offered = manifests.offer(
        giver, kind=kind, from_holder=from_holder, to_holder=to_holder, items=items
    )
    found = [manifests.Found(item, Outcome.RECEIVED) for item in items]
    manifests.sign_handover(receiver, manifest_id=UUID(offered["manifest"]), found=found)
    return UUID(offered["manifest"])


def _item(dossier: Dossier, kind: ItemKind) -> UUID:
    found: UUID = dossier.items.get(kind=kind).id
    return found


def pick_up(who: Cast, dossier: Dossier) -> None:
    """From the point to the postman."""
    hand_over(
        ManifestKind.PICK_UP,
        act(who.teller, who.point),
        act(who.postman),
        chain.place(who.point.id),
        chain.courier(who.postman.id),
        [_item(dossier, ItemKind.PAPERS)],
    )


def arrive(who: Cast, dossier: Dossier) -> Dossier:
    """From the point by the postman to the desk, signed on both hand-overs."""
    pick_up(who, dossier)
    hand_over(
        ManifestKind.HAND_OVER,
        act(who.postman),
        act(who.officer, who.desk),
        chain.courier(who.postman.id),
        chain.place(who.desk.id),
        [_item(dossier, ItemKind.PAPERS)],
    )
    dossier.refresh_from_db()
    return dossier


def accept(who: Cast, dossier: Dossier) -> Dossier:
    """Accepted with a number and a due time."""
    dossiers.accept(act(who.officer, who.desk), dossier_id=dossier.id)
    dossier.refresh_from_db()
    return dossier


def settle(who: Cast, dossier: Dossier) -> Dossier:
    """Transferred to the agency, settled there, the result brought back to the desk."""
    desk_, agency = chain.place(who.desk.id), chain.place(who.agency.id)
    transfer(who, dossier)
    day = dossier.accepted_at.date() if dossier.accepted_at else MONDAY.date()
    desk.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="123/KQ",
        issued_on=day,
        name="Kết quả",
    )
    result = [_item(dossier, ItemKind.RESULT)]
    giver, receiver = act(who.specialist, who.agency), act(who.officer, who.desk)
    hand_over(ManifestKind.RESULT_TO_DESK, giver, receiver, agency, desk_, result)
    dossier.refresh_from_db()
    return dossier


def transfer(who: Cast, dossier: Dossier) -> Dossier:
    """Signed over from the desk to the competent agency."""
    hand_over(
        ManifestKind.TO_AGENCY,
        act(who.officer, who.desk),
        act(who.specialist, who.agency),
        chain.place(who.desk.id),
        chain.place(who.agency.id),
        [_item(dossier, ItemKind.PAPERS)],
    )
    dossier.refresh_from_db()
    return dossier


def papers_to_desk(who: Cast, dossier: Dossier) -> Dossier:
    """The papers of a dossier that ended without a result, brought back from the agency to the desk."""
    hand_over(
        ManifestKind.PAPERS_TO_DESK,
        act(who.specialist, who.agency),
        act(who.officer, who.desk),
        chain.place(who.agency.id),
        chain.place(who.desk.id),
        [_item(dossier, ItemKind.PAPERS)],
    )
    dossier.refresh_from_db()
    return dossier


def manager() -> User:
    """Who manages the whole post of the province."""
    post = Unit.objects.get(kind="provincial-post")
    return person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)


def give_back_money(dossier: Dossier) -> int:
    """The manager approves what waits to go back to the customer of a dossier; how much that is."""
    waiting = Refund.objects.filter(subject=dossier.id, state="waiting")
    return sum(
        refunds.approve_refund(act(manager()), refund_id=one.id)["returned_vnd"] for one in waiting
    )


def release(who: Cast, dossier: Dossier) -> Dossier:
    """The result packed and signed over to the postman."""
    officer = act(who.officer, who.desk)
    desk.pack_result(officer, dossier_id=dossier.id, seal_number=fresh_seal())
    hand_over(
        ManifestKind.RESULT_OUT,
        act(who.officer, who.desk),
        act(who.postman),
        chain.place(who.desk.id),
        chain.courier(who.postman.id),
        [_item(dossier, ItemKind.RESULT)],
    )
    dossier.refresh_from_db()
    return dossier


def signed_for(name: str = "Nguyễn Văn Mẫu") -> delivery.Evidence:
    """The recipient in person, recognised by an identity card, signed on a paper slip."""
    slip = delivery.Receipt(ReceiptKind.SIGNED_PAPER, "PP-0001")
    return delivery.Evidence(
        name, Relation.SELF, ProofKind.CITIZEN_ID, proof_last4="1234", receipt=slip
    )


def deliver(who: Cast, dossier: Dossier) -> Dossier:
    """In the person's hands."""
    delivery.deliver(act(who.postman), dossier_id=dossier.id, evidence=signed_for())
    dossier.refresh_from_db()
    return dossier


def at_counter(who: Cast, version: ProcedureVersion | None = None) -> Dossier:
    """A dossier brought to the desk; its result is fetched there."""
    version = version or who.version
    intake = desk.CounterIntake(
        version_id=version.id,
        agency_id=who.agency.id,
        submitter=submitter(),
        counted=full_count(version),
    )
    return Dossier.objects.get(
        id=desk.submit(act(who.officer, who.desk), intake=intake)["dossier"]
    )
