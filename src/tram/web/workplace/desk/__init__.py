"""The one-stop desk (bộ phận một cửa): what waits there, acceptance, counter dossiers, results going out."""

from django.urls import URLPattern, path

from tram.web.workplace.desk.acceptance import desk_dossier, slip
from tram.web.workplace.desk.counter import counter_intake, counter_procedure
from tram.web.workplace.desk.lists import desk
from tram.web.workplace.desk.results import pack_result, result_label, return_at_desk

urls: list[URLPattern] = [
    path("mot-cua/", desk, name="desk"),
    path("mot-cua/ho-so/<uuid:dossier_id>/", desk_dossier, name="desk_dossier"),
    path("mot-cua/ho-so/<uuid:dossier_id>/giay-hen.pdf", slip, name="slip"),
    path("mot-cua/ho-so/<uuid:dossier_id>/dong-goi/", pack_result, name="pack_result"),
    path("mot-cua/ho-so/<uuid:dossier_id>/nhan.pdf", result_label, name="result_label"),
    path("mot-cua/ho-so/<uuid:dossier_id>/tra-ket-qua/", return_at_desk, name="return_at_desk"),
    path("mot-cua/nop-truc-tiep/", counter_intake, name="counter_intake"),
    path("mot-cua/nop-truc-tiep/<str:code>/", counter_procedure, name="counter_procedure"),
]
