"""The pages of cash: one's own drawer, a count, a hand-over by two, what the manager looks over, the book on paper."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cash.test_commands import balances
from tests.cash.test_shifts import notes
from tests.cast import PIN, Cast, manager, take_in
from tests.web.page_reading import words
from tram.cash.models import Account, CashHandover, Shift


def sent(**more: object) -> dict[str, object]:
    return {"request_id": str(uuid4()), **more}


def counted(amount: int) -> dict[str, object]:
    return sent(**{f"n{value}": count for value, count in notes(amount).items() if count})


def test_a_teller_sees_the_drawer_and_closes_the_shift(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.teller)
    page = client.get(reverse("my_cash"))
    assert "tự mở khi thu khoản đầu tiên" in words(page)
    assert reverse("dossier_payments", args=[dossier.id]) in page.content.decode()
    url = reverse("count_drawer", args=["dong-ca"])
    wrong = client.post(url, counted(balances()["drawer"] - 500))
    assert wrong.status_code == 409
    assert "thiếu 500 đ" in words(wrong)
    assert client.post(url, counted(balances()["drawer"])).status_code == 303
    assert Shift.objects.get().closed_at is not None
    assert "Đã đóng lúc" in words(client.get(reverse("my_cash")))


@pytest.mark.parametrize("amount", ["-5", "1,5", "abc", ""])
def test_an_amount_that_is_none_is_refused_with_nothing_lost(
    who: Cast, client: Client, amount: str
) -> None:
    take_in(who)
    client.force_login(who.teller)
    asked = sent(way="drawer-to-point", unit=who.point.id, amount=amount)
    page = client.post(reverse("give_cash"), asked)
    assert page.status_code == 409
    assert not CashHandover.objects.exists()


def test_cash_is_offered_and_counted_by_the_manager(who: Cast, client: Client) -> None:
    take_in(who)
    client.force_login(who.teller)
    asked = sent(way="drawer-to-point", unit=who.point.id, amount="50.000")
    assert client.post(reverse("give_cash"), asked).status_code == 303
    url = reverse("cash_handover", args=[CashHandover.objects.get().id])
    assert "Rút lại" in words(client.get(url))
    assert "Ký nhận" not in words(client.get(url))
    client.force_login(manager())
    assert "50.000 đ" in words(client.get(reverse("funds")))
    assert client.post(url, sent(counted="45.000", cause="")).status_code == 409
    assert client.post(url, sent(counted="45.000", cause="counted-badly")).status_code == 303
    page = words(client.get(reverse("funds")))
    assert "Người giao đếm nhầm" in page
    assert who.teller.full_name in page


def test_cash_is_signed_for_by_pin_at_once(who: Cast, client: Client) -> None:
    take_in(who)
    client.force_login(who.teller)
    asked = sent(way="drawer-to-point", unit=who.point.id, amount="50.000")
    signing = {"username": manager().username, "pin": PIN}
    for bad in (
        signing,
        signing | {"counted": "49.000"},
        signing | {"counted": "50.000", "pin": "1"},
    ):
        wrong = client.post(reverse("give_cash"), asked | bad | {"request_id": str(uuid4())})
        assert wrong.status_code == 409
        assert not CashHandover.objects.exists()
    asked |= signing | {"counted": "50.000", "request_id": str(uuid4())}
    assert client.post(reverse("give_cash"), asked).status_code == 303
    assert CashHandover.objects.get().state == "signed"


def test_the_cash_book_is_printed_for_who_keeps_it(who: Cast, client: Client) -> None:
    take_in(who)
    drawer = Account.objects.get(kind="drawer").id
    for user in (who.teller, manager()):
        client.force_login(user)
        printed = client.get(reverse("cash_book", args=[drawer]))
        assert printed.content.startswith(b"%PDF")
    client.force_login(who.neighbour)
    assert client.get(reverse("cash_book", args=[drawer])).status_code == 404
    client.force_login(who.officer)
    assert client.get(reverse("cash_book", args=[drawer])).status_code == 403


def test_a_postman_has_a_bag_and_a_stranger_no_part_in_a_hand_over(
    who: Cast, client: Client
) -> None:
    take_in(who)
    client.force_login(who.teller)
    client.post(
        reverse("give_cash"), sent(way="drawer-to-point", unit=who.point.id, amount="1.000")
    )
    url = reverse("cash_handover", args=[CashHandover.objects.get().id])
    client.force_login(who.postman)
    assert "Túi tiền bưu tá" in words(client.get(reverse("my_cash")))
    assert client.get(reverse("give_cash")).status_code == 200
    for stranger in (who.postman, who.neighbour):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
