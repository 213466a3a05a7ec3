"""A plan's file into the database: as it is, again, another province's, a later version, and what is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.folder import Files, places, vinh_phuc
from tram.core.errors import Refused
from tram.programme.imports import plan, versions
from tram.programme.models import PlanVersion, Target
from tram.programme.queries import spans
from tram.programme.queries.figures import members
from tram.programme.queries.plan import goals, plan_for, plan_on
from tram.programme.rules.indicators import Goal, Group, Indicator
from tram.programme.rules.readings import StepReading

FILE = "plan-125.toml"
OTHER = Path(__file__).parent / "plans" / "plan-1788.toml"
PROCEDURES, RECEIVED = Indicator.PROCEDURES_WITH_POST, Indicator.RECEIVED_BY_POST


def wrong(old: str, new: str) -> list[tuple[str, int, str]]:
    return places(plan.read(vinh_phuc().replace(FILE, old, new)).errors)


def percent(value: int) -> Goal:
    return Goal(percent=Decimal(value))


def test_the_plan_as_it_is_has_nothing_wrong_and_quotes_the_document() -> None:
    found = plan.read(vinh_phuc())
    assert found.errors == ()
    told = found.found[0][1]
    assert (told.number, told.first_year, told.last_year) == ("125/KH-UBND", 2019, 2021)
    assert all(told.articles[target.article].wording for target in told.targets)


@pytest.mark.django_db
@pytest.mark.law("46a")
def test_targets_per_year_and_group_come_from_the_data_with_their_wording() -> None:
    asked = goals(2020, date(2020, 6, 30))
    assert asked.unit(RECEIVED, Group.B, "department") == percent(20)
    assert asked.unit(RECEIVED, Group.A, "central-body") == percent(20)
    assert asked.unit(RECEIVED, Group.NONE, "commune") is None
    points = [
        goals(y, date(2021, 1, 1)).province(Indicator.POINTS_QUALIFIED) for y in range(2019, 2022)
    ]
    assert points == [percent(80), percent(95), percent(100)]
    target = asked.plan.target(RECEIVED, 2020, Group.B, "department")
    assert target
    assert "15% số hồ sơ TTHC" in asked.plan.articles[target.article].wording


@pytest.mark.django_db
@pytest.mark.law("46b")
def test_the_chosen_reading_is_named_and_the_other_can_be_asked_beside_it() -> None:
    chosen = goals(2021, date(2021, 6, 30))
    other = goals(2021, date(2021, 6, 30), chosen.plan.readings.but(step="procedures-too"))
    note = next(note for note in chosen.plan.notes if note.name == "step")
    assert note.chosen == chosen.readings.step == StepReading.DOSSIERS_ONLY
    assert note.why
    assert chosen.unit(PROCEDURES, Group.B, "department") == percent(50)
    assert other.unit(PROCEDURES, Group.B, "department") == percent(60)


@pytest.mark.django_db
def test_the_agencies_with_a_target_are_those_of_groups_a_and_b() -> None:
    asked = goals(2019, date(2019, 12, 31))
    units = members(asked, spans.until(asked.period, date(2019, 12, 31)))
    assert len(units) == 31
    assert {u.slug for u in units if u.group == Group.A} >= {"so-tu-phap", "cong-an-tinh"}
    assert "ubnd-tinh" not in {u.slug for u in units}


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_changed_figure_one_row() -> None:
    again = versions.write(plan.read(vinh_phuc()))
    assert [(t.created, t.updated, t.removed) for t in again] == [(0, 0, 0), (0, 0, 0)]
    changed = vinh_phuc().replace(FILE, "percent = 95", "percent = 90")
    assert sum(t.updated for t in versions.write(plan.read(changed))) == 1


@pytest.mark.django_db
@pytest.mark.law("46c")
def test_another_provinces_plan_loads_without_a_line_of_code() -> None:
    files = Files({OTHER.name: OTHER.read_bytes()})
    found = plan.read(files)
    assert not found.errors
    assert not list(versions.kept(found))
    versions.write(found)
    for year, shares in ((2018, (70, 70, 50, 40)), (2020, (85, 85, 70, 60))):
        told = plan_on(date(2018, 7, 1))
        assert told
        assert told.number == "1788/KH-UBND"
        kinds = ("department", "central-body", "district", "commune")
        targets = [told.target(PROCEDURES, year, kind=kind) for kind in kinds]
        assert [t and t.goal(year, told.readings) for t in targets] == [percent(s) for s in shares]
        assert told.period(2018) == (date(2017, 12, 15), date(2018, 12, 14))


@pytest.mark.django_db
def test_a_later_version_is_in_force_from_its_day_on_and_the_earlier_one_stays() -> None:
    files = vinh_phuc()
    first = files[FILE].decode()
    later = first.replace("version = 1", "version = 2").replace(
        "valid_from = 2019-07-31", "valid_from = 2020-07-01"
    )
    files["plan-125-2.toml"] = later.replace("percent = 50", "percent = 60").encode()
    assert [place[0] for place in places(plan.read(files).errors)] == [FILE]
    files.replace(
        FILE, "valid_from = 2019-07-31", "valid_from = 2019-07-31\nvalid_to = 2020-06-30"
    )
    versions.write(plan.read(files))
    before, after = plan_for(2020, date(2020, 6, 30)), plan_for(2020, date(2020, 7, 1))
    assert before
    assert after
    assert (before.version, after.version) == (1, 2)
    assert goals(2020, date(2020, 7, 1)).unit(PROCEDURES, Group.B, "district") == percent(60)
    assert PlanVersion.objects.count() == 2
    assert Target.objects.filter(plan_id=before.id).exists()


@pytest.mark.django_db
def test_a_year_is_judged_by_the_nearest_version_and_a_year_without_plan_is_refused() -> None:
    early = plan_for(2019, date(2019, 2, 1))
    assert early
    assert early.version == 1
    with pytest.raises(Refused, match="2030"):
        goals(2030, date(2030, 1, 1))


@pytest.mark.django_db
def test_a_second_plan_for_the_same_days_is_refused_by_its_line() -> None:
    files = Files({OTHER.name: OTHER.read_bytes()}).replace(OTHER.name, "2019-07-30", "2019-07-31")
    errors = list(versions.kept(plan.read(files)))
    assert places(errors) == [(OTHER.name, 11, "valid_from")]
    assert "125/KH-UBND" in errors[0].message


@pytest.mark.parametrize(
    ("old", "new", "line_of", "column"),
    [
        ('"received_by_post"', '"received_by_drone"', "received_by_drone", "indicator"),
        ("percent = 80", "percent = 180", "percent = 180", "percent"),
        ("percent = 80", 'percent = "tám mươi"', "tám mươi", "percent"),
        ('groups = ["A", "B"]', 'groups = ["A", "C"]', '"C"', "groups"),
        ('chosen = "counted"', 'chosen = "perhaps"', "perhaps", "chosen"),
        ("version = 1", "version = 0", "version = 0", "version"),
        ('article = "thoa-thuan"', 'article = "thoa-uoc"', "thoa-uoc", "article"),
        ("last_year = 2021\n# The", "last_year = 2018\n# The", "last_year = 2018", "last_year"),
        ("level = ", "level_ = ", "level_", "level_"),
        ('year_starts = "01-01"', 'year_starts = "02-29"', "02-29", "year_starts"),
        ('due_next_year = "01-14"', 'due_next_year = "04-31"', "04-31", "due_next_year"),
    ],
)
def test_a_bad_line_is_named(old: str, new: str, line_of: str, column: str) -> None:
    text = vinh_phuc().replace(FILE, old, new)[FILE].decode()
    line = next(n for n, words in enumerate(text.splitlines(), 1) if line_of in words)
    assert (FILE, line, column) in wrong(old, new)


def test_a_plan_without_a_reading_or_without_targets_is_refused() -> None:
    text = OTHER.read_text()
    bare = plan.read({OTHER.name: text[: text.index("[[target]]")].encode()})
    assert places(bare.errors) == [(OTHER.name, 0, "target")]
    begin = text.index('[[reading]]\nname = "deployed"')
    without = text[:begin] + text[text.index("[[target]]") :]
    assert places(plan.read({OTHER.name: without.encode()}).errors) == [(OTHER.name, 0, "reading")]
    assert plan.read({}).errors == ()
    assert plan.read({}).found == ()
