"""The demonstration's registers: most communes told, some not; figures that say they are invented; once only."""

from datetime import date

import pytest

from tests.cast import Cast, take_in
from tram.cli.demo import stage
from tram.cli.demo.crew import muster
from tram.cli.demo.registers import Registers
from tram.cli.demo.told import UNCONNECTED, tell
from tram.directory.models import Unit
from tram.programme.models import Baseline, MediaItem, Outreach
from tram.programme.queries.baselines import baselines
from tram.programme.queries.means import means_planned
from tram.programme.queries.outreach import communes_informed
from tram.programme.queries.reported import reported

YEAR = (date(2019, 1, 1), date(2019, 12, 31))


def test_the_registers_of_the_demonstration_show_what_is_done_and_what_is_not(db: None) -> None:
    muster(stage.FIRST)
    for _again in range(2):
        tell(Registers(stage.SEED))
    found = communes_informed(*YEAR)
    assert len(found.done) * 10 >= len(found.rows) * 9
    assert found.missing
    assert Outreach.objects.count() == len(found.done)
    assert not Outreach.objects.filter(evidence=None).exists(), (
        "each with a file marked as a sample"
    )
    assert MediaItem.objects.count() == 4
    assert {row.year for row in Baseline.objects.all()} == {2018}
    assert all("trình diễn" in row.source for row in baselines(2018))
    told = reported(Unit.objects.get(slug=UNCONNECTED).id, *YEAR)
    assert told
    assert (told.counts.received, told.counts.received_by_post) == (31, 5)
    assert sum(row.vnd for row in means_planned(2020)) == 500_000_000


def test_a_november_that_was_broken_off_is_told_and_made_ready(
    who: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stage, "furnish", lambda: None)
    take_in(who)
    assert stage.set_stage()
    assert "broken off at 1 dossiers" in capsys.readouterr().err
    assert Outreach.objects.exists()
    assert not stage.set_stage()
