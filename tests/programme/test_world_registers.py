"""What a simulated world writes into the registers of the plan: as much as its figures say, and marked."""

from datetime import date
from pathlib import Path

from tests.cast import Cast, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cli.world.months import Months
from tram.cli.world.registers import SIMULATED, Registrar
from tram.cli.world.stream import Task
from tram.directory.models import Unit
from tram.programme.models import (
    AgencyReport,
    Baseline,
    MediaItem,
    Outreach,
    RegisterSheet,
    ReportedMonth,
)
from tram.programme.queries.communes import communes_on
from tram.programme.queries.members import members
from tram.programme.queries.reported import reported

FILE = Path(__file__).parents[2] / "data" / "vinh-phuc" / "world.toml"
TASK = Task(date(2019, 1, 7), date(2020, 12, 31), scale=0.1)


def _standing() -> None:
    user = person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )
    User.objects.filter(id=user.id).update(is_demo=True)


def test_the_registers_are_filled_as_the_figures_ask(who: Cast) -> None:
    _standing()
    rows = Registrar(FILE, TASK).fill()
    communes, agencies = communes_on(date(2019, 9, 2)), members(date(2019, 12, 31))
    told = Outreach.objects.filter(on__year=2019).count()
    assert 0 <= round(len(communes) * 0.927) - told <= 2  # one may have become part of another
    assert Outreach.objects.count() > told
    soon = AgencyReport.objects.filter(year=2019, received_on__lt=date(2020, 1, 15))
    assert soon.count() == round(len(agencies) * 0.8)
    assert AgencyReport.objects.count() == len(agencies)
    assert Baseline.objects.values("unit").distinct().count() == 6
    assert rows == Outreach.objects.count() + MediaItem.objects.count() + len(agencies) + 18


def test_every_row_says_that_it_is_simulated(who: Cast) -> None:
    _standing()
    Registrar(FILE, TASK).fill()
    assert not Outreach.objects.exclude(note=SIMULATED).exists()
    assert not MediaItem.objects.exclude(reference=SIMULATED).exists()
    assert not Baseline.objects.exclude(source=SIMULATED).exists()
    assert Baseline.objects.exists()


def test_the_same_seed_tells_the_same_communes(who: Cast) -> None:
    drawn = [Registrar(FILE, Task(TASK.first, TASK.last, 0.1, seed)) for seed in (1, 1, 2)]
    shares = [each._share("informed", 2019, range(137)) for each in drawn]
    assert shares[0] == shares[1] != shares[2]


def test_agencies_outside_the_system_tell_their_months_themselves(who: Cast) -> None:
    _standing()
    first, second, *connected = members(date(2019, 12, 20))
    lines = Months(FILE, TASK).fill({each.id for each in connected})
    assert lines == 2 * (11 + 12)
    assert ReportedMonth.objects.values("unit", "month").distinct().count() == lines
    assert set(ReportedMonth.objects.values_list("unit", flat=True)) == {first.id, second.id}
    told = reported(first.id, date(2019, 1, 1), date(2019, 12, 31))
    assert told is not None
    assert len(told.months) == 12
    assert told.counts.received > told.counts.received_by_post
    assert not RegisterSheet.objects.exclude(name__startswith=SIMULATED).exists()
    assert Months(FILE, TASK).fill({each.id for each in (first, second, *connected)}) == 0
