"""The desk's three answers in writing, what the citizen brings then, and papers that go back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, accept, arrive, at_counter, take_in, transfer
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry
from tram.custody.models import Envelope
from tram.custody.rules.services import Service
from tram.dossiers.models import Dossier, DossierLine, Letter
from tram.dossiers.rules.states import State

REASON = "Bản sao căn cước mờ, không đọc được số"
WHY = "Nơi thường trú không thuộc thẩm quyền giải quyết"


def url(name: str, dossier: Dossier) -> str:
    return reverse(name, args=[dossier.id])


def sent(**words_: str) -> dict[str, str]:
    return {"request_id": str(uuid4()), **words_}


def asked(**changes: str) -> dict[str, str]:
    """A request for the second paper of the list and one that the list does not name."""
    form = {
        "rows": "1",
        "ask_1_originals": "1",
        "ask_2": "on",
        "ask_2_certified": "1",
        "free_1": "Ảnh 4x6 nền trắng",
        "free_1_originals": "2",
        "reason": REASON,
    }
    return sent(**{name: value for name, value in (form | changes).items() if value})


def arrived(who: Cast) -> Dossier:
    return arrive(who, take_in(who))


def state(dossier: Dossier) -> State:
    dossier.refresh_from_db()
    return State(dossier.state)


def incomplete(officer: Client, who: Cast) -> Dossier:
    dossier = arrived(who)
    assert officer.post(url("ask_supplement", dossier), asked()).status_code == 303
    return dossier


@pytest.mark.law("26a")
def test_a_dossier_to_accept_offers_its_three_answers_and_no_fourth(
    who: Cast, officer: Client
) -> None:
    page = officer.get(url("desk_dossier", arrived(who))).content.decode()
    for label in (
        "Tiếp nhận (Mẫu 01)",
        "Yêu cầu bổ sung (Mẫu 02)",
        "Từ chối tiếp nhận (Mẫu 03)",
    ):
        assert label in page
    assert "Trả lại giấy tờ" not in page


@pytest.mark.law("26c")
def test_a_supplement_names_listed_and_other_papers_once_with_its_reason(
    who: Cast, officer: Client
) -> None:
    dossier = arrived(who)
    posted = officer.post(url("ask_supplement", dossier), asked())
    assert (posted.status_code, posted["Location"]) == (303, url("desk_dossier", dossier))
    letter = Letter.objects.get()
    papers = [(p.name, p.originals, p.certified, p.copies) for p in letter.papers.order_by("seq")]
    second = who.version.papers.get(seq=2).name
    assert papers == [(second, 0, 1, 0), ("Ảnh 4x6 nền trắng", 2, 0, 0)]
    text = words(officer.get(posted["Location"]))
    for shown in (letter.number, "Ảnh 4x6 nền trắng", REASON, "In văn bản này"):
        assert shown in text
    assert state(dossier) is State.INCOMPLETE


@pytest.mark.law("26e")
def test_each_letter_is_printed_for_those_of_the_dossier_only(who: Cast, officer: Client) -> None:
    incomplete(officer, who)
    address = reverse("letter", args=[Letter.objects.get().id])
    printed = officer.get(address)
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert ReadEntry.objects.filter(page="letter", actor_id=who.officer.id).exists()
    answers = {}
    for user in (who.teller, who.neighbour, who.postman, who.specialist):
        officer.force_login(user)
        answers[user.username] = officer.get(address).status_code
    assert answers == {"gdv.mau": 200, "gdv.khac": 404, "bt.mau": 404, "cv.mau": 200}


@pytest.mark.law("26c")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ask_2": "", "free_1": "", "free_1_originals": ""}, "ít nhất một giấy tờ"),
        ({"reason": ""}, "Chưa nhập «Lý do yêu cầu bổ sung»."),
        ({"reason": "thiếu"}, "quá ngắn"),
        ({"ask_2_certified": ""}, "chưa ghi cần bao nhiêu"),
        ({"free_1": ""}, "Dòng 1 chưa ghi tên giấy tờ."),
    ],
)
def test_a_supplement_that_says_too_little_is_refused_with_nothing_lost(
    who: Cast, officer: Client, changes: dict[str, str], told: str
) -> None:
    dossier = arrived(who)
    form = asked(**changes)
    page = officer.post(url("ask_supplement", dossier), form)
    text = page.content.decode()
    assert page.status_code == 409
    assert told in words(page)
    assert form["request_id"] in text
    for kept in ("free_1", "reason"):
        assert form.get(kept, "") in text
    assert (state(dossier), Letter.objects.count()) == (State.ARRIVED, 0)


def test_rows_are_added_without_script_and_nothing_typed_is_lost(
    who: Cast, officer: Client
) -> None:
    dossier = arrived(who)
    page = officer.post(url("ask_supplement", dossier), asked(do="more")).content.decode()
    for kept in ("Ảnh 4x6 nền trắng", REASON, 'name="free_2"', "checked"):
        assert kept in page
    assert "Có lỗi cần sửa" not in page
    both = asked(rows="2", free_2="Đơn ủy quyền", free_2_certified="1")
    assert officer.post(url("ask_supplement", dossier), both).status_code == 303
    assert Letter.objects.get().papers.count() == 3


@pytest.mark.law("26c")
def test_a_second_supplement_warns_and_needs_its_own_reason(who: Cast, officer: Client) -> None:
    dossier = incomplete(officer, who)
    assert officer.post(url("receive_supplement", dossier), received()).status_code == 303
    page = officer.get(url("ask_supplement", dossier))
    assert "Hồ sơ này đã được yêu cầu bổ sung" in words(page)
    refused = officer.post(url("ask_supplement", dossier), asked())
    assert refused.status_code == 409
    assert "Vì sao lần trước chưa nêu" in words(refused)
    again = asked(again_reason="Giấy vừa nộp bổ sung đã hết hạn sử dụng")
    assert officer.post(url("ask_supplement", dossier), again).status_code == 303
    assert Letter.objects.count() == 2


def received(*leave_out: int) -> dict[str, str]:
    """Every paper of the last letter ticked, save some."""
    letter = Letter.objects.order_by("-signed_at", "-line_seq")[0]
    seqs = [paper.seq for paper in letter.papers.all() if paper.seq not in leave_out]
    return sent(**{f"paper_{letter.id.hex[:8]}_{seq}": "on" for seq in seqs})


def test_a_supplement_is_received_whole_or_not_at_all(who: Cast, officer: Client) -> None:
    dossier = incomplete(officer, who)
    waits = officer.get(reverse("desk"), {"hang": "waiting-citizen"})
    assert "Ảnh 4x6 nền trắng" in words(waits)
    page = officer.post(url("receive_supplement", dossier), received(2))
    assert page.status_code == 409
    assert "Chưa nhận «Ảnh 4x6 nền trắng»" in words(page)
    assert page.content.decode().count("checked") == 1
    whole = received()
    answers = [officer.post(url("receive_supplement", dossier), whole) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert state(dossier) is State.COMPLETED
    assert DossierLine.objects.filter(stream_id=dossier.id, action="complete").count() == 1
    assert "Công dân đã bổ sung đủ" in words(officer.get(url("desk_dossier", dossier)))


def test_ticks_of_an_older_letter_are_not_those_of_a_newer(who: Cast, officer: Client) -> None:
    dossier = incomplete(officer, who)
    stale = received()
    officer.post(url("receive_supplement", dossier), received())
    again = asked(again_reason="Giấy vừa nộp bổ sung đã hết hạn sử dụng")
    officer.post(url("ask_supplement", dossier), again)
    page = officer.post(url("receive_supplement", dossier), stale | {"request_id": str(uuid4())})
    assert (page.status_code, state(dossier)) == (409, State.INCOMPLETE)


@pytest.mark.law("26d")
def test_a_refusal_needs_a_reason_of_the_list_and_words(who: Cast, officer: Client) -> None:
    dossier = arrived(who)
    for lacking in ({"code": "not-competent"}, {"reason": WHY}):
        page = officer.post(url("refuse", dossier), sent(**lacking))
        assert page.status_code == 409
        assert (state(dossier), Letter.objects.count()) == (State.ARRIVED, 0)
    form = sent(code="not-competent", reason=WHY)
    answers = [officer.post(url("refuse", dossier), form) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert state(dossier) is State.REFUSED
    assert Letter.objects.count() == 1
    text = words(officer.get(url("desk_dossier", dossier)))
    assert WHY in text
    assert "Trả lại giấy tờ" in text


@pytest.mark.law("33c")
def test_papers_of_a_refused_dossier_go_back_over_the_counter(who: Cast, officer: Client) -> None:
    dossier = at_counter(who)
    officer.post(url("refuse", dossier), sent(code="not-competent", reason=WHY))
    assert "Nguyễn Văn Mẫu" in words(officer.get(reverse("desk"), {"hang": "papers-back"}))
    blind = officer.post(url("papers_back", dossier), sent())
    assert (blind.status_code, state(dossier)) == (409, State.REFUSED)
    form = sent(checked="on")
    answers = [officer.post(url("papers_back", dossier), form) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert state(dossier) is State.REFUSED_CLOSED


@pytest.mark.law("33c")
def test_papers_of_a_withdrawn_dossier_go_back_by_post_as_chosen(
    who: Cast, officer: Client
) -> None:
    dossier = arrived(who)
    short = officer.post(url("withdraw", dossier), sent(reason="ngắn"))
    assert (short.status_code, state(dossier)) == (409, State.ARRIVED)
    officer.post(url("withdraw", dossier), sent(reason="Công dân chuyển nơi cư trú"))
    letter = Letter.objects.get()
    assert officer.get(reverse("letter", args=[letter.id])).content.startswith(b"%PDF")
    assert officer.get(url("papers_label", dossier)).status_code == 404
    assert officer.post(url("papers_back", dossier), sent(checked="on")).status_code == 409
    packed = officer.post(url("papers_back", dossier), sent(seal_number="NP-0077"))
    assert packed["Location"] == url("papers_back", dossier)
    text = words(officer.get(url("papers_back", dossier)))
    cover = Envelope.objects.get(leg="out")
    assert cover.number in text
    assert officer.get(url("papers_label", dossier)).content.startswith(b"%PDF")
    assert "Đã đóng gói" in words(officer.get(reverse("desk"), {"hang": "papers-back"}))


def test_a_dossier_at_the_agency_is_not_refused_nor_asked_for_papers_by_the_desk(
    who: Cast, officer: Client
) -> None:
    dossier = transfer(who, accept(who, arrived(who)))
    page = words(officer.get(url("desk_dossier", dossier)))
    assert "Yêu cầu bổ sung (Mẫu 02)" not in page
    answers: list[Any] = [
        officer.post(url("ask_supplement", dossier), asked()),
        officer.post(url("refuse", dossier), sent(code="not-competent", reason=WHY)),
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert Letter.objects.count() == 0


def test_a_one_way_dossier_by_post_waits_at_the_desk_for_its_papers_to_be_fetched(
    who: Cast, officer: Client
) -> None:
    dossier = arrive(who, take_in(who, service=Service.SEND, recipient=None))
    officer.post(url("refuse", dossier), sent(code="not-competent", reason=WHY))
    assert officer.post(url("papers_back", dossier), sent(checked="on")).status_code == 303
    assert state(dossier) is State.REFUSED_CLOSED
