"""The forms of a province's folder as dated parameters `forms.<regime>.<kind>`."""

from tram.core.sheets import Files
from tram.directory.imports.figures import Figure
from tram.directory.imports.parameters import Figures
from tram.dossiers.prints.catalogue import FormRow, read_forms

_PRINTED = ("title", "number", "law", "size", "layout")


def read(files: Files) -> Figures:
    """The forms of a folder as parameters, and what is wrong with them."""
    rows, errors = read_forms(files)
    return Figures(tuple(_figure(row) for row in rows), errors)


def _figure(row: FormRow) -> Figure:
    return Figure(
        file=row.file,
        line=row.line,
        code=f"forms.{row.regime}.{row.kind}",
        value={key: getattr(row, key) for key in _PRINTED},
        source=row.provenance,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
