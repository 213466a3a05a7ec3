"""The registers of the plan in the demonstration: entered by the commands, believable, marked, the same every time."""

from datetime import date

import pytest

from tests.cast import MONDAY, at
from tests.paper_reading import words_of
from tram.catalogue.models import PublishedList
from tram.cli.demo.crew import muster
from tram.cli.demo.registers import Registers
from tram.core.files import content
from tram.directory.models import Agreement, AssessedCriterion, Assessment, Course
from tram.directory.rules.agreements import AgreementStanding
from tram.programme.queries.agreements import agreement_register
from tram.programme.queries.qualification import point_register
from tram.programme.queries.training import training_register

END, NEXT = date(2019, 12, 31), date(2020, 12, 31)


@pytest.mark.law("6c", "7c")
def test_two_years_of_the_registers_are_believable(db: None) -> None:
    at(MONDAY)
    muster(date(2019, 11, 1))
    steps: list[int] = []
    Registers(1, steps.append).fill((2019, 2020))
    assert sum(steps) == Registers.steps() + len(point_register(NEXT).rows) - 1
    at(MONDAY)
    standings = [row.standing for row in agreement_register(END).rows]
    assert standings.count(AgreementStanding.LATE) == 2
    assert standings.count(AgreementStanding.OVERDUE) == 1
    assert standings.count(AgreementStanding.IN_TIME) == len(standings) - 3
    for day, percent in ((END, 80), (NEXT, 95)):
        found = point_register(day)
        assert found.value.goal is not None
        assert found.value.goal.percent == percent
        assert (found.value.met, len(found.rows)) == (True, 150)
    assert [point_register(day).qualified for day in (END, NEXT)] == [120, 143]
    assert len(training_register(NEXT).untrained) == 1
    for table in (Agreement, Assessment, Course, PublishedList):
        assert table.objects.exists()
        assert not table.objects.filter(demonstration=False).exists()
    assert not Agreement.objects.filter(file=None).exists()
    inspected = AssessedCriterion.objects.exclude(file=None).values("assessment").distinct()
    assert inspected.count() == Assessment.objects.count(), "one sample file for each inspection"
    file = Agreement.objects.select_related("file")[0].file
    assert file
    assert "BẢN MẪU" in words_of(content(file.sha256))
    before = Assessment.objects.count()
    Registers(1).fill((2019, 2020))
    assert Assessment.objects.count() == before
