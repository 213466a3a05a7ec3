"""The receiver counts by scanning: a scan has its own verdict, is kept, and counts once however often it is sent."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.cast import MONDAY, Cast, act, at, take_in
from tests.custody.handing import Refusal, hand_over, on_the_road, papers, pick_up, sign
from tram.accounts.models import User
from tram.core.codes import s10
from tram.core.errors import Refused
from tram.custody.commands import counts, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import (
    CountMark,
    Discrepancy,
    Envelope,
    NumberRange,
    Outcome,
    ParkedScan,
    Signature,
)
from tram.custody.queries.counts import numbers_of
from tram.custody.rules.counting import Fault, Verdict
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


def number_of(dossier: Dossier) -> str:
    return Envelope.objects.get(contents__item__dossier=dossier, leg="in").number


def scan(user: User, manifest: UUID, code: str, request_id: UUID | None = None) -> dict[str, Any]:
    return counts.count(
        act(user, request_id=request_id), manifest_id=manifest, code=code, scanned_at=MONDAY
    )


def test_each_code_has_a_verdict_of_its_own(who: Cast) -> None:
    mine, elsewhere, done = take_in(who), take_in(who), take_in(who)
    on_the_road(who, papers(done))
    manifest = pick_up(who, papers(mine))
    good = number_of(mine)
    first = NumberRange.objects.order_by("id")[0]
    free = s10(first.prefix, first.last - 1)
    verdicts = {
        good: Verdict.OK,
        good.lower(): Verdict.REPEAT,
        number_of(elsewhere): Verdict.ELSEWHERE,
        number_of(done): Verdict.DONE,
        free: Verdict.UNKNOWN,
        "RB473124829GB": Verdict.FOREIGN,
        good[:10] + str((int(good[10]) + 1) % 10) + good[11:]: Verdict.WRONG_DIGIT,
        "RÁ473124829VN": Verdict.GARBLED,
        "??": Verdict.NOT_A_CODE,
    }
    found = {code: scan(who.postman, manifest, code)["verdict"] for code in verdicts}
    assert found == verdicts
    assert len({verdict.label for verdict in Verdict}) == len(Verdict)


def test_the_same_request_counts_once_and_answers_the_same(who: Cast) -> None:
    dossier = take_in(who)
    manifest, request_id = pick_up(who, papers(dossier)), uuid4()
    first = scan(who.postman, manifest, number_of(dossier), request_id)
    assert scan(who.postman, manifest, number_of(dossier), request_id) == first
    assert CountMark.objects.count() == 1
    assert scan(who.postman, manifest, number_of(dossier))["verdict"] == Verdict.REPEAT
    assert CountMark.objects.count() == 1


@pytest.mark.law("20e")
def test_an_interrupted_count_goes_on_where_it_stopped(who: Cast) -> None:
    taken = [take_in(who) for _ in range(3)]
    manifest = pick_up(who, papers(*taken))
    scan(who.postman, manifest, number_of(taken[1]))
    scan(who.postman, manifest, s10("EB", 99_999_999))
    numbers = numbers_of(manifest)
    assert (numbers.scanned, numbers.missing, numbers.extra) == (1, 2, 1)
    counts.undo_count(act(who.postman), manifest_id=manifest, code=number_of(taken[1]))
    assert numbers_of(manifest).missing == 3
    assert scan(who.postman, manifest, number_of(taken[1]))["verdict"] == Verdict.OK


def test_only_the_two_sides_count(who: Cast) -> None:
    dossier = take_in(who)
    manifest = pick_up(who, papers(dossier))
    for stranger in (who.neighbour, who.officer):
        with Refusal("not-a-side"):
            scan(stranger, manifest, number_of(dossier))
    assert not CountMark.objects.exists()


def test_a_device_clock_wrong_by_days_changes_nothing(who: Cast) -> None:
    dossier = take_in(who)
    manifest = pick_up(who, papers(dossier))
    wrong = MONDAY + timedelta(days=400)
    answer = counts.count(
        act(who.postman), manifest_id=manifest, code=number_of(dossier), scanned_at=wrong
    )
    mark = CountMark.objects.get()
    assert answer["verdict"] == Verdict.OK
    assert (mark.scanned_at, mark.at) == (wrong, MONDAY)


def test_a_number_of_nobody_is_parked_until_its_envelope_is_made(who: Cast) -> None:
    manifest = pick_up(who, papers(take_in(who)))
    upcoming = take_in(who)
    number = number_of(upcoming)
    before = s10(number[:2], int(number[2:10]) + 1)
    assert scan(who.postman, manifest, before)["verdict"] == Verdict.UNKNOWN
    assert scan(who.postman, manifest, before)["verdict"] == Verdict.UNKNOWN
    parked = ParkedScan.objects.get()
    assert (parked.code, parked.known_at) == (before, None)
    assert number_of(take_in(who)) == before
    parked.refresh_from_db()
    assert parked.known_at == MONDAY


@pytest.mark.law("20d")
def test_what_lay_there_beyond_the_list_stays_on_the_record(who: Cast) -> None:
    dossier = take_in(who)
    manifest = pick_up(who, papers(dossier))
    foreign = "RB473124829GB"
    scan(who.postman, manifest, foreign)
    scan(who.postman, manifest, "EE473124829GB")
    counts.undo_count(act(who.postman), manifest_id=manifest, code="EE473124829GB")
    sign(act(who.postman), manifest, papers(dossier))
    found = Discrepancy.objects.get()
    assert (found.fault, found.code, found.by_id) == (Fault.EXTRA, foreign, who.postman.id)


@pytest.mark.law("20d")
def test_every_difference_has_a_code_and_becomes_a_discrepancy(who: Cast) -> None:
    one, two, three = papers(take_in(who), take_in(who), take_in(who))
    manifest = pick_up(who, [one, two, three])
    plain = [Found(one, Outcome.RECEIVED, Fault.MORE_PAPERS), Found(two, Outcome.RECEIVED)]
    postman = act(who.postman)
    for code, answer in {
        "reason-missing": Found(three, Outcome.REFUSED, Fault.NOT_THERE),
        "words-missing": Found(three, Outcome.REFUSED, Fault.OTHER, "..."),
    }.items():
        with Refusal(code):
            manifests.sign_handover(postman, manifest_id=manifest, found=[*plain, answer])
    missing = Found(three, Outcome.MISSING, Fault.NOT_THERE, "Túi chỉ có hai")
    manifests.sign_handover(act(who.postman), manifest_id=manifest, found=[*plain, missing])
    found = {row.item_id: (row.fault, row.note) for row in Discrepancy.objects.all()}
    assert found == {one: (Fault.MORE_PAPERS, ""), three: (Fault.NOT_THERE, "Túi chỉ có hai")}


def test_of_two_devices_that_were_offline_the_second_reads_who_was_first(who: Cast) -> None:
    dossier = take_in(who)
    manifest = pick_up(who, papers(dossier))
    scan(who.postman, manifest, number_of(dossier))
    at(MONDAY + timedelta(minutes=9))
    again = scan(who.teller, manifest, number_of(dossier))
    assert (again["verdict"], again["by"]) == (Verdict.REPEAT, who.postman.id)
    sign(act(who.postman), manifest, papers(dossier))
    late = scan(who.teller, manifest, number_of(dossier))
    assert late["verdict"] == Verdict.DONE
    assert late["holder"]
    assert late["number"]


def test_who_has_it_and_since_when_is_said_to_the_one_who_comes_late(who: Cast) -> None:
    dossier = take_in(who)
    manifest = pick_up(who, papers(dossier))
    other = papers(dossier)
    with connection.cursor() as cursor:  # as if another device had signed it away meanwhile
        cursor.execute(
            "UPDATE custody_item SET holder_id = (SELECT id FROM custody_holder WHERE kind = 'customer')"
        )
    with pytest.raises(Refused) as no:
        sign(act(who.postman), manifest, other)
    assert no.value.code == "not-held"
    assert f"{who.point.name} đã ký nhận lúc 08:30 04/11/2019" in no.value.message


def test_a_signature_after_the_shift_counts_and_is_marked(who: Cast) -> None:
    items = papers(take_in(who), take_in(who))
    on_the_road(who, items)
    at(MONDAY + timedelta(hours=11))
    manifest = hand_over(who, items[:1])
    sign(act(who.officer, who.desk), manifest, items[:1])
    late = dict(Signature.objects.filter(manifest=manifest).values_list("side", "outside_hours"))
    assert late == {"giver": False, "receiver": True}
    earlier = Signature.objects.filter(side="receiver").exclude(manifest=manifest)
    assert not earlier.filter(outside_hours=True).exists()
