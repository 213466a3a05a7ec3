"""Figures of the post's quality, and whose the days of a dossier were."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests import cast
from tests.cast import MONDAY, Cast
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.custody.commands.clocks import pause_clock, reckon_all, release_clock
from tram.custody.models import Incident, Leg, PostalClock
from tram.custody.queries import days_apart
from tram.custody.queries.quality import Asked, Figures, Part, Wanted, offices_seen, quality, runs
from tram.custody.rules.incidents import Circumstance, IncidentKind, IncidentState
from tram.custody.rules.quality import Share
from tram.custody.rules.routes import Waiting
from tram.directory.models import Unit
from tram.directory.queries import actor_of
from tram.dossiers.models import Dossier

NOVEMBER = Asked(date(2019, 11, 1), date(2019, 11, 30))


def three(who: Cast) -> list[Dossier]:
    """One arrived in time, one late, one overdue and still on its way (looked at on the Friday)."""
    found = [cast.take_in(who) for _each in range(3)]
    cast.at(MONDAY + timedelta(hours=3))
    cast.arrive(who, found[0])
    cast.at(MONDAY + timedelta(days=3))
    cast.arrive(who, found[1])
    cast.at(MONDAY + timedelta(days=4))
    reckon_all()
    return found


def incoming(asked: Asked = NOVEMBER) -> Figures:
    """The figures of everything that goes in."""
    return next(row for row in quality(asked).whole if row.direction is Leg.IN)


@pytest.mark.law("54a")
def test_what_is_open_and_overdue_counts_as_late(who: Cast) -> None:
    three(who)
    found = incoming()
    assert (found.in_time, found.late, found.overdue) == (1, 1, 1)
    assert found.on_time == Share(1, 3)
    # By nearest rank the middle of two is the smaller: 08:30–11:30 on Monday.
    assert found.median == 3 * 60
    assert found.p90 == 3 * 8 * 60


def test_a_figure_leads_to_exactly_the_items_it_counts(who: Cast) -> None:
    in_time, late, overdue = three(who)

    def listed(part: Part) -> list[object]:
        return [run.dossier_id for run in runs(Wanted(NOVEMBER, part, Leg.IN)).rows]

    assert listed(Part.IN_TIME) == [in_time.id]
    assert listed(Part.LATE) == [late.id]
    assert listed(Part.OVERDUE) == [overdue.id]
    assert len(listed(Part.ENDED)) == 3
    assert listed(Part.UNSAFE) == []
    assert runs(Wanted(NOVEMBER, Part.ENDED, Leg.OUT)).rows == ()


def test_what_waits_for_a_coded_reason_is_not_overdue(who: Cast) -> None:
    dossier = cast.take_in(who)
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier)
    post = Unit.objects.get(kind="provincial-post")
    manager = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    pause_clock(cast.act(manager), clock_id=run.id, reason=Waiting.FORCE_MAJEURE)
    cast.at(MONDAY + timedelta(days=10))
    assert quality(NOVEMBER).whole == () or incoming().overdue == 0
    release_clock(cast.act(manager), clock_id=run.id)
    cast.at(MONDAY + timedelta(days=20))
    assert incoming().overdue == 1


@pytest.mark.law("24d")
def test_safety_counts_what_is_lost_with_both_counts(who: Cast) -> None:
    arrived, _late, lost = three(who)
    assert incoming().safety == Share(2, 2), "what is still on its way has not ended"
    for dossier, kind, circumstance in (
        (lost, IncidentKind.LOSS, Circumstance.NOT_FOUND),
        (arrived, IncidentKind.DAMAGE, Circumstance.TORN),
    ):
        item = dossier.items.get()
        Incident.objects.create(
            id=uuid4(),
            number=f"SC-{kind}",
            kind=kind,
            circumstance=circumstance,
            dossier=dossier,
            item=item,
            holder_id=item.holder_id,
            unit=who.point,
            account="Sự việc mẫu.",
            found_at=clock.now(),
            reported_at=clock.now(),
            reported_by=who.teller,
            state=IncidentState.OPEN,
        )
    found = incoming()
    assert found.safety == Share(1, 3)
    assert found.safety.reaches(99) is False
    assert found.unsafe == 2
    assert [run.dossier_id for run in runs(Wanted(NOVEMBER, Part.SAFE, Leg.IN)).rows] != []


def test_a_span_without_data_has_no_figure_at_all(who: Cast) -> None:
    three(who)
    assert quality(Asked(date(2019, 9, 1), date(2019, 9, 30))).whole == ()


def test_a_manager_reads_the_own_offices_and_the_standing_agency_all(who: Cast) -> None:
    three(who)
    own = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.point)
    other = cast.person("ql.khac", "Quản Lý Khác", Role.POST_MANAGER, who.other_point)
    standing = cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )

    def seen(user: object) -> int:
        offices = offices_seen(actor_of(user.id, user.full_name))  # type: ignore[attr-defined]
        return len(quality(Asked(NOVEMBER.first_day, NOVEMBER.last_day, offices)).points)

    assert (seen(own), seen(other), seen(standing)) == (1, 0, 1)


def test_agency_post_and_citizen_days_of_a_dossier_sum_to_the_whole(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.at(MONDAY + timedelta(days=1))
    dossier = cast.accept(who, cast.arrive(who, dossier))
    cast.at(MONDAY + timedelta(days=4))
    dossier = cast.release(who, cast.settle(who, dossier))
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier, direction="out")
    post = Unit.objects.get(kind="provincial-post")
    manager = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    pause_clock(cast.act(manager), clock_id=run.id, reason=Waiting.ASKED_LATER)
    cast.at(MONDAY + timedelta(days=6))
    release_clock(cast.act(manager), clock_id=run.id)
    cast.at(MONDAY + timedelta(days=6, hours=5))
    dossier = cast.deliver(who, dossier)
    apart = days_apart.of_dossier(dossier.id)
    assert apart is not None
    day = 24 * 60
    assert (apart.post, apart.agency, apart.citizen) == (day + 5 * 60, 3 * day, 2 * day)
    assert apart.in_words == "cơ quan 3 ngày, bưu chính 1 ngày 5 giờ, công dân 2 ngày"
    # The totals are found by the database's own ranges: the same dossier, the same minutes.
    found = days_apart.totals(NOVEMBER)
    assert (found.dossiers, found.apart) == (1, apart)
