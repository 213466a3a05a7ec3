"""The verbs of a post manager on people: a teller or a postman is hired at one of the manager's units.

The manager gives duties of the post only, and only below; whoever also works elsewhere is the administrators' to help.
"""

from datetime import date
from typing import Any

from tram.accounts import commands as accounts
from tram.accounts.rules.access import Right, Role, require
from tram.core.acts import Act
from tram.core.requests import command
from tram.directory.commands.people import begin_duty
from tram.directory.queries import scope
from tram.directory.queries.staff import POSTAL


@command
def hire(
    act: Act,
    *,
    username: str,
    full_name: str,
    role: Role,
    unit_id: int,
    valid_from: date,
    decision: str = "",
) -> dict[str, Any]:
    """A new person who serves as teller or postman at a unit from a day on (thêm nhân viên bưu chính).

    They sign in first with `accounts.commands.one_time_password(act.request_id)`.
    """
    require_postal(act, role, unit_id)
    user = accounts.add_person(act, username=username, full_name=full_name)
    duty = begin_duty(user, role, unit_id, (valid_from, None), decision)
    return {"user": user.id, "appointment": duty.id}


def require_postal(act: Act, role: Role, unit_id: int) -> None:
    """Refuse unless it is a duty of the post at one of the manager's units."""
    right = Right.MANAGE_POST if role in POSTAL else Right.MANAGE_ACCOUNTS
    require(act.actor, right, scope(unit_id))
