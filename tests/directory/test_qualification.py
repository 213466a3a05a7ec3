"""Qualified points: which findings count, what expires, what is refused, what is never counted."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast, act
from tests.directory.registers import INSPECTED, attend, course, inspect, session, standing_agency
from tram.core.errors import Refused
from tram.directory.commands.qualification import Found, assess_point
from tram.directory.models import AssessedCriterion, Assessment, PointCriterion, Unit
from tram.directory.queries.known_facts import known_facts
from tram.directory.queries.qualification import assessed, checklist_on, points_on
from tram.directory.rules.qualification import (
    Criterion,
    CriterionFact,
    Finding,
    PointStanding,
    last_day,
    standing,
)
from tram.programme.queries.qualification import point_register

NOW = date(2019, 11, 4)
ONE = Criterion("one", "Một", True, 12, CriterionFact.NONE, False)
TWO = Criterion("two", "Hai", True, 12, CriterionFact.NONE, False)
EXTRA = Criterion("extra", "Thêm", False, 12, CriterionFact.NONE, False)
MET = Finding(True, INSPECTED, date(2020, 9, 30))
UNMET = Finding(False, INSPECTED, date(2020, 9, 30))


@pytest.mark.law("7b")
@pytest.mark.parametrize(
    ("found", "how"),
    [
        ({"one": MET, "two": MET}, PointStanding.QUALIFIED),
        ({"one": MET, "two": MET, "extra": UNMET}, PointStanding.QUALIFIED),
        ({"one": MET, "two": UNMET}, PointStanding.UNMET),
        ({"one": MET}, PointStanding.INCOMPLETE),
        ({"one": MET, "two": Finding(True, INSPECTED, date(2019, 11, 3))}, PointStanding.EXPIRED),
        ({}, PointStanding.NEVER),
    ],
)
def test_a_point_is_qualified_only_if_every_mandatory_criterion_is_met_and_unexpired(
    found: dict[str, Finding], how: PointStanding
) -> None:
    assert standing([ONE, TWO, EXTRA], found, NOW) is how


def test_without_a_checklist_nothing_is_qualified() -> None:
    assert standing([EXTRA], {"extra": MET}, NOW) is PointStanding.INCOMPLETE


@pytest.mark.parametrize(
    ("on", "months", "last"),
    [
        (date(2019, 10, 1), 12, date(2020, 9, 30)),
        (date(2019, 8, 31), 6, date(2020, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 28)),
        (date(2019, 12, 1), 1, date(2019, 12, 31)),
    ],
)
def test_a_finding_holds_so_many_months(on: date, months: int, last: date) -> None:
    assert last_day(on, months) == last


def one(who: Cast, day: date = NOW) -> PointStanding:
    return next(row.standing for row in points_on(day) if row.id == who.point.id)


@pytest.mark.law("7a", "7b", "7d")
def test_a_point_goes_from_never_inspected_to_qualified_to_expired(who: Cast) -> None:
    assert one(who) is PointStanding.NEVER
    inspect(who.point)
    assert one(who) is PointStanding.QUALIFIED
    assert one(who, date(2019, 9, 30)) is PointStanding.NEVER
    assert one(who, date(2020, 10, 1)) is PointStanding.EXPIRED
    rows = assessed(who.point.id)
    assert len(rows) == len(checklist_on(NOW)) == 8
    assert {(row.on, row.inspector, row.evidence) for row in rows} == {
        (INSPECTED, "Thường Trực Mẫu", "Ảnh chụp tại điểm")
    }
    assert {row.valid_to for row in rows} == {date(2020, 9, 30), date(2021, 9, 30)}


@pytest.mark.law("7b")
def test_the_latest_finding_of_a_criterion_counts_and_the_earlier_ones_stay(who: Cast) -> None:
    inspect(who.point, unmet=("storage",))
    assert one(who) is PointStanding.UNMET
    again = [Found("storage", True, "Đã có tủ khóa")]
    assess_point(act(standing_agency()), point_id=who.point.id, on=date(2019, 10, 20), found=again)
    assert one(who) is PointStanding.QUALIFIED
    assert one(who, date(2019, 10, 19)) is PointStanding.UNMET
    assert len(assessed(who.point.id)) == 9


@pytest.mark.law("7a")
@pytest.mark.parametrize(
    ("found", "on", "code"),
    [
        ([Found("storage", True)], INSPECTED, "evidence-missing"),
        ([Found("storage", True, "Ảnh", date(2019, 9, 1))], INSPECTED, "expiry-before"),
        ([Found("nothing", True, "Ảnh")], INSPECTED, "no-such-criterion"),
        ([], INSPECTED, "nothing-found"),
        ([Found("storage", False)], date(2019, 11, 5), "future-date"),
        ([Found("storage", False)], date(2018, 1, 1), "before-start"),
    ],
)
def test_what_proves_nothing_is_refused(
    who: Cast, found: list[Found], on: date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        assess_point(act(standing_agency()), point_id=who.point.id, on=on, found=found)
    assert refused.value.code == code
    assert not Assessment.objects.exists()


def test_only_an_inspector_enters_findings(who: Cast) -> None:
    with pytest.raises(Refused, match="không được phân công"):
        assess_point(
            act(who.teller, who.point),
            point_id=who.point.id,
            on=INSPECTED,
            found=[Found("storage", False)],
        )


def test_nobody_changes_a_finding(who: Cast) -> None:
    inspect(who.point, unmet=("storage",))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE directory_assessedcriterion SET met = true")
    assert AssessedCriterion.objects.filter(met=False).count() == 1


@pytest.mark.law("7c", "7d")
def test_the_share_is_counted_over_every_point_and_compared_with_the_target(who: Cast) -> None:
    points = Unit.objects.filter(kind="post-point").count()
    empty = point_register(NOW)
    assert (empty.value.measured, len(empty.rows)) == (False, points)
    inspect(who.point)
    inspect(who.other_point, unmet=("online",))
    found = point_register(NOW)
    assert (found.value.numerator, found.value.denominator) == (1, points)
    assert found.value.excluded == {"unmet": 1, "never": points - 2}
    assert found.value.goal is not None
    assert found.value.goal.percent == 80
    assert found.value.met is False
    assert found.lacking == -(-points * 80 // 100) - 1
    assert sum(each.points for each in found.districts) == points
    assert sum(each.qualified for each in found.districts) == 1


def test_what_is_known_is_told_to_the_inspector(who: Cast) -> None:
    before = known_facts(who.point.id, NOW)
    assert not before[CriterionFact.TRAINED_TELLER].met
    attend(session(course()), who.teller)
    after = known_facts(who.point.id, NOW)[CriterionFact.TRAINED_TELLER]
    assert (after.met, after.words[:4]) == (True, "1/1 ")
    assert not after.words.startswith("0")
    assert "07:00" in after.words or before[CriterionFact.HOURS].words.startswith("công bố 0")


@pytest.mark.law("7a")
def test_the_checklist_says_that_no_act_contains_it(who: Cast) -> None:
    assert not PointCriterion.objects.filter(official=True).exists()
    assert all("đề xuất" in row.source for row in PointCriterion.objects.all())
