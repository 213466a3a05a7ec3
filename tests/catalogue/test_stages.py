"""Planned stages and the limit they must fit into."""

import pytest

from tram.catalogue.rules.stages import Span, comparable, fits

DAYS = Span(10, "working-day")


@pytest.mark.parametrize(
    ("stages", "limit", "answer"),
    [
        ([], DAYS, True),
        ([Span(3, "working-day"), Span(7, "working-day")], DAYS, True),
        ([Span(3, "working-day"), Span(8, "working-day")], DAYS, False),
        ([Span(4, "hour"), Span(4, "hour"), Span(9, "working-day")], DAYS, True),
        ([Span(4, "hour"), Span(5, "hour"), Span(9, "working-day")], DAYS, False),
        ([Span(16, "hour")], Span(2, "working-day"), True),
        ([Span(1, "working-day")], Span(8, "hour"), True),
        ([Span(1, "working-day")], Span(30, "calendar-day"), False),
        ([Span(1, "calendar-day")], Span(1, "month"), False),
        ([Span(1, "month"), Span(1, "month")], Span(2, "month"), True),
    ],
)
def test_stages_together_take_no_longer_than_the_limit(
    stages: list[Span], limit: Span, answer: bool
) -> None:
    assert fits(stages, limit) is answer


def test_only_hours_and_working_days_are_added_up() -> None:
    assert comparable([Span(1, "hour"), Span(1, "working-day")])
    assert comparable([Span(1, "month"), Span(2, "month")])
    assert not comparable([Span(1, "hour"), Span(1, "month")])
