"""Frozen periods in chromium: frozen by keyboard and mouse, read at both sizes, compared with the books."""

from tests import cast
from tests.browser.conftest import Opens, Site
from tests.browser.looking import look
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models import Unit


def watcher() -> User:
    """Who watches over the plan."""
    return cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


def test_a_period_is_frozen_and_compared_with_the_books(window: Opens, site: Site) -> None:
    one = window(watcher())
    one.open("/lam-viec/ke-hoach/ban-chot/")
    faults = look(one, "plan-snapshots-none")
    one.main.get_by_label("Loại kỳ").select_option("month")
    one.main.get_by_label("Kỳ thứ").fill("10")
    one.main.get_by_label("Năm", exact=True).fill("2019")
    one.go(one.main.get_by_role("button", name="Chốt số liệu"))
    assert "Tháng 10/2019" in one.main.inner_text()
    one.go(one.main.get_by_role("link", name="Tính lại từ sổ"))
    faults += look(one, "plan-snapshot")
    assert "Trùng khớp" in one.main.inner_text()
    one.open("/lam-viec/ke-hoach/ban-chot/")
    faults += look(one, "plan-snapshots")
    assert not faults, "\n".join(faults)
