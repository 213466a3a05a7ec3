"""Reads of the catalogue: find a procedure, read it whole, find the agencies that settle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from tram.catalogue.models import Channel, FeeKind, ProcedureVersion, TimeLimit
from tram.catalogue.rules.eligibility import Direction, PostalFacts, Verdict, verdict
from tram.core import prepared
from tram.core.text import clean, fold, search_terms
from tram.directory.models import AreaLevel, Unit, UnitKind
from tram.directory.queries import heir, settling_kind

LIMIT_UNITS = {
    "hour": "giờ làm việc",
    "working-day": "ngày làm việc",
    "calendar-day": "ngày",
    "month": "tháng",
}
SETTLERS = {
    AreaLevel.PROVINCE: "Cơ quan cấp tỉnh",
    AreaLevel.DISTRICT: UnitKind.DISTRICT.label,
    AreaLevel.COMMUNE: UnitKind.COMMUNE.label,
}
# Read at every intake: written out, because putting it together anew costs more than running it.
DETAIL = """
SELECT v.*, p.code, p.field, p.level, a.id AS agency_id, a.name AS agency,
  EXISTS (SELECT FROM directory_unit u WHERE u.kind = 'district'
     AND daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date) AS has_districts,
  (SELECT coalesce(json_agg(json_build_object('seq', r.seq, 'name', r.name, 'originals', r.originals,
     'certified', r.certified, 'copies', r.copies, 'mandatory', r.mandatory) ORDER BY r.seq), '[]')
     FROM catalogue_requiredpaper r WHERE r.version_id = v.id) AS paper_list,
  (SELECT coalesce(json_agg(json_build_object('kind', f.kind, 'amount_vnd', f.amount_vnd, 'source', f.source)
     ORDER BY f.id), '[]') FROM catalogue_fee f WHERE f.version_id = v.id) AS fee_list,
  (SELECT coalesce(json_object_agg(l.channel, json_build_array(l.value, l.unit)), '{}')
     FROM catalogue_timelimit l WHERE l.version_id = v.id) AS own_limits
FROM catalogue_procedureversion v
JOIN catalogue_procedure p ON p.id = v.procedure_id
LEFT JOIN directory_unit a ON a.id = coalesce(directory_unit_on(p.agency_id, %(day)s::date), p.agency_id)
WHERE v.procedure_id = (SELECT id FROM catalogue_procedure WHERE code = %(code)s)
  AND daterange(v.valid_from, v.valid_to, '[]') @> %(day)s::date
  AND v.published_at IS NOT NULL
"""


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure in a list; `cursor` is where the next page goes on."""

    version_id: int
    code: str
    name: str
    field: str
    level: str
    agency: str
    official: bool
    sending: Verdict
    returning: Verdict
    cursor: str


@dataclass(frozen=True)
class PaperRow:
    """One paper of the published list with the numbers it asks for."""

    seq: int
    name: str
    originals: int
    certified: int
    copies: int
    mandatory: bool


@dataclass(frozen=True)
class FeeRow:
    """One state fee, in đồng."""

    label: str
    amount_vnd: int
    source: str


@dataclass(frozen=True)
class ProcedureDetail:
    """A procedure as published on a day; an empty `fees` means that the fee is not known, never that it is 0.

    `limits` has every channel; an empty limit, legal basis or decision is not known.
    """

    version_id: int
    code: str
    name: str
    field: str
    level: str
    agency_id: int | None
    agency: str
    limits: Mapping[Channel, str]
    same_day: bool
    result: str
    papers: tuple[PaperRow, ...]
    fees: tuple[FeeRow, ...]
    sending: Verdict
    returning: Verdict
    secret_possible: bool
    legal_basis: str
    publication_decision: str
    official: bool
    provenance: str
    source: str
    valid_from: date
    valid_to: date | None

    @property
    def limit(self) -> str:
        """The time limit at the counter."""
        return self.limits[Channel.COUNTER]

    @property
    def limit_online(self) -> str:
        """The time limit for what comes online."""
        return self.limits[Channel.ONLINE]

    @property
    def limit_postal(self) -> str:
        """The time limit for what comes by post."""
        return self.limits[Channel.POSTAL]

    @property
    def fee_vnd(self) -> int | None:
        """The state fees together, in đồng; None if not known."""
        return sum(fee.amount_vnd for fee in self.fees) if self.fees else None


@dataclass(frozen=True)
class AgencyChoice:
    """An agency that settles a procedure; `district` is where it stands (empty for the whole province)."""

    id: int
    name: str
    district: str
    words: str = ""

    @property
    def label(self) -> str:
        """What it is called in a list to choose from."""
        return self.name


def search_procedures(
    text: str, *, day: date, after: str | None = None, limit: int = 20
) -> list[ProcedureRow]:
    """Procedures in force on `day` whose code or name has every word of `text`; accents may be left out.

    Names with the very accents typed come first, whole phrases before scattered words; `after` is the `cursor` of
    the last row seen.
    """
    found = _in_force(day).annotate(rank=_rank(text))
    for term in search_terms(text):
        found = found.filter(Q(search_key__contains=term) | Q(procedure__code__icontains=term))
    place = _place(after)
    if place:
        rank, code = place
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, procedure__code__gt=code))
    return [_row(version) for version in found.order_by("rank", "procedure__code")[:limit]]


def procedure(code: str, *, day: date) -> ProcedureDetail | None:
    """One procedure as published on `day`, papers and fees included; None if it is not in force."""
    found = prepared.row(DETAIL, {"code": code, "day": day})
    return _detail(found) if found else None


def time_limit(version: ProcedureVersion, channel: int) -> tuple[int, str] | None:
    """The value and unit of a channel's time limit: its own, else the general one; None if neither is known."""
    own = TimeLimit.objects.filter(version=version, channel=channel).first()
    if own:
        return own.value, own.unit
    return (version.limit_value, version.limit_unit) if version.limit_value else None


def agencies_for(version_id: int, *, day: date) -> list[AgencyChoice]:
    """Who settles a version on `day`: its fixed agency, or every unit of its level, by district and name."""
    version = ProcedureVersion.objects.select_related("procedure").get(id=version_id)
    units = _open_on(day).select_related("area__parent")
    fixed, level = version.procedure.agency_id, version.procedure.level
    settler = heir(fixed, day) if fixed else None
    known = Q(id=settler.id) if settler else Q(kind=settling_kind(level, day))
    units = units.filter(known if settler or not fixed else Q(pk=None))
    choices = units.order_by(_district_key(), "sort_key", "id")
    return [AgencyChoice(unit.id, unit.name, _district(unit), unit.search_key) for unit in choices]


def _in_force(day: date) -> QuerySet[ProcedureVersion]:
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    published = ProcedureVersion.objects.filter(
        current, valid_from__lte=day, published_at__isnull=False
    )
    return published.annotate(
        code=F("procedure__code"),
        field=F("procedure__field"),
        level=F("procedure__level"),
        agency=Subquery(_settlers(day).values("name")),
        has_districts=Exists(_open_on(day).filter(kind=UnitKind.DISTRICT)),
    )


def _open_on(day: date) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def _settlers(day: date) -> QuerySet[Unit]:
    """Who stands in the place of a version's fixed agency on a day."""
    fixed = OuterRef("procedure__agency_id")
    words = Func(fixed, Value(day), function="directory_unit_on", output_field=BigIntegerField())
    return Unit.objects.filter(id=Coalesce(words, fixed))


def _rank(text: str) -> Case:
    """0 the phrase with its accents, 1 every word with its accents, 2 the phrase without, 3 the rest."""
    phrase = clean(text)
    words = Q(*(Q(name__icontains=word) for word in phrase.split()))
    return Case(
        When(name__icontains=phrase, then=Value(0)),
        When(words, then=Value(1)) if words else When(pk=None, then=Value(1)),
        When(search_key__contains=fold(text), then=Value(2)),
        default=Value(3),
    )


def _place(after: str | None) -> tuple[int, str] | None:
    rank, _, code = (after or "").partition("~")
    return (int(rank), code) if rank in {"0", "1", "2", "3"} and code else None


def _district_key() -> Case:
    return Case(
        When(area__level=AreaLevel.COMMUNE, then=F("area__parent__sort_key")),
        default=F("area__sort_key"),
    )


def _district(unit: Unit) -> str:
    area = unit.area
    if area and area.level == AreaLevel.COMMUNE:
        area = area.parent
    return area.name if area and area.level == AreaLevel.DISTRICT else ""


def _facts(version: ProcedureVersion) -> PostalFacts:
    return PostalFacts(
        postal_in=version.postal_in,
        postal_in_reason=version.postal_in_reason,
        postal_out=version.postal_out,
        postal_out_reason=version.postal_out_reason,
        presence_required=version.presence_required,
        secret_possible=version.secret_possible,
    )


def _agency(version: Any) -> str:
    """The competent agency by name, or in words for "whichever district or commune"."""
    level = AreaLevel(version.level)
    if level is AreaLevel.DISTRICT and not version.has_districts:
        level = AreaLevel.COMMUNE
    return version.agency or SETTLERS[level]


def _row(version: Any) -> ProcedureRow:
    facts = _facts(version)
    return ProcedureRow(
        version_id=version.id,
        code=version.code,
        name=version.name,
        field=version.field,
        level=AreaLevel(version.level).label,
        agency=_agency(version),
        official=version.official,
        sending=verdict(facts, Direction.IN),
        returning=verdict(facts, Direction.OUT),
        cursor=f"{version.rank}~{version.code}",
    )


def _limits(version: Any) -> dict[Channel, str]:
    general = (version.limit_value, version.limit_unit)
    own = version.own_limits
    return {channel: _limit(*own.get(str(channel.value), general)) for channel in Channel}


def _limit(value: int | None, unit: str) -> str:
    return f"{value} {LIMIT_UNITS[unit]}" if value else ""


def _detail(version: Any) -> ProcedureDetail:
    facts = _facts(version)
    fees = (
        FeeRow(FeeKind(f["kind"]).label, f["amount_vnd"], f["source"]) for f in version.fee_list
    )
    return ProcedureDetail(
        version_id=version.id,
        code=version.code,
        name=version.name,
        field=version.field,
        level=AreaLevel(version.level).label,
        agency_id=version.agency_id,
        agency=_agency(version),
        limits=_limits(version),
        same_day=version.same_day,
        result=version.result_name,
        papers=tuple(PaperRow(**paper) for paper in version.paper_list),
        fees=tuple(fees),
        sending=verdict(facts, Direction.IN),
        returning=verdict(facts, Direction.OUT),
        secret_possible=version.secret_possible,
        legal_basis=version.legal_basis,
        publication_decision=version.publication_decision,
        official=version.official,
        provenance=version.provenance,
        source=version.source,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
    )
