"""Where secrets may be, the desk asks for marks before the post is ordered to bring anything home."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    Cast,
    accept,
    act,
    addressee,
    arrive,
    follow,
    full_count,
    submitter,
    take_in,
)
from tests.web.page_reading import words
from tests.web.test_desk import ticks
from tests.web.test_desk_returns import HOME, again, one_way, sent
from tram.core.errors import Refused
from tram.custody.commands import desk, returns
from tram.custody.rules.services import Service
from tram.dossiers.models import Dossier, ResultChannel

pytestmark = [pytest.mark.django_db, pytest.mark.law("17b")]
ASKED = "Khách có giấy tờ đóng dấu mật, tối mật hoặc tuyệt mật không?"


def asked_nothing(who: Cast) -> Dossier:
    """At the desk by post; where its result goes nobody has said."""
    plain = {"service": Service.SEND, "recipient": None}
    return arrive(who, take_in(who, secret=False, **plain))


def code(run: Any, *args: Any, **words_: Any) -> str:
    with pytest.raises(Refused) as refused:
        run(*args, **words_)
    return refused.value.code


def test_the_question_is_asked_of_a_return_by_post_and_of_nothing_else(who: Cast) -> None:
    who.version = follow(who.version, secret_possible=True)
    officer = act(who.officer, who.desk)
    words_: Any = {"dossier_id": asked_nothing(who).id, "recipient": addressee(who)}
    assert code(returns.register_postal_return, officer, **words_) == "secret-unanswered"
    assert code(returns.register_postal_return, officer, **words_, secret=True) == "secret"
    returns.register_postal_return(officer, **words_, secret=False)
    plain = (who.version.id, who.agency.id, submitter(), full_count(who.version))
    asked = desk.CounterIntake(*plain, recipient=addressee(who))
    assert code(desk.submit, act(who.officer, who.desk), intake=asked) == "secret-unanswered"
    desk.submit(act(who.officer, who.desk), intake=desk.CounterIntake(*plain))


def test_acceptance_asks_for_marks_and_a_mark_accepts_nothing(who: Cast, officer: Client) -> None:
    who.version = follow(who.version, secret_possible=True)
    dossier = asked_nothing(who)
    page = reverse("desk_dossier", args=[dossier.id])
    assert ASKED in words(officer.get(page))
    short = officer.post(page, ticks(dossier, **HOME))
    assert short.status_code == 409
    marked = officer.post(page, ticks(dossier, **HOME, secret="yes"))
    assert marked.status_code == 409
    assert "KT1" in words(marked)
    assert again(dossier).number is None
    assert officer.post(page, ticks(dossier, **HOME, secret="no")).status_code == 303
    assert again(dossier).result_channel == ResultChannel.POSTAL


def test_an_order_made_later_asks_too(who: Cast, officer: Client) -> None:
    who.version = follow(who.version, secret_possible=True)
    dossier = asked_nothing(who)
    page = reverse("change_return", args=[dossier.id])
    assert ASKED in words(officer.get(page))
    refused = officer.post(page, sent(do="register", **HOME, secret="yes"))
    assert refused.status_code == 409
    assert "KT1" in words(refused)
    assert officer.post(page, sent(do="register", **HOME, secret="no")).status_code == 303
    assert ASKED not in words(officer.get(page)), "the address alone changes"


def test_where_no_secrets_can_be_nobody_is_asked(who: Cast, officer: Client) -> None:
    dossier = accept(who, one_way(who))
    assert ASKED not in words(officer.get(reverse("change_return", args=[dossier.id])))
    assert Dossier.objects.get(id=dossier.id).result_channel != ResultChannel.POSTAL
