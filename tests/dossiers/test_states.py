"""The state graph: only its steps are possible, in the code and in the database."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast, act, take_in
from tram.core import books
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.dossiers.models import BOOK, Dossier, DossierLine
from tram.dossiers.rules.graphs import (
    BY_REGIME,
    GRAPHS,
    ONE_STOP_2018,
    ONE_STOP_2025,
    ROUND_TRIP,
    final,
    graph_of,
    step,
)
from tram.dossiers.rules.states import GIVING_BACK, NATIONAL, Action, State

PAIRS = list(product(State, Action))
GRAPH = ONE_STOP_2018
STEPS = GRAPHS[GRAPH]
ALLOWED = [(g, *pair, after) for g, steps in GRAPHS.items() for pair, after in steps.items()]


@command
def write(act: Act, *, line: dict[str, Any]) -> dict[str, Any]:
    """Append one line to the dossier book just as given: what a broken writer would do."""
    own = {name: line[name] for name in ("graph", "action", "from_state", "to_state")}
    books.append(BOOK, act, [books.Line(line["stream"], line["seq"], own, {})])
    return {}


def refused_by_the_database(who: Cast, line: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            write(act(who.teller), line=line)
    except (DatabaseError, Refused):
        return True
    return False


@pytest.mark.law("34b")
@pytest.mark.parametrize("graph", list(GRAPHS))
def test_every_other_step_is_refused_with_a_sentence(graph: str) -> None:
    forbidden = [pair for pair in PAIRS if pair not in GRAPHS[graph]]
    assert len(forbidden) > 450
    for state, action in forbidden:
        with pytest.raises(Refused) as refused:
            step(graph, state, action)
        assert refused.value.code == "no-such-step"
        assert state.label in refused.value.message
        assert action.label in refused.value.message


def test_the_steps_of_every_graph_are_possible() -> None:
    assert len(ALLOWED) > 150
    for graph, state, action, after in ALLOWED:
        assert step(graph, state, action) is after


def reached(graph: str) -> set[State]:
    found = {State.START}
    for _ in State:
        found |= {after for (before, _), after in GRAPHS[graph].items() if before in found}
    return found


@pytest.mark.parametrize("graph", list(GRAPHS))
def test_every_state_of_a_graph_is_reached_and_leads_to_an_end(graph: str) -> None:
    steps = GRAPHS[graph]
    assert reached(graph) == {State.START, *steps.values()}
    ends = final(graph)
    assert ends >= {State.CLOSED, State.VOIDED}
    leading = set(ends)
    for _ in State:
        leading |= {before for (before, _), after in steps.items() if after in leading}
    assert leading == {State.START, *steps.values()}


def test_the_whole_graphs_have_every_state_and_only_that_of_2025_stops() -> None:
    assert reached(ONE_STOP_2025) == set(State)
    assert set(State) - reached(ONE_STOP_2018) == {State.STOPPED}
    added = set(GRAPHS[ONE_STOP_2025]) - set(GRAPHS[ONE_STOP_2018])
    assert {State.STOPPED in (state, GRAPHS[ONE_STOP_2025][state, a]) for state, a in added} == {
        True
    }
    assert GRAPHS[ONE_STOP_2018].items() >= GRAPHS[ROUND_TRIP].items()


@pytest.mark.law("33c")
@pytest.mark.parametrize("graph", list(BY_REGIME.values()))
@pytest.mark.parametrize("state", sorted(GIVING_BACK))
def test_what_ended_without_a_result_stays_open_until_the_papers_are_back(
    graph: str, state: State
) -> None:
    onward = {a for s, a in GRAPHS[graph] if s is state}
    assert onward == {Action.GIVE_BACK, Action.CORRECT}


def test_a_regime_names_its_graph_and_an_unknown_one_is_refused() -> None:
    assert graph_of("one-stop-2018") == ONE_STOP_2018
    with pytest.raises(Refused) as refused:
        graph_of("one-stop-1999")
    assert refused.value.code == "unknown-regime"
    assert "one-stop-1999" in refused.value.message


@pytest.mark.law("34a")
def test_every_state_of_a_dossier_has_exactly_one_national_status() -> None:
    assert set(NATIONAL) == set(State) - {State.START}
    assert {int(status.value) for status in NATIONAL.values()} == set(range(1, 11))
    assert NATIONAL[State.WAITING_PAYMENT].value == "6"
    assert NATIONAL[State.STOPPED].value == "8"
    assert NATIONAL[State.SETTLED].value == "9"


@pytest.mark.law("34b")
def test_the_table_in_the_database_is_the_graph_of_the_code(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, action, to_state, graph FROM dossiers_step")
        found = set(cursor.fetchall())
    assert found == {
        (before.value, action.value, after.value, graph)
        for graph, before, action, after in ALLOWED
    }


def test_nobody_can_publish_another_step(who: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_step (graph, action, from_state, to_state) VALUES (%s, %s, %s, %s)",
            [GRAPH, Action.DELIVER, State.REGISTERED, State.RETURNED],
        )


def lines_of(who: Cast, dossier: Dossier) -> list[dict[str, Any]]:
    """Every line that would move a registered dossier outside the graph, to every state."""
    start = {"stream": dossier.id, "seq": dossier.seq + 1, "graph": GRAPH}
    return [
        {**start, "action": action, "from_state": state, "to_state": after}
        for (state, action), after in product(PAIRS, State)
        if STEPS.get((state, action)) is not after
    ]


@pytest.mark.law("34b")
def test_the_database_refuses_every_line_outside_the_graph(who: Cast) -> None:
    dossier = take_in(who)
    lines = [line for line in lines_of(who, dossier) if line["from_state"] == State.REGISTERED]
    assert len(lines) > 100
    taken = [line for line in lines if not refused_by_the_database(who, line)]
    assert taken == []
    assert DossierLine.objects.filter(stream_id=dossier.id).count() == dossier.seq


@pytest.mark.parametrize(
    "changes",
    [
        {"from_state": State.SUBMITTED, "action": Action.ACCEPT, "to_state": State.ACCEPTED},
        {"graph": "2025-1"},
        {"seq": 1},
        {"seq": 3},
    ],
    ids=["starts where it did not end", "another graph", "a fork", "a gap"],
)
@pytest.mark.law("34b", "34d")
def test_a_line_that_does_not_follow_is_refused(who: Cast, changes: dict[str, Any]) -> None:
    dossier = take_in(who)
    right = {
        "stream": dossier.id,
        "seq": 2,
        "graph": GRAPH,
        "action": Action.ARRIVE,
        "from_state": State.REGISTERED,
        "to_state": State.ARRIVED,
    }
    assert refused_by_the_database(who, {**right, **changes})
    assert not refused_by_the_database(who, right)


def test_a_first_line_starts_at_the_start(who: Cast) -> None:
    dossier = take_in(who)
    stranger = Dossier.objects.get(id=dossier.id)
    stranger.pk = uuid4()
    stranger.save(force_insert=True)
    line = {
        "stream": stranger.pk,
        "seq": 1,
        "graph": GRAPH,
        "action": Action.ARRIVE,
        "from_state": State.REGISTERED,
        "to_state": State.ARRIVED,
    }
    assert refused_by_the_database(who, line)
