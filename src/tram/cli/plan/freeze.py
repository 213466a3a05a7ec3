"""`tram plan freeze`: a period that is over is frozen with its lists; freezing it again is a new version."""

import json
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from tram.core.calendar import vn_date

if TYPE_CHECKING:  # it brings nothing of Django, but `tram --help` can do without
    from tram.programme.rules.periods import PeriodKind

KIND = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="year, quarter, month, law-year, law-half, law-quarter, law-month or centre-month.",
    ),
]
NUMBER = Annotated[int, typer.Option("--number", min=1, max=12, help="Which of the year's.")]


def freeze(
    year: Annotated[int, typer.Option("--year", help="Year of the period.")],
    kind: KIND = "year",
    number: NUMBER = 1,
    reason: Annotated[str, typer.Option("--reason", help="Why it is frozen again.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Freeze a period that is over: figures, the dossiers behind them, plan version, readings and one hash.

    Example: tram plan freeze --year 2019

    Or: tram plan freeze --year 2019 --kind law-quarter --number 4 --reason "Bổ sung biên bản giao nhận"

    Exit codes: 0 frozen, 1 refused (the reason is told), 2 misused.
    """
    from tram.core.acts import Act, Actor
    from tram.programme.commands.freezing import freeze_at_console
    from tram.programme.queries.snapshots import snapshot

    act = Act(request_id=uuid4(), actor=Actor(None, "Trạm"))
    answer = freeze_at_console(act, kind=kind_of(kind), year=year, number=number, reason=reason)
    row = snapshot(answer["snapshot"]).row
    typer.echo(as_program_text(row) if as_json else as_text(row))


def as_text(row: Any) -> str:
    """What was frozen, for a person."""
    return (
        f"{row.name} ({vn_date(row.first)} – {vn_date(row.last)}), lần chốt {row.version}\n"
        f"{row.id}\nSHA-256 {row.hash}"
    )


def as_program_text(row: Any) -> str:
    """What was frozen, for a program: the id is what `tram plan recompute` asks."""
    told = {
        "id": str(row.id),
        "period": row.name,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "version": row.version,
        "sha256": row.hash,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def kind_of(words: str) -> "PeriodKind":
    """The kind of period by its code; Refused with the known ones."""
    from tram.core.errors import Refused
    from tram.programme.rules.periods import PeriodKind

    try:
        return PeriodKind(words)
    except ValueError:
        known = ", ".join(PeriodKind)
        raise Refused(
            "no-such-kind", f"Không có loại kỳ «{words}»: hãy chọn một trong {known}."
        ) from None
