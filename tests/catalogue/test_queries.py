"""Finding a procedure and reading it, as tellers and citizens do."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.cast import MONDAY, PROCEDURE, Cast, follow, publish
from tram.catalogue.models import Channel, Fee, Procedure, ProcedureVersion, RequiredPaper
from tram.catalogue.queries import agencies_for, procedure, search_procedures

DAY = date(2019, 11, 4)


def codes(text: str, **options: Any) -> list[str]:
    return [row.code for row in search_procedures(text, day=DAY, **options)]


def named(code: str, name: str, **columns: Any) -> ProcedureVersion:
    """An invented procedure of the commune level."""
    key = columns.pop("search_key")
    made = Procedure.objects.create(code=code, field="Thử", level="commune")
    first = columns.pop("valid_from", date(2019, 1, 1))
    columns.setdefault("published_at", MONDAY)
    return ProcedureVersion.objects.create(
        procedure=made, name=name, search_key=key, valid_from=first, **columns
    )


def test_a_procedure_is_found_without_accents(who: Cast) -> None:
    assert PROCEDURE in codes("phieu ly lich tu phap")
    assert PROCEDURE in codes("PHIẾU lý lịch")
    assert PROCEDURE in codes("lich phieu")


def test_a_procedure_is_found_by_its_code(who: Cast) -> None:
    assert codes(PROCEDURE) == [PROCEDURE]


def test_every_word_must_occur(who: Cast) -> None:
    assert codes("phieu ly lich zzzz") == []


def test_signs_that_mean_something_to_a_database_are_ordinary_letters(who: Cast) -> None:
    assert codes("100%") == codes("_____") == []
    assert codes("' OR 1=1 --") == []


def test_the_very_accents_typed_come_first(who: Cast) -> None:
    named("9.000001", "Cấp bán kèn", search_key="9.000001 cap ban ken")
    named("9.000002", "Cấp bàn kén", search_key="9.000002 cap ban ken")
    named("9.000003", "Kèn cấp một bản", search_key="9.000003 ken cap mot ban")
    assert codes("cap ban ken") == ["9.000001", "9.000002", "9.000003"]
    assert codes("bàn kén") == ["9.000002", "9.000001", "9.000003"]
    assert codes("BÁN KÈN")[0] == "9.000001"


def test_pages_follow_each_other_without_gap_or_repeat(who: Cast) -> None:
    whole = search_procedures("cấp", day=DAY, limit=500)
    assert len(whole) > 45
    seen, after = [], None
    while page := search_procedures("cấp", day=DAY, after=after, limit=20):
        seen += page
        after = page[-1].cursor
    assert seen == whole


def test_a_cursor_that_was_tampered_with_starts_again(who: Cast) -> None:
    assert codes("cấp", after="9~'; DROP") == codes("cấp")


@pytest.mark.law("4a")
def test_each_direction_says_whether_the_post_may_carry_it_and_why_not(who: Cast) -> None:
    row = search_procedures("2.000200", day=DAY)[0]
    assert not row.sending.open
    assert "Phải có mặt" in row.sending.reason
    assert row.returning.open


def test_what_is_not_known_is_not_offered(who: Cast) -> None:
    named("9.000004", "Chưa rõ", search_key="9.000004 chua ro", postal_in=None, postal_out=None)
    found = procedure("9.000004", day=DAY)
    assert found
    assert not found.sending.open
    assert not found.returning.open
    assert "Chưa xác định" in found.sending.reason


@pytest.mark.law("3c")
def test_a_procedure_lists_its_papers_with_their_numbers(who: Cast) -> None:
    found = procedure(PROCEDURE, day=DAY)
    assert found
    stored = RequiredPaper.objects.filter(version_id=found.version_id).order_by("seq")
    assert [
        (p.seq, p.name, p.originals, p.certified, p.copies, p.mandatory) for p in found.papers
    ] == list(stored.values_list("seq", "name", "originals", "certified", "copies", "mandatory"))
    assert found.papers[0].mandatory
    assert not found.papers[-1].mandatory


@pytest.mark.law("3d")
def test_an_unknown_fee_is_unknown_and_never_zero(who: Cast) -> None:
    unknown = named("9.000005", "Phí chưa rõ", search_key="9.000005")
    free = named("9.000006", "Không thu phí", search_key="9.000006", published_at=None)
    Fee.objects.create(version=free, kind="fee", amount_vnd=0)
    publish(free)
    first, second = procedure("9.000005", day=DAY), procedure("9.000006", day=DAY)
    assert unknown.fees.count() == 0
    assert first
    assert first.fee_vnd is None
    assert second
    assert second.fee_vnd == 0


def test_a_procedure_is_read_as_it_was_published_on_that_day(who: Cast) -> None:
    old = named(
        "9.000007",
        "Tên cũ",
        search_key="9.000007 ten cu",
        valid_to=date(2019, 6, 30),
        limit_value=3,
        limit_unit="working-day",
    )
    ProcedureVersion.objects.create(
        procedure=old.procedure,
        name="Tên mới",
        search_key="9.000007 ten moi",
        valid_from=date(2019, 7, 1),
        published_at=MONDAY,
    )
    before, after = procedure("9.000007", day=date(2019, 6, 30)), procedure("9.000007", day=DAY)
    assert before
    assert (before.name, before.limit) == ("Tên cũ", "3 ngày làm việc")
    assert after
    assert (after.name, after.limit) == ("Tên mới", "")
    assert codes("ten cu") == []
    assert procedure("9.000007", day=date(2018, 12, 31)) is None


def test_an_unknown_code_is_no_procedure(who: Cast) -> None:
    assert procedure("0.000000", day=DAY) is None


def test_a_province_procedure_has_its_one_agency(who: Cast) -> None:
    assert [choice.id for choice in agencies_for(who.version.id, day=DAY)] == [who.agency.id]


def test_a_commune_procedure_can_be_settled_by_each_of_the_137_communes(who: Cast) -> None:
    made = named("9.000008", "Của xã", search_key="9.000008")
    choices = agencies_for(made.id, day=DAY)
    assert len(choices) == 137
    assert all(choice.district for choice in choices)
    assert len({choice.district for choice in choices}) == 9
    changes = [here != before for here, before in pairwise(choice.district for choice in choices)]
    assert changes.count(True) == 8


@pytest.mark.law("3b")
def test_each_channel_has_its_own_time_limit_or_the_general_one(who: Cast) -> None:
    plain = procedure(PROCEDURE, day=DAY)
    assert plain
    assert set(plain.limits.values()) == {plain.limit}
    follow(
        who.version, limit_value=5, limit_unit="working-day", limits={Channel.POSTAL: (2, "month")}
    )
    found = procedure(PROCEDURE, day=DAY)
    assert found
    assert (found.limit, found.limit_online) == ("5 ngày làm việc", "5 ngày làm việc")
    assert found.limit_postal == "2 tháng"


def test_a_draft_is_offered_to_nobody(who: Cast) -> None:
    draft = named("9.000009", "Chưa công bố", search_key="9.000009 chua", published_at=None)
    assert procedure("9.000009", day=DAY) is None
    assert codes("9.000009") == []
    publish(draft)
    assert codes("9.000009") == ["9.000009"]


@pytest.mark.law("3a")
def test_a_version_says_on_what_law_it_stands_or_that_nobody_knows(who: Cast) -> None:
    unknown = procedure(PROCEDURE, day=DAY)
    assert unknown
    assert (unknown.legal_basis, unknown.publication_decision) == ("", "")
    follow(who.version, legal_basis="Luật Mẫu, Điều 1", publication_decision="QĐ 1/QĐ-UBND")
    found = procedure(PROCEDURE, day=DAY)
    assert found
    assert found.legal_basis == "Luật Mẫu, Điều 1"
    assert found.publication_decision == "QĐ 1/QĐ-UBND"
    assert (found.code, found.level, found.agency) == (PROCEDURE, "Tỉnh", who.agency.name)
    assert (found.valid_from, found.valid_to, found.official) == (DAY, None, False)
