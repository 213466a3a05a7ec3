"""The working times in chromium: looked at, then a day off previewed and one far away written."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import person
from tram.accounts.rules.access import Role
from tram.directory.models import Closure, OfficeHours, Unit


def test_the_calendar_pages(window: Opens, site: Site) -> None:
    office = Unit.objects.filter(kind="province-office").order_by("id")[0]
    clerk = window(person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, office))
    faults = look_at(
        clerk,
        {
            "calendar-change-day-off": "/lam-viec/lich/them-ngay-nghi/",
            "calendar-swap": "/lam-viec/lich/hoan-doi/",
            "calendar-closure": "/lam-viec/lich/dong-cua/",
            "calendar-hours": "/lam-viec/lich/gio-lam-viec/",
            "calendar-again": "/lam-viec/lich/tinh-lai/",
            "calendar-withdraw": f"/lam-viec/lich/bo/hours/{OfficeHours.objects.order_by('id')[0].id}/",
        },
    )
    clerk.open("/lam-viec/lich/dong-cua/")
    clerk.type("Đơn vị", "so noi vu")
    clerk.type("Đóng cửa từ ngày", "01/12/2026")
    clerk.type("Đến hết ngày", "04/12/2026")
    clerk.type("Lý do đóng cửa", "Chuyển trụ sở")
    clerk.type("Số quyết định, công văn", "QĐ 12/MAU")
    clerk.press("Xem hồ sơ nào đổi hạn")
    clerk.sees("0 hồ sơ đang giải quyết sẽ đổi hạn")
    clerk.press("Đồng ý, ghi thay đổi")
    faults += look(clerk, "calendar")
    faults += look_at(clerk, {"calendar-none": "/lam-viec/lich/?nam=2031"})
    closure = Closure.objects.order_by("-id")[0]
    faults += look_at(clerk, {"calendar-end": f"/lam-viec/lich/dong-cua/{closure.id}/"})
    clerk.open("/lam-viec/lich/them-ngay-nghi/")
    clerk.type("Ngày nghỉ", "07/11/2019")
    clerk.type("Tên ngày nghỉ", "Ngày nghỉ mẫu")
    clerk.press("Xem hồ sơ nào đổi hạn", status=422)
    faults += look(clerk, "calendar-errors")
    clerk.type("Số quyết định, công văn", "QĐ 13/MAU")
    clerk.press("Xem hồ sơ nào đổi hạn")
    clerk.sees("hồ sơ đang giải quyết sẽ đổi hạn")
    faults += look(clerk, "calendar-found")
    assert not faults, "\n".join(faults)
