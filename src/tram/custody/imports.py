"""s10_ranges.csv: the postal item numbers (dải số hiệu bưu gửi) that the post has given for use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tram.core.cells import Note, matching
from tram.core.sheets import DatedRow, Files, LineError, Sheet, backwards, read_csv
from tram.core.upsert import Tally, bring
from tram.custody.models import NumberRange

FILE = "s10_ranges.csv"
_LETTERS = matching(r"[A-Z]{2}", "HC")
_SERIAL = matching(r"\d{8}", "00000001")


@dataclass(frozen=True, kw_only=True)
class RangeRow(DatedRow):
    """One range of serial numbers, both ends included."""

    prefix: Annotated[str, _LETTERS]
    first_serial: Annotated[str, _SERIAL]
    last_serial: Annotated[str, _SERIAL]
    country: Annotated[str, _LETTERS]
    note: Note


def read(files: Files) -> Sheet[RangeRow]:
    """The ranges of a folder, and what is wrong with them: no number may be given twice, ever."""
    sheet = read_csv(files, FILE, RangeRow)
    errors: list[LineError] = []
    for index, row in enumerate(sheet.rows):
        if row.last_serial < row.first_serial:
            errors.append(row.error("last_serial", "Số cuối phải từ số đầu trở lên."))
        errors.extend(backwards(row))
        clash = next((o for o in sheet.rows[:index] if _share_numbers(row, o)), None)
        if clash:
            errors.append(row.error("first_serial", f"Dải số chồng lên dòng {clash.line}."))
    return sheet.but(errors)


def kept(sheet: Sheet[RangeRow]) -> Iterator[LineError]:
    """Ranges that would take back numbers already given out, or give some out a second time."""
    for stored in NumberRange.objects.all():
        for row in sheet.rows:
            first, last = int(row.first_serial), int(row.last_serial)
            same = (row.prefix, first) == (stored.prefix, stored.first)
            if same and last + 1 < stored.next:
                used = f"{row.prefix}{stored.next - 1:08d}"
                yield row.error(
                    "last_serial", f"Đã cấp đến số {used}: số cuối phải từ đó trở lên."
                )
            meets = first <= stored.last and stored.first <= last
            if not same and meets and row.prefix == stored.prefix:
                yield row.error(
                    "first_serial", "Dải số chồng lên một dải đã nạp: hãy giữ nguyên số đầu cũ."
                )


def write(sheet: Sheet[RangeRow]) -> Tally:
    """Bring the ranges in; how far a range has been used is not the file's to say."""
    wanted = (
        NumberRange(
            prefix=row.prefix,
            country=row.country,
            first=int(row.first_serial),
            last=int(row.last_serial),
            next=int(row.first_serial),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            note=row.note,
        )
        for row in sheet.rows
    )
    ranges = NumberRange.objects.select_for_update(no_key=True)
    return bring("number ranges", ranges, ("prefix", "first"), wanted, carry=_keep_place)


def _share_numbers(one: RangeRow, other: RangeRow) -> bool:
    meets = one.first_serial <= other.last_serial and other.first_serial <= one.last_serial
    return meets and one.prefix == other.prefix


def _keep_place(old: NumberRange, new: NumberRange) -> None:
    new.next = old.next
