"""The one-stop desk (bộ phận một cửa): what waits there, its three answers, counter dossiers, what goes out again."""

from django.urls import URLPattern, path

from tram.web.workplace.desk.acceptance import desk_dossier, slip
from tram.web.workplace.desk.answers import ask_supplement, refuse
from tram.web.workplace.desk.changes import change_return
from tram.web.workplace.desk.counter import counter_intake, counter_procedure
from tram.web.workplace.desk.endings import papers_back, papers_label, withdraw
from tram.web.workplace.desk.lists import desk
from tram.web.workplace.desk.results import (
    pack_result,
    result_at_once,
    result_label,
    return_at_desk,
)
from tram.web.workplace.desk.supplements import receive_supplement

_OWN = "mot-cua/ho-so/<uuid:dossier_id>/"
urls: list[URLPattern] = [
    path("mot-cua/", desk, name="desk"),
    path(_OWN, desk_dossier, name="desk_dossier"),
    path(f"{_OWN}giay-hen.pdf", slip, name="slip"),
    path(f"{_OWN}yeu-cau-bo-sung/", ask_supplement, name="ask_supplement"),
    path(f"{_OWN}nhan-bo-sung/", receive_supplement, name="receive_supplement"),
    path(f"{_OWN}tu-choi/", refuse, name="refuse"),
    path(f"{_OWN}rut-ho-so/", withdraw, name="withdraw"),
    path(f"{_OWN}tra-giay-to/", papers_back, name="papers_back"),
    path(f"{_OWN}nhan-giay-to.pdf", papers_label, name="papers_label"),
    path(f"{_OWN}cach-nhan/", change_return, name="change_return"),
    path(f"{_OWN}ket-qua-ngay/", result_at_once, name="result_at_once"),
    path(f"{_OWN}dong-goi/", pack_result, name="pack_result"),
    path(f"{_OWN}nhan.pdf", result_label, name="result_label"),
    path(f"{_OWN}tra-ket-qua/", return_at_desk, name="return_at_desk"),
    path("mot-cua/nop-truc-tiep/", counter_intake, name="counter_intake"),
    path("mot-cua/nop-truc-tiep/<str:code>/", counter_procedure, name="counter_procedure"),
]
