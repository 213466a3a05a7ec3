"""The case officer's and the leader's workplace: what is open, who has it, and every act on one dossier."""

from django.urls import URLPattern, path

from tram.web.workplace.cases.apology import apology
from tram.web.workplace.cases.case import case
from tram.web.workplace.cases.deeds import deed
from tram.web.workplace.cases.lists import BADGES, cases
from tram.web.workplace.cases.sheets import control_sheet, process_sheet
from tram.web.workplace.cases.supplement import supplement

__all__ = ["BADGES", "urls"]

urls: list[URLPattern] = [
    path("giai-quyet/", cases, name="cases"),
    path("giai-quyet/<uuid:dossier_id>/", case, name="case"),
    path("giai-quyet/<uuid:dossier_id>/xin-loi/", apology, name="apology"),
    path("giai-quyet/<uuid:dossier_id>/bo-sung/", supplement, name="case_supplement"),
    path("ho-so/<uuid:dossier_id>/kiem-soat.pdf", control_sheet, name="control_sheet"),
    path("ho-so/<uuid:dossier_id>/qua-trinh.pdf", process_sheet, name="process_sheet"),
    path("giai-quyet/<uuid:dossier_id>/<slug:name>/", deed, name="case_deed"),
]
