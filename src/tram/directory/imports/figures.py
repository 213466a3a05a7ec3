"""A dated figure as a file gives it, and every key of a table as one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tram.core.sheets import DatedRow, Row

_NOT_FIGURES = frozenset({"provenance", "source", "valid_from", "valid_to"})


@dataclass(frozen=True, kw_only=True)
class Figure(DatedRow):
    """One parameter."""

    code: str
    value: Any
    source: str


def figures(
    path: str, row: Row, since: date, sources: Mapping[str, str] | None = None, law: str = ""
) -> Iterator[Figure]:
    """Each key of a table that is a figure; its source is its own, or else that of its table."""
    for column in row.columns:
        if column in _NOT_FIGURES:
            continue
        value = getattr(row, column)
        source = sources[column] if sources else getattr(row, "provenance", "")
        yield Figure(
            file=row.file,
            line=row.line,
            code=f"{path}.{column}",
            value=value.isoformat() if isinstance(value, date) else value,
            source="; ".join(part for part in (law, source) if part),
            valid_from=since,
            valid_to=None,
        )
