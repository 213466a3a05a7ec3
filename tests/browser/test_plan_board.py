"""The board of the plan in chromium: to one dossier in three clicks, at both sizes, and what the public sees."""

from tests import cast
from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models import Unit

ASKED = "?nam=2019&den=31/12/2019"


def watcher() -> User:
    """Who watches over the plan."""
    return cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


def test_from_the_board_to_one_dossier_in_three_clicks(window: Opens, site: Site) -> None:
    agency = site.stage.who.agency
    one = window(watcher())
    one.open(f"/lam-viec/ke-hoach/{ASKED}&mo=tat-ca")
    faults = look(one, "plan-board")
    figure = f"Hồ sơ tiếp nhận qua bưu chính, {agency.name}"
    one.go(one.main.get_by_role("link", name=figure).first)
    faults += look(one, "plan-behind")
    one.go(one.main.locator("tbody a").first)
    faults += look(one, "plan-proof")
    assert "biên bản giao nhận" in one.main.inner_text().lower()
    assert "Nguyễn Văn Mẫu" not in one.main.inner_text()
    assert not faults, "\n".join(faults)


def test_every_page_of_the_plan(window: Opens, site: Site) -> None:
    agency = site.stage.who.agency
    behind = f"{ASKED}&chi-tieu=returned_by_post&don-vi={agency.slug}"
    pages = {
        "plan-agency": f"/lam-viec/ke-hoach/don-vi/{agency.slug}/{ASKED}",
        "plan-readings": f"/lam-viec/ke-hoach/{ASKED}&mau-so=all&bieu-do=returned_by_post",
        "plan-excluded": f"/lam-viec/ke-hoach/danh-sach/{behind}&phan=excluded",
        "plan-data": f"/lam-viec/ke-hoach/du-lieu/{ASKED}",
    }
    faults = look_at(window(watcher()), pages)
    faults += look_at(window(), {"plan-public": "/ke-hoach/?thang=12/2019"})
    assert not faults, "\n".join(faults)
