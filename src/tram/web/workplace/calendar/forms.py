"""What is asked before the working times change; each form answers the change it means."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.directory.queries.calendar_rows import UnitPlace
from tram.directory.rules.times import (
    Change,
    ClosureEnd,
    DayOff,
    NewClosure,
    NewHours,
    Swap,
    TimesRow,
    Withdrawal,
)
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.fields import PlaceField

_LEAP_YEAR = 2000
_DAY_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")


def day_of_year(text: str) -> tuple[int, int]:
    """16/4 as (month, day); Refused if no year has such a day."""
    found = _DAY_MONTH.fullmatch(text)
    try:
        day = date(_LEAP_YEAR, int(found[2]), int(found[1])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(
            "bad-day-month",
            _("«{}» không phải ngày và tháng: hãy ghi như 16/4.").format(text),
        )
    return day.month, day.day


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "w-date", "placeholder": "07:30"}),
    )


class DecidedForm(RequestForm):
    """A change that a decision asks for."""

    decision = forms.CharField(
        label=gettext_lazy("Số quyết định, công văn"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: QĐ 12/QĐ-UBND ngày 05/11/2019"),
    )


class DayOffForm(DecidedForm):
    """A day on which nobody works."""

    field_order = ("day", "name", "decision")
    day = forms.DateField(label=gettext_lazy("Ngày nghỉ"))
    name = forms.CharField(label=gettext_lazy("Tên ngày nghỉ"), max_length=120)

    def change(self) -> Change:
        words = self.cleaned_data
        return DayOff(words["day"], words["name"], words["decision"])


class SwapForm(DecidedForm):
    """A working day against a Saturday or Sunday."""

    field_order = ("off", "worked", "decision")
    off = forms.DateField(label=gettext_lazy("Ngày được nghỉ"))
    worked = forms.DateField(
        label=gettext_lazy("Ngày làm bù"),
        help_text=gettext_lazy("Thứ Bảy hoặc Chủ nhật."),
    )

    def change(self) -> Change:
        words = self.cleaned_data
        return Swap(words["off"], words["worked"], words["decision"])


class ClosureForm(DecidedForm):
    """A unit that closes for some days."""

    field_order = ("unit", "first", "last", "reason", "decision")
    unit = PlaceField(
        (),
        "units",
        label=gettext_lazy("Đơn vị"),
        help_text=gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn."),
    )
    first = forms.DateField(label=gettext_lazy("Đóng cửa từ ngày"))
    last = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        help_text=gettext_lazy("Chưa chắc thì ghi ngày dự kiến; sau này đổi được."),
    )
    reason = forms.CharField(label=gettext_lazy("Lý do đóng cửa"), max_length=120)

    def __init__(self, units: Sequence[UnitPlace], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units

    def change(self) -> Change:
        words = self.cleaned_data
        return NewClosure(
            words["unit"], words["first"], words["last"], words["reason"], words["decision"]
        )


class ClosureEndForm(DecidedForm):
    """Another last day of a closure."""

    field_order = ("last", "decision")
    last = forms.DateField(label=gettext_lazy("Ngày đóng cửa cuối cùng"))

    def __init__(self, row_id: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_id = row_id

    def change(self) -> Change:
        return ClosureEnd(self.row_id, self.cleaned_data["last"], self.cleaned_data["decision"])


class HoursForm(DecidedForm):
    """Office hours from a day on."""

    field_order = (
        "unit",
        "since",
        "first",
        "last",
        "morning_start",
        "morning_end",
        "afternoon_start",
        "afternoon_end",
        "intake",
        "decision",
    )
    unit = PlaceField(
        (),
        "units",
        label=gettext_lazy("Đơn vị"),
        required=False,
        help_text=gettext_lazy("Để trống nếu áp dụng cho mọi đơn vị."),
    )
    since = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"))
    first = ParsedField(
        day_of_year,
        label=gettext_lazy("Mùa từ ngày/tháng"),
        help_text=gettext_lazy("Cả năm thì ghi 1/1 đến 31/12."),
        widget=forms.TextInput(attrs={"class": "w-date"}),
    )
    last = ParsedField(
        day_of_year,
        label=gettext_lazy("Mùa đến hết ngày/tháng"),
        widget=forms.TextInput(attrs={"class": "w-date"}),
    )
    morning_start = _clock(gettext_lazy("Buổi sáng bắt đầu"))
    morning_end = _clock(gettext_lazy("Buổi sáng kết thúc"))
    afternoon_start = _clock(gettext_lazy("Buổi chiều bắt đầu"))
    afternoon_end = _clock(gettext_lazy("Buổi chiều kết thúc"))
    intake = forms.IntegerField(
        label=gettext_lazy("Ngừng nhận hồ sơ trước giờ đóng cửa (phút)"),
        min_value=0,
        max_value=240,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "w-date"}),
    )

    def __init__(self, units: Sequence[UnitPlace], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units

    def change(self) -> Change:
        words = self.cleaned_data
        first, last = words["first"], words["last"]
        return NewHours(
            unit_id=words["unit"],
            season="{:02d}-{:02d}/{:02d}-{:02d}".format(*first, *last),
            first=first,
            last=last,
            morning=(words["morning_start"], words["morning_end"]),
            afternoon=(words["afternoon_start"], words["afternoon_end"]),
            intake_closes_minutes=words["intake"],
            since=words["since"],
            decision=words["decision"],
        )


class WithdrawForm(RequestForm):
    """Why a row should never have been."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do bỏ dòng này"),
        max_length=200,
        help_text=gettext_lazy("Dòng đã bỏ vẫn xem lại được, cùng lý do và người bỏ."),
    )

    def __init__(self, kind: TimesRow, row_id: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.row_id = kind, row_id

    def change(self) -> Change:
        return Withdrawal(self.kind, self.row_id, self.cleaned_data["reason"])


class CountAgainForm(RequestForm):
    """Nothing is asked: the calendar is as it is."""

    def change(self) -> None:
        return None
