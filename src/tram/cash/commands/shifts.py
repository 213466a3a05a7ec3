"""Opening and closing a teller's shift (mở ca, đóng ca) by a count of notes; what differs is booked to a name."""

from collections.abc import Mapping
from typing import Any

from tram.accounts.rules.access import Right, require
from tram.cash.commands import account, last_seq
from tram.cash.commands.moves import apart, lock_held, move
from tram.cash.models import AccountKind, CashCount, Shift
from tram.cash.queries.drawers import begun_since, takings
from tram.cash.rules.counting import DifferenceCause, counted_vnd, require_named
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command

Notes = Mapping[int, int]


@command
def open_shift(
    act: Act,
    *,
    unit_id: int,
    notes: Notes,
    cause: DifferenceCause | None = None,
    words: str = "",
) -> dict[str, Any]:
    """Begin a shift with the change that lies in the drawer, counted by notes."""
    require(act.actor, Right.TAKE_IN, [unit_id])
    drawer = _drawer(act, unit_id)
    booked = lock_held(drawer)
    if _begun(act, unit_id, drawer, booked) is not None:
        raise Refused("shift-open", "Ca này đã mở rồi: hãy đóng ca đang mở trước khi mở ca mới.")
    shift = Shift.objects.create(
        id=act.derive("shift"),
        unit_id=unit_id,
        teller_id=act.actor.id,
        opened_at=act.recorded,
        opening_vnd=counted_vnd(notes),
    )
    return _count(act, shift, booked, notes, cause, words, closing=False)


@command
def close_shift(
    act: Act,
    *,
    unit_id: int,
    notes: Notes,
    cause: DifferenceCause | None = None,
    words: str = "",
) -> dict[str, Any]:
    """End a shift: counted by notes, the difference booked to the teller with its cause. No shift closes twice."""
    require(act.actor, Right.TAKE_IN, [unit_id])
    drawer = _drawer(act, unit_id)
    booked = lock_held(drawer)
    shift = _begun(act, unit_id, drawer, booked)
    if shift is None:
        raise Refused(
            "shift-closed",
            "Ca này đã đóng và từ đó chưa thu chi gì, nên không đóng lại được. Ca mới mở khi bạn thu tiền tiếp.",
        )
    told = _count(act, shift, booked, notes, cause, words, closing=True)
    shift.closed_at, shift.lines_at_close = act.recorded, takings(drawer)
    shift.save(update_fields=["closed_at", "lines_at_close"])
    return told


def _drawer(act: Act, unit_id: int) -> int:
    return account(AccountKind.DRAWER, unit_id=unit_id, user_id=act.actor.id)


def _begun(act: Act, unit_id: int, drawer: int, booked: int) -> Shift | None:
    """The open shift; one that began by itself, with the first money after the last close, is written down now."""
    rows = Shift.objects.select_for_update(no_key=True)
    shift = rows.filter(unit_id=unit_id, teller_id=act.actor.id, closed_at=None).first()
    if shift is not None:
        return shift
    since = begun_since(unit_id, act.actor.id, drawer)
    if since is None:
        return None
    return Shift.objects.create(
        id=act.derive("shift"),
        unit_id=unit_id,
        teller_id=act.actor.id,
        opened_at=since.first,
        by_itself=True,
        opening_vnd=max(booked - since.taken_vnd, 0),
    )


def _count(
    act: Act,
    shift: Shift,
    booked: int,
    notes: Notes,
    cause: DifferenceCause | None,
    words: str,
    *,
    closing: bool,
) -> dict[str, Any]:
    counted = counted_vnd(notes)
    difference = counted - booked
    require_named(difference, cause)
    CashCount.objects.create(
        shift=shift,
        closing=closing,
        notes={str(value): count for value, count in notes.items() if count},
        counted_vnd=counted,
        booked_vnd=booked,
        cause=cause or "",
        words=words.strip(),
        by_id=act.actor.id,
        at=act.recorded,
    )
    named = account(AccountKind.DIFFERENCE, unit_id=shift.unit_id, user_id=shift.teller_id)
    drawer = _drawer(act, shift.unit_id)
    move(act, shift.id, [apart(drawer, difference, named)], last_seq(shift.id))
    return {"shift": shift.id, "counted_vnd": counted, "difference_vnd": difference}
