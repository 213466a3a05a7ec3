"""The register (sổ theo dõi hồ sơ): what an office received, when each thing happened, how many of what."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    at_counter,
    deliver,
    release,
    settle,
    take_in,
)
from tram.custody.commands import desk
from tram.custody.queries import register
from tram.custody.queries.register import Wanted
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Channel, Dossier
from tram.dossiers.rules.register import BEFORE, STATES, RegisterGroup, group_of
from tram.dossiers.rules.states import RefusalReason, State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def of_desk(who: Cast, **more: Any) -> Wanted:
    month = Wanted(unit_id=who.desk.id, first_day=date(2019, 11, 1), last_day=date(2019, 11, 30))
    return replace(month, **more)


def ids(wanted: Wanted, key: str = "") -> list[Any]:
    return [entry.id for entry in register.entries(wanted, key).rows]


def test_every_state_that_an_office_sees_is_in_one_group() -> None:
    counted = Counter(state for states in STATES.values() for state in states)
    assert set(counted) == set(State) - BEFORE
    assert set(counted.values()) == {1}
    assert all(state in STATES[group_of(state)] for state in counted)


def test_a_line_tells_when_each_thing_happened(who: Cast) -> None:
    dossier = take_in(who)
    at(MONDAY + HOUR)
    accept(who, arrive(who, dossier))
    at(MONDAY + DAY)
    settle(who, dossier)
    at(MONDAY + 2 * DAY)
    deliver(who, release(who, dossier))
    (entry,) = register.entries(of_desk(who)).rows
    row = entry.row
    assert (entry.ordinal, entry.id, row.dossier_code) == (1, dossier.id, dossier.number)
    assert (row.person, row.phone, row.sets) == ("Nguyễn Văn Mẫu", "0912000001", 1)
    assert row.address == "Thôn Mẫu, xã Mẫu"
    assert (row.procedure, row.agency) == (who.version.name, who.agency.name)
    moments = (row.received_at, row.sent_at, row.result_at, row.returned_at)
    assert moments == (MONDAY + HOUR, MONDAY + DAY, MONDAY + DAY, MONDAY + 2 * DAY)
    assert row.due_at == Dossier.objects.get().due_at
    assert (row.way, row.signed, row.note) == ("Qua bưu chính công ích", "Nguyễn Văn Mẫu", "")


def test_a_moment_that_has_not_come_is_empty_and_the_note_says_where_it_stands(who: Cast) -> None:
    at_counter(who)
    (entry,) = register.entries(of_desk(who)).rows
    row = entry.row
    moments = (row.due_at, row.sent_at, row.result_at, row.returned_at)
    assert moments == (None, None, None, None)
    assert (row.dossier_code, row.signed) == ("", "")
    assert row.note == State.SUBMITTED.label


def test_a_promise_not_kept_stays_readable(who: Cast) -> None:
    dossier = cast.transfer(who, accept(who, at_counter(who)))
    before = dossier.due_at
    assert before
    dossiers.apologise(
        act(who.leader, who.agency),
        dossier_id=dossier.id,
        reason="Chờ kết quả xác minh của cơ quan khác",
        due_after=before + 7 * DAY,
    )
    (entry,) = register.entries(of_desk(who)).rows
    assert entry.row.due_at == before + 7 * DAY
    assert "trước đó hẹn trả ngày 14/11/2019" in entry.row.note


def test_a_result_of_the_same_day_was_never_sent_and_came_at_once(who: Cast) -> None:
    cast.follow(who.version, same_day=True)
    who.version = type(who.version).objects.get(procedure=who.version.procedure, valid_to=None)
    dossier = accept(who, at_counter(who))
    desk.record_result_at_once(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=MONDAY.date(),
        name="Kết quả",
    )
    (entry,) = register.entries(of_desk(who)).rows
    assert (entry.row.sent_at, entry.row.result_at) == (None, MONDAY)


def test_what_is_only_with_the_post_is_not_in_the_register(who: Cast) -> None:
    dossier = take_in(who)
    at(MONDAY + DAY)
    assert ids(of_desk(who)) == []
    arrive(who, dossier)
    (entry,) = register.entries(of_desk(who)).rows
    assert entry.row.received_at == MONDAY + DAY, "not the day at the counter of the post"


def test_the_days_are_those_of_vietnam_and_both_included(who: Cast) -> None:
    at(MONDAY.replace(hour=16, minute=59))  # 23:59 of the 4th
    late = at_counter(who)
    at(MONDAY.replace(hour=17, minute=1))  # 00:01 of the 5th
    early = at_counter(who)
    fourth, fifth = date(2019, 11, 4), date(2019, 11, 5)
    assert ids(of_desk(who, first_day=fourth, last_day=fourth)) == [late.id]
    assert ids(of_desk(who, first_day=fifth, last_day=fifth)) == [early.id]
    assert ids(of_desk(who, first_day=fourth, last_day=fifth)) == [late.id, early.id]


def test_filters_and_counts_agree(who: Cast) -> None:
    by_post = arrive(who, take_in(who))
    refused = at_counter(who)
    dossiers.refuse(
        act(who.officer, who.desk),
        dossier_id=refused.id,
        code=RefusalReason.INVALID_PAPERS,
        reason="Giấy tờ không hợp lệ, không sửa được",
    )
    running = cast.transfer(who, accept(who, at_counter(who)))
    assert ids(of_desk(who, channel=Channel.POSTAL)) == [by_post.id]
    assert ids(of_desk(who, procedure="ly lich TU phap")) == ids(of_desk(who))
    assert ids(of_desk(who, procedure=who.version.procedure.code)) == ids(of_desk(who))
    assert ids(of_desk(who, procedure="khai sinh")) == []
    assert ids(of_desk(who, agency_id=who.agency.id)) == ids(of_desk(who))
    assert ids(of_desk(who, agency_id=who.desk.id)) == []
    found = register.counts(of_desk(who))
    assert found.total == 3 == register.count(of_desk(who))
    for group, expected in (
        (RegisterGroup.TO_ACCEPT, [by_post.id]),
        (RegisterGroup.WITHOUT_RESULT, [refused.id]),
        (RegisterGroup.RUNNING, [running.id]),
        (RegisterGroup.READY, []),
    ):
        assert ids(of_desk(who, group=group)) == expected
        assert found.groups[group] == len(expected)
        assert register.counts(of_desk(who, group=group)).groups == found.groups


def test_an_agency_reads_its_own_and_a_neighbour_nothing(who: Cast) -> None:
    dossier = at_counter(who)
    assert ids(of_desk(who, unit_id=who.agency.id)) == [dossier.id]
    assert ids(of_desk(who, unit_id=who.other_point.id)) == []
    above = who.agency.parent_id
    assert above
    assert ids(of_desk(who, unit_id=above)) == [dossier.id], "once, though desk and agency are its"


def many(who: Cast, count: int) -> None:
    first = at_counter(who)
    for n in range(1, count):
        first.pk, first.registered_at = uuid4(), MONDAY + n * timedelta(minutes=1)
        first.save(force_insert=True)


def test_pages_number_their_lines_through_and_the_sheet_has_them_all(who: Cast) -> None:
    many(who, 45)
    first = register.entries(of_desk(who))
    second = register.entries(of_desk(who), first.next)
    third = register.entries(of_desk(who), second.next)
    assert [entry.ordinal for entry in second.rows] == list(range(21, 41))
    assert [entry.ordinal for entry in third.rows] == list(range(41, 46))
    assert [entry.ordinal for entry in register.entries(of_desk(who), third.previous).rows] == [
        entry.ordinal for entry in second.rows
    ]
    on_pages = [entry.id for page in (first, second, third) for entry in page.rows]
    assert [ident for ident, _ in register.whole(of_desk(who))] == on_pages
    assert len(set(on_pages)) == 45


@pytest.mark.parametrize("lines", [1, 20])
def test_a_page_costs_as_many_statements_whatever_it_shows(who: Cast, lines: int) -> None:
    many(who, lines)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        register.entries(of_desk(who))
        register.counts(of_desk(who))
    assert len(asked) == 6
