"""`tram plan recompute`: a frozen period counted again from the books, and every difference named."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.queries.snapshots import Recomputed
    from tram.programme.rules.snapshots import FigureChange, ItemChange

SHOWN = 50
"""So many lines of differences are printed; `--json` prints all."""


def recompute(
    frozen: Annotated[
        str, typer.Argument(metavar="SNAPSHOT", help="Its id, or a year: its latest version.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Count a frozen period again from the books: the same to the last digit, or every difference with its cause.

    Lines written after the freezing are corrections and are listed as such. What is frozen stays as it is.

    Example: tram plan recompute 2019

    Exit codes: 0 reproduced (or only later corrections), 1 the hash does not fit or a difference has no cause.
    """
    from tram.programme.queries.snapshots import recompute as again

    found = again(_which(frozen))
    typer.echo(_as_json(found) if as_json else "\n".join(as_text(found)))
    raise typer.Exit(0 if found.reproduced else 1)


def as_text(found: "Recomputed") -> list[str]:
    """The comparison for a person."""
    row, told = found.stored.row, found.difference
    lines = [f"{row.name}, lần chốt {row.version}: {row.id}", f"SHA-256 {row.hash}"]
    lines.append(
        "Mã băm khớp với số liệu đã lưu."
        if found.stored.intact
        else "MÃ BĂM KHÔNG KHỚP với số liệu đã lưu: bản chốt đã bị sửa."
    )
    if told.empty:
        counted = len(found.now.figures), sum(len(each.items) for each in found.now.lists)
        lines.append("Tính lại từ sổ: trùng khớp {} số liệu, {} dòng danh sách.".format(*counted))
    lines += [_figure(change) for change in told.figures]
    lines += [f"  {words}" for words in told.other]
    lines += [_item(change) for change in told.items[:SHOWN]]
    if len(told.items) > SHOWN:
        lines.append(f"  … và {len(told.items) - SHOWN} dòng nữa (--json in đủ).")
    if not told.empty and told.explained:
        lines.append(
            "Mọi chênh lệch đều do sổ, sổ theo dõi được ghi thêm sau khi chốt: có thể chốt lại, kèm lý do."
        )
    return lines


def _figure(change: "FigureChange") -> str:
    cause = f" · {change.cause.label}" if change.cause else ""
    whom = change.unit or "Toàn tỉnh"
    return f"  {whom} · {change.indicator}: {change.before} → {change.after}{cause}"


def _item(change: "ItemChange") -> str:
    sign = "+" if change.added else "-"
    why = f" ({change.reason})" if change.reason else ""
    return (
        f"  {sign} {change.item} · {change.unit} · {change.indicator} · {change.side.label}{why}"
        f" · {change.cause.label}"
    )


def _which(words: str) -> UUID:
    from tram.programme.queries.snapshots import latest
    from tram.programme.rules.periods import PeriodKind

    if words.isascii() and words.isdigit() and len(words) == 4:
        found = latest(PeriodKind.YEAR, int(words), 1)
        if found is None:
            raise Refused("no-such-snapshot", f"Năm {words} chưa chốt: hãy chạy tram plan freeze.")
        return found.row.id
    try:
        return UUID(words)
    except ValueError:
        raise Refused(
            "no-such-snapshot", f"«{words}» không phải mã bản chốt hay năm: ví dụ 2019."
        ) from None


def _as_json(found: "Recomputed") -> str:
    told = {
        "snapshot": str(found.stored.row.id),
        "hash": found.stored.row.hash,
        "intact": found.stored.intact,
        "reproduced": found.reproduced,
        "figures": len(found.now.figures),
        **asdict(found.difference),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
