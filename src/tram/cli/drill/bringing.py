"""Before the fight some things go onward by what everybody would sensibly do, so that some can be delivered."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from tram.cli.drill.people import People, act
from tram.core import clock
from tram.custody.commands import chain, desk, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import Holder, Item, Outcome
from tram.custody.queries.ready import Group, ready_groups, ready_things
from tram.custody.rules.handovers import RULES, ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

STRAIGHT = frozenset(
    {
        ManifestKind.PICK_UP,
        ManifestKind.HAND_OVER,
        ManifestKind.TO_AGENCY,
        ManifestKind.RESULT_TO_DESK,
        ManifestKind.RESULT_OUT,
    }
)
STAGES = 6
Advance = Callable[[int], None]


def bring(people: People, things: list[UUID], luck: Random, advance: Advance) -> None:
    """These papers go the straight way, until their results are with a postman."""
    wanted = frozenset(Item.objects.filter(id__in=things).values_list("dossier_id", flat=True))
    for _ in range(STAGES):
        _work(people, wanted, luck)
        for holder in _holders(wanted):
            for group in ready_groups([holder.id]):
                if group.kind in STRAIGHT:
                    _pass_on(people, holder, group, wanted, luck)
        advance(1)


def _holders(wanted: frozenset[UUID]) -> list[Holder]:
    held = Item.objects.filter(dossier__in=wanted, holder__kind__in=["place", "courier"])
    ids = held.values_list("holder_id", flat=True)
    return list(Holder.objects.filter(id__in=ids).order_by("id"))


def _pass_on(
    people: People, holder: Holder, group: Group, wanted: frozenset[UUID], luck: Random
) -> None:
    ready = ready_things([holder.id], group.kind, group.to_unit)
    items = [each.item_id for each in ready if each.dossier_id in wanted]
    giver = people.at(holder)
    if not items or giver is None:
        return
    postman = luck.choice(people.postmen)
    by_courier = RULES[group.kind].receiver == "courier"
    to = chain.courier(postman.user.id) if by_courier else chain.place(group.to_unit or 0)
    receiver = postman if by_courier else people.at(Holder.objects.get(id=to))
    if receiver is None:
        return
    made = manifests.offer(
        act(giver, luck), kind=group.kind, from_holder=holder.id, to_holder=to, items=items
    )
    found = [Found(item, Outcome.RECEIVED) for item in items]
    manifests.sign_handover(act(receiver, luck), manifest_id=UUID(made["manifest"]), found=found)


def _work(people: People, wanted: frozenset[UUID], luck: Random) -> None:
    """The desks accept and pack, the agencies settle."""
    crew = people.crew
    for dossier in Dossier.objects.filter(id__in=wanted).order_by("id"):
        officer = crew.officers[dossier.desk_id]
        if dossier.state == State.ARRIVED:
            dossiers.accept(act(officer, luck), dossier_id=dossier.id)
        elif dossier.state == State.PROCESSING:
            unit = dossier.handling_id or dossier.agency_id
            desk.record_result(
                act(crew.specialists[unit], luck),
                dossier_id=dossier.id,
                number="1/KQ",
                issued_on=clock.today(),
                name="Kết quả",
            )
        elif dossier.state == State.SETTLED and _lies_at_desk(dossier):
            seal = f"KQ{luck.getrandbits(48):x}"
            desk.pack_result(act(officer, luck), dossier_id=dossier.id, seal_number=seal)


def _lies_at_desk(dossier: Dossier) -> bool:
    result = dossier.items.filter(kind="result", holder__unit=dossier.desk_id)
    return result.exclude(containers__taken_out_at=None, containers__isnull=False).exists()
