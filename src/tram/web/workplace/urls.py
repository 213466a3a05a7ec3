"""Addresses of the staff pages, under /lam-viec/."""

from tram.web.workplace import (
    accounts,
    calendar,
    cases,
    catalogue,
    deliveries,
    desk,
    dossiers,
    files,
    inbox,
    intake,
    lateness,
    letters,
    manifests,
    money,
    people,
    receipts,
    register,
    units,
)

ROOMS = (
    accounts,
    people,
    catalogue,
    intake,
    receipts,
    manifests,
    desk,
    cases,
    deliveries,
    dossiers,
    files,
    inbox,
    lateness,
    letters,
    money,
    calendar,
    units,
    register,
)
urlpatterns = [pattern for room in ROOMS for pattern in room.urls]
