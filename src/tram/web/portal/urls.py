"""Addresses of the public pages."""

from tram.web.portal import leaflet, pages, plan, points, procedures, published, tracking

ROOMS = (pages, tracking, procedures, points, plan, leaflet, published)
urlpatterns = [pattern for room in ROOMS for pattern in room.urls]
