"""Every address of the site."""

from django.urls import include, path

from tram.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("tram.web.portal.urls")),
    path("lam-viec/", include("tram.web.workplace.urls")),
]
