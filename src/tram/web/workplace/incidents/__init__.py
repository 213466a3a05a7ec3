"""Incidents (sự cố bưu gửi): reported where they are noticed, handled by the manager, closed by another person."""

from django.urls import URLPattern, path

from tram.web.workplace.incidents.case import incident, incident_file, inventory_sheet
from tram.web.workplace.incidents.lists import incidents
from tram.web.workplace.incidents.opening import rewrap, take_inventory
from tram.web.workplace.incidents.reporting import report_dossier, report_incident
from tram.web.workplace.incidents.settling import (
    ask_reissue,
    end_reissue,
    record_compensation,
    record_liability,
)
from tram.web.workplace.incidents.steps import (
    add_incident_files,
    close_incident,
    found_again,
    give_secret_back,
)

urls: list[URLPattern] = [
    path("su-co/", incidents, name="incidents"),
    path("su-co/bao/<uuid:item_id>/", report_incident, name="report_incident"),
    path("su-co/bao-ho-so/<uuid:dossier_id>/", report_dossier, name="report_dossier"),
    path("su-co/<uuid:incident_id>/", incident, name="incident"),
    path("su-co/<uuid:incident_id>/tep/<uuid:file_id>/", incident_file, name="incident_file"),
    path("su-co/<uuid:incident_id>/them-tep/", add_incident_files, name="add_incident_files"),
    path("su-co/<uuid:incident_id>/kiem-ke/", take_inventory, name="take_inventory"),
    path("su-co/<uuid:incident_id>/bien-ban-kiem-ke.pdf", inventory_sheet, name="inventory_sheet"),
    path("su-co/<uuid:incident_id>/dong-goi-lai/", rewrap, name="rewrap"),
    path("su-co/<uuid:incident_id>/tim-thay/", found_again, name="found_again"),
    path("su-co/<uuid:incident_id>/tra-khach/", give_secret_back, name="give_secret_back"),
    path("su-co/<uuid:incident_id>/trach-nhiem/", record_liability, name="record_liability"),
    path("su-co/<uuid:incident_id>/chi-tra/", record_compensation, name="record_compensation"),
    path("su-co/<uuid:incident_id>/lam-lai/", ask_reissue, name="ask_reissue"),
    path("su-co/<uuid:incident_id>/lam-lai/<int:seq>/", end_reissue, name="end_reissue"),
    path("su-co/<uuid:incident_id>/ket-thuc/", close_incident, name="close_incident"),
]
