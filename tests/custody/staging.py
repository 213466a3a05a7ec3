"""How the state machine's dossiers come to where each hand-over begins: by the commands, as everywhere."""

from collections.abc import Callable
from typing import Any

from tests import cast
from tests.cast import Cast, act, person, publish
from tests.custody import undelivered
from tests.custody.roads import Thing
from tram.accounts.rules.access import Role
from tram.catalogue.models import Stage, WithdrawnPaper
from tram.core import clock
from tram.custody.commands import chain, delivery, desk, shuttle
from tram.custody.rules.handovers import ManifestKind as Kind
from tram.custody.rules.originals import Collected
from tram.directory.models import Unit
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import RefusalReason

REASON = "Không thuộc đối tượng của thủ tục"


def furnish(who: Cast) -> Unit:
    """A second agency in the round of the cast's procedure, an original to take back, a shuttle under way."""
    unit = Unit.objects.exclude(id=who.agency.id).filter(kind="department").order_by("slug")[0]
    who.extra["second"] = person("cv.hai", "Chuyên Viên Hai", Role.CASE_OFFICER, unit)
    version = cast.follow(who.version, published=False)
    for seq, where in enumerate((None, unit), 1):
        Stage.objects.create(
            version=version,
            seq=seq,
            unit=where,
            name=f"Bước {seq}",
            value=1,
            unit_of_time=version.limit_unit,
        )
    WithdrawnPaper.objects.create(version=version, seq=1, name="Giấy phép cũ")
    who.version = publish(version)
    begin_round(who)
    return unit


def begin_round(who: Cast) -> None:
    """The shuttle is under way on this day."""
    shuttle.begin_round(act(who.postman), desk_id=who.desk.id, team=[who.postman.id])


def _thing(dossier: Dossier, kind: str, at: str, **more: Any) -> Thing:
    dossier.refresh_from_db()
    return Thing(dossier.id, dossier.items.get(kind=kind).id, kind, at, dossier.state, **more)


def taken_in(who: Cast) -> Thing:
    """At the point."""
    return _thing(cast.take_in(who), "papers", "point")


def picked_up(who: Cast) -> Thing:
    """With the postman."""
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    return _thing(dossier, "papers", "road")


def accepted(who: Cast) -> Thing:
    """At the desk."""
    return _thing(cast.accept(who, cast.arrive(who, cast.take_in(who))), "papers", "desk")


def _move(who: Cast, kind: Kind, thing: Thing, giver: Any, receiver: Any, ends: Any) -> None:
    cast.hand_over(kind, giver, receiver, ends[0], ends[1], [thing.item])


def shuttled(who: Cast) -> Thing:
    """Accepted, with the shuttle."""
    thing = accepted(who)
    ends = chain.place(who.desk.id), chain.courier(who.postman.id)
    _move(who, Kind.SHUTTLE_OUT, thing, act(who.officer, who.desk), act(who.postman), ends)
    return _thing(Dossier.objects.get(id=thing.dossier), "papers", "road")


def at_work(who: Cast) -> Thing:
    """At the agency."""
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    return _thing(cast.transfer(who, dossier), "papers", "agency")


def with_result(who: Cast) -> Thing:
    """Settled at the agency."""
    dossier = Dossier.objects.get(id=at_work(who).dossier)
    desk.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="9/KQ",
        issued_on=clock.today(),
        name="Kết quả",
    )
    return _thing(dossier, "result", "agency")


def shuttled_back(who: Cast) -> Thing:
    """The result with the shuttle."""
    thing = with_result(who)
    ends = chain.place(who.agency.id), chain.courier(who.postman.id)
    giver = act(who.specialist, who.agency)
    _move(who, Kind.SHUTTLE_BACK, thing, giver, act(who.postman), ends)
    return _thing(Dossier.objects.get(id=thing.dossier), "result", "road")


def _at_desk(who: Cast) -> Dossier:
    return cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))


def packed(who: Cast) -> Thing:
    """The result at the desk, sealed for the post."""
    dossier = _at_desk(who)
    officer = act(who.officer, who.desk)
    desk.pack_result(officer, dossier_id=dossier.id, seal_number=cast.fresh_seal())
    return _thing(dossier, "result", "desk", hold="packed")


def released(who: Cast) -> Thing:
    """The result with the postman."""
    return _thing(cast.release(who, _at_desk(who)), "result", "road")


def at_office(who: Cast) -> Thing:
    """The result at the post's office."""
    thing = released(who)
    ends = chain.courier(who.postman.id), chain.place(who.point.id)
    _move(who, Kind.OFFICE_IN, thing, act(who.postman), act(who.teller, who.point), ends)
    thing.at = "point"
    return thing


def tried(who: Cast) -> Thing:
    """Two tries in vain."""
    thing = released(who)
    dossier = Dossier.objects.get(id=thing.dossier)
    for _ in range(2):
        undelivered.in_vain(who, dossier)
    thing.tries = 2
    return thing


def expired(who: Cast) -> Thing:
    """Held at the point until its time was over."""
    dossier = cast.release(who, _at_desk(who))
    undelivered.held(who, dossier)
    undelivered.days_later(11)
    begin_round(who)
    return _thing(dossier, "result", "point", tries=2, hold="expired")


def over(who: Cast) -> Thing:
    """Taken from the point again because its time was over."""
    thing = expired(who)
    undelivered.hold_back(who, Dossier.objects.get(id=thing.dossier))
    thing.at, thing.hold = "road", "over"
    return thing


def ineligible(who: Cast) -> Thing:
    """Sent back by the agency, which still has the papers."""
    dossier = Dossier.objects.get(id=at_work(who).dossier)
    specialist = act(who.specialist, who.agency)
    dossiers.send_back(specialist, dossier_id=dossier.id, reason=REASON)
    return _thing(dossier, "papers", "agency")


def papers_packed(who: Cast) -> Thing:
    """Refused at the desk, the papers sealed for the way home."""
    dossier = cast.arrive(who, cast.take_in(who))
    officer = act(who.officer, who.desk)
    code = RefusalReason.NOT_OF_PROCEDURE
    dossiers.refuse(officer, dossier_id=dossier.id, code=code, reason=REASON)
    officer = act(who.officer, who.desk)
    desk.pack_papers(officer, dossier_id=dossier.id, seal_number=cast.fresh_seal())
    return _thing(dossier, "papers", "desk", hold="packed")


def collected(who: Cast) -> Thing:
    """Delivered; the original taken back is with the postman."""
    dossier = cast.release(who, _at_desk(who))
    taken = [Collected(1, number="GP 01")]
    evidence = cast.signed_for()
    delivery.deliver(act(who.postman), dossier_id=dossier.id, evidence=evidence, collected=taken)
    return _thing(dossier, "withdrawn", "road")


def originals_at_desk(who: Cast) -> Thing:
    """The original at the desk."""
    thing = collected(who)
    ends = chain.courier(who.postman.id), chain.place(who.desk.id)
    _move(who, Kind.ORIGINALS_IN, thing, act(who.postman), act(who.officer, who.desk), ends)
    thing.at = "desk"
    return thing


BEGIN: dict[str, Callable[[Cast], Thing]] = {
    "pick-up": taken_in,
    "hand-over": picked_up,
    "office-in": picked_up,
    "office-out": at_office,
    "to-agency": accepted,
    "shuttle-out": accepted,
    "shuttle-agency": shuttled,
    "between-agencies": at_work,
    "result-to-desk": with_result,
    "shuttle-back": with_result,
    "shuttle-desk": shuttled_back,
    "result-out": packed,
    "run-sheet": at_office,
    "hold": tried,
    "hold-back": expired,
    "return-in": over,
    "papers-to-desk": ineligible,
    "papers-out": papers_packed,
    "originals-in": collected,
    "originals-home": originals_at_desk,
    "lose": taken_in,
    "attempt": released,
    "deliver": released,
    "bag": taken_in,
    "stranger": taken_in,
    "not-held": taken_in,
    "twice": taken_in,
}
