"""`tram plan freeze`: a period that is over is frozen with its lists; freezing it again is a new version."""

from typing import TYPE_CHECKING, Annotated
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
    typer.echo(
        f"{row.name} ({vn_date(row.first)} – {vn_date(row.last)}), lần chốt {row.version}\n"
        f"{row.id}\nSHA-256 {row.hash}"
    )


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
