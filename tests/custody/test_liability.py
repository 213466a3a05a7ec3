"""A loss or damage is made good: a dated record, at least four times the postage, papers made anew, closed last."""

from datetime import date, timedelta

import pytest

from tests.cast import MONDAY, Cast, accept, act, arrive, at, at_counter, take_in, transfer
from tests.custody.handing import Refusal
from tests.custody.troubles import WORDS, inventory, manager, papers, report
from tram.cash.models import Purpose, Quotation
from tram.core.errors import Refused
from tram.custody.commands import incidents, liability
from tram.custody.models import Incident, Liability, Reissue
from tram.custody.queries.closing import postage
from tram.custody.rules.closing import interest, least_compensation
from tram.custody.rules.incidents import AcceptanceProof, IncidentEnd, IncidentKind
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
FINDING = "Bưu điện làm mất trong khi chuyển, chịu trách nhiệm bồi thường."


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return take_in(who)


@pytest.fixture
def case(who: Cast, dossier: Dossier) -> Incident:
    return report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)


def record(case: Incident, compensation_vnd: int, papers_vnd: int = 0) -> Liability:
    liability.record_liability(
        act(manager()),
        incident_id=case.id,
        finding=FINDING,
        papers_vnd=papers_vnd,
        compensation_vnd=compensation_vnd,
    )
    return Liability.objects.get(incident=case)


def pay(case: Incident, amount_vnd: int, day: date = date(2019, 11, 4)) -> None:
    paid = liability.Paid(amount_vnd=amount_vnd, paid_on=day, paper_number="PC-0001")
    liability.record_payment(act(manager()), incident_id=case.id, paid=paid)


@pytest.mark.law("45b")
def test_less_than_four_times_the_postage_and_the_papers_is_refused_naming_the_least(
    who: Cast, dossier: Dossier, case: Incident
) -> None:
    lines = Quotation.objects.get(subject=dossier.id).lines
    asked = sum(line["amount_vnd"] for line in lines if line["purpose"] == Purpose.POSTAGE)
    assert 0 < asked == postage(dossier.id) < Quotation.objects.get(subject=dossier.id).total_vnd
    least = 4 * asked + 200_000
    with pytest.raises(Refused) as no:
        record(case, least - 1, papers_vnd=200_000)
    assert f"{least:,}".replace(",", ".") in no.value.message
    kept = record(case, least, papers_vnd=200_000)
    assert (kept.least_vnd, kept.postage_vnd) == (least, asked)


@pytest.mark.law("45c")
def test_it_is_due_in_thirty_days_and_then_bears_interest(who: Cast, case: Incident) -> None:
    kept = record(case, 1_000_000)
    assert kept.due_on == date(2019, 11, 4) + timedelta(days=30)
    assert interest(1_000_000, kept.due_on, kept.due_on, 10) == 0
    assert interest(1_000_000, kept.due_on, kept.due_on + timedelta(days=73), 10) == 20_000


@pytest.mark.law("45d")
def test_without_proof_that_the_post_took_it_nothing_is_owed_and_the_case_says_so(
    who: Cast,
) -> None:
    dossier = transfer(who, accept(who, at_counter(who)))  # the post never had it
    case = report(act(who.specialist, who.agency), papers(dossier), IncidentKind.LOSS)
    with Refusal("no-proof"):
        record(case, 500_000)
    kept = record(case, 0)
    assert (kept.proof, kept.due_on) == (AcceptanceProof.NONE, None)
    assert (
        least_compensation(proved=False, harmed=True, postage_vnd=30_000, papers_vnd=1, multiple=4)
        == 0
    )


def test_the_proof_is_the_voucher_of_the_taking_in(who: Cast, case: Incident) -> None:
    kept = record(case, 1_000_000)
    assert kept.proof == AcceptanceProof.VOUCHER
    assert kept.proof_number.endswith("VN")


def test_what_was_damaged_is_counted_first_and_only_harm_is_paid(
    who: Cast, dossier: Dossier
) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    with Refusal("no-inventory"):
        record(case, 1_000_000)
    inventory(who, case, spoilt=1)
    with Refusal("too-little"):
        record(case, 0)
    assert record(case, 1_000_000).least_vnd > 0


def test_a_wet_cover_with_whole_papers_owes_nothing(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    inventory(who, case)
    assert record(case, 0).least_vnd == 0
    incidents.close(
        act(manager()),
        incident_id=case.id,
        ending=IncidentEnd.WENT_ON,
        words="Giấy tờ nguyên vẹn.",
    )


@pytest.mark.law("45e")
def test_the_case_follows_the_papers_made_anew_to_their_end(who: Cast, case: Incident) -> None:
    record(case, 1_000_000)
    end = {"incident_id": case.id, "ending": IncidentEnd.MADE_GOOD, "words": WORDS}
    for name in ("Giấy khai sinh", "Sổ hộ khẩu"):
        liability.ask_reissue(
            act(who.teller, who.point), incident_id=case.id, name=name, agency="UBND xã Mẫu"
        )
    pay(case, 1_000_000)
    with Refusal("still-open"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    helper = act(who.teller, who.point)
    with Refusal("number-or-reason"):
        liability.end_reissue(helper, incident_id=case.id, seq=1)
    liability.end_reissue(
        act(who.teller, who.point), incident_id=case.id, seq=1, number="123/KS", cost_vnd=50_000
    )
    with Refusal("still-open"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    liability.end_reissue(
        act(who.teller, who.point), incident_id=case.id, seq=2, dropped="Khách còn một bản khác"
    )
    with Refusal("no-such-reissue"):
        liability.end_reissue(
            act(who.teller, who.point), incident_id=case.id, seq=2, number="9", cost_vnd=0
        )
    incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    assert Reissue.objects.get(seq=1).helper_id == who.teller.id


@pytest.mark.law("45a")
def test_what_is_owed_must_be_paid_before_the_end(who: Cast, case: Incident) -> None:
    record(case, 1_000_000)
    end = {"incident_id": case.id, "ending": IncidentEnd.MADE_GOOD, "words": WORDS}
    with Refusal("still-open"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    with Refusal("too-little"):
        pay(case, 999_999)
    with Refusal("wrong-day"):
        pay(case, 1_000_000, date(2019, 11, 5))
    pay(case, 1_000_000)
    with Refusal("already-paid"):
        pay(case, 1_000_000)
    incidents.close(act(manager()), **end)  # type: ignore[arg-type]


def test_papers_that_cost_more_than_foreseen_are_paid_too(who: Cast, case: Incident) -> None:
    kept = record(case, 1_000_000, papers_vnd=0)
    liability.ask_reissue(
        act(manager()), incident_id=case.id, name="Giấy khai sinh", agency="UBND xã Mẫu"
    )
    liability.end_reissue(
        act(manager()), incident_id=case.id, seq=1, number="1/KS", cost_vnd=2_000_000
    )
    with Refusal("too-little"):
        pay(case, 1_000_000)
    pay(case, kept.least_vnd + 2_000_000)


def test_only_the_manager_of_the_office_decides(who: Cast, case: Incident) -> None:
    at(MONDAY + timedelta(minutes=5))
    with Refusal("not-allowed"):
        liability.record_liability(
            act(who.teller, who.point),
            incident_id=case.id,
            finding=FINDING,
            papers_vnd=0,
            compensation_vnd=1_000_000,
        )


def test_the_desk_reports_what_it_misses_and_the_post_handles_it(
    who: Cast, dossier: Dossier
) -> None:
    accept(who, arrive(who, dossier))
    case = report(act(who.officer, who.desk), papers(dossier), IncidentKind.LOSS)
    assert record(case, 1_000_000).proof == AcceptanceProof.VOUCHER
