"""One intake whole, as the point that made it may see it, and when the post must have handed it over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.accounts.rules.access import Right, may
from tram.cash.queries import quotation
from tram.core.acts import Actor
from tram.core.calendar import local_date
from tram.core.codes import tracking_code
from tram.custody.models import Envelope, Item, ItemKind, Leg, ManifestEntry, Outcome
from tram.custody.queries.intakes import in_district, service_of
from tram.custody.rules.counter import VoucherSide, VoucherSigning
from tram.custody.rules.services import Service
from tram.directory.models import Area, AreaLevel
from tram.directory.queries import parameter, working_calendar
from tram.directory.queries.terms import terms_on
from tram.dossiers.models import Dossier, DossierLine, Party, PartyRole
from tram.dossiers.rules.states import State

POSTAL_DAYS = "postal_limits.total_time.intra_province_working_days"
FINISHED = frozenset(
    {
        State.VOIDED,
        State.RETURNED,
        State.CLOSED,
        State.REFUSED_CLOSED,
        State.INELIGIBLE_CLOSED,
        State.WITHDRAWN_CLOSED,
    }
)


@dataclass(frozen=True)
class Person:
    """A sender or a recipient in the version in force."""

    full_name: str
    phone: str
    address: str
    commune_id: int | None
    commune: str
    id_number: str = ""
    email: str = ""

    @property
    def whole_address(self) -> str:
        """Street and commune in one line."""
        return ", ".join(part for part in (self.address, self.commune) if part)


@dataclass(frozen=True)
class CountedPaper:
    """A paper as it was counted at the counter."""

    seq: int
    name: str
    originals: int
    certified: int
    copies: int
    absent_reason: str

    @property
    def counted(self) -> list[str]:
        """What there was of it, in words."""
        if self.absent_reason:
            return [_("không áp dụng ({reason})").format(reason=self.absent_reason)]
        numbers = (
            (self.originals, _("bản chính")),
            (self.certified, _("bản chứng thực")),
            (self.copies, _("bản sao")),
        )
        return [f"{number} {words}" for number, words in numbers if number]


@dataclass(frozen=True)
class Charge:
    """One sum of the price, in đồng, with the act it comes from."""

    what: str
    amount_vnd: int
    source: str


@dataclass(frozen=True)
class Point:
    """The post point and the teller that took the dossier in."""

    id: int
    name: str
    address: str
    demonstration: bool
    teller: str


@dataclass(frozen=True)
class Signed:
    """One side's signature on a voucher, in words; `at` is None while the side has not signed."""

    side: VoucherSide
    at: datetime | None = None
    how: str = ""


@dataclass(frozen=True)
class Issue:
    """The issue of the voucher in force: who stands on it and who signed. `sender` may be an older version."""

    number: int
    reason: str
    sender: Person
    recipient: Person | None
    teller: Signed
    customer: Signed

    @property
    def unsigned(self) -> tuple[VoucherSide, ...]:
        """The sides that have not signed."""
        return tuple(one.side for one in (self.teller, self.customer) if one.at is None)


@dataclass(frozen=True)
class Part:
    """A further envelope of a dossier that went in several."""

    s10: str
    grams: int
    seal_number: str


@dataclass(frozen=True)
class Receipt:
    """One intake: what was asked, counted, paid and sealed; `tracking_code` is empty once voided."""

    dossier: UUID
    at: datetime
    state: State
    number: str
    due_at: datetime | None
    s10: str
    issue: int
    tracking_code: str
    service: Service
    procedure_code: str
    procedure: str
    official: bool
    agency: str
    agency_place: str
    desk: str
    desk_place: str
    point: Point
    sender: Person
    recipient: Person | None
    papers: tuple[CountedPaper, ...]
    grams: int | None
    seal_number: str
    charges: tuple[Charge, ...]
    total_vnd: int
    voidable: bool
    voucher: Issue
    collected_at: str = ""
    more: tuple[Part, ...] = ()
    customer_present: bool = False

    @property
    def live(self) -> bool:
        """Neither voided nor finished: it can be printed again and its addresses corrected."""
        return self.state not in FINISHED

    @property
    def sender_correctable(self) -> bool:
        """The point corrects the sender until the agency has the dossier, then the desk does."""
        return self.state is State.REGISTERED


def receipt(actor: Actor, dossier_id: UUID) -> Receipt | None:
    """One intake, for a teller of the point, or who made it at the customer's address; None for everybody else."""
    rows = Dossier.objects.filter(id=dossier_id, intake_point__isnull=False).select_related(
        "version__procedure",
        "agency__area__parent",
        "desk__area__parent",
        "intake_point__point__commune__parent",
    )
    rows = rows.select_related("address_intake__commune__parent")
    dossier = rows.annotate(voidable=_voidable(), teller=Subquery(_teller())).first()
    if dossier is None:
        return None
    away = getattr(dossier, "address_intake", None)
    own = away is not None and away.by_id == actor.user_id and may(actor, Right.COLLECT)
    if not own and not may(actor, Right.TAKE_IN, [dossier.intake_point_id or 0]):
        return None
    return _receipt(dossier)


def expected_arrival(taken_in: datetime) -> date:
    """The day by which the post hands over to the agency: the postal clock of TT 17/2017/TT-BTTTT, in working days."""
    day = local_date(taken_in)
    calendar = working_calendar()
    for _day in range(int(parameter(POSTAL_DAYS, day))):
        day = calendar.next_working(day)
    return day


def _voidable() -> Exists:
    """The papers are still at the point and on no manifest."""
    listed = ManifestEntry.objects.filter(item=OuterRef("pk"), outcome=Outcome.PENDING)
    here = Item.objects.filter(
        dossier=OuterRef("pk"),
        dossier__state=State.REGISTERED,
        kind=ItemKind.PAPERS,
        holder__unit=OuterRef("intake_point"),
    )
    return Exists(here.exclude(Exists(listed)))


def _teller() -> QuerySet[User, Any]:
    first = DossierLine.objects.filter(stream=OuterRef(OuterRef("pk")), seq=1)
    return User.objects.filter(id=Subquery(first.values("actor_id"))).values("full_name")


def place_name(area: Area | None) -> str:
    """Where something stands: "Xã Đạo Trù, huyện Tam Đảo", or the district alone."""
    if area is None:
        return ""
    if area.level == AreaLevel.COMMUNE and area.parent:
        return in_district(area.name, area.parent.name)
    return area.name


def _person(row: Any) -> Person:
    return Person(
        full_name=row.full_name,
        phone=row.phone,
        address=row.address,
        commune_id=row.commune_id,
        commune=place_name(row.commune),
        id_number=getattr(row, "id_number", ""),
        email=getattr(row, "email", ""),
    )


def _latest(rows: Any) -> Person | None:
    row = rows.select_related("commune__parent").order_by("-version").first()
    return _person(row) if row else None


def submitter(dossier_id: UUID) -> Person | None:
    """Who submitted a dossier, as last corrected, with the commune in words."""
    return _latest(Party.objects.filter(dossier_id=dossier_id, role=PartyRole.SUBMITTER))


def _point(dossier: Any) -> Point:
    unit = dossier.intake_point
    point, terms = unit.point, terms_on(unit.id, local_date(dossier.registered_at))
    address = (terms.address if terms else "") or place_name(point.commune)
    return Point(unit.id, unit.name, address, point.demonstration, dossier.teller or "")


def _code(dossier: Dossier) -> tuple[int, str]:
    """The issue of the tracking code that works now and the code itself; empty if none does."""
    row = dossier.codes.filter(retired_at=None).order_by("-issue").first()
    if row is None:
        return 0, ""
    return row.issue, tracking_code(settings.TRACKING_KEY.encode(), dossier.id, row.issue)


def _papers(dossier: Dossier) -> tuple[CountedPaper, ...]:
    columns = ("seq", "name", "originals", "certified", "copies", "absent_reason")
    return tuple(
        CountedPaper(*row) for row in dossier.papers.order_by("seq").values_list(*columns)
    )


def _receipt(dossier: Any) -> Receipt:
    sent = Envelope.objects.filter(contents__item__dossier=dossier, leg=Leg.IN)
    covers = list(sent.order_by("contents__item__part", "sealed_at"))
    covers = [cover for cover in covers if cover.voided_at is None] or covers
    cover = covers[0] if covers else None
    price = quotation(dossier.id)
    issue, code = _code(dossier)
    sender = _latest(dossier.parties.filter(role=PartyRole.SUBMITTER))
    assert sender is not None, "a dossier always has its submitter"
    return Receipt(
        dossier=dossier.id,
        at=dossier.registered_at,
        state=State(dossier.state),
        number=dossier.number or "",
        due_at=dossier.due_at,
        s10=cover.number if cover else "",
        issue=issue,
        tracking_code=code,
        service=service_of(dossier.result_channel),
        procedure_code=dossier.version.procedure.code,
        procedure=dossier.version.name,
        official=dossier.version.official,
        agency=dossier.agency.name,
        agency_place=place_name(dossier.agency.area),
        desk=dossier.desk.name,
        desk_place=place_name(dossier.desk.area),
        point=_point(dossier),
        sender=sender,
        recipient=_latest(dossier.recipients),
        papers=_papers(dossier),
        grams=sum(c.grams or 0 for c in covers) or None,
        seal_number=cover.seal_number if cover else "",
        customer_present=bool(covers) and all(c.customer_present for c in covers),
        charges=tuple(map(_charge, price.lines)) if price else (),
        more=tuple(Part(c.number, c.grams or 0, c.seal_number) for c in covers[1:]),
        total_vnd=price.total_vnd if price else 0,
        voidable=dossier.voidable,
        voucher=_issue(dossier, sender),
        collected_at=_away(dossier),
    )


def _charge(line: dict[str, Any]) -> Charge:
    return Charge(line["what"], line["amount_vnd"], line["source"])


def _away(dossier: Any) -> str:
    """Where a dossier was taken in, if that was at the customer's address."""
    away = getattr(dossier, "address_intake", None)
    if away is None:
        return ""
    return ", ".join(part for part in (away.address, place_name(away.commune)) if part)


def _issue(dossier: Any, sender: Person) -> Issue:
    """The voucher as it was issued last: a correction that came later has its own issue."""
    found = dossier.vouchers.order_by("-issue").first()
    if found is None:  # taken in before vouchers had issues
        none = (Signed(VoucherSide.TELLER), Signed(VoucherSide.CUSTOMER))
        return Issue(_code(dossier)[0] or 1, "", sender, _latest(dossier.recipients), *none)
    people = dossier.parties.filter(role=PartyRole.SUBMITTER, version=found.sender)
    recipients = dossier.recipients.filter(version=found.recipient)
    signed = {row.side: row for row in found.signatures.all()}
    return Issue(
        number=found.issue,
        reason=found.reason,
        sender=_latest(people) or sender,
        recipient=_latest(recipients),
        teller=_signed(VoucherSide.TELLER, signed),
        customer=_signed(VoucherSide.CUSTOMER, signed),
    )


def _signed(side: VoucherSide, signatures: dict[str, Any]) -> Signed:
    row = signatures.get(side)
    return Signed(side, row.at, VoucherSigning(row.method).label) if row else Signed(side)
