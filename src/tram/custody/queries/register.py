"""The register of a desk or an agency (sổ theo dõi hồ sơ): what it received in a span of days, and how far that is.

Legal basis: TT 01/2018/TT-VPCP Mẫu 06; since 1/7/2025 TT 03/2025/TT-VPCP Mẫu 07. Nothing is kept a second time: the
register is read from the dossiers and from both books. It stands here because who held a result is custody's to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from tram.core.calendar import DAY, ZONE, local_date, vn_date
from tram.core.text import search_terms
from tram.custody.models import CustodyLine, Delivery, ItemKind, Relation
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import DESKS, DeskService, Unit
from tram.dossiers.models import (
    Channel,
    Dossier,
    DossierLine,
    Letter,
    Party,
    PartyRole,
    ResultChannel,
    received,
)
from tram.dossiers.prints.register import RegisterRow
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.reach import below
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.register import BEFORE, STATES, RegisterGroup
from tram.dossiers.rules.states import Action, State

CHUNK = 500
CHANNELS = tuple(Channel.choices)
DONE = frozenset({State.RETURNED, State.CLOSED})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which part of whose register: the days are both included, what is empty is not asked."""

    unit_id: int
    first_day: date
    last_day: date
    agency_id: int | None = None
    procedure: str = ""
    channel: int | None = None
    group: RegisterGroup | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the register on a page: its place among all that were asked for, its dossier, its columns."""

    ordinal: int
    id: UUID
    state: str
    official: bool
    row: RegisterRow


@dataclass(frozen=True)
class Counts:
    """How many dossiers the unit received in these days, and how far they are; each stands in one group."""

    groups: Mapping[RegisterGroup, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.groups.values())


def entries(wanted: Wanted, key: str = "") -> Page[Entry]:
    """A page of the register, in the order in which the dossiers came."""
    found = _asked(wanted)
    page = cut(_with_facts(found), "received_at", key)
    start = _before(found, page.rows[0]) + 1 if page.rows and page.previous else 1
    return page.with_rows([_entry(n, row) for n, row in enumerate(page.rows, start)])


def counts(wanted: Wanted) -> Counts:
    """How many there are of each group, under every filter but the group's own."""
    counted = _received(wanted).aggregate(
        **{group.name: Count("id", filter=Q(state__in=STATES[group])) for group in RegisterGroup}
    )
    return Counts({group: counted[group.name] for group in RegisterGroup})


def count(wanted: Wanted) -> int:
    """How many lines the whole of what was asked for has."""
    return _asked(wanted).count()


def whole(wanted: Wanted) -> Iterator[tuple[UUID, RegisterRow]]:
    """Every line of what was asked for, a few hundred at a time: for a sheet."""
    rows = _with_facts(_asked(wanted)).order_by("received_at", "id")
    return ((row.id, _row(row)) for row in rows.iterator(chunk_size=CHUNK))


def agencies(unit_id: int, chosen: int | None = None) -> list[tuple[int, str]]:
    """The agencies whose dossiers a unit's register may hold, in Vietnamese order; `chosen` is among them."""
    own = below(frozenset({unit_id}))
    served = DeskService.objects.filter(desk_id__in=own).values("agency_id")
    wanted = Q(id__in=served) | Q(id=chosen or 0) | (Q(id__in=own) & ~Q(kind__in=DESKS))
    return list(Unit.objects.filter(wanted).order_by("sort_key", "id").values_list("id", "name"))


def _received(wanted: Wanted) -> QuerySet[Any]:
    """What the unit and those below it received in these days: as a desk, or as the competent agency."""
    found = Dossier.objects.annotate(received_at=received()).filter(
        _of(wanted.unit_id),
        received_at__gte=_midnight(wanted.first_day),
        received_at__lt=_midnight(wanted.last_day + DAY),
    )
    # By post, nothing is received before the hand-over at the office is signed.
    found = found.exclude(state__in=BEFORE).exclude(channel=Channel.POSTAL, handover_at=None)
    if wanted.agency_id is not None:
        found = found.filter(agency_id=wanted.agency_id)
    if wanted.channel is not None:
        found = found.filter(channel=wanted.channel)
    for term in search_terms(wanted.procedure):
        found = found.filter(
            Q(version__search_key__contains=term) | Q(version__procedure__code__icontains=term)
        )
    return found


def _of(unit_id: int) -> Q:
    """Dossiers of a unit and those below it; only one side is asked where the other has nobody, for its index."""
    units = dict(Unit.objects.filter(id__in=below(frozenset({unit_id}))).values_list("id", "kind"))
    desks = [ident for ident, kind in units.items() if kind in DESKS]
    agencies = [ident for ident, kind in units.items() if kind not in DESKS]
    of_desks, of_agencies = Q(desk_id__in=desks), Q(agency_id__in=agencies)
    if not agencies:
        return of_desks
    return of_desks | of_agencies if desks else of_agencies


def _asked(wanted: Wanted) -> QuerySet[Any]:
    found = _received(wanted)
    return found.filter(state__in=STATES[wanted.group]) if wanted.group else found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _before(found: QuerySet[Any], first: Any) -> int:
    level = Q(received_at=first.received_at, id__lt=first.id)
    return found.filter(Q(received_at__lt=first.received_at) | level).count()


def _with_facts(found: QuerySet[Any]) -> QuerySet[Any]:
    """With all that a line tells, each from the row that says it."""
    person = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.SUBMITTER)
    sent = DossierLine.objects.filter(stream=OuterRef("pk"), action=Action.TRANSFER)
    here = Q(to_holder__unit_id=OuterRef("desk_id")) | Q(
        manifest__kind=ManifestKind.RESULT_TO_DESK
    )
    came = CustodyLine.objects.filter(
        here, stream__dossier=OuterRef("pk"), stream__kind=ItemKind.RESULT
    )
    apology = Letter.objects.filter(dossier=OuterRef("pk"), kind=LetterKind.APOLOGY)
    delivery = Delivery.objects.filter(dossier=OuterRef("pk"))
    told: QuerySet[Any] = found.annotate(
        procedure=F("version__name"),
        official=F("version__official"),
        agency_name=F("agency__name"),
        person=Subquery(
            person.order_by("-version").values(
                told=JSONObject(
                    name="full_name", address="address", commune="commune__name", phone="phone"
                )
            )[:1]
        ),
        sent_at=Subquery(_earliest(sent)),
        result_at=Subquery(_earliest(came)),
        promised=Subquery(apology.exclude(signed_at=None).values("due_before")[:1]),
        signed=Subquery(delivery.values(told=JSONObject(by="received_by", as_="relation"))[:1]),
    )
    return told


def _earliest(lines: QuerySet[Any]) -> QuerySet[Any]:
    """The moment of the first of these lines."""
    first: QuerySet[Any] = lines.order_by("occurred_at").values("occurred_at")[:1]
    return first


def _entry(ordinal: int, row: Any) -> Entry:
    return Entry(ordinal, row.id, State(row.state).label, row.official, _row(row))


def _row(row: Any) -> RegisterRow:
    person = row.person or {"name": "", "address": "", "commune": None, "phone": ""}
    return RegisterRow(
        dossier_code=row.number or "",
        procedure=row.procedure,
        sets=1,
        person=person["name"],
        address=", ".join(part for part in (person["address"], person["commune"]) if part),
        phone=person["phone"],
        agency=row.agency_name,
        received_at=row.received_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        result_at=row.result_at,
        returned_at=row.returned_at,
        way=str(ResultChannel(row.result_channel).label),
        signed=_signed(row.signed),
        note=_note(row),
    )


def _signed(delivery: Mapping[str, str] | None) -> str:
    """Who signed for what the post delivered; at the counter people sign the paper itself."""
    if delivery is None:
        return ""
    relation = Relation(delivery["as_"])
    by = delivery["by"]
    return by if relation is Relation.SELF else f"{by} ({relation.label.lower()})"


def _note(row: Any) -> str:
    """What the other columns do not say: where an unfinished dossier stands, and a first promise not kept."""
    parts = [] if State(row.state) in DONE else [str(State(row.state).label)]
    if row.promised:
        parts.append(
            _("đã xin lỗi, hẹn lại; trước đó hẹn trả ngày {}").format(
                vn_date(local_date(row.promised))
            )
        )
    return "; ".join(parts)
