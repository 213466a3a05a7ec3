"""`tram reorganise`: the demonstration wakes up on 1/7/2025 with its people at the new units; again is harmless."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.moved import BEFORE, FOLDER
from tram.accounts.rules.access import Role
from tram.cli.demo import stage
from tram.cli.reorganise import reorganise
from tram.core import clock
from tram.core.acts import Secret
from tram.core.errors import Refused
from tram.directory.commands import DemoPerson, demo_cast
from tram.directory.models import Appointment, Unit
from tram.directory.queries import demo_duties

DAY = date(2025, 7, 1)


def test_the_demonstration_moves_to_the_day_with_its_people(
    own_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.open_on(stage.OPENS)
    desk = Unit.objects.get(slug="mot-cua-h-lap-thach")
    someone = DemoPerson("motcua1", "Một Cửa Mẫu 1", Role.ONE_STOP_OFFICER, desk.id)
    demo_cast([someone], password=Secret("x" * 12), pin=Secret("135790"), since=date(2019, 1, 1))
    assert clock.today() == stage.OPENS.date()

    reorganise(FOLDER)
    assert clock.today() == DAY
    (duty,) = demo_duties()
    assert (duty.username, duty.valid_from) == ("motcua1", DAY)
    assert duty.unit == "Trung tâm Phục vụ hành chính công xã Diễn Tập 07"
    told = capsys.readouterr()
    assert "units begun: 92 written" in told.out + told.err

    reorganise(FOLDER)
    again = capsys.readouterr()
    assert "units begun: 0 written, 92 as before" in again.out + again.err

    reorganise(FOLDER, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["on"], told["gone_on"]["dossiers"]) == ("2025-07-01", 0)
    assert {each["table"]: each["unchanged"] for each in told["tallies"]}["units begun"] == 92
    assert Appointment.objects.filter(user__username="motcua1").count() == 2


def test_a_clock_past_the_day_is_not_put_back(own_database: str) -> None:
    later = BEFORE.replace(month=9)
    stage.open_on(later)
    reorganise(FOLDER)
    assert clock.today() == later.date()


def test_a_folder_with_bad_lines_changes_nothing(own_database: str, tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        text = path.read_text().replace("ubnd-xa-08734,", "ubnd-xa-khong-co,")
        (tmp_path / path.name).write_text(text)
    with pytest.raises(Refused) as said:
        reorganise(tmp_path)
    assert "closed_units.csv" in said.value.message
    assert not Unit.objects.filter(valid_to__isnull=False).exists()
