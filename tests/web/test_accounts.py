"""Signing in and out, sessions that end, one's own password and PIN, the workplace."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from tests.cast import PASSWORD, PIN, Cast, accept, act, arrive, release, settle, take_in
from tests.web.page_reading import folded
from tram.accounts.models import Session, User
from tram.accounts.rules.access import Role
from tram.core.acts import Secret
from tram.core.models import Request
from tram.directory import commands as directory
from tram.directory.commands import DemoPerson
from tram.directory.models import Appointment
from tram.web.access import PUBLIC
from tram.web.workplace.urls import urlpatterns

NEW = "con trâu đi trước cái cày"
SIGN_IN = "/lam-viec/dang-nhap/"
AGAIN = "/lam-viec/dang-nhap-lai/"
HOME = "/lam-viec/"
PEOPLE = "/lam-viec/nguoi-dung/"


def sign_in(client: Client, username: str = "gdv.mau", password: str = PASSWORD, **words: str):  # type: ignore[no-untyped-def]
    address = words.pop("REMOTE_ADDR", "10.0.0.1")
    typed = {"username": username, "password": password, **words}
    return client.post(SIGN_IN, typed, REMOTE_ADDR=address)


@pytest.fixture
def teller(who: Cast, client: Client) -> Client:
    client.force_login(who.teller)
    return client


@pytest.fixture
def not_a_demo(who: Cast) -> Iterator[None]:
    """This very database without its mark, as far as pages and queries can see."""
    with patch("tram.accounts.queries.is_demo", return_value=False):
        yield


def shown(who: Cast) -> User:
    """Somebody invented, whom the sign-in page of a demonstration offers."""
    one = DemoPerson("td.mot", "Trình Diễn Một", Role.TELLER, who.point.id)
    directory.demo_cast([one], password=Secret(NEW), pin=Secret(PIN), since=date(2019, 1, 1))
    return User.objects.get(username="td.mot")


# Signing in


def test_a_person_signs_in_and_sees_the_own_workplace(who: Cast, client: Client) -> None:
    page = sign_in(client, " GDV.Mau ")
    assert (page.status_code, page["Location"]) == (303, HOME)
    home = folded(client.get(HOME))
    assert "Chào Giao Dịch Viên Mẫu" in home
    assert "Giao dịch viên bưu điện" in home
    assert who.point.name in home
    assert reverse("intake") in home
    assert reverse("people") not in home


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(
    who: Cast, client: Client
) -> None:
    pages = [sign_in(client, "gdv.mau", "sai"), sign_in(client, "khong.co", "sai")]
    for page in pages:
        assert page.status_code == 409
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in folded(page)
    assert 'value="gdv.mau"' in folded(pages[0])
    assert "sai" not in re.findall(r'value="([^"]*)"', folded(pages[0]))


def test_blanks_are_told_at_the_field(who: Cast, client: Client) -> None:
    page = sign_in(client, "", "")
    assert page.status_code == 422
    assert "Chưa nhập «Tên đăng nhập»." in folded(page)


def test_five_wrong_passwords_lock_the_name_for_that_address_only(
    who: Cast, client: Client
) -> None:
    for attempt in ("gdv.mau", "GDV.mau", "gdv.MAU", "Gdv.Mau", "gdv.mau "):
        last = sign_in(client, attempt, "sai")
    assert last.status_code == 429
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "chờ 15 phút" in folded(locked)
    assert sign_in(Client(), REMOTE_ADDR="10.0.0.2").status_code == 303
    assert sign_in(Client(), "gdv.khac").status_code == 303


def test_who_has_left_cannot_sign_in(who: Cast, client: Client) -> None:
    directory.end_person(act(who.administrator), user_id=who.teller.id)
    assert sign_in(client).status_code == 409


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/lam-viec/ma-pin/?a=1", "/lam-viec/ma-pin/?a=1"),
        ("https://xau.example/", HOME),
        ("//xau.example/", HOME),
        ("javascript:alert(1)", HOME),
        ("", HOME),
    ],
)
def test_signing_in_leads_back_to_our_own_pages_only(
    who: Cast, client: Client, wanted: str, reached: str
) -> None:
    assert sign_in(client, next=wanted)["Location"] == reached


def test_signing_out_ends_the_session(who: Cast, teller: Client) -> None:
    stolen = teller.cookies["tram"].value
    assert teller.get(reverse("sign_out")).status_code == 405
    page = teller.post(reverse("sign_out"), follow=True)
    assert "Bạn đã đăng xuất." in folded(page)
    assert not Session.objects.filter(user=who.teller).exists()
    thief = Client()
    thief.cookies["tram"] = stolen
    assert thief.get(HOME).status_code == 302


# Every staff page


def staff_pages() -> list[URLPattern]:
    return [page for page in urlpatterns if page.callback.access_policy != PUBLIC]


def address(page: URLPattern) -> str:
    samples = {"int": 1, "slug": "teller", "uuid": uuid4(), "str": "x", "path": "x"}
    converters = page.pattern.converters.items()
    words = {
        name: samples[
            type(kind).__name__.removesuffix("Converter").replace("String", "str").lower()
        ]
        for name, kind in converters
    }
    return reverse(str(page.name), kwargs=words)


@pytest.mark.law("61a")
def test_no_staff_page_opens_without_signing_in(db: None, client: Client) -> None:
    assert len(staff_pages()) > 200
    for route in staff_pages():
        for ask in (client.get, client.post):
            answer = ask(address(route))
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith(f"{SIGN_IN}?next="), route.name


@pytest.mark.law("61a")
def test_every_page_says_who_may_open_it() -> None:
    silent = [page.name for page in urlpatterns if not hasattr(page.callback, "access_policy")]
    assert silent == []


@pytest.mark.law("61a")
def test_who_has_no_duty_opens_only_what_is_their_own(who: Cast, client: Client) -> None:
    Appointment.objects.filter(user=who.teller).delete()
    client.force_login(who.teller)
    own = {"workplace", "choose_place", "change_password", "set_pin"}
    # Which units and areas there are, and were, is no secret of anybody's.
    own |= {"units", "areas"}
    asked = [(str(page.name), client.get(address(page)).status_code) for page in staff_pages()]
    assert {name for name, status in asked if status != 403} == own


@pytest.mark.law("61e")
def test_a_duty_ended_while_signed_in_closes_its_pages_at_the_next_request(
    who: Cast, teller: Client
) -> None:
    assert teller.get(reverse("intake")).status_code == 200
    held = Appointment.objects.get(user=who.teller)
    on = date(2019, 11, 4)
    directory.end_appointment(act(who.administrator), appointment_id=held.id, on=on)
    assert teller.get(reverse("intake")).status_code == 403
    assert "chưa được phân công" in folded(teller.get(HOME))


# Sessions that end


def idle(client: Client, minutes: int = 0, hours: int = 0) -> None:
    """Let time pass over a session: its notes become that much older."""
    session = client.session
    before = timezone.now() - timedelta(minutes=minutes, hours=hours)
    session["seen_at"] = (before if minutes else timezone.now()).isoformat()
    session["started_at"] = before.isoformat()
    session.save()


def test_half_an_hour_without_work_ends_the_session(who: Cast, teller: Client) -> None:
    idle(teller, minutes=29)
    assert teller.get(HOME).status_code == 200
    idle(teller, minutes=31)
    page = teller.get(f"{reverse('set_pin')}?a=1")
    assert page["Location"] == f"{AGAIN}?next=%2Flam-viec%2Fma-pin%2F%3Fa%3D1"
    asked = folded(teller.get(page["Location"]))
    assert "quá 30 phút không có thao tác" in asked
    assert not Session.objects.filter(user=who.teller).exists()
    typed = {"username": "gdv.mau", "password": PASSWORD, "next": "/lam-viec/ma-pin/?a=1"}
    back = teller.post(AGAIN, typed)
    assert back["Location"] == "/lam-viec/ma-pin/?a=1"
    assert teller.get(HOME).status_code == 200


def test_twelve_hours_end_the_session_however_busy(who: Cast, teller: Client) -> None:
    idle(teller, hours=11)
    assert teller.get(HOME).status_code == 200
    idle(teller, hours=13)
    assert teller.get(HOME)["Location"].startswith(AGAIN)


def test_the_twelve_hours_begin_at_signing_in_not_before(who: Cast, client: Client) -> None:
    session = client.session
    session["started_at"] = (timezone.now() - timedelta(hours=13)).isoformat()
    session.save()
    client.cookies["tram"] = str(session.session_key)
    sign_in(client)
    assert client.get(HOME).status_code == 200


def ended_form(who: Cast, teller: Client) -> str:
    """A form sent after the session had ended: what the sign-in page carries."""
    idle(teller, minutes=31)
    typed = {
        "request_id": str(uuid4()),
        "unit": str(who.point.id),
        "pin": "135790",
        "note": "<Đỗ & con>",
    }
    page = teller.post(
        f"{reverse('choose_place')}?b=2", typed, headers={"referer": f"http://testserver{HOME}"}
    )
    assert page.status_code == 401
    assert "biểu mẫu vừa gửi chưa được ghi" in folded(page)
    found = re.search(r'name="kept" value="([^"]+)"', folded(page))
    assert found
    return found[1]


def test_what_was_typed_when_the_session_ended_can_be_sent_again(
    who: Cast, teller: Client
) -> None:
    carried = ended_form(who, teller)
    page = teller.post(AGAIN, {"username": "gdv.mau", "password": PASSWORD, "kept": carried})
    words = folded(page)
    assert 'action="/lam-viec/noi-lam-viec/?b=2"' in words
    assert f'name="unit" value="{who.point.id}"' in words
    assert 'name="note" value="&lt;Đỗ &amp; con&gt;"' in words
    assert "135790" not in words
    assert teller.get(HOME).status_code == 200


def test_a_wrong_password_on_the_way_keeps_what_was_typed(who: Cast, teller: Client) -> None:
    carried = ended_form(who, teller)
    page = teller.post(AGAIN, {"username": "gdv.mau", "password": "sai", "kept": carried})
    assert f'name="kept" value="{carried}"' in folded(page)


def test_what_one_person_typed_is_not_sent_by_another(who: Cast, teller: Client) -> None:
    carried = ended_form(who, teller)
    page = teller.post(AGAIN, {"username": "gdv.khac", "password": PASSWORD, "kept": carried})
    assert (page.status_code, page["Location"]) == (303, HOME)


def test_what_somebody_made_up_is_not_sent(who: Cast, client: Client) -> None:
    page = client.post(AGAIN, {"username": "gdv.mau", "password": PASSWORD, "kept": "bịa:đặt"})
    assert page["Location"] == HOME


def test_a_fragment_asked_for_after_the_end_sends_the_whole_page_to_sign_in(
    who: Cast, teller: Client
) -> None:
    idle(teller, minutes=31)
    headers = {"hx-request": "true", "hx-current-url": f"http://testserver{PEOPLE}?q=a"}
    page = teller.get(HOME, headers=headers)
    assert page["HX-Redirect"] == f"{AGAIN}?next=%2Flam-viec%2Fnguoi-dung%2F%3Fq%3Da"


# A demonstration


def test_a_demonstration_offers_its_invented_people(who: Cast, client: Client) -> None:
    shown(who)
    page = folded(client.get(SIGN_IN))
    assert "Đây là bản trình diễn" in page
    assert "Trình Diễn Một" in page
    assert who.point.name in page
    assert "Giao Dịch Viên Mẫu" not in page
    answer = client.post(reverse("demo_sign_in"), {"username": "td.mot"})
    assert (answer.status_code, answer["Location"]) == (303, HOME)
    assert "Chào Trình Diễn Một" in folded(client.get(HOME))


def test_only_invented_people_are_signed_in_by_a_click(who: Cast, client: Client) -> None:
    for username in ("gdv.mau", "khong.co", ""):
        page = client.post(reverse("demo_sign_in"), {"username": username})
        assert page.status_code == 409
        assert "không cần mật khẩu" in folded(page)
    assert client.get(HOME).status_code == 302


def test_outside_a_demonstration_a_click_signs_nobody_in(
    who: Cast, client: Client, not_a_demo: None
) -> None:
    shown(who)
    assert client.post(reverse("demo_sign_in"), {"username": "td.mot"}).status_code == 409
    assert client.get(HOME).status_code == 302


# One's own password, PIN and place


def typed_password(old: str = PASSWORD, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {
        "request_id": str(uuid4()),
        "old_password": old,
        "new_password": new,
        "repeat_password": again,
    }


def test_a_one_time_password_must_be_changed_before_anything_else(
    who: Cast, client: Client
) -> None:
    User.objects.filter(id=who.teller.id).update(must_change_password=True)
    client.force_login(who.teller)
    assert client.get(reverse("intake"))["Location"] == reverse("change_password")
    assert "cấp một lần" in folded(client.get(reverse("change_password")))
    client.post(reverse("change_password"), typed_password())
    assert client.get(reverse("intake")).status_code == 200


def test_a_new_password_ends_the_other_devices_and_this_one_goes_on(
    who: Cast, teller: Client
) -> None:
    other = Client()
    other.force_login(who.teller)
    page = teller.post(reverse("change_password"), typed_password(), follow=True)
    assert "Đã đổi mật khẩu" in folded(page)
    assert other.get(HOME).status_code == 302
    assert teller.get(HOME).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 303
    assert sign_in(Client()).status_code == 409


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (typed_password(old="sai"), 409, "Mật khẩu đang dùng không đúng"),
        (typed_password(new="ngắn", again="ngắn"), 409, "cần ít nhất 12 ký tự"),
        (typed_password(again="khác"), 422, "Hai lần nhập không giống nhau"),
    ],
)
def test_a_refused_password_is_told_and_never_shown_again(
    who: Cast, teller: Client, words: dict[str, str], status: int, message: str
) -> None:
    page = teller.post(reverse("change_password"), words)
    assert page.status_code == status
    assert message in folded(page)
    assert NEW not in folded(page)
    assert sign_in(Client()).status_code == 303


def test_guessing_the_password_at_an_open_screen_locks_too(who: Cast, teller: Client) -> None:
    for _ in range(5):
        last = teller.post(reverse("change_password"), typed_password(old="đoán bừa"))
    assert last.status_code == 429
    assert teller.post(reverse("change_password"), typed_password()).status_code == 429


def test_a_person_sets_the_own_pin(who: Cast, teller: Client) -> None:
    words = {
        "request_id": str(uuid4()),
        "password": PASSWORD,
        "pin": "918273",
        "repeat_pin": "918273",
    }
    weak = teller.post(reverse("set_pin"), {**words, "pin": "111111", "repeat_pin": "111111"})
    assert weak.status_code == 409
    assert "dễ đoán" in folded(weak)
    page = teller.post(reverse("set_pin"), words, follow=True)
    assert "Đã đặt mã PIN" in folded(page)
    who.teller.refresh_from_db()
    assert who.teller.pin.startswith("argon2")
    asked = Request.objects.get(id=words["request_id"])
    assert "918273" not in str(asked.answer)


def test_who_works_at_two_units_chooses_one(who: Cast, teller: Client) -> None:
    Appointment.objects.create(
        user=who.teller, role=Role.TELLER, unit=who.other_point, valid_from=date(2019, 1, 1)
    )
    home = folded(teller.get(HOME))
    assert "Bạn đang làm việc ở đâu?" in home
    page = teller.post(reverse("choose_place"), {"unit": who.other_point.id}, follow=True)
    assert f"· {who.other_point.short_name or who.other_point.name}" in folded(page)
    elsewhere = teller.post(reverse("choose_place"), {"unit": who.agency.id})
    assert elsewhere.status_code == 409
    assert "không có nhiệm vụ ở đơn vị này" in folded(elsewhere)


def test_the_workplace_says_what_waits_for_whom(who: Cast, client: Client) -> None:
    deliveries = release(who, settle(who, accept(who, arrive(who, take_in(who)))))
    assert deliveries.state == "released"
    arrive(who, take_in(who))
    for user, words in (
        (who.postman, "1 kết quả bạn đang mang đi phát"),
        (who.officer, "1 hồ sơ chờ tiếp nhận"),
    ):
        client.force_login(user)
        assert words in folded(client.get(HOME))
    client.force_login(who.teller)
    assert "chờ" not in folded(client.get(HOME))


def test_a_refusal_outside_a_form_says_why(who: Cast, teller: Client) -> None:
    page = teller.post(reverse("choose_place"), {"unit": "x"})
    assert "Hãy chọn một đơn vị trong danh sách" in folded(page)
