"""Finding dossiers (tìm hồ sơ) by number, name without accents, phone, S10 or receipt, inside a person's reach."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from tram.core.codes import code_digest, parse_s10, parse_tracking_code
from tram.core.errors import Refused
from tram.core.text import fold, search_terms
from tram.custody.models import CustodyLine, Envelope, Leg, Recipient
from tram.custody.queries.relabelled import live_number
from tram.custody.queries.trail import carried_by
from tram.dossiers.models import Dossier, Party, PartyRole, TrackingCode
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.rules.numbering import parse_dossier_number
from tram.dossiers.rules.sight import Reach, Sight, sight
from tram.dossiers.rules.states import State

S10_LIKE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
TAIL_LIKE = re.compile(r"[0-9]{6}-[0-9]{4}")
NUMBER_LIKE = re.compile(r"[0-9A-Z.]+-[0-9]{6}-[0-9]{4}")
PHONE_LIKE = re.compile(r"\+?[0-9]{4,15}")
# What stands in a name for its letter without marks; kept here because a recipient has no search key.
FOLDED = "lower(translate(regexp_replace(normalize(full_name, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'))"


@dataclass(frozen=True)
class Hit:
    """One dossier found; `procedure` stays empty where the reader may not know it."""

    id: UUID
    number: str
    envelope: str
    person: str
    phone: str
    procedure: str
    official: bool
    state: str
    registered_at: datetime
    due_at: datetime | None


def sight_of(reach: Reach, facts: Facts) -> Sight | None:
    """What this reader sees of this dossier; None is "not found"."""
    return sight(
        reach,
        whole=(facts.desk_id, facts.agency_id, facts.handling_id),
        point_id=facts.point_id,
        carried=carried_by(facts.id, reach.carrier),
    )


def find(reach: Reach, text: str, key: str = "") -> Page[Hit]:
    """A page of what was found, the newest first; no words finds everything in reach.

    Raises Refused for a number whose check digit or date cannot be right.
    """
    match = _matcher(text)
    own = reach.whole
    whole = Q(desk_id__in=own) | Q(agency_id__in=own) | Q(handling_id__in=own)
    known = whole | Q(intake_point_id__in=reach.intake)
    coarse = Q(intake_point_id__in=reach.postal) | _carried(reach)
    # A reader who may not know the sender must not find out by searching for one.
    allowed = (known & match(True)) | (coarse & match(False))
    page = cut(_rows(allowed), "registered_at", key, newest_first=True)
    return page.with_rows([_hit(reach, row) for row in page.rows])


def _carried(reach: Reach) -> Q:
    if reach.carrier is None:
        return Q(pk=None)
    lines = CustodyLine.objects.filter(
        stream__dossier=OuterRef("pk"), to_holder__user_id=reach.carrier
    )
    return Q(Exists(lines))


def _matcher(text: str) -> Callable[[bool], Q]:
    """What must hold of a dossier; called with whether its sender and number may be asked about."""
    # The QR code of a receipt is the address of the tracking page with the code behind it.
    typed = re.sub(r"\s", "", text.rpartition("#")[2]).upper()
    if S10_LIKE.fullmatch(typed):
        number = parse_s10(typed)
        number = live_number(number) or number
        inside = Envelope.objects.filter(contents__item__dossier=OuterRef("pk"), number=number)
        return lambda _: Q(Exists(inside))
    if NUMBER_LIKE.fullmatch(typed):
        exact = str(parse_dossier_number(typed))
        return lambda sender: Q(number=exact) if sender else Q(pk=None)
    digits = re.sub(r"[.\-()]", "", typed)
    if PHONE_LIKE.fullmatch(digits):
        tail = typed if TAIL_LIKE.fullmatch(typed) else digits
        return lambda sender: _by_digits(digits.lstrip("+"), sender, tail)
    if not (terms := search_terms(text)):
        return lambda _: Q()
    receipt = _by_code(typed)
    return lambda sender: receipt | _by_name(terms, sender)


def _by_digits(digits: str, sender: bool, tail: str) -> Q:
    """Part of a phone, however its start was written, or how a dossier number ends: 0001, 191104-0001."""
    core = digits.removeprefix("84").lstrip("0") or digits
    named = Q(Exists(Recipient.objects.filter(dossier=OuterRef("pk"), phone__contains=core)))
    if sender:
        named |= Q(Exists(Party.objects.filter(dossier=OuterRef("pk"), phone__contains=core)))
        named |= Q(number__endswith=f"-{tail}")
    return named


def _by_code(typed: str) -> Q:
    """The tracking code on a receipt that still stands; a name may look like one, so both are sought."""
    try:
        code = parse_tracking_code(typed)
    except Refused:
        return Q(pk=None)
    digest = code_digest(settings.TRACKING_KEY.encode(), code)
    codes = TrackingCode.objects.filter(digest=digest, dossier=OuterRef("pk"))
    return Q(Exists(codes.filter(Q(retired_at=None) | Q(dossier__state=State.VOIDED))))


def _by_name(terms: tuple[str, ...], sender: bool) -> Q:
    recipients = Recipient.objects.filter(dossier=OuterRef("pk"))
    for term in terms:
        recipients = recipients.extra(where=[f"{FOLDED} LIKE %s"], params=[f"%{_plain(term)}%"])
    found = Q(Exists(recipients))
    if sender:
        parties = Party.objects.filter(dossier=OuterRef("pk"))
        for term in terms:
            parties = parties.filter(search_key__contains=term)
        found |= Q(Exists(parties))
    return found


def _plain(term: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", fold(term))


def _rows(allowed: Q) -> QuerySet[Any]:
    submitter = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.SUBMITTER)
    submitter = submitter.order_by("-version")
    recipient = Recipient.objects.filter(dossier=OuterRef("pk")).order_by("-version")
    covers = Envelope.objects.filter(contents__item__dossier=OuterRef("pk"), voided_at=None)
    return Dossier.objects.filter(allowed).annotate(
        sender=Subquery(submitter.values("full_name")[:1]),
        sender_phone=Subquery(submitter.values("phone")[:1]),
        addressee=Subquery(recipient.values("full_name")[:1]),
        addressee_phone=Subquery(recipient.values("phone")[:1]),
        sent=Subquery(covers.filter(leg=Leg.IN).values("number")[:1]),
        back=Subquery(covers.filter(leg=Leg.OUT).values("number")[:1]),
        procedure=F("version__name"),
        official=F("version__official"),
    )


def _hit(reach: Reach, row: Any) -> Hit:
    units = {row.desk_id, row.agency_id, row.handling_id}
    known = bool(reach.whole & units or row.intake_point_id in reach.intake)
    return Hit(
        id=row.id,
        number=(row.number or "") if known else "",
        envelope=row.back or row.sent or "",
        person=(row.sender if known else row.addressee) or "",
        phone=(row.sender_phone if known else row.addressee_phone) or "",
        procedure=row.procedure if known else "",
        official=row.official,
        state=State(row.state).label,
        registered_at=row.registered_at,
        due_at=row.due_at,
    )
