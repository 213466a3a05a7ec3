"""How the result comes back (đăng ký trả qua BCCI): asked at the desk, kept, changed until the post has it.

QĐ 45/2016/QĐ-TTg Điều 1 and TT 17/2017/TT-BTTTT Điều 5: the customer chooses, nobody chooses for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash import commands as cash
from tram.cash.queries.refunds import asked_back
from tram.cash.rules.refunds import RefundReason
from tram.catalogue.rules import eligibility
from tram.catalogue.rules.eligibility import Direction
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, charges
from tram.custody.commands.intake import Addressee, add_recipient
from tram.custody.models import (
    Envelope,
    EnvelopeItem,
    Item,
    ItemKind,
    ManifestEntry,
    Outcome,
    ReturnChoice,
    ReturnOrder,
)
from tram.custody.queries import intake as queries
from tram.custody.queries.returning import RESULT_GRAMS, return_price
from tram.custody.rules.secrets import require_no_secret
from tram.custody.rules.zones import zone
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import Action


@dataclass(frozen=True)
class Answer:
    """What the customer answered: the recipient of a return by post, or None: fetched at the desk.

    `secret`: whether anything that would travel bears a mark; None if not asked.
    """

    recipient: Addressee | None = None
    secret: bool | None = None


def note_choice(act: Act, dossier: Dossier, channel: ResultChannel, reason: str = "") -> None:
    """Keep what the customer chose, when, who wrote it down, and why if it changed."""
    ReturnChoice.objects.create(
        dossier=dossier,
        seq=dossier.return_choices.count() + 1,
        result_channel=channel,
        reason=reason.strip(),
        chosen_at=act.at,
        by_id=act.actor.id,
    )


@command
def accept(act: Act, *, dossier_id: UUID, answer: Answer | None = None) -> dict[str, Any]:
    """The desk accepts and asks whether the result goes home by post; one act, so that neither stands alone.

    Without an answer nothing was asked: the customer had chosen before, or the result cannot go by post.
    """
    accepted: dict[str, Any] = dossiers.accept(act, dossier_id=dossier_id)
    if answer and answer.recipient:
        register_postal_return(
            act, dossier_id=dossier_id, recipient=answer.recipient, secret=answer.secret
        )
    elif answer:
        dossier = dossiers.lock([dossier_id])[dossier_id]
        note_choice(act, dossier, ResultChannel.COUNTER)
    return accepted


@command
def register_postal_return(
    act: Act,
    *,
    dossier_id: UUID,
    recipient: Addressee,
    reason: str = "",
    secret: bool | None = None,
) -> dict[str, Any]:
    """The customer chooses the post to bring the result home (đăng ký trả qua BCCI), at the price of today.

    With a reason where it replaces another answer. Where the procedure may contain secrets it is asked first.
    """
    dossier = dossiers.lock_for(dossier_id, Action.CHOOSE_RETURN)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    if dossier.result_channel == ResultChannel.POSTAL:
        raise Refused("by-post", "Hồ sơ này đã đăng ký nhận kết quả qua bưu điện.")
    if dossier.return_choices.exists():
        dossiers.require_reason(reason)
    facts = queries.intake_facts(
        version_id=dossier.version_id,
        agency_id=dossier.agency_id,
        point_id=None,
        recipient_area=recipient.commune_id,
        day=local_date(act.at),
        kept=True,
    )
    require_no_secret(secret, facts.postal.secret_possible)
    eligibility.require_open(facts.postal, (Direction.OUT,), facts.name)
    version = dossier.recipients.count() + 1
    add_recipient(act, dossier.id, recipient, version=version)
    _order(act, dossier, facts, first=version == 1)
    dossiers.choose_return(act, dossier, ResultChannel.POSTAL)
    note_choice(act, dossier, ResultChannel.POSTAL, reason)
    return {"dossier": dossier_id}


def _order(act: Act, dossier: Dossier, facts: queries.IntakeFacts, *, first: bool) -> None:
    """Quote the way home; not a second time if it was paid at intake and not asked back."""
    paid_before = not first and not ReturnOrder.objects.filter(dossier=dossier).exists()
    if paid_before and not asked_back(dossier.id, RefundReason.FETCHED):
        return
    order: dict[str, Any] = {
        "subject": act.derive("return-order"),
        "ordered_at": act.at,
        "by_id": act.actor.id,
    }
    ReturnOrder.objects.update_or_create(dossier=dossier, defaults=order)
    cash.keep_quotation(
        order["subject"],
        return_price(facts),
        at=act.at,
        tariff_id=facts.prices.id,
        zone=zone(facts.agency_district, facts.recipient_district),
        grams=RESULT_GRAMS,
    )


@command
def fetch_at_desk(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """The customer no longer wants the post to bring the result (rút đăng ký trả qua bưu điện), with a reason.

    A result packed already comes out of its envelope, whose number is not used again. What was paid for the way home
    is asked back; another person approves.
    """
    dossier = dossiers.lock_for(dossier_id, Action.CHOOSE_RETURN)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    dossiers.require_reason(reason)
    if dossier.result_channel != ResultChannel.POSTAL:
        raise Refused("not-by-post", "Hồ sơ này không đăng ký nhận kết quả qua bưu điện.")
    _unpack(act, list(dossier.items.filter(kind=ItemKind.RESULT)))
    dossiers.choose_return(act, dossier, ResultChannel.COUNTER)
    note_choice(act, dossier, ResultChannel.COUNTER, reason)
    back = charges.ask_way_home(act, dossier)
    return {"dossier": dossier_id, "refund_vnd": back}


def _unpack(act: Act, results: Sequence[Item]) -> None:
    items = chain.lock([item.id for item in results])
    listed = ManifestEntry.objects.filter(item__in=items, outcome=Outcome.PENDING)
    if listed.exists():
        raise Refused(
            "on-manifest",
            "Kết quả đang nằm trên một bảng kê chờ giao bưu tá. Hãy hủy bảng kê đó trước.",
        )
    contents = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
    covers = list(contents.values_list("envelope_id", flat=True))
    contents.update(taken_out_at=act.at)
    Envelope.objects.filter(id__in=covers).update(voided_at=act.at)
