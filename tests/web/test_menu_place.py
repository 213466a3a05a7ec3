"""The menu marks where one is, on pages below an entry too: on a phone it scrolls there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, take_in

pytestmark = pytest.mark.django_db


def marked(client: Client, url: str) -> list[tuple[str, str]]:
    """The marked entries of the menu: how they are marked, and their words."""
    menu = client.get(url).content.decode().split('class="workplace-nav"')[1].split("</nav>")[0]
    found = re.findall(r'aria-current="(\w+)">([^<]+)<', menu)
    return [(how, words.strip()) for how, words in found]


def test_a_page_of_the_menu_is_marked_as_the_page(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    assert marked(client, reverse("my_cash")) == [("page", "Quỹ của tôi")]


def test_a_page_below_marks_the_nearest_entry_once(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    assert marked(client, reverse("give_cash")) == [("true", "Quỹ của tôi")]
    dossier = take_in(who)
    assert marked(client, reverse("dossier", args=[dossier.id])) == [("true", "Tìm hồ sơ")]


def test_what_is_below_no_entry_marks_none(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    assert marked(client, reverse("workplace")) == []
