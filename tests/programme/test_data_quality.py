"""How good the data are: each weakness is counted, also the one that is not there."""

from datetime import date, timedelta

from tests import cast
from tests.cast import Cast
from tram.dossiers.models import Dossier
from tram.programme.commands import folding
from tram.programme.queries.data_quality import quality_of_data

END = date(2019, 11, 29)


def weak(word: str, units: frozenset[int] | None = None) -> int:
    """How many of the one weakness whose label has this word."""
    (found,) = (row for row in quality_of_data(2019, END, units).rows if word in row.label)
    return found.count


def test_an_empty_year_has_no_weakness_but_its_silent_days(who: Cast) -> None:
    found = quality_of_data(2019, END)
    assert [row.count for row in found.rows[:-1]] == [0] * (len(found.rows) - 1)
    assert found.rows[-1].count > 200


def test_what_the_post_keeps_too_long_is_told(who: Cast) -> None:
    cast.take_in(who)
    assert weak("quá 7 ngày") == 1
    assert weak("quá 7 ngày", frozenset([who.agency.id])) == 1
    assert weak("quá 7 ngày", frozenset([who.desk.id])) == 0


def test_a_dossier_without_a_scan_is_told_before_and_after_folding(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    for _ in range(2):
        assert weak("bản quét") == 1
        folding.fold()


def test_times_in_the_future_or_out_of_order_are_told(who: Cast) -> None:
    wrong, ahead = cast.arrive(who, cast.take_in(who)), cast.take_in(who)
    Dossier.objects.filter(id=wrong.id).update(handover_at=cast.MONDAY - timedelta(days=3))
    Dossier.objects.filter(id=ahead.id).update(registered_at=cast.MONDAY + timedelta(days=900))
    assert weak("ngược thứ tự") == 1
    assert weak("tương lai") == 1


def test_a_day_with_a_dossier_is_not_silent(who: Cast) -> None:
    before = weak("không có hồ sơ nào")
    cast.take_in(who)
    assert weak("không có hồ sơ nào") == before - 1
