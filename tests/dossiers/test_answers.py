"""Three answers to a dossier that arrived, the start of its clock by channel, facts that never touch one another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import cast
from tests.cast import MONDAY, Cast, act, at
from tram.cash.models import CashLine
from tram.core.acts import Act
from tram.core.calendar import local
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import CustodyLine
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Channel, Dossier, DossierLine, Letter, ResultChannel
from tram.dossiers.rules.letters import Asked
from tram.dossiers.rules.states import RefusalReason, State

REASON = "Giấy tờ kèm theo chưa đúng quy định"
Answer = Callable[[Cast, Dossier], Any]


def accepted(who: Cast, dossier: Dossier) -> Any:
    return dossiers.accept(act(who.officer, who.desk), dossier_id=dossier.id)


def supplement_asked(who: Cast, dossier: Dossier) -> Any:
    return dossiers.ask_supplement(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        papers=[Asked("Bản sao căn cước", certified=1)],
        reason=REASON,
    )


def refused(who: Cast, dossier: Dossier) -> Any:
    return dossiers.refuse(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        code=RefusalReason.INVALID_PAPERS,
        reason=REASON,
    )


ANSWERS: tuple[Answer, ...] = (accepted, supplement_asked, refused)


@pytest.mark.law("26a")
@pytest.mark.parametrize("first", ANSWERS)
@pytest.mark.parametrize("second", [accepted, supplement_asked])
def test_a_dossier_that_arrived_gets_exactly_one_answer(
    who: Cast, first: Answer, second: Answer
) -> None:
    dossier = cast.arrive(who, cast.take_in(who))
    first(who, dossier)
    with pytest.raises(Refused) as caught:
        second(who, dossier)
    assert caught.value.code in ("no-such-step", "not-allowed")
    dossier.refresh_from_db()
    in_writing = Letter.objects.filter(dossier=dossier).count() + (dossier.number is not None)
    assert in_writing == 1


@command
def submit_online(act: Act, *, who: Cast) -> dict[str, Any]:
    """What a partner system will do: a dossier sent from afar, for the desk."""
    dossier = dossiers.register(
        act,
        facts=dossiers.Registration(
            version_id=who.version.id,
            agency_id=who.agency.id,
            desk_id=who.desk.id,
            channel=Channel.ONLINE,
            result_channel=ResultChannel.COUNTER,
            regime="one-stop-2018",
        ),
        submitter=cast.submitter(),
        expected=[],
        counted=[],
    )
    return {"dossier": dossier.id}


@pytest.mark.law("25c")
def test_the_clock_of_an_online_dossier_starts_at_submission_of_a_counter_one_at_acceptance(
    who: Cast,
) -> None:
    online = UUID(submit_online(act(who.officer, who.desk), who=who)["dossier"])
    counter = cast.at_counter(who).id
    tomorrow = MONDAY + timedelta(days=1)
    at(tomorrow)
    for dossier_id in (online, counter):
        dossiers.accept(act(who.officer, who.desk), dossier_id=dossier_id)
    starts = {
        d.id: d.due_times.get().started_at
        for d in Dossier.objects.filter(id__in=[online, counter])
    }
    assert starts == {online: MONDAY, counter: tomorrow}
    due = {d.id: d.due_at for d in Dossier.objects.filter(id__in=[online, counter])}
    first, second = due[online], due[counter]
    assert first is not None
    assert second is not None
    assert local(second).date() > local(first).date()


def lines() -> tuple[int, int, int]:
    return (
        DossierLine.objects.count(),
        CustodyLine.objects.count(),
        CashLine.objects.count(),
    )


@pytest.mark.law("34c")
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_legal_step_moves_no_paper_and_no_money(who: Cast, answer: Answer) -> None:
    dossier = cast.arrive(who, cast.take_in(who))
    law, custody, cash = lines()
    holders = set(dossier.items.values_list("id", "holder_id"))
    answer(who, dossier)
    assert lines() == (law + 1, custody, cash)
    assert set(dossier.items.values_list("id", "holder_id")) == holders


@pytest.mark.law("34c")
def test_paper_that_changes_hands_on_the_road_is_no_legal_step(who: Cast) -> None:
    dossier = cast.take_in(who)
    law, custody, cash = lines()
    cast.pick_up(who, dossier)
    dossier.refresh_from_db()
    assert lines() == (law, custody + 1, cash)
    assert State(dossier.state) is State.REGISTERED
