"""Reads for those who keep the catalogue: which versions there are, one of them whole, who may write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tram.catalogue.models import ProcedureVersion, TimeLimit, VersionAct, VersionStep
from tram.catalogue.queries.procedures import SETTLERS
from tram.catalogue.queries.terms import stage_units, terms, with_parts
from tram.catalogue.rules.changes import Change, differences
from tram.catalogue.rules.versions import Terms, missing
from tram.core.choices import Choice
from tram.core.text import search_terms
from tram.directory.models import AreaLevel, Unit
from tram.directory.queries import province_offices, scope
from tram.directory.rules.duties import AGENCIES

ROWS = 25


class VersionStatus(Choice):
    """Where a version stands on a day (tình trạng phiên bản)."""

    DRAFT = "draft", "bản nháp"
    COMING = "coming", "sắp có hiệu lực"
    IN_FORCE = "in-force", "đang có hiệu lực"
    ENDED = "ended", "đã hết hiệu lực"


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty = everything."""

    text: str = ""
    status: str = ""
    field: str = ""
    agency_id: int | None = None
    no_limit: bool = False
    unconfirmed: bool = False
    after: str = ""


@dataclass(frozen=True)
class VersionRow:
    """A version in a list."""

    id: int
    code: str
    name: str
    field: str
    agency: str
    status: VersionStatus
    valid_from: date
    valid_to: date | None
    limit_known: bool
    official: bool


@dataclass(frozen=True)
class Found:
    """A page of versions; `after` is where the next one goes on, empty at the end."""

    rows: tuple[VersionRow, ...]
    after: str


@dataclass(frozen=True)
class ActRow:
    """Who published or confirmed a version."""

    step: VersionStep
    who: str
    at: datetime


@dataclass(frozen=True)
class Version:
    """A version whole; `changes` against the one before it, `missing` = what a draft still lacks."""

    row: VersionRow
    procedure_id: int
    agency_id: int | None
    level: str
    edit: int
    terms: Terms
    units: dict[int, str]
    before: VersionRow | None
    changes: tuple[Change, ...]
    missing: tuple[str, ...]
    acts: tuple[ActRow, ...]
    others: tuple[VersionRow, ...]
    provenance: str
    source: str


def managed_from(agency_id: int | None) -> tuple[int, ...]:
    """Where the duty must be held to write a procedure: its agency, those above, the province's office.

    What any district or commune settles has no agency of its own: only the province's office writes it.
    """
    return (*(scope(agency_id) if agency_id else ()), *province_offices())


def versions(wanted: Wanted, *, day: date) -> Found:
    """Versions as a reader wants them, by procedure and first day; the newest of a procedure first."""
    found = _rows(day).filter(_filters(wanted, day))
    for term in search_terms(wanted.text):
        found = found.filter(Q(search_key__contains=term) | Q(procedure__code__icontains=term))
    code, _, ident = wanted.after.partition("~")
    if code and ident.isascii() and ident.isdigit():
        found = found.filter(
            Q(procedure__code__gt=code) | Q(procedure__code=code, id__lt=int(ident))
        )
    rows = [_row(each, day) for each in found.order_by("procedure__code", "-id")[: ROWS + 1]]
    shown = tuple(rows[:ROWS])
    more = len(rows) > ROWS
    return Found(shown, f"{shown[-1].code}~{shown[-1].id}" if more else "")


def version(version_id: int, *, day: date) -> Version | None:
    """One version whole, with what is different from the one before."""
    found = with_parts().filter(id=version_id).first()
    if found is None:
        return None
    rows = tuple(
        _row(each, day)
        for each in _rows(day).filter(procedure=found.procedure).order_by("-valid_from", "-id")
    )
    mine = next(row for row in rows if row.id == version_id)
    before = _before(mine, rows)
    says = terms(found)
    said = terms(with_parts().get(id=before.id)) if before else None
    units = stage_units([says, *([said] if said else [])])
    return Version(
        row=mine,
        procedure_id=found.procedure_id,
        agency_id=found.procedure.agency_id,
        level=AreaLevel(found.procedure.level).label,
        edit=found.edit,
        terms=says,
        units=units,
        before=before,
        changes=differences(said, says, units) if said else (),
        missing=missing(says) if mine.status is VersionStatus.DRAFT else (),
        acts=_acts(version_id),
        others=tuple(row for row in rows if row.id != version_id),
        provenance=found.provenance,
        source=found.source,
    )


def fields() -> list[str]:
    """The fields of the catalogue (lĩnh vực), in order."""
    found = ProcedureVersion.objects.values_list("procedure__field", flat=True)
    return sorted(set(found))


def levels() -> list[tuple[str, str]]:
    """The levels at which a procedure is settled (cấp giải quyết), the province first."""
    return AreaLevel.choices()


def settling_units(day: date) -> list[tuple[int, str]]:
    """Agencies by name that can have procedures of their own or a stage, on a day."""
    units = Unit.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, kind__in=AGENCIES
    ).exclude(kind="commune")
    return list(units.order_by("sort_key", "id").values_list("id", "name"))


def _rows(day: date) -> QuerySet[ProcedureVersion]:
    own = TimeLimit.objects.filter(version=OuterRef("pk"))
    return ProcedureVersion.objects.annotate(
        code=F("procedure__code"),
        field=F("procedure__field"),
        level=F("procedure__level"),
        agency=F("procedure__agency__name"),
        own_limit=Exists(own),
    )


def _filters(wanted: Wanted, day: date) -> Q:
    picked = _of_status(wanted.status, day)
    if wanted.field:
        picked &= Q(procedure__field=wanted.field)
    if wanted.agency_id is not None:
        picked &= Q(procedure__agency_id=wanted.agency_id or None)
    if wanted.no_limit:
        picked &= Q(limit_value=None, own_limit=False, same_day=False)
    if wanted.unconfirmed:
        picked &= Q(official=False)
    return picked


def _of_status(status: str, day: date) -> Q:
    published = Q(published_at__isnull=False)
    return {
        VersionStatus.DRAFT.value: Q(published_at=None),
        VersionStatus.COMING.value: published & Q(valid_from__gt=day),
        VersionStatus.IN_FORCE.value: published
        & Q(valid_from__lte=day)
        & (Q(valid_to=None) | Q(valid_to__gte=day)),
        VersionStatus.ENDED.value: published & Q(valid_to__lt=day),
    }.get(status, Q())


def _status(version: ProcedureVersion, day: date) -> VersionStatus:
    if version.published_at is None:
        return VersionStatus.DRAFT
    if version.valid_from > day:
        return VersionStatus.COMING
    ended = version.valid_to is not None and version.valid_to < day
    return VersionStatus.ENDED if ended else VersionStatus.IN_FORCE


def _row(version: ProcedureVersion, day: date) -> VersionRow:
    asked = vars(version)  # what the query annotated
    return VersionRow(
        id=version.id,
        code=asked["code"],
        name=version.name,
        field=asked["field"],
        agency=asked["agency"] or SETTLERS[AreaLevel(asked["level"])],
        status=_status(version, day),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        limit_known=bool(version.limit_value or asked["own_limit"] or version.same_day),
        official=version.official,
    )


def _before(mine: VersionRow, rows: Sequence[VersionRow]) -> VersionRow | None:
    """The published version that stands before one: the newest for a draft, else the one that began before."""
    published = [
        row for row in rows if row.status is not VersionStatus.DRAFT and row.id != mine.id
    ]
    if mine.status is VersionStatus.DRAFT:
        return published[0] if published else None
    return next((row for row in published if row.valid_from < mine.valid_from), None)


def _acts(version_id: int) -> tuple[ActRow, ...]:
    acts = VersionAct.objects.filter(version_id=version_id).select_related("user").order_by("id")
    return tuple(ActRow(VersionStep(each.step), each.user.full_name, each.at) for each in acts)
