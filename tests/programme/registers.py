"""People, spreadsheets and files for the registers of the plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import cast, scans
from tests.spreadsheets import xlsx
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.files import Given, staged
from tram.core.spreadsheets import Grid, read_spreadsheet
from tram.directory.models import Area, Unit
from tram.programme.imports.rows import HEADINGS
from tram.programme.rules.registers import RegisterSheetKind


def standing() -> User:
    """Who keeps the plan for the province."""
    return cast.person(
        "ct.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


def reporter(slug: str = "ubnd-h-tam-dao", name: str = "bc.mau") -> User:
    """Who reports for an agency."""
    return cast.person(name, "Đầu Mối Mẫu", Role.AGENCY_REPORTER, Unit.objects.get(slug=slug))


def communes_of(district: str) -> list[Area]:
    """The communes of a district of 2019 by its name."""
    day = "2019-10-15"
    rows = Area.objects.filter(level="commune", parent__name=district, valid_from__lte=day)
    return list(rows.exclude(valid_to__lt=day).order_by("gso_code"))


def filled(kind: RegisterSheetKind, *lines: dict[str, Any]) -> bytes:
    """A filled spreadsheet of a register."""
    titles = HEADINGS[kind]
    return xlsx([[*titles.values()], *([line.get(c, "") for c in titles] for line in lines)])


def grid(folder: Path, content: bytes, name: str = "mau.xlsx") -> Grid:
    """What stands in a spreadsheet."""
    path = folder / name
    path.write_bytes(content)
    return read_spreadsheet(path, name)


@contextmanager
def a_scan(mark: str = "x") -> Iterator[Given]:
    """A scan that was looked at."""
    content = scans.pdf(mark=mark)
    with staged([content], len(content), "minh-chung.pdf") as given:
        yield given
