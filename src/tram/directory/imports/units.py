"""units.csv and service_points.csv: agencies, desks and post offices (cơ quan, đơn vị), and what a desk serves.

A service point stands in a file of its own; here it becomes a unit of the post with a public face.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from tram.core.calendar import vn_date
from tram.core.cells import Clock, Note, Yes, listed, matching, one_of, or_empty, text
from tram.core.sheets import (
    DatedRow,
    Files,
    LineError,
    Row,
    Sheet,
    backwards,
    overlapping,
    read_csv,
    repeats,
)
from tram.core.text import search_terms, sort_key
from tram.core.upsert import Tally, bring, claim
from tram.directory.imports.areas import AreaIds, AreaRow, in_force, unknown_area
from tram.directory.models import (
    DESKS,
    AreaLevel,
    DeskService,
    ServicePoint,
    Succession,
    Unit,
    UnitKind,
)
from tram.directory.rules.points import PointKind

UNITS, POINTS = "units.csv", "service_points.csv"
POINT_KINDS = tuple(kind.value for kind in PointKind)

_POSTS = (UnitKind.PROVINCIAL_POST, UnitKind.DISTRICT_POST)
_NO_GROUP = "none"
_SLUG = matching(r"[a-z0-9]+(-[a-z0-9]+)*", "so-tu-phap")
_AREA = matching(r"\d{2,5}", "26, 243 hoặc 08707")


@dataclass(frozen=True, kw_only=True)
class UnitRow(DatedRow):
    """A unit by its slug; `seat_code` is where its office stands, which decides the postage zone."""

    slug: Annotated[str, _SLUG]
    code: Annotated[str, or_empty(text(40))]
    name: Annotated[str, text(200)]
    short_name: Annotated[str, or_empty(text(120))]
    kind: Annotated[str, one_of(*(k for k in UnitKind if k != UnitKind.POST_POINT))]
    parent: Annotated[str, or_empty(_SLUG)]
    area_code: Annotated[str, _AREA]
    seat_code: Annotated[str, or_empty(_AREA)]
    desk_of: Annotated[tuple[str, ...], listed(_SLUG)]
    plan_group: Annotated[str, one_of("A", "B", _NO_GROUP)]
    successor: Annotated[tuple[str, ...], listed(_SLUG)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class PointRow(DatedRow):
    """A postal service point (điểm phục vụ bưu chính)."""

    code: Annotated[str, matching(r"\d{5,6}", "280010")]
    slug: Annotated[str, _SLUG]
    name: Annotated[str, text(200)]
    kind: Annotated[str, one_of(*POINT_KINDS)]
    commune_code: Annotated[str, matching(r"\d{5}", "08707")]
    address: Annotated[str, text(200)]
    phone: Annotated[str, or_empty(matching(r"\+?[\d ().-]{6,19}", "0211 000 0001"))]
    opens: Clock
    closes: Clock
    works_saturday: Yes
    route_code: Annotated[str, or_empty(text(16))]
    parent: Annotated[str, _SLUG]
    demonstration: Yes
    provenance: Note


@dataclass(frozen=True)
class Units:
    """The units and the service points of a folder."""

    units: Sheet[UnitRow]
    points: Sheet[PointRow]

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What is wrong with the two files."""
        return (*self.units.errors, *self.points.errors)

    def mentions(self, slug: str) -> bool:
        """Whether some line of units.csv has this slug."""
        return self.units.mentions("slug", slug)

    def unknown(self, row: Row, column: str, slug: str) -> list[LineError]:
        """Why a slug cannot stand in a row of any file; nothing if it can."""
        missing = bool(slug) and not self.mentions(slug)
        return [row.error(column, f"Không có đơn vị «{slug}» trong {UNITS}.")] if missing else []


def read(files: Files, areas: Sheet[AreaRow]) -> Units:
    """The units of a folder, and what is wrong with them."""
    found = Units(read_csv(files, UNITS, UnitRow), read_csv(files, POINTS, PointRow))
    by_slug = {row.slug: row for row in found.units.rows}
    units = found.units.but(
        [
            *repeats(found.units.rows, lambda row: row.slug, "slug"),
            *_shared_codes(found.units.rows),
            *(error for row in found.units.rows for error in backwards(row)),
            *(e for row in found.units.rows for e in _wrong_unit(row, found, areas)),
            *(e for row in found.units.rows for e in _wrong_tree(row, by_slug)),
        ]
    )
    points = found.points.but(
        [
            *repeats(found.points.rows, lambda row: row.slug, "slug"),
            *repeats(found.points.rows, lambda row: row.code, "code"),
            *(error for row in found.points.rows for error in backwards(row)),
            *(e for row in found.points.rows for e in _wrong_point(row, found, by_slug)),
            *(e for row in found.points.rows for e in _wrong_commune(row, areas)),
        ]
    )
    return Units(units, points)


def _shared_codes(rows: Sequence[UnitRow]) -> Iterator[LineError]:
    """Two units never hold one identifier on the same day (TT 10/2016/TT-BTTTT)."""
    for code in dict.fromkeys(row.code for row in rows if row.code):
        yield from overlapping([row for row in rows if row.code == code], "code")


def _wrong_unit(row: UnitRow, found: Units, areas: Sheet[AreaRow]) -> Iterator[LineError]:
    yield from unknown_area(areas, row, "area_code", row.area_code)
    if row.seat_code:
        yield from unknown_area(areas, row, "seat_code", row.seat_code)
    yield from found.unknown(row, "parent", row.parent)
    for successor in row.successor:
        yield from found.unknown(row, "successor", successor)
    if row.successor and row.valid_to is None:
        yield row.error("successor", "Đơn vị còn hiệu lực thì chưa có đơn vị kế tục.")
    for agency in row.desk_of:
        yield from found.unknown(row, "desk_of", agency)
    is_desk = row.kind in DESKS
    if is_desk and not row.desk_of:
        yield row.error("desk_of", "Bộ phận một cửa phải ghi nhận hồ sơ cho đơn vị nào.")
    if row.desk_of and not is_desk:
        yield row.error(
            "desk_of", "Chỉ bộ phận một cửa và trung tâm mới nhận hồ sơ cho đơn vị khác."
        )


def _wrong_tree(row: UnitRow, by_slug: Mapping[str, UnitRow]) -> Iterator[LineError]:
    above: UnitRow | None = row
    for _ in by_slug:
        above = by_slug.get(above.parent) if above else None
        if above is row:
            yield row.error("parent", "Đơn vị này lại nằm dưới chính nó: hãy sửa đơn vị cấp trên.")
            return


def _wrong_point(
    row: PointRow, found: Units, by_slug: Mapping[str, UnitRow]
) -> Iterator[LineError]:
    yield from found.unknown(row, "parent", row.parent)
    if row.parent in by_slug and by_slug[row.parent].kind not in _POSTS:
        yield row.error("parent", f"{by_slug[row.parent].name} không phải bưu điện tỉnh, huyện.")
    if row.slug in by_slug:
        yield row.error("slug", f"«{row.slug}» đã là tên của một đơn vị trong {UNITS}.")
    if row.opens >= row.closes:
        yield row.error("closes", "Giờ đóng cửa phải sau giờ mở cửa.")


def _wrong_commune(row: PointRow, areas: Sheet[AreaRow]) -> Iterator[LineError]:
    yield from unknown_area(areas, row, "commune_code", row.commune_code)
    commune = in_force(areas, row.commune_code, row.valid_from, row.valid_to)
    if commune and commune.level != AreaLevel.COMMUNE:
        yield row.error("commune_code", f"{commune.name} không phải xã, phường, thị trấn.")


def kept(found: Units) -> Iterator[LineError]:
    """Points whose code the database has under another slug, and units that a command has ended."""
    stored = dict(ServicePoint.objects.values_list("code", "unit__slug"))
    for row in found.points.rows:
        slug = stored.get(row.code, row.slug)
        if slug != row.slug:
            yield row.error("code", f"Mã điểm {row.code} đã thuộc về «{slug}»: hãy dùng mã khác.")
    yield from _ended(found.units)
    yield from _ended(found.points)


def _ended(sheet: Sheet[UnitRow] | Sheet[PointRow]) -> Iterator[LineError]:
    """A file made before a unit was renamed or merged must not bring the old unit back to life."""
    rows = Succession.objects.values_list("predecessor__slug", "predecessor__valid_to")
    ends = dict(rows)
    for row in sheet.rows:
        last = ends.get(row.slug, row.valid_to)
        if last and last != row.valid_to:
            message = f"Đơn vị này đã kết thúc hết ngày {vn_date(last)}: hãy ghi ngày đó vào tệp."
            yield row.error("valid_to", message)


def write(found: Units, areas: AreaIds) -> tuple[dict[str, int], list[Tally]]:
    """Bring units, desks and points in; the id of each slug, and the counts."""
    slugs = [row.slug for row in found.units.rows] + [row.slug for row in found.points.rows]
    known = claim(Unit.objects.all(), ("slug",), {(slug,) for slug in slugs})
    ids = {slug: known[slug,] for slug in slugs}
    wanted = [
        *(_unit(row, ids, areas) for row in found.units.rows),
        *(_post_point(row, ids, areas) for row in found.points.rows),
    ]
    return ids, [
        bring("units", Unit.objects.all(), ("slug",), wanted),
        _write_successions(found.units, ids),
        _write_desks(found.units, ids),
        _write_points(found.points, ids, areas),
    ]


def _unit(row: UnitRow, ids: Mapping[str, int], areas: AreaIds) -> Unit:
    return Unit(
        pk=ids[row.slug],
        slug=row.slug,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        sort_key=sort_key(row.name),
        search_key=_search_key(row.name, row.short_name),
        kind=row.kind,
        parent_id=ids.get(row.parent),
        area_id=areas.at(row.seat_code or row.area_code, row),
        plan_group="" if row.plan_group == _NO_GROUP else row.plan_group,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        provenance=row.provenance,
    )


def _post_point(row: PointRow, ids: Mapping[str, int], areas: AreaIds) -> Unit:
    return Unit(
        pk=ids[row.slug],
        slug=row.slug,
        name=row.name,
        sort_key=sort_key(row.name),
        search_key=_search_key(row.name, row.code),
        kind=UnitKind.POST_POINT,
        parent_id=ids[row.parent],
        area_id=areas.at(row.commune_code, row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        provenance=row.provenance,
    )


def _search_key(*texts: str) -> str:
    return " ".join(search_terms(" ".join(texts)))


def _write_successions(units: Sheet[UnitRow], ids: Mapping[str, int]) -> Tally:
    wanted = [
        Succession(predecessor_id=ids[row.slug], successor_id=ids[slug])
        for row in units.rows
        for slug in row.successor
    ]
    key = ("predecessor_id", "successor_id")
    return bring("successions", Succession.objects.all(), key, wanted)


def _write_desks(units: Sheet[UnitRow], ids: Mapping[str, int]) -> Tally:
    wanted = [
        DeskService(desk_id=ids[row.slug], agency_id=ids[agency])
        for row in units.rows
        for agency in row.desk_of
    ]
    told = {ids[row.slug] for row in units.rows}
    desks = DeskService.objects.filter(desk__in=told, agency__in=told)
    return bring("desk services", desks, ("desk_id", "agency_id"), wanted, prune=True)


def _write_points(points: Sheet[PointRow], ids: Mapping[str, int], areas: AreaIds) -> Tally:
    wanted = [
        ServicePoint(
            unit_id=ids[row.slug],
            code=row.code,
            kind=row.kind,
            commune_id=areas.at(row.commune_code, row),
            address=row.address,
            phone=row.phone,
            opens=row.opens,
            closes=row.closes,
            works_saturday=row.works_saturday,
            route_code=row.route_code,
            demonstration=row.demonstration,
            provenance=row.provenance,
        )
        for row in points.rows
    ]
    return bring("service points", ServicePoint.objects.all(), ("unit_id",), wanted)
