"""Invented people at every desk, agency, post office and point of the simulated province."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.accounts.rules.access import Role
from tram.cli.demo.crew import PASSWORD, PIN, SINCE, muster
from tram.cli.world.acts import Member
from tram.core.acts import Secret
from tram.directory import commands as directory
from tram.directory.commands import DemoPerson
from tram.directory.models import Appointment, Unit

NAMES = {
    Role.TELLER: ("giaodich", "Giao Dịch"),
    Role.POSTMAN: ("buuta", "Bưu Tá"),
    Role.ONE_STOP_OFFICER: ("motcua", "Một Cửa"),
    Role.CASE_OFFICER: ("chuyenvien", "Chuyên Viên"),
}
FIRST_NUMBER = 1001
"""Names of the month's own crew have smaller numbers."""


@dataclass(frozen=True)
class Staff:
    """Who works where, by unit: one person a place."""

    tellers: Mapping[int, Member]
    postmen: Mapping[int, Member]
    officers: Mapping[int, Member]
    specialists: Mapping[int, Member]

    def postman_at(self, post_id: int | None) -> Member:
        """The postman of a district post, else of the first."""
        return self.postmen.get(post_id or 0) or next(iter(self.postmen.values()))


def hire(
    day: date, *, points: Sequence[Unit], desks: Collection[int], agencies: Collection[int]
) -> Staff:
    """Everybody, made once: whoever the demonstration already has stays where they are."""
    muster(day)
    posts = list(Unit.objects.filter(kind="district-post").order_by("slug"))
    wanted = {
        Role.TELLER: [point.id for point in points],
        Role.POSTMAN: [post.id for post in posts],
        Role.ONE_STOP_OFFICER: sorted(desks),
        Role.CASE_OFFICER: sorted(agencies),
    }
    held = {role: _held(role, day) for role in wanted}
    new = [
        person
        for role, units in wanted.items()
        for person in _new(role, [unit for unit in units if unit not in held[role]])
    ]
    if new:
        directory.demo_cast(new, password=Secret(PASSWORD), pin=Secret(PIN), since=SINCE)
    rooms = {role: _held(role, day) for role in wanted}
    return Staff(
        tellers=rooms[Role.TELLER],
        postmen={post.id: rooms[Role.POSTMAN][post.id] for post in posts},
        officers=rooms[Role.ONE_STOP_OFFICER],
        specialists=rooms[Role.CASE_OFFICER],
    )


def _new(role: Role, units: Sequence[int]) -> list[DemoPerson]:
    name, title = NAMES[role]
    return [
        DemoPerson(f"{name}{number}", f"{title} Mẫu {number}", role, unit)
        for number, unit in enumerate(units, FIRST_NUMBER)
    ]


def _held(role: Role, day: date) -> dict[int, Member]:
    """The first invented person with a role at each unit."""
    rows = Appointment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        role=role,
        user__is_demo=True,
        valid_from__lte=day,
    )
    found: dict[int, Member] = {}
    for user_id, unit_id in rows.order_by("id").values_list("user_id", "unit_id"):
        found.setdefault(unit_id, Member(user_id, unit_id))
    return found
