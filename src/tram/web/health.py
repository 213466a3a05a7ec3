"""`/healthz`: for the machine that watches. Says whether this process can work, and nothing else."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tram.core import schema
from tram.web.access import public


@public
@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 with the one word that tells what to look at: `database`, `migrations`."""
    try:
        fault = "migrations" if schema.missing() else ""
    except DatabaseError:
        fault = "database"
    return HttpResponse(fault or "ok", content_type="text/plain", status=503 if fault else 200)
