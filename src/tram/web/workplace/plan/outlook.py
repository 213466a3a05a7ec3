"""Where the year will end, in words: what the worker last computed; nothing is computed in a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tram.core.calendar import vn_date
from tram.programme.queries.forecast import YearEnd
from tram.programme.rules.forecast import Method
from tram.programme.rules.gaps import Standing, standing
from tram.programme.rules.indicators import Indicator, Value
from tram.web.figures import number, share

Outlooks = Mapping[tuple[int | None, Indicator], YearEnd]
NEEDS = {
    Indicator.RECEIVED_BY_POST: "cần thêm {} hồ sơ tiếp nhận qua bưu chính",
    Indicator.RETURNED_BY_POST: "cần thêm {} kết quả trả qua bưu chính",
}

NOT_FORETOLD = (
    "Chưa dự báo: chỉ tiêu này đếm thủ tục, mỗi thủ tục chỉ cần một hồ sơ là được tính; "
    "danh sách thủ tục còn thiếu một hồ sơ cho biết phải làm gì"
)


@dataclass(frozen=True)
class Outlook:
    """What may be said of one share at the end of the year; empty words where there is nothing to say."""

    needs: str = ""
    end: str = ""
    proof: str = ""


def outlook(found: YearEnd | None, value: Value | None) -> Outlook:
    """How many more it takes, where it will end with which interval, and how wrong earlier outlooks were."""
    if found is None:
        told = value is not None and value.indicator is Indicator.PROCEDURES_WITH_POST
        return Outlook(end=_(NOT_FORETOLD)) if told else Outlook()
    return Outlook(_needs(found, value), _end(found), _proof(found))


def needs_words(outlooks: Outlooks, unit_id: int, values: Mapping[Indicator, Value]) -> str:
    """One line for a row of the board: what is lacking in both directions until the end of the year."""
    said = [
        _needs(found, values.get(indicator))
        for indicator in NEEDS
        if (found := outlooks.get((unit_id, indicator)))
    ]
    return "; ".join(words for words in said if words)


def _needs(found: YearEnd, value: Value | None) -> str:
    if value is None or value.goal is None or value.goal.percent is None:
        return ""
    if standing(value) != Standing.UNMET or found.indicator not in NEEDS:
        return ""
    more = found.of_those_to_come(value.goal.percent)
    if more is None:
        more = found.more(value.goal.percent)
    return _(NEEDS[found.indicator]).format(number(more)) if more else ""


def _end(found: YearEnd) -> str:
    if found.middle is None:
        return _("Chưa dự báo: {}").format(_(found.method.label))
    words = _("Nếu giữ nhịp này, cuối năm đạt {middle} (từ {low} đến {high}, khoảng 80 %)")
    said = words.format(middle=share(found.middle), low=share(found.low), high=share(found.high))
    return said + _weak(found)


def _weak(found: YearEnd) -> str:
    """Less than a year is too short to know a season by: such an outlook is shown as the guess it is."""
    if found.method is not Method.LEVEL:
        return ""
    words = _(". Mới có {} tháng dữ liệu nên dự báo còn yếu, chỉ để tham khảo")
    return words.format(number(found.months))


def _proof(found: YearEnd) -> str:
    if found.error is None:
        return ""
    words = _("Dự báo đến ngày {day}; sai số trung bình của {tested} lần dự báo trước: {error}")
    day = vn_date(found.as_of)
    return words.format(day=day, tested=number(found.tested), error=share(found.error))
