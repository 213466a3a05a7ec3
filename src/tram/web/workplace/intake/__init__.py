"""The counter of a post point (quầy bưu điện): take in a dossier, rehearse it, list what was taken in."""

from django.urls import URLPattern, path

from tram.web.workplace.intake.page import intake, intake_form, intakes_page
from tram.web.workplace.intake.practice import practice_switch

__all__ = ["urls"]

urls: list[URLPattern] = [
    path("nhan-ho-so/", intake, name="intake"),
    path("nhan-ho-so/<str:code>/", intake_form, name="intake_form"),
    path("ho-so-da-nhan/", intakes_page, name="intakes"),
    path("tap-nhan-ho-so/", practice_switch, name="practice_switch"),
]
