"""The pages of a post manager in chromium: points, one point whole, its forms, the staff."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import person
from tram.accounts.rules.access import Role
from tram.directory.models import Unit


def test_the_pages_of_points_and_staff(window: Opens, site: Site) -> None:
    point = Unit.objects.filter(kind="post-point").order_by("slug")[0]
    assert point.parent is not None
    manager = window(person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, point.parent))
    here = f"/lam-viec/diem-buu-dien/{point.id}/"
    faults = look_at(
        manager,
        {
            "network-points": "/lam-viec/diem-buu-dien/",
            "network-none": "/lam-viec/diem-buu-dien/?q=xyzzy",
            "network-add": "/lam-viec/diem-buu-dien/them/",
            "network-close": f"{here}dong/",
            "network-staff": "/lam-viec/nhan-vien-buu-chinh/",
        },
    )
    manager.open(f"{here}thay-doi/")
    manager.type("Địa chỉ", "Số 9 phố Mẫu")
    manager.type("Giờ đóng cửa", "06:00")
    manager.press("Ghi thay đổi", status=409)
    faults += look(manager, "network-terms-errors")
    manager.type("Giờ đóng cửa", "18:00")
    manager.press("Ghi thay đổi")
    manager.sees("Đã ghi, áp dụng từ ngày")
    manager.open(f"{here}thiet-bi/")
    faults += look(manager, "network-equipment")
    manager.type("Số lượng", "2")
    manager.press("Ghi thiết bị")
    manager.open(f"/lam-viec/nhan-vien-buu-chinh/them/?diem={point.id}")
    manager.type("Họ và tên", "Trần Thị Mẫu")
    manager.type("Tên đăng nhập", "tt.mau")
    faults += look(manager, "network-hire")
    manager.press("Thêm nhân viên")
    manager.sees("Mật khẩu dùng một lần")
    manager.open(here)
    manager.sees("Trần Thị Mẫu")
    faults += look(manager, "network-point")
    assert not faults, "\n".join(faults)
