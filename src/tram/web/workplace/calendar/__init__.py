"""The working times (lịch làm việc): special days, closures, office hours, and what a change does to due dates."""

from django.urls import URLPattern, path

from tram.web.workplace.calendar.changing import (
    add_closure,
    add_day_off,
    add_hours,
    add_swap,
    count_again,
    end_closure,
    withdraw,
)
from tram.web.workplace.calendar.year import working_times

urls: list[URLPattern] = [
    path("lich/", working_times, name="calendar"),
    path("lich/them-ngay-nghi/", add_day_off, name="add_day_off"),
    path("lich/hoan-doi/", add_swap, name="add_swap"),
    path("lich/dong-cua/", add_closure, name="add_closure"),
    path("lich/dong-cua/<int:row_id>/", end_closure, name="end_closure"),
    path("lich/gio-lam-viec/", add_hours, name="add_hours"),
    path("lich/bo/<slug:kind>/<int:row_id>/", withdraw, name="withdraw_times"),
    path("lich/tinh-lai/", count_again, name="count_again"),
]
