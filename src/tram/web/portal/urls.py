"""Addresses of the public pages."""

from tram.web.portal import pages, points, procedures, tracking

ROOMS = (pages, tracking, procedures, points)
urlpatterns = [pattern for room in ROOMS for pattern in room.urls]
