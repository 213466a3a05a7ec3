"""Spreadsheets that people send in (nhập từ bảng tính): the field, what stands in the file, what its lines would do."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.files.limits import limits
from tram.core.files.names import shown_name
from tram.core.spreadsheets import Grid, read_spreadsheet
from tram.directory.imports.post_lines import LineOutcome
from tram.web.downloads import XLSX

SHOWN = 200
Line = Mapping[str, Any]


def sheet_field() -> forms.FileField:
    """One spreadsheet made from the template."""
    return forms.FileField(
        label=gettext_lazy("Tệp bảng tính"),
        help_text=gettext_lazy("Tệp .xlsx theo mẫu, nhiều nhất 1.000 dòng."),
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )


def sent_sheet(sent: TemporaryUploadedFile) -> tuple[Path, str]:
    """Where a spreadsheet lies as it was sent, and what it is called; Refused if it is too large to be read."""
    name = shown_name(sent.name or "")
    if (sent.size or 0) > limits().bytes:
        message = _(
            "Tệp «{name}» quá lớn: nhiều nhất {size} MB. Hãy bỏ bớt hình, trang tính rồi gửi lại."
        )
        raise Refused("file-large", message.format(name=name, size=limits().megabytes))
    return Path(sent.temporary_file_path()), name


def read_sent(sent: TemporaryUploadedFile) -> tuple[Grid, str]:
    """What stands in a spreadsheet as it was sent, and its digest; Refused if it cannot be read."""
    place, name = sent_sheet(sent)
    digest = sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    return read_spreadsheet(place, name), digest.hexdigest()


def columns_told(headings: Mapping[str, str], optional: Iterable[str]) -> list[tuple[str, bool]]:
    """The headings of a template, and which cells may stay empty."""
    may_be_empty = set(optional)
    return [(title, column in may_be_empty) for column, title in headings.items()]


def widths(headings: Mapping[str, str]) -> list[tuple[str, int]]:
    """The columns of a template, each wide enough for its heading."""
    return [(title, max(12, len(title) + 4)) for title in headings.values()]


def counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many lines do what."""
    return [(outcome.label, counts.get(outcome.value, 0)) for outcome in LineOutcome]


def lines_told(lines: Iterable[Line], told: Callable[[Line], str]) -> dict[str, Any]:
    """What a kept sheet would write, as its page tells it: the first lines, and how many more there are."""
    moving = [line for line in lines if line["outcome"] != LineOutcome.SAME.value]
    labels = {outcome.value: outcome.label for outcome in LineOutcome}
    rows = [(each["line"], labels[each["outcome"]], told(each)) for each in moving[:SHOWN]]
    return {"rows": rows, "more": len(moving) - len(rows), "moving": bool(moving)}
