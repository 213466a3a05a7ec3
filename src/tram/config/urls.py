"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("tram.web.portal.urls")),
    path("lam-viec/", include("tram.web.workplace.urls")),
]
