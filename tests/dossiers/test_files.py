"""Files of a dossier: who may add and take out which, once, and what `tram verify` says of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import scans
from tests.cast import Cast, accept, act, arrive, person, settle, take_in
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import verify
from tram.core.errors import Refused
from tram.core.files import Given, staged, store
from tram.directory.models import Unit
from tram.dossiers.commands.files import attach_files, retire_file
from tram.dossiers.models import Dossier, DossierFile
from tram.dossiers.queries.files import files, kinds_open
from tram.dossiers.rules.files import FileKind, Hands, may_read, open_kinds
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import State

pytestmark = pytest.mark.usefixtures("files_folder")


@contextmanager
def given(mark: str = "", name: str = "don.pdf") -> Iterator[Given]:
    found = scans.pdf(mark=mark)
    with staged([found], len(found), name) as one:
        yield one


def attach(
    user: User,
    dossier: Dossier,
    kind: FileKind = FileKind.PAPER,
    *,
    mark: str = "",
    paper: int | None = None,
    request_id: UUID | None = None,
) -> UUID:
    with given(mark) as one:
        answer = attach_files(
            act(user, request_id=request_id),
            dossier_id=dossier.id,
            kind=kind,
            files=[one],
            paper_seq=paper,
        )
    return UUID(answer["files"][0])


def test_the_hands_that_may_put_something_in() -> None:
    desk, agency, point = Hands(desk=True), Hands(agency=True), Hands(point=True)
    for state in State:
        for settled in (False, True):
            assert open_kinds(Hands(), state, settled=settled) == ()
            voided = state is State.VOIDED
            assert (FileKind.PAPER in open_kinds(desk, state, settled=settled)) is not voided
            assert FileKind.RESULT not in open_kinds(desk, state, settled=settled)
            result = FileKind.RESULT in open_kinds(agency, state, settled=settled)
            assert result is (settled and not voided)
            own = open_kinds(point, state, settled=settled)
            assert own == ((FileKind.PAPER,) if state is State.REGISTERED else ())


@pytest.mark.law("61c", "62e")
def test_the_post_opens_nothing_but_what_it_scans_before_the_hand_over() -> None:
    for state in State:
        for kind in FileKind:
            assert may_read(Sight.WHOLE, kind, state)
            assert not may_read(Sight.POSTAL, kind, state)
            early = kind is FileKind.PAPER and state is State.REGISTERED
            assert may_read(Sight.INTAKE, kind, state) is early


def test_each_puts_in_what_is_theirs(who: Cast) -> None:
    dossier = take_in(who)
    assert kinds_open(act(who.teller).actor, dossier.id) == (FileKind.PAPER,)
    attach(who.teller, dossier, paper=1)
    arrive(who, dossier)
    with pytest.raises(Refused, match="không thêm hoặc gỡ được tệp loại «Giấy tờ trong hồ sơ»"):
        attach(who.teller, dossier, mark="muộn")
    attach(who.officer, dossier, FileKind.SUPPLEMENT)
    with pytest.raises(Refused, match="Hãy ghi kết quả giải quyết trước"):
        attach(who.specialist, dossier, FileKind.RESULT)
    settle(who, accept(who, dossier))
    attach(who.specialist, dossier, FileKind.RESULT)
    with pytest.raises(Refused, match="không thêm hoặc gỡ được"):
        attach(who.officer, dossier, FileKind.RESULT, mark="của người khác")
    rows = files(dossier.id, Sight.WHOLE, State.SETTLED)
    assert [(row.kind, row.paper_seq, row.by) for row in rows] == [
        (FileKind.PAPER, 1, "Giao Dịch Viên Mẫu"),
        (FileKind.SUPPLEMENT, None, "Một Cửa Mẫu"),
        (FileKind.RESULT, None, "Chuyên Viên Mẫu"),
    ]


@pytest.mark.law("61b")
def test_strangers_put_nothing_in(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    other_desk = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    strangers = [
        who.neighbour,
        who.postman,
        who.administrator,
        person("mc.khac", "Một Cửa Khác", Role.ONE_STOP_OFFICER, other_desk),
        person(
            "cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, Unit.objects.get(slug="so-noi-vu")
        ),
    ]
    for user in strangers:
        for kind in FileKind:
            with pytest.raises(Refused):
                attach(user, dossier, kind)
    assert not DossierFile.objects.exists()
    assert not list(store.kept())


def test_the_same_request_twice_attaches_once(who: Cast) -> None:
    dossier, request_id = take_in(who), uuid4()
    first = attach(who.teller, dossier, request_id=request_id)
    assert attach(who.teller, dossier, request_id=request_id) == first
    assert DossierFile.objects.count() == 1
    with pytest.raises(Refused, match="nội dung khác"):
        attach(who.teller, dossier, mark="khác", request_id=request_id)


def test_the_same_file_twice_is_named_and_the_whole_sending_refused(who: Cast) -> None:
    dossier = take_in(who)
    attach(who.teller, dossier)
    with pytest.raises(Refused, match=r"«don.pdf» đã có trong hồ sơ với tên «don.pdf»"):
        attach(who.teller, dossier)
    with given("b") as one, given("b", "ban-sao.pdf") as two, pytest.raises(Refused) as refused:
        attach_files(act(who.teller), dossier_id=dossier.id, kind=FileKind.PAPER, files=[one, two])
    assert refused.value.code == "file-twice"
    assert DossierFile.objects.count() == len(list(store.kept())) == 1
    attach(who.teller, take_in(who))
    assert (DossierFile.objects.count(), len(list(store.kept()))) == (2, 1)


def test_a_file_shows_a_paper_of_its_own_dossier(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    with pytest.raises(Refused, match="không có giấy tờ số 99"):
        attach(who.officer, dossier, paper=99)
    with pytest.raises(Refused, match="Chỉ tệp giấy tờ"):
        attach(who.officer, dossier, FileKind.EVIDENCE, paper=1)


def test_a_file_taken_out_keeps_its_row_and_its_bytes(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    file_id = attach(who.officer, dossier)

    def retire(user: User, reason: str = "Quét nhầm giấy của người khác") -> None:
        retire_file(act(user), dossier_id=dossier.id, file_id=file_id, reason=reason)

    for stranger in (who.teller, who.specialist, who.neighbour):
        with pytest.raises(Refused):
            retire(stranger)
    with pytest.raises(Refused):
        retire(who.officer, "  ")
    retire(who.officer)
    with pytest.raises(Refused, match="đã được gỡ trước đó"):
        retire(who.officer)
    row = files(dossier.id, Sight.WHOLE, State.ARRIVED)[0]
    assert (row.retired_by, row.retired_reason) == ("Một Cửa Mẫu", "Quét nhầm giấy của người khác")
    assert len(list(store.kept())) == 1
    attach(who.officer, dossier)
    assert DossierFile.objects.count() == 2


@pytest.mark.parametrize(
    "order",
    [
        "DELETE FROM dossiers_dossierfile",
        "TRUNCATE dossiers_dossierfile",
        "UPDATE dossiers_dossierfile SET sha256 = repeat('0', 64)",
        "UPDATE dossiers_dossierfile SET name = 'khac.pdf'",
        "UPDATE dossiers_dossierfile SET uploaded_by_id = 1",
    ],
)
def test_the_site_itself_can_neither_delete_nor_change_a_file(who: Cast, order: str) -> None:
    attach(who.teller, take_in(who))
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(order)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_verify_counts_files_and_finds_what_is_wrong(who: Cast) -> None:
    dossier = take_in(who)
    for mark in "abc":
        attach(who.teller, dossier, mark=mark)
    assert found("dossiers_dossierfile") == (3, 0)
    assert found("strays") == (3, 0)
    paths = sorted(store.kept())
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1] + b"!")
    wrong = {find.name: find.wrong for find in verify.look() if find.kind == "files"}
    assert wrong["dossiers_dossierfile"] == (
        f"{paths[0].name}: missing",
        f"{paths[1].name}: damaged",
    )


def test_verify_reports_a_file_that_no_row_names_once_it_is_no_newcomer(
    who: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tram.core.files import keep, proofs

    attach(who.teller, take_in(who))
    with given("không ai biết") as one:
        keep(one)
    assert found("strays") == (2, 0)
    monkeypatch.setattr(proofs, "GRACE", -60)
    assert found("strays") == (2, 1)


def found(name: str) -> tuple[int, int]:
    """How many files were looked at under a name, and how many are wrong."""
    finding = next(one for one in verify.look() if (one.kind, one.name) == ("files", name))
    return finding.compared, len(finding.wrong)
