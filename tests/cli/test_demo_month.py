"""The simulated month shows the physical journey: each staff page has something on the first morning."""

from collections.abc import Callable
from datetime import datetime, time

from django.db import connection

from tram.cli.demo import stage
from tram.cli.demo.crew import muster
from tram.cli.demo.month import Month
from tram.core import clock, verify
from tram.core.calendar import ZONE
from tram.custody.models import (
    Attempt,
    Bag,
    Delivery,
    Discrepancy,
    Dispute,
    Guidance,
    Holding,
    Incident,
    Item,
    LegAlarm,
    Liability,
    Manifest,
    PickUpRequest,
    RefusedIntake,
    Rewrap,
    ShuttleRound,
    VoidedNumber,
    VoucherIssue,
)
from tram.custody.queries.silence import alarms
from tram.custody.rules.attempts import HoldEnding
from tram.custody.rules.handovers import OFFICE, SHUTTLE, ManifestKind
from tram.custody.rules.incidents import IncidentEnd, IncidentKind
from tram.directory.queries import working_calendar

DOSSIERS = 90
MORNING = datetime.combine(stage.OPENS.date(), time(7, 30), ZONE)
ON_THE_ROAD = (
    *OFFICE,
    *SHUTTLE,
    ManifestKind.RUN_SHEET,
    ManifestKind.HOLD,
    ManifestKind.RETURN_IN,
)


def live(count: int) -> Month:
    """November 2019 with so many dossiers."""
    month = Month(muster(stage.FIRST), working_calendar(), stage.SEED)
    for _done in month.run(stage.FIRST, stage.LAST, count):
        pass
    return month


def unsigned() -> list[VoucherIssue]:
    return [each for each in VoucherIssue.objects.all() if each.signatures.count() < 2]


SHOWN: dict[str, Callable[[], object]] = {
    "a bag was sealed and opened": Bag.objects.exclude(opened_at=None)
    .exclude(seal_number="")
    .exists,
    "shuttle rounds came back": ShuttleRound.objects.exclude(ended_at=None).exists,
    "a thick dossier came in two covers": Item.objects.filter(parts=2, part=2).exists,
    "a label was replaced": VoidedNumber.objects.exclude(replaced_by="").exists,
    "a call was logged": Attempt.objects.filter(notice="call").exclude(dialled="").exists,
    "a slot that was agreed succeeded": Delivery.objects.filter(
        dossier__in=Attempt.objects.filter(number=1).values("dossier")
    ).exists,
    "one was collected at the point": Holding.objects.filter(ending=HoldEnding.COLLECTED).exists,
    "one ran out": Holding.objects.filter(ending=HoldEnding.EXPIRED).exists,
    "one is still held": Holding.objects.filter(ended_at=None).exists,
    "a citizen waits for an answer": Dispute.objects.filter(answered_at=None).exists,
    "guidance was given": Guidance.objects.exists,
    "somebody was refused": RefusedIntake.objects.exists,
    "one was called on at home": PickUpRequest.objects.filter(state="collected").exists,
    "one waits for a call": PickUpRequest.objects.filter(state="open").exists,
    "a voucher lacks a signature": unsigned,
    "what was damaged went on": Incident.objects.filter(ending=IncidentEnd.WENT_ON).exists,
    "it was wrapped again": Rewrap.objects.exists,
    "what was misrouted was found": Incident.objects.filter(ending=IncidentEnd.FOUND).exists,
    "a loss is still to be made good": Liability.objects.filter(
        incident__kind=IncidentKind.LOSS, incident__state="open", compensation_vnd__gt=0
    ).exists,
    "a difference was solved": Discrepancy.objects.exclude(solved_at=None).exists,
    "a difference is open": Discrepancy.objects.filter(solved_at=None).exists,
    "an alarm was answered": LegAlarm.objects.exclude(answer="").exists,
    "a step was entered from paper": Delivery.objects.filter(grade="signed-paper").exists,
}


def test_the_month_shows_the_physical_journey(own_database: str) -> None:
    month = live(DOSSIERS)
    signed = set(Manifest.objects.filter(state="signed").values_list("kind", flat=True))
    assert {kind.value for kind in ON_THE_ROAD} <= signed
    assert [what for what, there in SHOWN.items() if not there()] == []
    with clock.simulated(MORNING):
        manager = month.act(month.crew.managers[0])
        assert len(alarms(manager.actor)) > 1
    assert verify.all_well(list(verify.findings()))
    connection.close()


def test_a_month_with_a_single_dossier_can_be_lived(own_database: str) -> None:
    live(1)
    assert Guidance.objects.exists()
    connection.close()
