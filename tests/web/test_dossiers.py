"""Finding a dossier and reading it: who finds what, and how much of it they see."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import (
    Cast,
    accept,
    act,
    arrive,
    deliver,
    person,
    release,
    settle,
    submitter,
    take_in,
    transfer,
)
from tests.moved import move, take_over
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry, User
from tram.accounts.rules.access import Role
from tram.core.codes import show_tracking_code, tracking_code
from tram.core.models import Request
from tram.custody.commands import intake
from tram.custody.commands.intake import Addressee
from tram.custody.models import Envelope
from tram.directory.models import Unit
from tram.dossiers import commands
from tram.dossiers.models import Dossier


def url(dossier: Dossier) -> str:
    return reverse("dossier", args=[dossier.id])


def found(client: Client, user: User, text: str) -> set[str]:
    """Ids of the dossiers that a person finds."""
    client.force_login(user)
    page = client.get(reverse("dossiers"), {"q": text})
    assert page.status_code == 200
    return set(re.findall(r'href="/lam-viec/ho-so/([0-9a-f-]{36})/"', page.content.decode()))


def sent_by(who: Cast, sender: str, recipient: str, phone: str = "0912000009") -> Dossier:
    """Taken in from one person, the result to go to another."""
    to = Addressee(recipient, phone, "Thôn Nhận, xã Nhận", who.commune.id)
    return take_in(who, submitter=submitter(sender), recipient=to)


def manager(who: Cast) -> User:
    post = Unit.objects.get(kind="provincial-post")
    return person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)


@pytest.mark.law("65b")
@pytest.mark.parametrize(
    "text",
    [
        "đặng thị ĐỨC",
        "dang thi duc",
        "Duc",
        "0912 000 001",
        "0912000001",
        "+84 912 000 001",
        "12000001",
        "{number}",
        "{s10}",
        "{spaced}",
        "0001",
        "191104-0001",
        "{code}",
        "{dashed}",
        "https://tram.example/theo-doi/#{dashed}",
    ],
)
def test_a_desk_finds_its_dossier_by_whatever_is_at_hand(
    who: Cast, client: Client, text: str
) -> None:
    dossier = accept(who, arrive(who, sent_by(who, "Đặng Thị Đức", "Lê Văn Nhận")))
    s10 = Envelope.objects.get().number
    code = tracking_code(settings.TRACKING_KEY.encode(), dossier.id, 1)
    words_ = {
        "number": dossier.number,
        "s10": s10,
        "spaced": f"{s10[:2]} {s10[2:]}".lower(),
        "code": code.lower(),
        "dashed": show_tracking_code(code),
    }
    assert found(client, who.officer, text.format(**words_)) == {str(dossier.id)}


@pytest.mark.parametrize("text", ["không ai cả", "0987654321", "9999", "%", "_", "\\"])
def test_what_is_not_there_is_said_not_to_be_there(who: Cast, client: Client, text: str) -> None:
    arrive(who, take_in(who))
    assert found(client, who.officer, text) == set()
    assert "Không tìm thấy hồ sơ nào" in words(client.get(reverse("dossiers"), {"q": text}))


def test_without_words_the_newest_are_shown_page_by_page(who: Cast, client: Client) -> None:
    first = take_in(who)
    for _ in range(22):
        first.pk = uuid4()
        first.save(force_insert=True)
    client.force_login(who.officer)
    page = client.get(reverse("dossiers")).content.decode()
    assert len(set(re.findall(r"/lam-viec/ho-so/[0-9a-f-]{36}/", page))) == 20
    onward = re.search(r'href="([^"]+)"\s+rel="next"', page)
    assert onward
    rest = client.get(onward[1].replace("&amp;", "&")).content.decode()
    assert len(set(re.findall(r"/lam-viec/ho-so/[0-9a-f-]{36}/", rest))) == 3
    assert 'rel="prev"' in rest


def test_a_wrong_check_digit_is_said_and_kept(who: Cast, client: Client) -> None:
    take_in(who)
    s10 = Envelope.objects.get().number
    wrong = f"{s10[:10]}{(int(s10[10]) + 1) % 10}{s10[11:]}"
    client.force_login(who.officer)
    page = client.get(reverse("dossiers"), {"q": wrong})
    assert "sai chữ số kiểm tra" in words(page)
    assert wrong in page.content.decode()
    impossible = client.get(reverse("dossiers"), {"q": "000.00.01.H62-191399-0001"})
    assert "không phải mã hồ sơ" in words(impossible)


@pytest.mark.law("61b")
def test_each_finds_only_their_own(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    other_desk = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    other_agency = Unit.objects.get(slug="so-noi-vu")
    strangers = [
        who.neighbour,
        person("mc.khac", "Một Cửa Khác", Role.ONE_STOP_OFFICER, other_desk),
        person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other_agency),
        person("bt.khac", "Bưu Tá Khác", Role.POSTMAN, Unit.objects.get(kind="provincial-post")),
    ]
    own = [who.teller, who.officer, who.specialist, who.leader, who.postman, manager(who)]
    for user in strangers:
        assert found(client, user, "mau") == set(), user
        page = client.get(url(dossier))
        assert page.status_code == 404, user
        assert "Nguyễn Văn Mẫu" not in words(page)
    for user in own:
        assert found(client, user, "mau") == {str(dossier.id)}, user
        assert client.get(url(dossier)).status_code == 200, user


def test_a_postman_who_has_not_carried_it_does_not_find_it(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    assert found(client, who.postman, "mau") == set()
    arrive(who, dossier)
    assert found(client, who.postman, "mau") == {str(dossier.id)}


@pytest.mark.law("61c")
def test_the_post_sees_recipient_papers_and_fees_and_the_point_also_procedure_and_sender(
    who: Cast, client: Client
) -> None:
    dossier = accept(who, arrive(who, sent_by(who, "Đặng Thị Gửi", "Lê Văn Nhận")))
    settle(who, dossier)
    number, procedure = str(dossier.number), who.version.name
    shown: dict[str, str] = {}
    for user in (who.postman, manager(who), who.teller, who.officer):
        client.force_login(user)
        shown[user.username] = words(client.get(url(dossier)))
    for text in shown.values():
        assert "Lê Văn Nhận 0912 000 009 Thôn Nhận, xã Nhận" in text
        assert "1. Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp" in text
        assert "200.000 đ" in text
    for username in ("bt.mau", "ql.mau"):
        for hidden in ("Đặng Thị Gửi", procedure, number, who.agency.name, "123/KQ"):
            assert hidden not in shown[username], (username, hidden)
    assert all(text in shown["gdv.mau"] for text in ("Đặng Thị Gửi", procedure, number))
    assert "123/KQ" not in shown["gdv.mau"]
    assert all(text in shown["mc.mau"] for text in ("Đặng Thị Gửi", procedure, "123/KQ"))


@pytest.mark.law("61c")
def test_who_may_not_know_the_sender_cannot_find_out_by_searching(
    who: Cast, client: Client
) -> None:
    dossier = accept(who, arrive(who, sent_by(who, "Đặng Thị Gửi", "Lê Văn Nhận")))
    for user in (who.postman, manager(who)):
        assert found(client, user, "dang thi gui") == set()
        assert found(client, user, "0912000001") == set()
        assert found(client, user, str(dossier.number)) == set()
        assert found(client, user, "le van nhan") == {str(dossier.id)}
        assert found(client, user, "0912000009") == {str(dossier.id)}
    assert found(client, who.teller, "dang thi gui") == {str(dossier.id)}


def test_money_is_for_those_who_may_read_it(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    client.force_login(who.specialist)
    assert "200.000 đ" not in words(client.get(url(dossier)))
    client.force_login(who.leader)
    assert "200.000 đ" in words(client.get(url(dossier)))


@pytest.mark.law("28a")
def test_the_due_date_is_seen_by_the_post_and_by_the_customer(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    client.force_login(who.teller)
    assert "14/11/2019" not in words(client.get(url(dossier)))
    accept(who, dossier)
    assert "Hẹn trả 16:30 14/11/2019" in words(client.get(url(dossier)))
    client.logout()
    code = tracking_code(settings.TRACKING_KEY.encode(), dossier.id, 1)
    assert "14/11/2019" in words(client.post(reverse("tracking"), {"code": code}))


def test_the_story_joins_law_paper_and_money_in_order(who: Cast, client: Client) -> None:
    dossier = deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    client.force_login(who.officer)
    text = words(client.get(url(dossier)))
    for told in (
        "Bưu điện nhận hồ sơ Pháp lý",
        f"Hồ sơ gửi đi: {who.point.name} giữ Giấy tờ",
        "Thu: phí, lệ phí 200.000 đ Tiền",
        "Hai bên ký: Bưu Tá Mẫu giao, Một Cửa Mẫu nhận. Bảng kê BK-",
        "Kết quả: Bưu Tá Mẫu giao khách hàng",
        "Kết thúc hồ sơ Pháp lý",
        "Ai đang giữ Hồ sơ gửi đi: Sở Tư pháp Kết quả: Khách hàng",
        "Đã phát Nguyễn Văn Mẫu (Chính người nhận)",
    ):
        assert told in text


def test_a_correction_keeps_what_stood_before_readable(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    commands.correct_submitter(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        person=submitter("Nguyễn Văn Đúng"),
        reason="Gõ nhầm tên",
    )
    new = Addressee("Người Nhận Mới", "0912000005", "Số 9", who.commune.id)
    intake.correct_recipient(
        act(who.officer, who.desk), dossier_id=dossier.id, recipient=new, reason="Khách đổi ý"
    )
    client.force_login(who.officer)
    text = words(client.get(url(dossier)))
    assert "Người nộp Nguyễn Văn Đúng" in text
    assert "Lần 1: Nguyễn Văn Mẫu" in text
    assert "Lần 2: Nguyễn Văn Đúng" in text
    assert "– Gõ nhầm tên" in text
    assert "Gửi tới Người Nhận Mới" in text
    assert "– Khách đổi ý" in text


def test_each_is_led_to_the_act_that_waits_for_them(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    steps = {}
    for user in (who.officer, who.teller):
        client.force_login(user)
        page = client.get(url(dossier)).content.decode()
        steps[user.username] = reverse("desk_dossier", args=[dossier.id]) in page
    assert steps == {"mc.mau": True, "gdv.mau": False}


@pytest.mark.law("61d")
def test_every_reading_of_a_dossier_leaves_who_when_and_which(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    before = Request.objects.count()
    for user in (who.officer, who.teller, who.neighbour):
        client.force_login(user)
        client.get(url(dossier))
    entries = ReadEntry.objects.filter(subject=dossier.id).order_by("id")
    assert [(entry.actor_id, entry.place_id, entry.page) for entry in entries] == [
        (who.officer.id, who.desk.id, "dossier"),
        (who.teller.id, who.point.id, "dossier"),
    ]
    assert all(entry.at == dossier.registered_at for entry in entries)
    assert Request.objects.count() == before


def test_an_unknown_dossier_and_a_neighbours_are_told_apart_by_nobody(
    who: Cast, client: Client
) -> None:
    dossier = take_in(who)
    client.force_login(who.neighbour)
    neighbours = client.get(url(dossier))
    unknown = client.get(reverse("dossier", args=[uuid4()]))
    assert (neighbours.status_code, words(neighbours)) == (404, words(unknown))


@pytest.mark.law("61b")
def test_the_agency_that_has_it_in_hand_finds_it_and_only_while_it_has_it(
    who: Cast, client: Client
) -> None:
    dossier = transfer(who, accept(who, arrive(who, take_in(who))))
    other = Unit.objects.get(slug="so-noi-vu")
    helper = person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other)
    assert found(client, helper, "mau") == set()
    # The projection alone: how a dossier goes round agencies is told in tests/custody.
    Dossier.objects.filter(id=dossier.id).update(handling=other)
    assert found(client, helper, "mau") == {str(dossier.id)} == found(client, who.officer, "mau")
    assert who.version.name in words(client.get(url(dossier)))
    Dossier.objects.filter(id=dossier.id).update(handling=who.agency)
    assert found(client, helper, "mau") == set()
    assert client.get(url(dossier)).status_code == 404


@pytest.mark.law("61b", "64d")
def test_after_a_merger_the_successor_finds_what_its_predecessor_had(
    who: Cast, client: Client
) -> None:
    closed = deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    open_ = accept(who, arrive(who, take_in(who)))
    now = move(who)
    take_over()
    both = {str(closed.id), str(open_.id)}
    for user in (now.officer, now.specialist):
        assert found(client, user, "mau") == both
        assert found(client, user, str(closed.number)) == {str(closed.id)}


@pytest.mark.parametrize("held", ["first", "second"])
def test_a_receipt_finds_its_dossier_for_those_in_whose_reach_it_is(
    who: Cast, client: Client, held: str
) -> None:
    dossier = take_in(who)
    key = settings.TRACKING_KEY.encode()
    if held == "second":
        intake.reprint_receipt(
            act(who.teller, who.point), dossier_id=dossier.id, reason="Khách làm mất biên nhận"
        )
        old = show_tracking_code(tracking_code(key, dossier.id, 1))
        assert found(client, who.teller, old) == set(), "a code that was replaced opens nothing"
    code = show_tracking_code(tracking_code(key, dossier.id, 1 if held == "first" else 2))
    for user in (who.teller, manager(who)):
        assert found(client, user, code) == {str(dossier.id)}
    assert found(client, who.neighbour, code) == set()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert found(client, who.teller, wrong) == set()


@pytest.mark.law("61d")
def test_a_list_that_was_found_notes_each_person_on_it(who: Cast, client: Client) -> None:
    here, there = arrive(who, take_in(who)), arrive(who, take_in(who))
    found(client, who.officer, "khong ai ca")
    assert not ReadEntry.objects.exists()
    found(client, who.officer, "mau")
    noted = ReadEntry.objects.filter(actor_id=who.officer.id, page="dossiers")
    assert {entry.subject for entry in noted} == {here.id, there.id}
