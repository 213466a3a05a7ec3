"""A customer with the receipt at a counter: it came, it did not, a try is not true, bring it otherwise."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast, manager
from tests.custody.undelivered import in_vain
from tests.web.page_reading import words
from tram.core import clock
from tram.core.calendar import vn_date
from tram.core.codes import show_tracking_code, tracking_code
from tram.custody.models import Confirmation, DeliveryChange, Dispute, Recipient
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
AT_HOME = "Bưu tá ghi không gặp, nhưng cả sáng tôi ở nhà"


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    arrived = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    return cast.release(who, cast.settle(who, arrived))


def code(dossier: Dossier) -> str:
    return show_tracking_code(tracking_code(settings.TRACKING_KEY.encode(), dossier.id, 1))


def say(client: Client, dossier: Dossier, said: str, **more: str) -> Any:
    typed = {"request_id": str(uuid4()), "code": code(dossier), "said": said, **more}
    return client.post(reverse("by_receipt"), typed)


def told(answer: HttpResponse, client: Client) -> str:
    assert answer.status_code == 303, words(answer)
    return words(client.get(answer["Location"]))


@pytest.mark.law("41a")
def test_the_desk_writes_down_that_it_came_once(
    who: Cast, client: Client, released: Dossier
) -> None:
    client.force_login(who.officer)
    early = say(client, released, "came")
    assert early.status_code == 409
    assert "Bưu điện chưa ghi là đã phát bưu gửi này." in words(early)
    cast.deliver(who, released)
    assert "khách xác nhận đã nhận được" in told(say(client, released, "came"), client)
    assert Confirmation.objects.get().dossier_id == released.id


def test_the_post_does_not_confirm_its_own_delivery(
    who: Cast, client: Client, released: Dossier
) -> None:
    cast.deliver(who, released)
    for user in (who.teller, manager()):
        client.force_login(user)
        assert "Đã nhận được bưu gửi" not in words(client.get(reverse("by_receipt")))
        assert say(client, released, "came").status_code == 409
    assert not Confirmation.objects.exists()
    for user in (who.postman, who.leader):
        client.force_login(user)
        assert client.get(reverse("by_receipt")).status_code == 403


def test_what_did_not_come_goes_to_the_manager_of_the_post(
    who: Cast, client: Client, released: Dossier
) -> None:
    cast.deliver(who, released)
    client.force_login(who.teller)
    short = say(client, released, "not-come", words="không")
    assert short.status_code == 409
    assert "ít nhất 10 ký tự" in words(short)
    page = told(say(client, released, "not-come", words=AT_HOME), client)
    assert "quản lý bưu điện phải trả lời khách" in page
    assert "Nguyễn Văn Mẫu" not in page
    client.force_login(manager())
    assert AT_HOME in words(client.get(reverse("dispute", args=[Dispute.objects.get().id])))


def test_a_try_is_named_by_its_number(who: Cast, client: Client, released: Dossier) -> None:
    in_vain(who, released)
    client.force_login(who.officer)
    nameless = say(client, released, "not-true", words=AT_HOME)
    assert "Hãy ghi lần phát thứ mấy." in words(nameless)
    none = say(client, released, "not-true", words=AT_HOME, number="2")
    assert "Không có lần phát số 2 nào." in words(none)
    told(say(client, released, "not-true", words=AT_HOME, number="1"), client)
    assert Dispute.objects.get().attempt is not None


def test_another_day_or_another_person(who: Cast, client: Client, released: Dossier) -> None:
    client.force_login(who.teller)
    nothing = say(client, released, "otherwise", words="Tôi đi vắng cả tuần")
    assert nothing.status_code == 409
    assert "Hãy chọn ngày hẹn mới" in words(nothing)
    day = clock.today() + timedelta(days=2)
    more = {"words": "Tôi đi vắng", "day": vn_date(day), "recipient_name": "Trần Thị Mẫu"}
    told(say(client, released, "otherwise", **more), client)
    assert DeliveryChange.objects.get().slot_day == day
    last = Recipient.objects.filter(dossier=released).order_by("-version").first()
    assert last
    assert last.full_name == "Trần Thị Mẫu"


def test_a_code_that_nobody_has_says_so_and_keeps_the_words(
    who: Cast, client: Client, released: Dossier
) -> None:
    client.force_login(who.teller)
    other = show_tracking_code(tracking_code(settings.TRACKING_KEY.encode(), uuid4(), 1))
    wrong = say(client, released, "not-come", words=AT_HOME, code=other)
    assert wrong.status_code == 409
    assert "Không có hồ sơ nào mang mã này" in words(wrong)
    assert AT_HOME in wrong.content.decode()
