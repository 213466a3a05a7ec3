"""The province moved to 1/7/2025: the demonstration's folder brought in, and people at the new units."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.cast import Cast, at, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cli.load import files_of
from tram.core.acts import Act, Actor
from tram.custody.commands import succession
from tram.directory.imports import reorganisation
from tram.directory.models import Area, Unit

FOLDER = Path(__file__).parents[1] / "data" / "dien-tap-2025"
BEFORE = datetime(2025, 6, 30, 1, 30, tzinfo=UTC)  # 08:30 thứ Hai 30/06/2025
MOVED = datetime(2025, 7, 1, 1, 30, tzinfo=UTC)  # 08:30 thứ Ba 01/07/2025


def bring_in_2025() -> reorganisation.Reorganisation:
    """The units and areas of 1/7/2025; the clock stays where it is."""
    found = reorganisation.read(files_of(FOLDER))
    assert found.errors == ()
    reorganisation.bring_in(found)
    return found


def move(who: Cast) -> Cast:
    """The cast on the morning of 1/7/2025, at the successors of where they worked."""
    bring_in_2025()
    at(MOVED)
    desk = Unit.objects.get(slug="ttpvhcc-phu-tho")
    agency = Unit.objects.get(slug="so-tu-phap-phu-tho")
    return replace(
        who,
        desk=desk,
        agency=agency,
        officer=newcomer("mc.moi", Role.ONE_STOP_OFFICER, desk),
        specialist=newcomer("cv.moi", Role.CASE_OFFICER, agency),
        commune=Area.objects.get(gso_code="90001"),
    )


def newcomer(username: str, role: Role, unit: Unit) -> User:
    """Somebody appointed at a unit."""
    return person(username, "Người Mới Mẫu", role, unit)


def take_over() -> dict[str, int]:
    """What the operator's command does with everything open."""
    return dict(succession.take_over(Act(request_id=uuid4(), actor=Actor(None))))
