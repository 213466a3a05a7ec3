"""Addresses of the public pages."""

from tram.web.portal import leaflet, pages, points, procedures, published, tracking

ROOMS = (pages, tracking, procedures, points, leaflet, published)
urlpatterns = [pattern for room in ROOMS for pattern in room.urls]
