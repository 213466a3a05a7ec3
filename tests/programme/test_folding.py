"""What the plan counts is what the books say, at every moment: before a folding, after it, and while people write."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import cast
from tests.cast import Cast
from tram.core.projections import PROJECTIONS, compare
from tram.custody.commands import intake
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason
from tram.programme.commands import folding
from tram.programme.models import Fact, Month, Pending, Rollup
from tram.programme.queries.figures import board
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import counted
from tram.programme.rules.shares import Sums

YEAR = Span(date(2019, 1, 1), date(2019, 12, 31))


def total(span: Span = YEAR) -> Sums:
    return sum((row.sums for row in counted(span)), Sums())


def wrong() -> list[str]:
    """What `tram verify` would find of the plan."""
    own = [each for each in PROJECTIONS if each.table.startswith("programme_")]
    assert len(own) == 2
    return [key for each in own for key in compare(each).wrong]


def waiting() -> int:
    """How many dossiers the board says that it read besides the sums."""
    return board(2019, date(2019, 12, 31)).waiting


def returned(who: Cast) -> Dossier:
    """A dossier by post both ways, delivered."""
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    return cast.deliver(who, cast.release(who, done))


def test_what_waits_is_in_the_figures_before_it_is_folded_and_after(who: Cast) -> None:
    returned(who)
    cast.arrive(who, cast.take_in(who))
    cast.accept(who, cast.at_counter(who))
    before = total()
    assert before == Sums(received=3, received_by_post=2, returned=1, returned_by_post=1)
    assert waiting() == 3
    assert folding.fold() == 3
    assert total() == before
    assert waiting() == 0
    assert Rollup.objects.get().dossiers == 3
    assert Month.objects.count() == 1
    assert wrong() == []


def test_what_changes_after_a_folding_counts_once(who: Cast) -> None:
    dossier = cast.take_in(who)
    folding.fold()
    assert total() == Sums()
    assert Fact.objects.get().received_on is None
    cast.arrive(who, dossier)
    assert total().received_by_post == 1
    folding.fold()
    folding.fold()
    assert total().received_by_post == 1
    assert Rollup.objects.get().dossiers == 1


def test_what_is_folded_twice_or_counted_anew_is_the_same(who: Cast) -> None:
    returned(who)
    folding.fold()
    before = list(Month.objects.values_list())
    assert folding.fold() == 0
    assert folding.rebuild() == 1
    assert list(Month.objects.values_list()) == before
    assert wrong() == []


def test_a_month_that_is_over_in_the_middle_counts_its_days(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    cast.at(cast.MONDAY + timedelta(days=10))
    cast.arrive(who, cast.take_in(who))
    until = Span(date(2019, 1, 1), date(2019, 11, 8))
    for folded in (False, True):
        if folded:
            folding.fold()
        assert total(until).received == 1
        assert total(Span(date(2019, 11, 8), date(2019, 11, 14))).received == 1
        assert total(Span(date(2019, 11, 4), date(2019, 11, 14))).received == 2
        assert total().received == 2


def test_days_are_those_of_viet_nam(who: Cast) -> None:
    cast.at(cast.MONDAY.replace(day=30, hour=17, minute=30))  # 00:30 on 1 December in Việt Nam
    cast.accept(who, cast.at_counter(who))
    folding.fold()
    assert Month.objects.get().month == date(2019, 12, 1)
    assert total(Span(date(2019, 11, 1), date(2019, 11, 30))).received == 0
    assert total(Span(date(2019, 12, 1), date(2019, 12, 1))).received == 1


@pytest.mark.law("47a")
def test_a_voided_intake_leaves_the_sums(who: Cast) -> None:
    dossier = cast.take_in(who)
    folding.fold()
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    folding.fold()
    assert total() == Sums()
    assert Month.objects.count() == 0
    assert Fact.objects.get().state == "voided"


class Crowd:
    """Threads that work at once, each on its own connection; what one of them raises is kept."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.faults: list[Exception] = []
        self.looked: list[int] = []

    def thread(self, work: Callable[[], object], times: int = 0) -> threading.Thread:
        """One that works so many times, or until it is over."""
        thread = threading.Thread(target=self._run, args=(work, times))
        thread.start()
        return thread

    def look(self) -> None:
        self.looked.append(total().received)

    def _run(self, work: Callable[[], object], times: int) -> None:
        try:
            for _ in range(times or 10_000):
                if self.over.is_set():
                    break
                work()
        except Exception as error:
            self.faults.append(error)
        finally:
            connection.close()


def test_writers_and_foldings_at_once_lose_nothing_and_count_nothing_twice(
    own_database: str,
) -> None:
    who, crowd = cast.cast(), Crowd()

    def write() -> None:
        cast.at(cast.MONDAY)
        cast.accept(who, cast.at_counter(who))

    writers = [crowd.thread(write, 6) for _ in range(3)]
    others = [crowd.thread(work) for work in (folding.fold, folding.fold, crowd.look)]
    for thread in writers:
        thread.join()
    crowd.over.set()
    for thread in others:
        thread.join()
    assert not crowd.faults
    assert crowd.looked == sorted(crowd.looked)  # nothing vanishes between the tail and the sums
    assert total().received == 18
    folding.fold()
    assert Pending.objects.count() == 0
    assert total().received == 18
    assert wrong() == []
