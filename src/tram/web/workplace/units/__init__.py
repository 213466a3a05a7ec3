"""Units and areas as they were on any day, and who came after those that ended (đơn vị, địa bàn, kế tục)."""

from django.urls import URLPattern, path

from tram.web.workplace.units.register import areas, units
from tram.web.workplace.units.successors import area_successor, successors, unit_successor

urls: list[URLPattern] = [
    path("don-vi/", units, name="units"),
    path("don-vi/dia-ban/", areas, name="areas"),
    path("don-vi/ke-tuc/", successors, name="successors"),
    path("don-vi/<int:unit_id>/ke-tuc/", unit_successor, name="unit_successor"),
    path("don-vi/dia-ban/<int:area_id>/ke-tuc/", area_successor, name="area_successor"),
]
