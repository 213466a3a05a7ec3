"""Postal service points (điểm phục vụ): where, when, open today?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.core import clock
from tram.core.calendar import weekday_name
from tram.directory.queries import districts, points
from tram.web.access import public
from tram.web.portal.paging import PAGE, asked, page


@public
@require_GET
def service_points(request: HttpRequest) -> HttpResponse:
    """Find a point by commune or district, without accents; open today or not."""
    today = clock.today()
    text, district, after = (asked(request, name) for name in ("q", "huyen", "after"))
    found = points(text, day=today, district=district or None, after=after or None, limit=PAGE + 1)
    rows, next_url = page(request, found, lambda row: row.code)
    words = {
        "rows": rows,
        "demonstration": any(row.demonstration for row in rows),
        "districts": districts(today),
        "district": district,
        "q": text,
        "after": after,
        "next_url": next_url,
        "today": today,
        "weekday": _(weekday_name(today)),
    }
    return render(request, "portal/points.html", words)


urls: list[URLPattern] = [path("diem-phuc-vu/", service_points, name="service_points")]
