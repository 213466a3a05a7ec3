"""Finding a dossier, and one dossier whole: law, paper and money in one story (tìm hồ sơ, xem hồ sơ)."""

from django.urls import URLPattern, path

from tram.web.workplace.dossiers.page import dossier
from tram.web.workplace.dossiers.search import dossiers

urls: list[URLPattern] = [
    path("ho-so/", dossiers, name="dossiers"),
    path("ho-so/<uuid:dossier_id>/", dossier, name="dossier"),
]
