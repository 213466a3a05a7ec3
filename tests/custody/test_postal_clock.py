"""The post's own clock: when it runs, and that it never touches the legal one."""

from datetime import timedelta

import pytest
from django.db import connection

from tests import cast
from tests.cast import MONDAY, Cast
from tram.core import verify
from tram.custody.commands import intake
from tram.custody.models import PostalClock
from tram.custody.rules.routes import ClockEnd
from tram.dossiers.rules.states import VoidReason


@pytest.mark.law("24a")
def test_it_runs_from_taking_in_to_the_signed_hand_over_and_from_the_result_to_delivery(
    who: Cast,
) -> None:
    dossier = cast.take_in(who)
    runs = PostalClock.objects.filter(dossier=dossier).order_by("started_at")
    assert [(run.direction, run.started_at, run.ended_at) for run in runs] == [
        ("in", dossier.registered_at, None)
    ]
    cast.at(MONDAY + timedelta(hours=2))
    dossier = cast.arrive(who, dossier)
    run = runs.get()
    assert (run.ended_at, run.how) == (dossier.handover_at, ClockEnd.HANDED_OVER)

    dossier = cast.settle(who, cast.accept(who, dossier))
    assert runs.count() == 1, "no clock of the post runs while the agency works"
    cast.at(MONDAY + timedelta(days=1))
    dossier = cast.release(who, dossier)
    home = runs.get(direction="out")
    assert (home.started_at, home.ended_at) == (MONDAY + timedelta(days=1), None)
    cast.at(MONDAY + timedelta(days=1, hours=3))
    dossier = cast.deliver(who, dossier)
    home.refresh_from_db()
    assert (home.ended_at, home.how) == (dossier.returned_at, ClockEnd.DELIVERED)


def test_a_voided_intake_counts_for_nothing(who: Cast) -> None:
    dossier = cast.take_in(who)
    point = cast.act(who.teller, who.point)
    intake.void_intake(point, dossier_id=dossier.id, reason=next(iter(VoidReason)))
    run = PostalClock.objects.get(dossier=dossier)
    assert run.how == ClockEnd.GIVEN_BACK


def test_verify_finds_a_start_that_the_book_does_not_tell(who: Cast) -> None:
    cast.take_in(who)
    assert verify.all_well(list(verify.look()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE custody_postalclock SET started_at = started_at - interval '1 day'")
    assert not verify.all_well(list(verify.look()))
