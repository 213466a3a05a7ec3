"""The pages of a post manager in chromium: points, one point whole, its forms, the staff."""

from pathlib import Path

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.browser.window import Window
from tests.cast import person
from tests.spreadsheets import POINT, sheet_of
from tram.accounts.rules.access import Role
from tram.directory.models import Unit
from tram.directory.rules.points import PostSheetKind


def test_the_pages_of_points_and_staff(window: Opens, site: Site, tmp_path: Path) -> None:
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
            "network-sheet": "/lam-viec/bang-tinh-buu-chinh/points/",
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
    manager.type("Tên đăng nhập", "tran.thi.mau")
    faults += look(manager, "network-hire")
    manager.press("Thêm nhân viên")
    manager.sees("Mật khẩu dùng một lần")
    manager.open(here)
    manager.sees("Trần Thị Mẫu")
    faults += look(manager, "network-point")
    faults += _sheets(manager, tmp_path)
    assert not faults, "\n".join(faults)


def _sheets(manager: Window, folder: Path) -> list[str]:
    """A bad sheet explained, a good one looked at and confirmed."""
    path, faults = folder / "diem.xlsx", []
    for name, lines, status in (
        ("network-sheet-bad", [POINT, POINT | {"code": "x"}], 422),
        ("network-sheet-look", [POINT], 200),
    ):
        path.write_bytes(sheet_of(PostSheetKind.POINTS, *lines))
        manager.open("/lam-viec/bang-tinh-buu-chinh/points/")
        manager.page.get_by_label("Tệp bảng tính").set_input_files(path)
        manager.press("Đọc thử tệp", status=status)
        faults += look(manager, name)
    manager.press("Xác nhận, ghi các dòng này")
    manager.sees("Đã ghi tệp")
    return faults + look(manager, "network-sheet-done")
