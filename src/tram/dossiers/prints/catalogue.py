"""forms.toml: the forms (biểu mẫu) of each regime, number, title, law, page and span, as typed rows."""

from dataclasses import dataclass
from typing import Annotated, cast

from tram.core.cells import matching, member, or_empty, text
from tram.core.sheets import DatedRow, Files, LineError, wrong_spans
from tram.core.toml import Document
from tram.directory.rules.regimes import RegimeCode
from tram.dossiers.rules.forms import Form, FormKind, Layout, PageSize

FORMS = "forms.toml"


@dataclass(frozen=True, kw_only=True)
class FormRow(DatedRow):
    """One form of one regime between two dates."""

    kind: Annotated[FormKind, member(FormKind)]
    regime: Annotated[RegimeCode, member(RegimeCode)]
    number: Annotated[str, or_empty(matching(r"\d{2}", "01"))]
    title: Annotated[str, text(120)]
    law: Annotated[str, or_empty(text(120))]
    size: Annotated[str, matching(r"a5|a4|a4-landscape", "a5")]
    layout: Annotated[str, matching(r"verified|unverified|own", "verified")]
    provenance: Annotated[str, text(400)]


def read_forms(files: Files) -> tuple[tuple[FormRow, ...], tuple[LineError, ...]]:
    """The rows of a folder's forms.toml, and what is wrong with them."""
    document = Document(files, FORMS)
    rows = document.tables("form", FormRow)
    document.errors.extend(wrong_spans(rows, lambda row: (row.regime, row.kind)))
    return rows, document.close()


def as_form(row: FormRow) -> Form:
    """The row as it is printed."""
    return Form(
        kind=row.kind,
        regime=row.regime,
        title=row.title,
        number=row.number,
        law=row.law,
        size=cast(PageSize, row.size),
        layout=cast(Layout, row.layout),
    )
