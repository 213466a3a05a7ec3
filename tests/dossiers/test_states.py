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
from tram.dossiers.rules.states import FINAL, GRAPH, STEPS, Action, State, step

PAIRS = list(product(State, Action))
FORBIDDEN = [pair for pair in PAIRS if pair not in STEPS]


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
@pytest.mark.parametrize(("state", "action"), FORBIDDEN)
def test_every_other_step_is_refused_with_a_sentence(state: State, action: Action) -> None:
    with pytest.raises(Refused) as refused:
        step(state, action)
    assert refused.value.code == "no-such-step"
    assert state.label in refused.value.message
    assert action.label in refused.value.message


@pytest.mark.parametrize(("state", "action"), list(STEPS))
def test_the_steps_of_the_graph_are_possible(state: State, action: Action) -> None:
    assert step(state, action) is STEPS[state, action]


def test_every_state_is_reached_from_the_start_and_some_end_it_all() -> None:
    reached = {State.START}
    for _ in State:
        reached |= {after for (before, _), after in STEPS.items() if before in reached}
    assert reached == set(State)
    assert {State.CLOSED, State.VOIDED} == FINAL


@pytest.mark.law("34b")
def test_the_table_in_the_database_is_the_graph_of_the_code(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, action, to_state, graph FROM dossiers_step")
        found = set(cursor.fetchall())
    assert found == {(b.value, a.value, after.value, GRAPH) for (b, a), after in STEPS.items()}


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
