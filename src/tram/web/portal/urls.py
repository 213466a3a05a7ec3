"""Addresses of the public pages."""

from tram.web.portal import leaflet, pages, points, procedures, tracking

ROOMS = (pages, tracking, procedures, points, leaflet)
urlpatterns = [pattern for room in ROOMS for pattern in room.urls]
