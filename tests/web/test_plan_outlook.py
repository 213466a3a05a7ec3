"""What the pages say of the end of the year: a weak outlook says so, and what is not foretold says why."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tram.programme.queries.forecast import YearEnd
from tram.programme.rules.forecast import Method
from tram.programme.rules.indicators import Indicator, Value
from tram.web.workplace.plan.outlook import Outlook, outlook

RECEIVED = Indicator.RECEIVED_BY_POST
END = YearEnd(
    unit_id=1,
    indicator=RECEIVED,
    as_of=date(2019, 3, 31),
    computed_at=datetime(2019, 4, 1, tzinfo=UTC),
    method=Method.LEVEL,
    months=3,
    numerator=3,
    denominator=30,
    numerator_end=12,
    denominator_end=120,
    low=50,
    middle=100,
    high=200,
    error=None,
    tested=0,
    held=0,
    simulated=False,
)
VALUE = Value(RECEIVED, 1, 3, 30)


def test_an_outlook_from_three_months_says_that_it_is_weak() -> None:
    assert "Mới có 3 tháng dữ liệu nên dự báo còn yếu" in outlook(END, VALUE).end
    longer = replace(END, method=Method.SEASONAL, months=27)
    assert "còn yếu" not in outlook(longer, VALUE).end


def test_the_count_of_procedures_says_why_it_is_not_foretold() -> None:
    procedures = replace(VALUE, indicator=Indicator.PROCEDURES_WITH_POST)
    assert outlook(None, procedures).end.startswith("Chưa dự báo: chỉ tiêu này đếm thủ tục")
    assert outlook(None, VALUE) == Outlook()
    assert outlook(None, None) == Outlook()
