"""A reorganisation as files: units that begin and whom they replace, units that only end, areas that go on as others.

The units of the day before end, nothing else of them changes; loading the same folder again changes nothing. What the
folder does not say of a successor stays blank for a person to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from django.db import transaction
from django.db.models import Q

from tram.core.cells import Day, Note, Yes, listed, matching, one_of, or_empty, text
from tram.core.sheets import Files, LineError, Row, Sheet, read_csv, repeats
from tram.core.text import search_terms, sort_key
from tram.core.toml import Document
from tram.core.upsert import Tally
from tram.directory.models import DESKS, Appointment, Area, DeskService, Succession, Unit, UnitKind

HEAD, UNITS, CLOSED, AREAS = (
    "reorganisation.toml",
    "units.csv",
    "closed_units.csv",
    "area_successors.csv",
)
_SLUG = matching(r"[a-z0-9]+(-[a-z0-9]+)*", "so-tu-phap")
_AREA = matching(r"\d{2,5}", "26, 243 hoặc 08707")


@dataclass(frozen=True, kw_only=True)
class Head(Row):
    """The first day of the new units, and the decision behind them."""

    on: Day
    decision: Annotated[str, text(120)]
    demonstration: Yes
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class NewRow(Row):
    """A unit that begins, and the units whose place it takes; the first row that names one is its first successor."""

    slug: Annotated[str, _SLUG]
    code: Annotated[str, or_empty(text(40))]
    name: Annotated[str, text(200)]
    short_name: Annotated[str, or_empty(text(120))]
    kind: Annotated[str, one_of(*(k for k in UnitKind if k != UnitKind.POST_POINT))]
    parent: Annotated[str, or_empty(_SLUG)]
    area_code: Annotated[str, _AREA]
    seat_code: Annotated[str, or_empty(_AREA)]
    desk_of: Annotated[tuple[str, ...], listed(_SLUG)]
    plan_group: Annotated[str, one_of("A", "B", "none")]
    replaces: Annotated[tuple[str, ...], listed(_SLUG)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class ClosedRow(Row):
    """A unit that ends and of which nobody has said who came after."""

    slug: Annotated[str, _SLUG]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class AreaLink(Row):
    """An area of the day before, and the area it is part of since."""

    gso_code: Annotated[str, _AREA]
    successor_code: Annotated[str, _AREA]
    provenance: Note


@dataclass(frozen=True)
class Reorganisation:
    """The rows of a folder, and what is wrong with them."""

    head: Head | None
    units: Sheet[NewRow]
    closed: Sheet[ClosedRow]
    areas: Sheet[AreaLink]
    errors: tuple[LineError, ...]

    @property
    def on(self) -> date:
        """The first day of the new units."""
        if self.head is None:
            raise LookupError("a folder with errors has no day")
        return self.head.on

    @property
    def ending(self) -> tuple[str, ...]:
        """Slugs of the units that end, each once."""
        replaced = (slug for row in self.units.rows for slug in row.replaces)
        return tuple(dict.fromkeys([*replaced, *(row.slug for row in self.closed.rows)]))


def read(files: Files) -> Reorganisation:
    """The folder's rows, checked against each other and against the units the database has."""
    document = Document(files, HEAD)
    head = document.table("", Head)
    units, closed = read_csv(files, UNITS, NewRow), read_csv(files, CLOSED, ClosedRow)
    links = read_csv(files, AREAS, AreaLink)
    found = Reorganisation(head, units, closed, links, ())
    errors = (
        *document.close(),
        *units.errors,
        *closed.errors,
        *links.errors,
        *repeats(units.rows, lambda row: row.slug, "slug"),
        *(_wrong(found) if head else ()),
    )
    return Reorganisation(head, units, closed, links, errors)


def _wrong(found: Reorganisation) -> Iterator[LineError]:
    stored = dict(Unit.objects.values_list("slug", "valid_to"))
    last = found.on - timedelta(days=1)
    new = {row.slug for row in found.units.rows}
    for row in found.units.rows:
        for slug in row.replaces:
            yield from _not_ending(row, "replaces", slug, stored, last)
        for column, slugs in (("parent", (row.parent,)), ("desk_of", row.desk_of)):
            for slug in slugs:
                if slug and slug not in new and slug not in stored:
                    yield row.error(column, f"Không có đơn vị «{slug}».")
        if (row.kind in DESKS) != bool(row.desk_of):
            yield row.error(
                "desk_of", "Bộ phận một cửa (và chỉ nó) ghi nhận hồ sơ cho đơn vị nào."
            )
    for closed in found.closed.rows:
        yield from _not_ending(closed, "slug", closed.slug, stored, last)
    yield from _wrong_areas(found, last)


def _not_ending(
    row: Row, column: str, slug: str, stored: dict[str, date | None], last: date
) -> Iterator[LineError]:
    if slug not in stored:
        yield row.error(column, f"Không có đơn vị «{slug}».")
    elif stored[slug] not in (None, last):
        yield row.error(column, f"Đơn vị «{slug}» đã kết thúc vào ngày khác.")


def _wrong_areas(found: Reorganisation, last: date) -> Iterator[LineError]:
    before, after = _areas(last), _areas(found.on)
    for row in found.areas.rows:
        if row.gso_code not in before:
            yield row.error("gso_code", f"Mã {row.gso_code} không có hiệu lực vào ngày trước đó.")
        if row.successor_code not in after:
            yield row.error("successor_code", f"Mã {row.successor_code} chưa có vào ngày này.")
    for unit in found.units.rows:
        for column in ("area_code", "seat_code"):
            if (code := getattr(unit, column)) and code not in after:
                yield unit.error(column, f"Mã {code} chưa có vào ngày này.")


def _areas(day: date) -> dict[str, int]:
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, valid_from__lte=day)
    return dict(rows.values_list("gso_code", "id"))


@transaction.atomic
def bring_in(found: Reorganisation) -> tuple[Tally, ...]:
    """End, begin and link, whole or not at all; the counts. Duties at a unit end with it."""
    last = found.on - timedelta(days=1)
    ending = Unit.objects.filter(slug__in=found.ending, valid_to=None)
    ended = ending.update(valid_to=last)
    _end_duties(found.ending, last)
    made = _begin(found)
    ids = dict(Unit.objects.values_list("slug", "id"))
    return (
        Tally("units ended", updated=ended, unchanged=len(found.ending) - ended),
        Tally("units begun", created=made, unchanged=len(found.units.rows) - made),
        _link(found.units.rows, ids),
        _desks(found.units.rows, ids),
        _link_areas(found, last),
    )


def _end_duties(slugs: Sequence[str], last: date) -> None:
    beyond = Q(valid_to=None) | Q(valid_to__gt=last)
    held = Appointment.objects.filter(beyond, unit__slug__in=slugs, valid_from__lte=last)
    held.update(valid_to=last)


def _begin(found: Reorganisation) -> int:
    """New units, each after the one above it."""
    areas, ids = _areas(found.on), dict(Unit.objects.values_list("slug", "id"))
    waiting = [row for row in found.units.rows if row.slug not in ids]
    count = len(waiting)
    while waiting:
        ready = [row for row in waiting if not row.parent or row.parent in ids]
        if not ready:
            raise LookupError("units in a circle")
        for row in ready:
            ids[row.slug] = _unit(row, found, areas, ids).id
        waiting = [row for row in waiting if row.slug not in ids]
    return count


def _unit(row: NewRow, found: Reorganisation, areas: dict[str, int], ids: dict[str, int]) -> Unit:
    return Unit.objects.create(
        slug=row.slug,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        sort_key=sort_key(row.name),
        search_key=" ".join(search_terms(f"{row.name} {row.short_name}")),
        kind=row.kind,
        parent_id=ids.get(row.parent),
        area_id=areas[row.seat_code or row.area_code],
        plan_group="" if row.plan_group == "none" else row.plan_group,
        valid_from=found.on,
        provenance=row.provenance,
    )


def _link(rows: Sequence[NewRow], ids: dict[str, int]) -> Tally:
    wanted = [(ids[slug], ids[row.slug]) for row in rows for slug in row.replaces]
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    new = [pair for pair in wanted if pair not in known]
    Succession.objects.bulk_create(
        Succession(predecessor_id=old, successor_id=heir) for old, heir in new
    )
    return Tally("successions", created=len(new), unchanged=len(wanted) - len(new))


def _desks(rows: Sequence[NewRow], ids: dict[str, int]) -> Tally:
    wanted = [(ids[row.slug], ids[agency]) for row in rows for agency in row.desk_of]
    known = set(DeskService.objects.values_list("desk_id", "agency_id"))
    new = [pair for pair in wanted if pair not in known]
    DeskService.objects.bulk_create(
        DeskService(desk_id=desk, agency_id=agency) for desk, agency in new
    )
    return Tally("desk services", created=len(new), unchanged=len(wanted) - len(new))


def _link_areas(found: Reorganisation, last: date) -> Tally:
    before, after, linked = _areas(last), _areas(found.on), 0
    for row in found.areas.rows:
        blank = Area.objects.filter(id=before[row.gso_code], successor=None)
        linked += blank.update(successor_id=after[row.successor_code])
    return Tally("area successors", updated=linked, unchanged=len(found.areas.rows) - linked)
