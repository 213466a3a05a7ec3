"""Service points and the staff of the post, for their managers (điểm phục vụ, nhân viên bưu chính)."""

from django.urls import URLPattern, path

from tram.web.workplace.network.changing import (
    add_post_point,
    change_post_terms,
    close_post_point,
    record_post_equipment,
)
from tram.web.workplace.network.points import post_point, post_points
from tram.web.workplace.network.sheets import confirm_sheet, send_sheet, sheet_template
from tram.web.workplace.network.staff import hire, post_staff


def _at(tail: str) -> str:
    return f"diem-buu-dien/<int:point_id>/{tail}"


urls: list[URLPattern] = [
    path("diem-buu-dien/", post_points, name="post_points"),
    path("diem-buu-dien/them/", add_post_point, name="add_post_point"),
    path(_at(""), post_point, name="post_point"),
    path(_at("thay-doi/"), change_post_terms, name="change_post_terms"),
    path(_at("thiet-bi/"), record_post_equipment, name="record_post_equipment"),
    path(_at("dong/"), close_post_point, name="close_post_point"),
    path("nhan-vien-buu-chinh/", post_staff, name="post_staff"),
    path("nhan-vien-buu-chinh/them/", hire, name="hire"),
    path("bang-tinh-buu-chinh/<slug:kind>/", send_sheet, name="send_sheet"),
    path("bang-tinh-buu-chinh/<slug:kind>/mau/", sheet_template, name="sheet_template"),
    path("bang-tinh-buu-chinh/tep/<uuid:sheet_id>/", confirm_sheet, name="confirm_sheet"),
]
