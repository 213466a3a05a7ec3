"""What the desk tells when it asks where the result goes: may it go by post, at what price, by when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tram.cash.rules.tariff import Exemption, Quotation, quote
from tram.catalogue.rules.eligibility import Direction, Verdict, verdict
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.models import ReturnChoice
from tram.custody.queries.intake import IntakeFacts, intake_facts
from tram.custody.queries.receipts import expected_arrival
from tram.custody.rules.zones import zone
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.queries import reckoning
from tram.dossiers.queries.dossier import Facts

RESULT_GRAMS = 100


def return_price(facts: IntakeFacts) -> Quotation:
    """What the postman will ask for bringing the result home, for a light result."""
    tariff = facts.prices.tariff
    distance = zone(facts.agency_district, facts.recipient_district)
    return quote(tariff, [Direction.OUT], distance, RESULT_GRAMS, Exemption.NONE)


def postal_facts(facts: Facts, commune_id: int | None = None) -> IntakeFacts:
    """What the rules need to know to send the result of this dossier to a commune, by the prices of today."""
    return intake_facts(
        version_id=facts.version_id,
        agency_id=facts.agency_id,
        point_id=None,
        recipient_area=commune_id,
        day=clock.today(),
        kept=True,
    )


def may_return(facts: Facts) -> Verdict:
    """Whether the result may go home by post, and why not (QĐ 45/2016/QĐ-TTg Điều 1)."""
    return verdict(postal_facts(facts).postal, Direction.OUT)


def asks_secrets(facts: Facts) -> bool:
    """Whether the customer must be asked for secrecy marks before a return by post (requirement 17b)."""
    return postal_facts(facts).postal.secret_possible


def home_by(facts: Facts) -> date | None:
    """By when the post would bring the result: the due day, then the days of the post; None if it cannot be told."""
    try:
        due_at = facts.due_at or _due_if_accepted_now(facts.id)
        return expected_arrival(due_at)
    except Refused:
        return None


def _due_if_accepted_now(dossier_id: UUID) -> datetime:
    dossier = Dossier.objects.select_related("version").get(id=dossier_id)
    by = reckoning.terms(dossier.version, dossier.channel, dossier.agency_id)
    pauses = reckoning.ended_pauses([dossier_id]).get(dossier_id, ())
    return reckoning.reckon(dossier.handover_at or clock.now(), by, pauses).due_at


@dataclass(frozen=True)
class Chosen:
    """One answer of the customer: which way, when, who wrote it down, why it replaced the one before."""

    by_post: bool
    at: datetime
    by: str
    reason: str


def choices(dossier_id: UUID) -> list[Chosen]:
    """Every answer kept of a dossier, the one in force first."""
    rows = ReturnChoice.objects.filter(dossier_id=dossier_id).select_related("by")
    return [
        Chosen(
            row.result_channel == ResultChannel.POSTAL,
            row.chosen_at,
            row.by.full_name,
            row.reason,
        )
        for row in rows.order_by("-seq")
    ]
