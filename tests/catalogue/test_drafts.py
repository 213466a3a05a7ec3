"""Drafts of versions and their publication: who may, what is refused, what follows, what stays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tests.cast import MONDAY, Cast, accept, act, arrive, at, person, publish, take_in
from tests.catalogue.managers import NEXT_WEEK, draft, edit, office, published, reporter
from tests.catalogue.test_imports import bring_in
from tests.conftest import owner
from tests.folder import vinh_phuc
from tram.accounts.rules.access import Role
from tram.catalogue import commands
from tram.catalogue.models import Procedure, ProcedureVersion, VersionAct
from tram.catalogue.queries import procedure, stages, time_limit, withdrawn_papers
from tram.catalogue.queries.terms import terms
from tram.catalogue.rules.stages import Span
from tram.catalogue.rules.versions import FeeTerm, PaperTerm, StageTerm
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.directory.models import Unit


def refused(run: Any, code: str) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        run()
    assert caught.value.code == code
    return caught.value.message


def test_a_draft_begins_as_a_copy_of_the_version_in_force(who: Cast) -> None:
    made = commands.draft_version(act(reporter(who)), procedure_id=who.version.procedure_id)
    new = ProcedureVersion.objects.get(id=made["version"])
    old = terms(ProcedureVersion.objects.get(id=who.version.id))
    assert terms(new) == replace(old, valid_from=date(2019, 11, 5))
    assert (new.published_at, new.official, new.edit) == (None, False, 1)
    assert new.papers.count() == who.version.papers.count() > 0
    assert procedure("2.000488", day=date(2019, 12, 1)).version_id == who.version.id  # type: ignore[union-attr]


@pytest.mark.law("3a", "3b", "3c", "3d", "4a", "4c", "4d", "4e")
def test_a_draft_keeps_everything_that_was_written(who: Cast) -> None:
    first = draft(who)
    police = Unit.objects.get(slug="cong-an-tinh")
    says = replace(
        terms(first),
        name="Cấp Phiếu lý lịch tư pháp (mẫu mới)",
        legal_basis="Luật Mẫu, Điều 1",
        decision="Quyết định 1/QĐ-UBND",
        limit=Span(10, "working-day"),
        limit_online=Span(8, "working-day"),
        limit_postal=Span(12, "working-day"),
        same_day=True,
        secret=True,
        postal_out=False,
        postal_out_reason="Phải có mặt khi nhận",
        papers=(PaperTerm("Tờ khai", originals=1), PaperTerm("Ảnh", copies=2, mandatory=False)),
        fees=(FeeTerm("fee", 200_000, "Thông tư 1"), FeeTerm("charge", 0)),
        withdrawn=("Phiếu cũ", "Thẻ cũ"),
        stages=(
            StageTerm(police.id, "Tra cứu", Span(7, "working-day")),
            StageTerm(None, "Cấp phiếu", Span(8, "hour")),
        ),
    )
    commands.edit_draft(act(reporter(who)), version_id=first.id, edit=2, terms=says)
    found = ProcedureVersion.objects.get(id=first.id)
    assert terms(found) == says
    assert withdrawn_papers(found.id) == ("Phiếu cũ", "Thẻ cũ")
    assert [stage.unit for stage in stages(found.id)] == [police.name, ""]
    assert [time_limit(found, channel) for channel in (1, 2, 3)] == [
        (10, "working-day"),
        (8, "working-day"),
        (12, "working-day"),
    ]


@pytest.mark.law("3f", "63a")
def test_publishing_ends_the_version_before_and_freezes_the_new_one(who: Cast) -> None:
    new = published(who, draft(who, limit=Span(7, "working-day"), papers=(PaperTerm("Tờ", 1),)))
    old = ProcedureVersion.objects.get(id=who.version.id)
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2019, 11, 10), NEXT_WEEK, None)
    for day, version in ((date(2019, 11, 10), old), (NEXT_WEEK, new)):
        assert procedure("2.000488", day=day).version_id == version.id  # type: ignore[union-attr]
    with pytest.raises(ProgrammingError, match="is published"), transaction.atomic():
        ProcedureVersion.objects.filter(id=new.id).update(limit_value=8)
    with pytest.raises(ProgrammingError, match="is published"), transaction.atomic():
        new.papers.all().delete()
    refused(lambda: edit(who, new, limit=Span(8, "working-day")), "already-published")
    made = VersionAct.objects.get(version=new)
    assert (made.step, made.user_id) == ("publish", reporter(who).id)
    with pytest.raises(ProgrammingError), transaction.atomic():
        VersionAct.objects.all().delete()


@pytest.mark.law("30e", "63b", "63c", "63d")
def test_a_dossier_keeps_the_version_it_came_under(who: Cast) -> None:
    before = accept(who, arrive(who, take_in(who)))
    waiting = arrive(who, take_in(who))
    new = published(who, draft(who, limit=Span(2, "working-day")))
    at(datetime(2019, 11, 11, 2, 0, tzinfo=UTC))
    after = accept(who, waiting)
    before.refresh_from_db()
    assert (before.version_id, after.version_id) == (who.version.id, who.version.id)
    assert {due.limit_value for due in after.due_times.all()} == {who.version.limit_value}
    again = accept(who, arrive(who, take_in(who, version_id=new.id)))
    assert [due.limit_value for due in again.due_times.all()] == [2]


@pytest.mark.law("3b", "4a", "4b")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"limit": None}, "thời hạn giải quyết cho mọi kênh"),
        (
            {
                "limit": None,
                "limit_online": Span(1, "month"),
                "limit_postal": Span(1, "month"),
            },
            "thời hạn nộp trực tiếp",
        ),
        ({"papers": ()}, "ít nhất một giấy tờ"),
        ({"papers": (PaperTerm("Tờ Mẫu"),)}, "số bản của giấy tờ «Tờ Mẫu»"),
        ({"postal_in": False, "postal_in_reason": ""}, "lý do không gửi được"),
        ({"postal_in": None, "postal_in_reason": ""}, "lý do không gửi được"),
        ({"postal_out": False, "postal_out_reason": ""}, "lý do không trả được"),
        ({"presence": True, "postal_in": True}, "phải có mặt"),
        ({"stages": (StageTerm(None, "Làm", Span(11, "working-day")),)}, "thời gian các bước"),
        (
            {
                "limit_postal": Span(5, "working-day"),
                "stages": (StageTerm(None, "Làm", Span(6, "working-day")),),
            },
            "thời gian các bước",
        ),
    ],
)
def test_what_is_not_whole_is_not_published(who: Cast, changes: dict[str, Any], told: str) -> None:
    limit = {"limit": Span(10, "working-day")}
    made = draft(who, **{**limit, **changes})
    assert told in refused(lambda: published(who, made), "draft-incomplete")
    assert ProcedureVersion.objects.get(id=who.version.id).valid_to is None


@pytest.mark.law("4c")
def test_a_result_on_the_same_day_needs_no_limit(who: Cast) -> None:
    assert published(who, draft(who, limit=None, same_day=True)).published_at


@pytest.mark.parametrize(
    ("day", "code"), [(date(2019, 11, 3), "starts-in-past"), (date(2019, 1, 1), "starts-in-past")]
)
def test_a_version_does_not_start_in_the_past(who: Cast, day: date, code: str) -> None:
    made = draft(who, valid_from=day)
    assert "từ 04/11/2019" in refused(lambda: published(who, made), code)


@pytest.mark.law("3e")
def test_a_version_starts_after_the_one_before(who: Cast) -> None:
    published(who, draft(who, valid_from=date(2019, 12, 1)))
    made = draft(who, valid_from=date(2019, 12, 1))
    assert "từ 02/12/2019" in refused(lambda: published(who, made), "starts-too-early")


def test_the_day_of_publication_itself_may_be_the_first(who: Cast) -> None:
    assert published(who, draft(who, valid_from=date(2019, 11, 4))).valid_from.day == 4


def test_there_is_one_draft_of_a_procedure(who: Cast) -> None:
    draft(who)
    told = refused(lambda: draft(who), "draft-exists")
    assert "2.000488" in told


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(who: Cast) -> None:
    seen = draft(who)
    edit(who, seen, name="Của người thứ nhất")
    told = refused(lambda: edit(who, seen, name="Của người thứ hai"), "edited-meanwhile")
    assert "Người khác vừa sửa" in told
    for late in (commands.publish, commands.withdraw_draft):
        refused(
            lambda late=late: late(act(reporter(who)), version_id=seen.id, edit=seen.edit),
            "edited-meanwhile",
        )
    assert ProcedureVersion.objects.get(id=seen.id).name == "Của người thứ nhất"


def test_the_same_request_twice_is_done_once(who: Cast) -> None:
    made = draft(who)
    request = uuid4()
    answers = [
        commands.publish(
            act(reporter(who), request_id=request), version_id=made.id, edit=made.edit
        )
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert VersionAct.objects.filter(version=made).count() == 1
    refused(
        lambda: commands.publish(act(reporter(who)), version_id=made.id, edit=made.edit),
        "already-published",
    )


def test_a_draft_is_taken_away_and_a_new_procedure_with_it(who: Cast) -> None:
    made = draft(who)
    commands.withdraw_draft(act(reporter(who)), version_id=made.id, edit=made.edit)
    refused(lambda: edit(who, made), "no-such-version")
    assert Procedure.objects.filter(code="2.000488").exists()
    new = commands.draft_procedure(
        act(office()), code="1.999999", field="Thử", level="commune", agency_id=None, name="Thử"
    )
    commands.withdraw_draft(act(office()), version_id=new["version"], edit=1)
    assert not Procedure.objects.filter(code="1.999999").exists()


@pytest.mark.parametrize(
    ("code", "told"), [("1999", "code-malformed"), ("2.000488", "code-taken")]
)
def test_a_code_is_well_formed_and_new(who: Cast, code: str, told: str) -> None:
    words: dict[str, Any] = {"field": "Thử", "level": "commune", "agency_id": None, "name": "Thử"}
    refused(lambda: commands.draft_procedure(act(office()), code=code, **words), told)


@pytest.mark.law("61a")
def test_only_those_who_manage_the_procedure_may_write_it(who: Cast) -> None:
    made = draft(who)
    health = Unit.objects.get(slug="so-y-te")
    neighbour = person("dm.khac", "Đầu Mối Khác", Role.AGENCY_REPORTER, health)
    everywhere = ProcedureVersion.objects.get(procedure__code="2.999001")
    for user in (who.teller, who.officer, who.leader, who.administrator, neighbour):
        one = {"version_id": made.id, "edit": made.edit}
        for run in (
            lambda: commands.draft_version(act(user), procedure_id=who.version.procedure_id),  # noqa: B023
            lambda: commands.edit_draft(act(user), terms=terms(made), **one),  # noqa: B023
            lambda: commands.publish(act(user), **one),  # noqa: B023
            lambda: commands.withdraw_draft(act(user), **one),  # noqa: B023
            lambda: commands.confirm(act(user), version_id=who.version.id),  # noqa: B023
        ):
            refused(run, "not-allowed")
    theirs = {"procedure_id": everywhere.procedure_id}
    refused(lambda: commands.draft_version(act(reporter(who)), **theirs), "not-allowed")
    assert commands.draft_version(act(office()), **theirs)["version"]
    assert commands.publish(act(office()), version_id=made.id, edit=made.edit)


@pytest.mark.law("3a")
def test_an_officer_confirms_a_published_version_once(who: Cast) -> None:
    made = draft(who)
    refused(lambda: commands.confirm(act(reporter(who)), version_id=made.id), "not-published")
    commands.confirm(act(reporter(who)), version_id=who.version.id)
    assert procedure("2.000488", day=date(2019, 11, 4)).official  # type: ignore[union-attr]
    refused(
        lambda: commands.confirm(act(reporter(who)), version_id=who.version.id),
        "already-confirmed",
    )


@pytest.mark.parametrize(
    ("unit", "value"), [("working-day", 3), ("hour", 17), ("calendar-day", 1), ("month", 1)]
)
def test_the_database_too_refuses_stages_that_exceed_a_limit(
    who: Cast, unit: str, value: int
) -> None:
    made = draft(who, limit=Span(9, "working-day"), limit_postal=Span(2, "working-day"))
    made.stages.create(seq=1, name="Lâu", value=value, unit_of_time=unit)
    VersionAct.objects.create(version=made, step="publish", user=reporter(who), at=MONDAY)
    with pytest.raises(IntegrityError, match="exceed a limit"), transaction.atomic():
        publish(made)


def test_the_database_too_refuses_a_version_that_nobody_published(who: Cast) -> None:
    made = draft(who)
    with pytest.raises(IntegrityError, match="published by nobody"), transaction.atomic():
        publish(made)


def test_the_janitors_find_what_got_past_every_wall(own_database: str) -> None:
    ours = [each for each in JANITORS if each.name.startswith("catalogue")]
    assert len(ours) == 2
    assert [(sweep(each).offences, sweep(each).looked > 200) for each in ours] == [([], True)] * 2
    with owner(own_database) as own:
        for table in ("procedureversion", "stage"):
            own.execute(f"ALTER TABLE catalogue_{table} DISABLE TRIGGER USER")
        own.execute("UPDATE catalogue_procedureversion SET edit = 1 WHERE id = 7")
        own.execute("UPDATE catalogue_stage SET value = 99 WHERE seq = 2 AND value = 10")
        for table in ("procedureversion", "stage"):
            own.execute(f"ALTER TABLE catalogue_{table} ENABLE TRIGGER USER")
    assert [len(sweep(each).offences) for each in ours] == [1, 1]


def test_a_load_leaves_drafts_alone(who: Cast) -> None:
    made = draft(who, name="Tên mới")
    bring_in(vinh_phuc())
    found = ProcedureVersion.objects.get(id=made.id)
    assert (found.name, found.published_at, found.edit) == ("Tên mới", None, made.edit)
