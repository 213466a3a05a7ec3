"""The registers that feed the plan: agreements, qualified points, training, published lists (sổ theo dõi)."""

from django.urls import URLPattern

from tram.web.workplace.registers import (
    agreements,
    attendance_sheets,
    files,
    lists,
    points,
    training,
)

urls: list[URLPattern] = [
    *agreements.urls,
    *points.urls,
    *training.urls,
    *attendance_sheets.urls,
    *lists.urls,
    *files.urls,
]
