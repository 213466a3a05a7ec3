"""`tram forms`: every form of both regimes as PDF, filled with invented people."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tram.core.errors import Refused

if TYPE_CHECKING:
    from tram.dossiers.rules.forms import Form

DATA = Path("data/vinh-phuc")
_BAD_LINES = 1
_LAYOUTS = {"verified": "checked", "unverified": "NOT checked", "own": "no form of law"}


@dataclass(frozen=True)
class Made:
    """One file that was written."""

    file: str
    regime: str
    kind: str
    number: str
    title: str
    law: str
    size: str
    layout: str
    bytes: int


def forms(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made when missing.")],
    regime: Annotated[
        str, typer.Option(help="Only this regime: one-stop-2018 or one-stop-2025.")
    ] = "",
    data: Annotated[
        Path, typer.Option(help="The province's folder, whose forms.toml is read.")
    ] = DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    blank: Annotated[
        bool, typer.Option("--blank", help="The blank forms of every step, to fill in by hand.")
    ] = False,
) -> None:
    """Print every form of the law with sample data, one PDF/A a form and regime, and the register as XLSX.

    Numbers, titles, laws and page sizes come from forms.toml; nothing is read from the database.

    With --blank: the forms that every step has for a day without the line or without power.

    Example: tram forms --out forms --regime one-stop-2025

    Exit codes: 0 written, 1 no such regime or bad lines in forms.toml.
    """
    if blank:
        _blank(out, as_json)
        return
    chosen = _chosen(_read(data), regime)
    out.mkdir(parents=True, exist_ok=True)
    made = [_write(out, form) for form in chosen]
    made += _sheets(out, chosen)
    typer.echo(
        json.dumps([asdict(m) for m in made], ensure_ascii=False) if as_json else _told(made)
    )


def _blank(out: Path, as_json: bool) -> None:
    from tram.custody.prints.blank import blank_pdf
    from tram.custody.rules.blank_forms import BlankForm

    out.mkdir(parents=True, exist_ok=True)
    made = [(f"mau-{form.value}.pdf", form) for form in BlankForm]
    for name, form in made:
        (out / name).write_bytes(blank_pdf(form, superior="", issuer=""))
    told = [{"file": name, "title": str(form.label)} for name, form in made]
    lines = "\n".join("{file}  {title}".format(**each) for each in told)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else lines)


def _read(data: Path) -> "list[Form]":
    from tram.dossiers.prints.catalogue import FORMS, as_form, read_forms

    path = data / FORMS
    if not path.is_file():
        raise Refused(
            "no-forms", f"Không thấy {path}: hãy chỉ thư mục dữ liệu của tỉnh bằng --data."
        )
    rows, errors = read_forms({FORMS: path.read_bytes()})
    for error in errors:
        typer.echo(str(error), err=True)
    if errors:
        raise typer.Exit(_BAD_LINES)
    return [as_form(row) for row in rows]


def _chosen(found: "list[Form]", regime: str) -> "list[Form]":
    known = sorted({form.regime for form in found})
    if regime and regime not in known:
        raise Refused("no-regime", f"Không có chế độ «{regime}»: hãy chọn {' hoặc '.join(known)}.")
    return [form for form in found if regime in ("", form.regime)]


def _write(out: Path, form: "Form") -> Made:
    name = f"{form.regime}-{form.number or '00'}-{form.kind}.pdf"
    return _put(out, name, form, _pdf(form))


def _pdf(form: "Form") -> bytes:
    from tram.cli.sample_record import record_sample
    from tram.custody.prints import manifest_pdf
    from tram.dossiers.prints.paper import print_papers
    from tram.dossiers.prints.samples import SAMPLES, sample

    if form.kind in SAMPLES:
        return print_papers(sample(form))
    return manifest_pdf(record_sample(form))


def _sheets(out: Path, chosen: "list[Form]") -> Iterator[Made]:
    from tram.dossiers.prints.register import Register, register_xlsx
    from tram.dossiers.prints.samples import sample
    from tram.dossiers.rules.forms import FormKind

    for form in chosen:
        if form.kind is FormKind.REGISTER:
            register = sample(form)
            assert isinstance(register, Register)
            name = f"{form.regime}-{form.number or '00'}-{form.kind}.xlsx"
            yield _put(out, name, form, register_xlsx(register.rows, form.title))


def _put(out: Path, name: str, form: "Form", content: bytes) -> Made:
    (out / name).write_bytes(content)
    return Made(
        name, form.regime, form.kind.value, form.number, form.title, form.law, form.size,
        form.layout, len(content),
    )  # fmt: skip


def _told(made: list[Made]) -> str:
    lines = [f"{m.file:<44} {m.size:<13} {_LAYOUTS[m.layout]:<15} {m.title}" for m in made]
    forms_ = len({(m.regime, m.kind) for m in made})
    return "\n".join(
        [
            *lines,
            f"{len(made)} files, {forms_} forms. Layout «NOT checked» is printed on the form.",
        ]
    )
