"""province.toml and postal_limits.toml: figures of the province and the post as dated parameters (tham số).

A parameter is called by where it stands: `province.identifier.prefix` is the key `prefix` of the table
[identifier] of province.toml.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from tram.core.cells import Day, Note, Yes, matching, one_of, text, whole
from tram.core.sheets import DatedRow, Files, LineError, Row, Sheet, wrong_spans
from tram.core.toml import Document
from tram.core.upsert import Tally, bring, overlaps
from tram.directory.imports import postal, tile_map
from tram.directory.imports.areas import AreaRow
from tram.directory.imports.figures import Figure, figures
from tram.directory.imports.units import Units
from tram.directory.models import Parameter
from tram.directory.rules import identifiers
from tram.directory.rules.regimes import Reception, RegimeCode

PROVINCE, POSTAL_LIMITS = "province.toml", "postal_limits.toml"
_SLUG = matching(r"[a-z0-9-]+", "so-tttt")


@dataclass(frozen=True, kw_only=True)
class Names(Row):
    """What the province is called, and by which numbers."""

    name: Annotated[str, text(120)]
    short_name: Annotated[str, text(120)]
    gso_code: Annotated[str, matching(r"\d{2}", "26")]
    postcode: Annotated[str, matching(r"\d{5,6}", "15000")]
    vnpost_code: Annotated[str, matching(r"\d{2}", "28")]


@dataclass(frozen=True, kw_only=True)
class Sources(Row):
    """Where the names and lists come from."""

    areas: Note
    agencies: Note
    postcode: Note
    vnpost_code: Note


@dataclass(frozen=True, kw_only=True)
class Identifier(DatedRow):
    """The province's code in agency identifiers (mã định danh; TT 10/2016/TT-BTTTT) between two dates."""

    level1_code: Annotated[str, matching(r"000\.00\.00\.[A-Z]\d{2}", "000.00.00.X00")]
    prefix: Annotated[str, matching(r"[A-Z]\d{2}", "X00")]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class IdentifierForm(Row):
    """From when identifiers may have any groups (QĐ 20/2020/QĐ-TTg)."""

    any_groups_from: Day
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class TariffRegion(Row):
    """The postal region of the province (TT 22/2017/TT-BTTTT)."""

    region: Annotated[int, whole(1, 3)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Roles(Row):
    """Which unit holds a role that the software knows by name only."""

    province: Annotated[str, _SLUG]
    province_office: Annotated[str, _SLUG]
    standing_agency: Annotated[str, _SLUG]
    service_centre: Annotated[str, _SLUG]
    provincial_post: Annotated[str, _SLUG]


@dataclass(frozen=True, kw_only=True)
class Work(Row):
    """How much of a unit's time each step inside it may take, in per cent."""

    valid_from: Day
    appraise_percent: Annotated[int, whole(1, 100)]
    approve_percent: Annotated[int, whole(1, 100)]
    issue_percent: Annotated[int, whole(1, 100)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Desk(Row):
    """What a one-stop desk is held to by the province itself, beyond the law."""

    result_waits_working_days: Annotated[int, whole(0, 30)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Training(DatedRow):
    """From when to when a teller needs a certificate of the field to take a dossier in; no table = never."""

    certificate_required: Yes
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Shuttle(DatedRow):
    """How many rounds a day the post's teams go between a centre and the agencies, between two dates."""

    rounds_per_day: Annotated[int, whole(1, 24)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Regime(DatedRow):
    """The law of the one-stop mechanism (cơ chế một cửa) in force between two dates."""

    code: Annotated[str, one_of(*RegimeCode)]
    reception: Annotated[str, one_of(*Reception)]
    law: Annotated[str, text(200)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Warnings(DatedRow):
    """When people are warned that a dossier may be late (thang cảnh báo) between two dates."""

    officer_percent: Annotated[int, whole(1, 98)]
    leader_percent: Annotated[int, whole(2, 99)]
    apology_days: Annotated[int, whole(1, 30)]
    again_percent: Annotated[int, whole(1, 100)]
    provenance: Note


@dataclass(frozen=True)
class Figures:
    """The parameters of a folder."""

    rows: tuple[Figure, ...]
    errors: tuple[LineError, ...]


def read(files: Files, areas: Sheet[AreaRow], units: Units) -> Figures:
    """The parameters of a folder, and what is wrong with them."""
    province, limits = Document(files, PROVINCE), Document(files, POSTAL_LIMITS)
    rows = (*_province(province, areas, units), *postal.read(limits))
    return Figures(rows, (*province.close(), *limits.close()))


def _province(document: Document, areas: Sheet[AreaRow], units: Units) -> list[Figure]:
    names, sources = document.table("", Names), document.table("sources", Sources)
    codes = document.tables("identifier", Identifier)
    form = document.table("identifier_form", IdentifierForm)
    region = document.table("tariff", TariffRegion)
    roles = document.table("roles", Roles)
    desk = document.table("desk", Desk)
    regimes = document.tables("regime", Regime)
    work = document.table("work", Work)
    ladders = document.tables("warnings", Warnings)
    shuttles = document.tables("shuttle", Shuttle)
    training = document.tables("training", Training)
    maps = document.tables("map", tile_map.TileMap)
    document.errors.extend(_wrong_province(names, roles, areas, units))
    document.errors.extend(_wrong_identifiers(codes, form, units))
    document.errors.extend(wrong_spans(regimes, lambda row: "regime"))
    document.errors.extend(_wrong_ladders(ladders))
    document.errors.extend(wrong_spans(shuttles, lambda row: "shuttle"))
    document.errors.extend(wrong_spans(training, lambda row: "training"))
    document.errors.extend(tile_map.wrong(maps, areas))
    if not (names and sources and codes and form and region and roles and work and desk):
        return []
    since = _since(areas, names.gso_code)
    named = {c: getattr(sources, c, sources.areas) for c in names.columns}
    return [
        *figures("province", names, since, named),
        *(figure for row in codes for figure in _dated("province.identifier", row)),
        *(figure for row in shuttles for figure in _dated("province.shuttle", row)),
        *(figure for row in training for figure in _dated("province.training", row)),
        *figures("province.identifier_form", form, since),
        *figures("province.tariff", region, since),
        *figures("province.roles", roles, since, dict.fromkeys(roles.columns, sources.agencies)),
        *figures("province.work", work, work.valid_from),
        *figures("province.desk", desk, since),
        *(_regime(row) for row in regimes),
        *(_ladder(row) for row in ladders),
        *(tile_map.figure(row, since) for row in maps[:1]),
    ]


def _wrong_province(
    names: Names | None,
    roles: Roles | None,
    areas: Sheet[AreaRow],
    units: Units,
) -> Iterator[LineError]:
    if names and not areas.mentions("gso_code", names.gso_code):
        yield names.error("gso_code", f"Không có mã {names.gso_code} trong {areas.file}.")
    for role in roles.columns if roles else ():
        slug = getattr(roles, role)
        if roles and not units.mentions(slug):
            yield roles.error(role, f"Không có đơn vị «{slug}» trong {units.units.file}.")


def _wrong_identifiers(
    codes: tuple[Identifier, ...], form: IdentifierForm | None, units: Units
) -> Iterator[LineError]:
    yield from wrong_spans(codes, lambda row: "identifier")
    for row in codes:
        if not row.level1_code.endswith(f".{row.prefix}"):
            yield row.error("level1_code", f"Mã này phải kết thúc bằng .{row.prefix}.")
    for unit in units.units.rows if form else ():
        day = form.any_groups_from if form else unit.valid_from
        if unit.code and not identifiers.well_formed(unit.code, unit.valid_from, day):
            yield unit.error("code", identifiers.reason(unit.code, unit.valid_from, day))


def _wrong_ladders(ladders: tuple[Warnings, ...]) -> Iterator[LineError]:
    yield from wrong_spans(ladders, lambda row: "warnings")
    for row in ladders:
        if row.leader_percent <= row.officer_percent:
            yield row.error("leader_percent", f"Phải lớn hơn {row.officer_percent} của cán bộ.")


def _dated(path: str, row: DatedRow) -> Iterator[Figure]:
    for figure in figures(path, row, row.valid_from):
        yield replace(figure, valid_to=row.valid_to)


def _since(areas: Sheet[AreaRow], code: str) -> date:
    """The first day on which the province of this code stands in areas.csv."""
    days = (row.valid_from for row in areas.rows if row.gso_code == code)
    return min(days, default=date.max)


def _regime(row: Regime) -> Figure:
    return Figure(
        file=row.file,
        line=row.line,
        code="province.regime",
        value={"code": row.code, "law": row.law, "reception": row.reception},
        source=row.provenance,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _ladder(row: Warnings) -> Figure:
    return Figure(
        file=row.file,
        line=row.line,
        code="province.warnings",
        value={
            "officer_percent": row.officer_percent,
            "leader_percent": row.leader_percent,
            "apology_days": row.apology_days,
            "again_percent": row.again_percent,
        },
        source=row.provenance,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def kept(found: Figures) -> Iterator[LineError]:
    """Parameters that the database already has in an overlapping span."""
    return overlaps(Parameter.objects.all(), "code", ((row.code, row) for row in found.rows))


def write(found: Figures) -> Tally:
    """Bring the parameters in; one that an officer confirmed stays so while its value stays."""
    wanted = (
        Parameter(
            code=row.code,
            value=row.value,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
        )
        for row in found.rows
    )
    key = ("code", "valid_from")
    return bring("parameters", Parameter.objects.all(), key, wanted, carry=_stay_confirmed)


def _stay_confirmed(old: Parameter, new: Parameter) -> None:
    new.confirmed = old.confirmed and old.value == new.value
