"""A service point closes: what lies there goes to another place, from that day at the latest (đóng điểm phục vụ)."""

from datetime import date
from typing import Any

from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.requests import command
from tram.custody.commands.succession import carry_on
from tram.directory import commands as directory


@command
def close_point(
    act: Act, *, point_id: int, on: date, successor_id: int, decision: str
) -> dict[str, Any]:
    """A point is gone on the day `on`; what lies there on that day is the successor's to hold.

    Closed today, its things pass at once; on a later day the worker hands them on that morning.
    """
    directory.close_point(
        act, point_id=point_id, on=on, successor_id=successor_id, decision=decision
    )
    moved = carry_on(act) if on <= local_date(act.recorded) else {"items": 0}
    return {"point": point_id, "successor": successor_id, "items": moved["items"]}
