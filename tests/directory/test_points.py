"""Service points by the day: what changes is another row, and a manager reaches only what is below."""

from datetime import date, time
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast, act, person, take_in
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands.closing import close_point
from tram.custody.commands.succession import take_over
from tram.directory import commands
from tram.directory.commands import NewPoint
from tram.directory.models import Appointment, PointTerms, ServicePoint, Unit
from tram.directory.queries import actor_of, heir, points
from tram.directory.queries.means import means_on
from tram.directory.queries.network import equipment_on, point_of, points_of, terms_history
from tram.directory.queries.terms import terms_on
from tram.directory.rules.points import EquipmentKind, EquipmentState, PointKind, Terms

TODAY = date(2019, 11, 4)
TERMS = Terms("Số 9 phố Mẫu", "0211 000 0009", time(8), time(17), True, "VP3-02")


@pytest.fixture
def manager(who: Cast) -> User:
    """The manager of the district post that the cast's point stands under."""
    assert who.point.parent is not None
    return person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.point.parent)


def new_point(who: Cast, **changes: Any) -> NewPoint:
    words: dict[str, Any] = {
        "code": "289999",
        "name": "Bưu cục Mẫu",
        "kind": PointKind.LEVEL_3,
        "commune_id": who.commune.id,
        "parent_id": who.point.parent_id,
        "valid_from": date(2019, 11, 11),
        "terms": TERMS,
        "decision": "QĐ 1/MẪU",
    }
    return NewPoint(**words | changes)


def change(by: User, point: Unit, since: date = TODAY, terms: Terms = TERMS) -> dict[str, Any]:
    return commands.change_terms(
        act(by), point_id=point.id, valid_from=since, terms=terms, decision="CV 2"
    )


def seen(by: User, point_id: int, day: date = TODAY) -> Any:
    return point_of(actor_of(by.id, by.full_name), point_id, day=day)


def test_terms_hold_from_their_day_and_the_days_before_keep_theirs(
    who: Cast, manager: User
) -> None:
    before = terms_on(who.point.id, TODAY)
    assert change(manager, who.point, date(2019, 11, 11))["changed"]
    assert terms_on(who.point.id, date(2019, 11, 10)) == before
    assert terms_on(who.point.id, date(2019, 11, 11)) == TERMS
    assert seen(manager, who.point.id, date(2019, 11, 12)).terms == TERMS
    later = Terms("Số 10 phố Mẫu", "", time(7), time(18), False, "VP3-02")
    change(manager, who.point, date(2019, 12, 2), later)
    assert terms_on(who.point.id, date(2019, 12, 1)) == TERMS
    assert terms_on(who.point.id, date(2020, 1, 1)) == later
    assert [row.terms for row in terms_history(who.point.id)] == [later, TERMS]
    assert terms_history(who.point.id)[1].by == "Quản Lý Mẫu"


def test_the_public_sees_what_holds_on_the_day(who: Cast, manager: User) -> None:
    change(manager, who.point, date(2019, 11, 11))
    code = who.point.point.code

    def shown(day: date) -> Any:
        return next(p for p in points(who.point.name, day=day, limit=200) if p.code == code)

    assert shown(date(2019, 11, 8)).address != TERMS.address
    now = shown(date(2019, 11, 16))
    assert (now.address, now.opens, now.closes) == (TERMS.address, time(8), time(17))
    assert now.open_today  # a Saturday, on which it works since


def test_the_same_terms_again_write_nothing(who: Cast, manager: User) -> None:
    change(manager, who.point)
    assert not change(manager, who.point)["changed"]
    assert PointTerms.objects.count() == 1


def test_terms_are_never_written_over(who: Cast, manager: User) -> None:
    change(manager, who.point)
    for attack in (PointTerms.objects.all().delete, lambda: PointTerms.objects.update(phone="1")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


@pytest.mark.parametrize(
    ("terms", "since", "code"),
    [
        (Terms("", "", time(8), time(17), True, ""), TODAY, "address-missing"),
        (Terms("Phố Mẫu", "abc", time(8), time(17), True, ""), TODAY, "bad-phone"),
        (Terms("Phố Mẫu", "", time(17), time(8), True, ""), TODAY, "hours-out-of-order"),
        (TERMS, date(2018, 12, 31), "before-start"),
    ],
)
def test_impossible_terms_are_refused(
    who: Cast, manager: User, terms: Terms, since: date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        change(manager, who.point, since, terms)
    assert refused.value.code == code


@pytest.mark.law("61b")
def test_a_manager_reaches_only_the_points_below(who: Cast, manager: User) -> None:
    foreign = Unit.objects.filter(kind="post-point").exclude(parent=who.point.parent)[0]
    for by, point in ((manager, foreign), (who.teller, who.point), (who.administrator, who.point)):
        with pytest.raises(Refused) as refused:
            change(by, point)
        assert refused.value.code == "not-allowed"
    assert seen(manager, foreign.id) is None
    listed = points_of(actor_of(manager.id, ""), "", day=TODAY).rows
    assert {row.parent_id for row in listed} == {who.point.parent_id}
    top = person(
        "ql.tinh", "Quản Lý Tỉnh", Role.POST_MANAGER, Unit.objects.get(kind="provincial-post")
    )
    change(top, foreign)
    assert seen(top, foreign.id).terms == TERMS


def test_a_new_point_begins_on_its_day_with_its_code_once(who: Cast, manager: User) -> None:
    made = commands.add_point(act(manager), new=new_point(who))
    point = seen(manager, made["point"], date(2019, 11, 11))
    assert (point.name, point.terms, point.staff) == ("Bưu cục Mẫu", TERMS, 0)
    assert "289999" not in {p.code for p in points("", day=TODAY, limit=300)}
    assert "289999" in {p.code for p in points("", day=date(2019, 11, 11), limit=300)}
    with pytest.raises(Refused, match="Mã điểm 289999 đang là của Bưu cục Mẫu"):
        commands.add_point(act(manager), new=new_point(who))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "12"}, "bad-code"),
        ({"name": ""}, "name-missing"),
        ({"commune_id": 0}, "no-such-commune"),
        ({"parent_id": 0}, "no-such-parent"),
        ({"valid_from": date(2001, 1, 1)}, "before-start"),
    ],
)
def test_an_impossible_point_is_refused(
    who: Cast, manager: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        commands.add_point(act(manager), new=new_point(who, **changes))
    assert refused.value.code == code
    assert not ServicePoint.objects.filter(unit__provenance="QĐ 1/MẪU").exists()


def test_equipment_is_what_was_written_last_for_a_kind_and_a_state(
    who: Cast, manager: User
) -> None:
    def record(count: int, since: date, state: EquipmentState = EquipmentState.WORKING) -> None:
        commands.record_equipment(
            act(manager),
            point_id=who.point.id,
            kind=EquipmentKind.SCANNER,
            state=state,
            count=count,
            since=since,
        )

    record(2, date(2019, 6, 1))
    record(1, date(2019, 10, 1))
    record(1, date(2019, 10, 1), EquipmentState.BROKEN)
    assert [row.count for row in equipment_on(who.point.id, date(2019, 7, 1))] == [2]
    now = {row.state: row.count for row in equipment_on(who.point.id, TODAY)}
    assert now == {EquipmentState.WORKING: 1, EquipmentState.BROKEN: 1}
    record(0, TODAY, EquipmentState.BROKEN)
    assert [row.count for row in equipment_on(who.point.id, TODAY)] == [1]
    for count, since, code in ((1000, TODAY, "bad-count"), (1, date(2019, 11, 5), "future-date")):
        with pytest.raises(Refused) as refused:
            record(count, since)
        assert refused.value.code == code


def test_the_means_of_every_point_are_read_for_a_day(who: Cast, manager: User) -> None:
    change(manager, who.point)
    commands.record_equipment(
        act(manager),
        point_id=who.point.id,
        kind=EquipmentKind.SCALE,
        state=EquipmentState.WORKING,
        count=1,
        since=date(2019, 10, 1),
    )
    found = {row.point_id: row for row in means_on(TODAY)}
    assert len(found) == 150
    mine, other = found[who.point.id], found[who.other_point.id]
    assert (mine.terms, dict(mine.staff)) == (TERMS, {"teller": 1})
    assert [(row.kind, row.count) for row in mine.equipment] == [(EquipmentKind.SCALE, 1)]
    assert other.equipment == ()
    assert {row.point_id: row for row in means_on(date(2019, 9, 1))}[who.point.id].equipment == ()


def close(by: User, point: Unit, to: Unit, on: date = TODAY, decision: str = "QĐ 3") -> Any:
    return close_point(act(by), point_id=point.id, on=on, successor_id=to.id, decision=decision)


@pytest.mark.law("1b")
def test_a_point_that_closes_leaves_its_things_to_another(who: Cast, manager: User) -> None:
    dossier = take_in(who)
    item = dossier.items.get()
    assert close(manager, who.point, who.other_point)["items"] == 1
    item.refresh_from_db()
    assert item.holder.unit_id == who.other_point.id
    found = heir(who.point.id, TODAY)
    assert found is not None
    assert found.id == who.other_point.id
    assert who.point.point.code not in {p.code for p in points("", day=TODAY, limit=300)}
    duty = Appointment.objects.get(user=who.teller)
    assert duty.valid_to == date(2019, 11, 3)


def test_a_point_closed_on_a_later_day_hands_on_then(who: Cast, manager: User) -> None:
    from datetime import UTC, datetime

    from tests.cast import at

    item = take_in(who).items.get()
    assert close(manager, who.point, who.other_point, date(2019, 11, 6))["items"] == 0
    item.refresh_from_db()
    assert item.holder.unit_id == who.point.id
    at(datetime(2019, 11, 5, 18, tzinfo=UTC))
    assert take_over(act(manager))["items"] == 1
    item.refresh_from_db()
    assert item.holder.unit_id == who.other_point.id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2019, 11, 3)}, "in-the-past"),
        ({"decision": " "}, "decision-missing"),
    ],
)
def test_an_impossible_closing_is_refused(
    who: Cast, manager: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        close(manager, who.point, who.other_point, **changes)
    assert refused.value.code == code
    with pytest.raises(Refused, match="khác nhận lại"):
        close(manager, who.point, who.point)
    with pytest.raises(Refused, match="khác nhận lại"):
        close(manager, who.point, who.desk)
    close(manager, who.point, who.other_point)
    with pytest.raises(Refused, match="đã kết thúc"):
        close(manager, who.point, who.other_point)
