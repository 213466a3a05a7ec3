"""The leaflet that introduces the postal service (tờ giới thiệu), to print at a desk or to read at home."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from tram.core import clock
from tram.custody.queries.leaflet import leaflet
from tram.dossiers.prints import print_papers
from tram.web.access import public
from tram.web.downloads import pdf


@public
@require_GET
@cache_control(public=True, max_age=3600)
def leaflet_pdf(request: HttpRequest) -> HttpResponse:
    """One page with the prices of today; in Vietnamese, as everything the post prints."""
    with override("vi"):
        page = print_papers(leaflet(clock.now(), url=settings.BASE_URL))
    return pdf(page, "to-gioi-thieu")


urls: list[URLPattern] = [path("to-gioi-thieu.pdf", leaflet_pdf, name="leaflet")]
