"""A published version: nobody can change it, by whatever way; it can only be followed by another."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.db.models import F

from tests.cast import PROCEDURE, Cast, follow, publish
from tram.catalogue.models import (
    Fee,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    Stage,
    TimeLimit,
    WithdrawnPaper,
)

FREE = {"valid_to", "official", "provenance", "source", "search_key"}
OTHER: dict[str, Callable[[ProcedureVersion], object]] = {
    "procedure": lambda _: Procedure.objects.exclude(code=PROCEDURE)[0],
    "valid_from": lambda _: date(2018, 1, 1),
    "published_at": lambda _: None,
    "legal_basis": lambda _: "Luật khác",
    "publication_decision": lambda _: "Quyết định khác",
    "limit_value": lambda _: 99,
    "limit_unit": lambda _: "month",
}


def refuses(change: Callable[[], object]) -> None:
    with pytest.raises(ProgrammingError, match="is published"), transaction.atomic():
        change()


def another(version: ProcedureVersion, name: str) -> object:
    """Some other value for a column."""
    if name in OTHER:
        return OTHER[name](version)
    old = getattr(version, name)
    return f"{old} khác" if isinstance(old, str) else not old


COLUMNS = [f.name for f in ProcedureVersion._meta.concrete_fields if not f.primary_key]


@pytest.mark.law("3f")
@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in FREE])
def test_no_column_of_a_published_version_can_be_changed(who: Cast, column: str) -> None:
    found = ProcedureVersion.objects.filter(id=who.version.id)
    value = another(found.get(), column)
    refuses(lambda: found.update(**{column: value}))


@pytest.mark.law("3f")
@pytest.mark.parametrize("kind", [RequiredPaper, Fee])
def test_its_papers_and_fees_stay_as_they_are(
    who: Cast, kind: type[RequiredPaper] | type[Fee]
) -> None:
    mine = kind._default_manager.filter(version=who.version)
    other = ProcedureVersion.objects.exclude(id=who.version.id)[0]
    count = {RequiredPaper: "copies", Fee: "amount_vnd"}[kind]
    assert mine.exists()
    refuses(lambda: mine.update(**{count: F(count) + 1}))
    refuses(lambda: mine.update(version=other))
    refuses(mine.delete)


@pytest.mark.law("3f")
def test_nothing_is_added_to_it(who: Cast) -> None:
    version = who.version
    refuses(lambda: Fee.objects.create(version=version, kind="fee", amount_vnd=1))
    refuses(lambda: RequiredPaper.objects.create(version=version, seq=99, name="Tờ", originals=1))
    refuses(lambda: TimeLimit.objects.create(version=version, channel=3, value=1, unit="month"))
    refuses(lambda: WithdrawnPaper.objects.create(version=version, seq=9, name="Tờ"))
    refuses(lambda: Stage.objects.create(version=version, seq=9, value=1, unit_of_time="hour"))


@pytest.mark.law("3f")
@pytest.mark.parametrize("kind", [Stage, WithdrawnPaper])
def test_its_stages_and_withdrawn_papers_stay_as_they_are(
    who: Cast, kind: type[Stage] | type[WithdrawnPaper]
) -> None:
    mine = kind._default_manager.filter(version__procedure__code="2.999001")
    assert mine.exists()
    refuses(lambda: mine.update(name="Khác"))
    refuses(lambda: mine.update(version=who.version))
    refuses(mine.delete)


@pytest.mark.law("3f")
def test_a_time_limit_of_a_channel_stays_as_it_is(who: Cast) -> None:
    limits = follow(who.version, limits={3: (2, "month")}).limits.all()
    refuses(lambda: limits.update(value=3))
    refuses(limits.delete)


@pytest.mark.law("3f")
def test_a_published_version_is_never_taken_away(who: Cast) -> None:
    version = Procedure.objects.create(code="9.000001", field="Thử", level="commune").versions
    made = publish(version.create(name="Thử", search_key="thu", valid_from=date(2019, 1, 1)))
    refuses(made.delete)


@pytest.mark.law("3f")
def test_it_ends_once_when_another_follows_and_an_officer_may_confirm_it(who: Cast) -> None:
    found = ProcedureVersion.objects.filter(id=who.version.id)
    new = follow(who.version, date(2020, 1, 1), limit_value=3)
    assert found.get().valid_to == date(2019, 12, 31)
    assert (found.get().limit_value, new.limit_value) == (who.version.limit_value, 3)
    refuses(lambda: found.update(valid_to=date(2019, 11, 30)))
    refuses(lambda: found.update(valid_to=None))
    assert found.update(official=True, provenance="page", source="một nguồn") == 1
    assert Fee.objects.filter(version=who.version).update(source="một nguồn") == 1


def test_a_draft_may_still_be_changed_and_taken_away(who: Cast) -> None:
    made = Procedure.objects.create(code="9.000001", field="Thử", level="commune")
    draft = ProcedureVersion.objects.create(
        procedure=made, name="Thử", valid_from=date(2019, 1, 1)
    )
    draft.limits.create(channel=3, value=1, unit="month")
    draft.limits.update(value=2)
    Fee.objects.create(version=draft, kind="fee", amount_vnd=1)
    ProcedureVersion.objects.filter(id=draft.id).update(name="Khác")
    draft.delete()
    assert not made.versions.exists()
