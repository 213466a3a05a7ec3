"""One dossier's whole life through the commands, and what it leaves in the three books."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.cast import Cast
from tram.cash import queries as money
from tram.core import verify
from tram.custody.commands import chain, intake
from tram.dossiers.rules.states import State


@pytest.mark.law("25a", "47a")
def test_a_dossier_goes_to_the_agency_and_its_result_comes_home(who: Cast) -> None:
    dossier = cast.take_in(who)
    assert State(dossier.state) is State.REGISTERED
    assert dossier.handover_at is None
    dossier = cast.arrive(who, dossier)
    assert dossier.handover_at is not None
    dossier = cast.accept(who, dossier)
    assert dossier.number is not None
    assert dossier.due_times.get().started_at == dossier.handover_at
    dossier = cast.deliver(who, cast.release(who, cast.settle(who, dossier)))
    assert State(dossier.state) is State.CLOSED
    lines = list(dossier.lines.order_by("seq").values_list("action", flat=True))
    assert lines == [
        "register", "arrive", "accept", "transfer", "settle", "release", "deliver", "close",
    ]  # fmt: skip
    holders = {item.kind: item.holder_id for item in dossier.items.all()}
    assert holders == {"papers": chain.place(who.agency.id), "result": chain.customer()}
    fee = who.version.fees.get().amount_vnd
    assert [(owed.unit_id, owed.amount_vnd) for owed in money.owed_to_agencies()] == [
        (who.agency.id, fee)
    ]
    found = list(verify.look())
    assert verify.all_well(found), [finding for finding in found if finding.wrong]


def test_taking_in_is_at_most_seventeen_statements(own_database: str) -> None:
    """BEGIN and COMMIT included; the page adds session, person, procedure: twenty."""
    who = cast.cast()
    cast.take_in(who)
    cast.take_in(who)
    act, form = cast.act(who.teller, who.point), cast.an_intake(who)
    with CaptureQueriesContext(connection) as seen:
        intake.take_in(act, intake=form)
    asked = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 17, "\n".join(sql[:150] for sql in asked)
