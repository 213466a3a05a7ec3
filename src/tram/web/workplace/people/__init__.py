"""People and their appointments (người dùng, phân công), for those who manage accounts."""

from django.urls import URLPattern, path

from tram.web.workplace.people.duties import appoint, end_appointment
from tram.web.workplace.people.persons import (
    create_person,
    end_person,
    people,
    person,
    reset_password,
)


def _at(tail: str) -> str:
    return f"nguoi-dung/<int:user_id>/{tail}"


urls: list[URLPattern] = [
    path("nguoi-dung/", people, name="people"),
    path("nguoi-dung/them/", create_person, name="create_person"),
    path(_at(""), person, name="person"),
    path(_at("phan-cong/<slug:role>/"), appoint, name="appoint"),
    path(_at("thoi-phan-cong/<int:appointment_id>/"), end_appointment, name="end_appointment"),
    path(_at("cap-lai-mat-khau/"), reset_password, name="reset_password"),
    path(_at("ngung-su-dung/"), end_person, name="end_person"),
]
