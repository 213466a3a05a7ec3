"""Changing the working times in two steps: first how many dossiers get another due date, then the change itself.

What was looked at is what is done: a form that was edited in between is looked at again.
"""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core import clock
from tram.core.errors import Refused
from tram.directory.queries.calendar_rows import times_row, units_with_hours
from tram.directory.rules.times import Change, TimesRow
from tram.dossiers import commands
from tram.web.access import act, actor, allowed
from tram.web.answers import see_other
from tram.web.workplace.calendar.forms import (
    ClosureEndForm,
    ClosureForm,
    CountAgainForm,
    DayOffForm,
    HoursForm,
    SwapForm,
    WithdrawForm,
)

SHOWN = 20
"""How many of the dossiers that move are named before the change."""
_AT_FIELD = {"backwards": "last", "hours-out-of-order": "morning_start"}


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def add_day_off(request: HttpRequest) -> HttpResponse:
    """A day on which no agency works."""
    form = DayOffForm(request.POST or None)
    return _changing(request, form, _("Thêm ngày nghỉ"))


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def add_swap(request: HttpRequest) -> HttpResponse:
    """A working day off, a Saturday or Sunday worked instead."""
    form = SwapForm(request.POST or None)
    return _changing(request, form, _("Hoán đổi ngày làm việc"))


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def add_closure(request: HttpRequest) -> HttpResponse:
    """A unit closes for some days."""
    units = units_with_hours(clock.today())
    form = ClosureForm(units, request.POST or None)
    return _changing(request, form, _("Đơn vị tạm đóng cửa"), units=units)


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def end_closure(request: HttpRequest, row_id: int) -> HttpResponse:
    """A closure ends on another day."""
    row = _row(TimesRow.CLOSURE, row_id)
    form = ClosureEndForm(row_id, request.POST or None)
    return _changing(request, form, _("Đổi ngày cuối của đợt đóng cửa"), closure=row)


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def add_hours(request: HttpRequest) -> HttpResponse:
    """Office hours of a unit or of all from a day on."""
    units = units_with_hours(clock.today())
    form = HoursForm(units, request.POST or None)
    return _changing(request, form, _("Thêm giờ làm việc"), units=units)


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """A row that should never have been; it stays readable with the reason."""
    if kind not in set(TimesRow):
        raise Http404
    which = TimesRow(kind)
    form = WithdrawForm(which, row_id, request.POST or None)
    return _changing(request, form, _("Bỏ một dòng của lịch"), **{kind: _row(which, row_id)})


@allowed(Right.MANAGE_CALENDAR)
@require_http_methods(["GET", "POST"])
def count_again(request: HttpRequest) -> HttpResponse:
    """The calendar came with a file: do the open dossiers still have the right due dates?"""
    form = CountAgainForm(request.POST or None)
    return _changing(request, form, _("Tính lại hạn trả"), counting=True)


def _row(kind: TimesRow, row_id: int) -> Any:
    found = times_row(kind, row_id, clock.today())
    if found is None:
        raise Http404
    return found


def _changing(request: HttpRequest, form: Any, title: str, **words: Any) -> HttpResponse:
    page = {"form": form, "title": title, **words}
    if not form.is_valid():
        return _page(request, page, 422 if form.is_bound else 200)
    change, ident = form.change(), form.cleaned_data["request_id"]
    try:
        if request.POST.get("seen") == _mark(change):
            return _done(request, _do(request, change, ident))
        found = commands.preview_working_times(actor(request), change)
    except Refused as refused:
        field = _AT_FIELD.get(refused.code)
        form.refuse(refused, field if field in form.fields else None)
        return _page(request, page, 409)
    return _page(request, {**page, "seen": _mark(change), "found": found}, 200)


def _page(request: HttpRequest, page: dict[str, Any], status: int) -> HttpResponse:
    return render(
        request, "workplace/calendar/change.html", {**page, "shown": SHOWN}, status=status
    )


def _do(request: HttpRequest, change: Change | None, ident: Any) -> dict[str, Any]:
    asked = act(request, ident, Right.MANAGE_CALENDAR)
    if change is None:
        return commands.reckon(asked)
    return commands.change_working_times(asked, change=change)


def _done(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    messages.success(
        request,
        _("Đã ghi. {} hồ sơ đang giải quyết đổi hạn trả; {} hồ sơ giữ nguyên hạn.").format(
            told["moved"], told["kept"] + told["thin"]
        ),
    )
    return see_other("calendar")


def _mark(change: Change | None) -> str:
    """A short name of exactly this change."""
    return hashlib.sha256(repr(change).encode()).hexdigest()[:16]
