"""areas.csv: provinces, districts and communes (đơn vị hành chính) as they were between two dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from tram.core.cells import Note, matching, one_of, or_empty, text
from tram.core.sheets import DatedRow, Files, LineError, Sheet, read_csv, repeats, wrong_spans
from tram.core.text import search_terms, sort_key
from tram.core.upsert import Key, Tally, bring, claim, overlaps
from tram.directory.models import Area, AreaLevel

FILE = "areas.csv"

_CODE = or_empty(matching(r"\d{2,5}", "26, 243 hoặc 08707"))
_LENGTH = {AreaLevel.PROVINCE: 2, AreaLevel.DISTRICT: 3, AreaLevel.COMMUNE: 5}
_KINDS = {
    "tỉnh": (AreaLevel.PROVINCE,),
    "thành phố": (AreaLevel.PROVINCE, AreaLevel.DISTRICT),
    "thị xã": (AreaLevel.DISTRICT,),
    "quận": (AreaLevel.DISTRICT,),
    "huyện": (AreaLevel.DISTRICT,),
    "phường": (AreaLevel.COMMUNE,),
    "thị trấn": (AreaLevel.COMMUNE,),
    "xã": (AreaLevel.COMMUNE,),
}


@dataclass(frozen=True, kw_only=True)
class AreaRow(DatedRow):
    """One area in one span of time, by its code of the General Statistics Office (Tổng cục Thống kê)."""

    gso_code: Annotated[str, matching(r"\d{2,5}", "26, 243 hoặc 08707")]
    name: Annotated[str, text(120)]
    level: Annotated[str, one_of(*AreaLevel)]
    kind: Annotated[str, one_of(*_KINDS)]
    parent_code: Annotated[str, _CODE]
    successor_code: Annotated[str, _CODE]
    provenance: Note


def read(files: Files) -> Sheet[AreaRow]:
    """The areas of a folder, and what is wrong with them."""
    sheet = read_csv(files, FILE, AreaRow)
    rows = sheet.rows
    return sheet.but(
        [
            *wrong_spans(rows, lambda row: row.gso_code),
            *repeats(rows, lambda row: (row.gso_code, row.valid_from), "gso_code"),
            *(error for row in rows for error in _wrong(row, sheet)),
        ]
    )


def in_force(
    sheet: Sheet[AreaRow], code: str, first: date, last: date | None = None
) -> AreaRow | None:
    """The area that has this code on the first day of the span, or else the next one within it."""
    found = [row for row in sheet.rows if row.gso_code == code and row.meets(first, last)]
    return min(found, key=lambda row: row.valid_from, default=None)


def unknown_area(sheet: Sheet[AreaRow], row: DatedRow, column: str, code: str) -> list[LineError]:
    """Why `code` cannot stand in this column of a row of any file; nothing if it can."""
    if not sheet.mentions("gso_code", code):
        return [row.error(column, f"Không có mã {code} trong {FILE}.")]
    readable = [area for area in sheet.rows if area.gso_code == code]
    if readable and not in_force(sheet, code, row.valid_from, row.valid_to):
        return [row.error(column, f"Mã {code} trong {FILE} không có hiệu lực cùng lúc.")]
    return []


def _wrong(row: AreaRow, sheet: Sheet[AreaRow]) -> Iterator[LineError]:
    level = AreaLevel(row.level)
    if len(row.gso_code) != _LENGTH[level]:
        message = f"Mã cấp {level.label.lower()} có {_LENGTH[level]} chữ số, kể cả số 0 ở đầu."
        yield row.error("gso_code", message)
    if level not in _KINDS[row.kind]:
        yield row.error("kind", f"«{row.kind}» không thuộc cấp {level.label.lower()}.")
    if bool(row.parent_code) != (level != AreaLevel.PROVINCE):
        yield row.error("parent_code", "Cấp tỉnh để trống ô này; cấp khác ghi mã cấp trên.")
    elif row.parent_code:
        yield from unknown_area(sheet, row, "parent_code", row.parent_code)
        yield from _wrong_parent(row, sheet)
    if row.successor_code and not _successor(row, sheet):
        message = "Không có đơn vị mang mã này từ ngày sau khi dòng này hết hiệu lực."
        yield row.error("successor_code", message)


def _wrong_parent(row: AreaRow, sheet: Sheet[AreaRow]) -> Iterator[LineError]:
    parent = in_force(sheet, row.parent_code, row.valid_from, row.valid_to)
    above = _above(row, sheet)
    if parent and parent.level != above:
        yield row.error("parent_code", f"{parent.name} không phải cấp {above.label.lower()}.")


def _above(row: AreaRow, sheet: Sheet[AreaRow]) -> AreaLevel:
    """The level of an area's parent: once there are no districts, communes stand below the province."""
    districts = (
        other
        for other in sheet.rows
        if other.level == AreaLevel.DISTRICT and other.meets(row.valid_from, row.valid_from)
    )
    in_district = row.level == AreaLevel.COMMUNE and any(districts)
    return AreaLevel.DISTRICT if in_district else AreaLevel.PROVINCE


def _successor(row: AreaRow, sheet: Sheet[AreaRow]) -> AreaRow | None:
    if row.valid_to is None:
        return None
    after = row.valid_to + timedelta(days=1)
    return in_force(sheet, row.successor_code, after, after)


@dataclass(frozen=True)
class AreaIds:
    """Where each area of the file stands in the database."""

    sheet: Sheet[AreaRow]
    ids: Mapping[Key, int]

    def of(self, area: AreaRow) -> int:
        """The id of this row."""
        return self.ids[area.gso_code, area.valid_from]

    def at(self, code: str, row: DatedRow) -> int:
        """The id of the area that has this code while `row` is in force; it was checked to be there."""
        area = in_force(self.sheet, code, row.valid_from, row.valid_to)
        if area is None:
            raise LookupError(f"{row.file}:{row.line}: no area {code}")
        return self.of(area)


def kept(sheet: Sheet[AreaRow]) -> Iterator[LineError]:
    """Areas that the database already has in an overlapping span."""
    return overlaps(Area.objects.all(), "gso_code", ((row.gso_code, row) for row in sheet.rows))


def write(sheet: Sheet[AreaRow]) -> tuple[AreaIds, Tally]:
    """Bring the areas in."""
    key = ("gso_code", "valid_from")
    known = claim(Area.objects.all(), key, {(row.gso_code, row.valid_from) for row in sheet.rows})
    ids = AreaIds(sheet, known)
    heirs = {row: _successor(row, sheet) for row in sheet.rows if row.successor_code}
    wanted = [
        Area(
            pk=ids.of(row),
            gso_code=row.gso_code,
            name=row.name,
            sort_key=sort_key(row.name),
            search_key=" ".join(search_terms(row.name)),
            level=row.level,
            kind=row.kind,
            parent_id=ids.at(row.parent_code, row) if row.parent_code else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            successor_id=ids.of(heir) if (heir := heirs.get(row)) else None,
            provenance=row.provenance,
        )
        for row in sheet.rows
    ]
    return ids, bring("areas", Area.objects.all(), key, wanted, carry=_keep_stated)


def _keep_stated(old: Area, new: Area) -> None:
    """A blank in the file does not take back what a person or a reorganisation said."""
    new.successor_id = new.successor_id or old.successor_id
