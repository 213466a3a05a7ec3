"""What the board gets from the registers: a share with the list of reasons, and «chưa đo» while nothing is written."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests import cast
from tests.cast import Cast, act
from tests.programme.registers import communes_of, standing
from tram.directory.models import Unit
from tram.programme.commands.outreach import News, Told, record_media, record_outreach
from tram.programme.commands.reports import note_paper_report
from tram.programme.queries.figures import board
from tram.programme.queries.outreach import communes_informed
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.registers import MediaKind

DAY = date(2019, 10, 15)
OF_REGISTERS = (
    Indicator.COMMUNES_INFORMED,
    Indicator.MEDIA_INFORMED,
    Indicator.REPORTS_ON_TIME,
)


def test_an_empty_register_is_not_measured(who: Cast) -> None:
    province = board(2019, date(2019, 11, 4)).province
    assert [province[each].numerator for each in OF_REGISTERS] == [None, None, None]


@pytest.mark.law("8d")
def test_communes_and_news_reach_the_board(who: Cast) -> None:
    told = [Told(area.id, DAY) for area in communes_of("Huyện Tam Đảo")]
    record_outreach(act(standing()), told=told, content="Tin", note="Sổ đài")
    news = News("Báo Mẫu", MediaKind.NEWSPAPER, DAY, "Gửi hồ sơ", "Số 1")
    record_media(act(standing()), news=news)
    province = board(2019, date(2019, 11, 4)).province
    value, all_ = province[Indicator.COMMUNES_INFORMED], len(communes_informed(DAY, DAY).rows)
    assert (value.numerator, value.denominator) == (len(told), all_)
    assert value.excluded == {"commune-not-told": all_ - len(told)}
    assert value.met is False
    assert province[Indicator.MEDIA_INFORMED].numerator == 1
    before = board(2019, date(2019, 10, 14)).province
    assert not before[Indicator.COMMUNES_INFORMED].measured, "not before the day it was told"


def test_reports_in_time_count_for_the_agency_and_the_province(who: Cast) -> None:
    cast.at(datetime(2020, 1, 20, 2, tzinfo=UTC))
    for slug, day in (("so-y-te", date(2020, 1, 14)), ("so-tu-phap", date(2020, 1, 15))):
        unit = Unit.objects.get(slug=slug)
        words: dict[str, Any] = {"unit_id": unit.id, "year": 2019}
        note_paper_report(act(standing()), **words, number="1/BC", received_on=day)
    found = board(2019, date(2020, 1, 20))
    value = found.province[Indicator.REPORTS_ON_TIME]
    owing = value.denominator
    assert owing
    assert value.numerator == 1
    assert value.excluded == {"report-late": 1, "report-missing": owing - 2}
    rows = {row.slug: row.values[Indicator.REPORTS_ON_TIME] for row in found.units}
    assert (rows["so-y-te"].met, rows["so-tu-phap"].met) == (True, False)
    assert rows["so-tu-phap"].excluded == {"report-late": 1}
