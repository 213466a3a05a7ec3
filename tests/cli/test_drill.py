"""The drill of the custody book: many act at once, the book stays whole, and a broken one is told."""

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from tests.cast import MONDAY, at
from tram.cli.demo.crew import muster
from tram.cli.drill import ring
from tram.cli.drill.bringing import bring
from tram.cli.drill.people import People
from tram.cli.drill.proof import Outcome, prove
from tram.cli.drill.scratch import scratch
from tram.dossiers.models import Dossier

PLAYERS, THINGS, ROUNDS = 8, 24, 12
WELL = Outcome(
    items=2,
    lines=2,
    accepted=1,
    refused=1,
    forks=0,
    gaps=0,
    without_holder=0,
    unforeseen=0,
    compared=1,
    wrong=0,
)


@pytest.mark.law("21b", "21c")
def test_players_fight_and_the_book_stays_whole(own_database: str) -> None:
    at(MONDAY)
    people = People(muster(MONDAY.date()))
    things = ring.take_in(people, THINGS, Random(7))
    assert len(things) == THINGS
    bring(people, things[::4], Random(8), lambda _done: None)
    assert Dossier.objects.filter(state="released").count() == THINGS // 4
    told = ring.fight(
        people, things, threads=PLAYERS, rounds=ROUNDS, seed=7, begin=lambda: at(MONDAY)
    )
    assert told.faults == []
    assert {"offer", "answer"} <= set(told.done), told
    outcome = prove(told)
    assert outcome.well, outcome
    assert outcome.lines > THINGS
    assert outcome.told()["refused"] == told.refused.total() > 0
    connection.close()


def test_only_a_whole_book_and_a_real_fight_are_well() -> None:
    assert WELL.well
    for name in ("forks", "gaps", "without_holder", "unforeseen", "wrong"):
        assert not replace(WELL, **{name: 1}).well
    for name in ("accepted", "refused", "compared", "items"):
        assert not replace(WELL, **{name: 0}).well


def test_files_of_the_installation_are_no_strays_of_a_drill() -> None:
    before = dict(os.environ)
    with scratch():
        own = Path(os.environ["TRAM_FILES"])
        assert own.is_dir()
        assert not list(own.iterdir())
    assert dict(os.environ) == before
    assert not own.exists()
