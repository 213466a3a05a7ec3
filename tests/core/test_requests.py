"""One request is done once: double clicks, back buttons and races."""

from dataclasses import replace
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests import cast
from tests.cast import Cast
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.dossiers.models import Dossier


def test_the_same_request_answers_as_before_and_writes_nothing(who: Cast) -> None:
    ident = uuid4()
    form = cast.an_intake(who)
    first = intake.take_in(cast.act(who.teller, who.point, ident), intake=form)
    again = intake.take_in(cast.act(who.teller, who.point, ident), intake=form)
    assert again == first
    assert Dossier.objects.count() == 1


def test_the_same_request_with_other_words_is_refused(who: Cast) -> None:
    ident = uuid4()
    form = cast.an_intake(who)
    intake.take_in(cast.act(who.teller, who.point, ident), intake=form)
    with pytest.raises(Refused) as caught:
        intake.take_in(cast.act(who.teller, who.point, ident), intake=replace(form, grams=999))
    assert caught.value.code == "request-reused"
    assert Dossier.objects.count() == 1


def test_another_person_cannot_replay_a_request(who: Cast) -> None:
    ident = uuid4()
    form = cast.an_intake(who)
    intake.take_in(cast.act(who.teller, who.point, ident), intake=form)
    with pytest.raises(Refused) as caught:
        intake.take_in(cast.act(who.neighbour, who.other_point, ident), intake=form)
    assert caught.value.code == "request-reused"


def test_a_refused_request_leaves_nothing_and_may_be_sent_again(who: Cast) -> None:
    ident = uuid4()
    with pytest.raises(Refused):
        intake.take_in(
            cast.act(who.teller, who.point, ident), intake=cast.an_intake(who, seal_number="")
        )
    intake.take_in(cast.act(who.teller, who.point, ident), intake=cast.an_intake(who))
    assert Dossier.objects.count() == 1


def test_an_answer_is_written_once(who: Cast) -> None:
    cast.take_in(who)
    with (
        pytest.raises(DatabaseError, match="already answered"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE core_request SET answer = '{}' WHERE answer IS NOT NULL")


def test_a_double_click_from_two_threads_makes_one_dossier(own_database: str) -> None:
    who = cast.cast()
    ident, form, gate, answers = uuid4(), cast.an_intake(who), Barrier(8), []

    def click() -> None:
        try:
            cast.at(cast.MONDAY)
            gate.wait()
            answers.append(intake.take_in(cast.act(who.teller, who.point, ident), intake=form))
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)
    assert Dossier.objects.count() == 1
