"""A dossier that goes round several agencies (liên thông): in the order of its stages; only the one at work settles."""

from datetime import date
from typing import Any

import pytest

from tests import cast
from tests.cast import Cast, act, person, publish
from tram.accounts.rules.access import Role
from tram.catalogue.models import Stage
from tram.core.errors import Refused
from tram.core.projections import PROJECTIONS, compare
from tram.custody.commands import chain, desk, manifests
from tram.custody.models import ItemKind
from tram.custody.queries.manifests import ready_groups
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

RESULT: dict[str, Any] = {"number": "9/KQ", "issued_on": date(2019, 11, 4), "name": "Kết quả"}


@pytest.fixture
def other(who: Cast) -> Unit:
    """The second agency of the round, with an officer of its own; the cast's procedure goes there and back."""
    unit = Unit.objects.exclude(id=who.agency.id).filter(kind="department").order_by("slug")[0]
    who.extra["second"] = person("cv.hai", "Chuyên Viên Hai", Role.CASE_OFFICER, unit)
    version = cast.follow(who.version, published=False)
    for seq, where in enumerate((None, unit, None), 1):
        Stage.objects.create(
            version=version,
            seq=seq,
            unit=where,
            name=f"Bước {seq}",
            value=1,
            unit_of_time=version.limit_unit,
        )
    who.version = publish(version)
    return unit


def at_agency(who: Cast) -> Dossier:
    return cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))


def send(who: Cast, dossier: Dossier, giver: Any, receiver: Any, *units: Unit) -> None:
    papers = dossier.items.get(kind=ItemKind.PAPERS).id
    ends = [chain.place(unit.id) for unit in units]
    cast.hand_over(ManifestKind.BETWEEN_AGENCIES, giver, receiver, ends[0], ends[1], [papers])
    dossier.refresh_from_db()


def officers(who: Cast, other: Unit) -> tuple[Any, Any]:
    return act(who.specialist, who.agency), act(who.extra["second"], other)


def test_it_goes_in_the_order_of_its_stages_and_comes_back(who: Cast, other: Unit) -> None:
    dossier = at_agency(who)
    assert (dossier.handling_id, dossier.stage) == (who.agency.id, 1)
    (group,) = ready_groups([chain.place(who.agency.id)])
    assert (group.kind, group.to_unit) == (ManifestKind.BETWEEN_AGENCIES, other.id)
    first, second = officers(who, other)
    send(who, dossier, first, second, who.agency, other)
    assert (State(dossier.state), dossier.handling_id, dossier.stage) == (
        State.PROCESSING,
        other.id,
        2,
    )
    first, second = officers(who, other)
    send(who, dossier, second, first, other, who.agency)
    assert (dossier.handling_id, dossier.stage) == (who.agency.id, 3)
    assert ready_groups([chain.place(who.agency.id)]) == []
    desk.record_result(act(who.specialist, who.agency), dossier_id=dossier.id, **RESULT)
    dossier.refresh_from_db()
    assert State(dossier.state) is State.SETTLED
    (projection,) = (each for each in PROJECTIONS if each.table == "dossiers_dossier")
    assert compare(projection).wrong == []


def test_only_the_agency_at_work_settles(who: Cast, other: Unit) -> None:
    dossier = at_agency(who)
    first, second = officers(who, other)
    send(who, dossier, first, second, who.agency, other)
    with pytest.raises(Refused) as refused:
        desk.record_result(act(who.specialist, who.agency), dossier_id=dossier.id, **RESULT)
    assert refused.value.code == "not-allowed"
    desk.record_result(act(who.extra["second"], other), dossier_id=dossier.id, **RESULT)
    result = dossier.items.get(kind=ItemKind.RESULT)
    assert result.holder_id == chain.place(other.id)


def test_it_cannot_be_sent_past_the_next_agency(who: Cast, other: Unit) -> None:
    dossier = at_agency(who)
    third = Unit.objects.exclude(id__in=[who.agency.id, other.id]).filter(kind="department")[0]
    with pytest.raises(Refused) as refused:
        manifests.offer(
            act(who.specialist, who.agency),
            kind=ManifestKind.BETWEEN_AGENCIES,
            from_holder=chain.place(who.agency.id),
            to_holder=chain.place(third.id),
            items=[dossier.items.get(kind=ItemKind.PAPERS).id],
        )
    assert refused.value.code == "wrong-destination"
    assert other.short_name in refused.value.message
