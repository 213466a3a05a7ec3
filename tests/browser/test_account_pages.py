"""Signing in, one's own pages, the people pages and every "no" in chromium."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at


def test_signing_in_and_ones_own_pages(window: Opens, site: Site) -> None:
    stranger = window()
    faults = look_at(stranger, {"sign-in": "/lam-viec/dang-nhap/"})
    stranger.press("Đăng nhập", status=422)
    faults += look(stranger, "sign-in-errors")
    faults += look_at(stranger, {"sign-in-again": "/lam-viec/dang-nhap-lai/"})
    teller = window(site.stage.who.teller)
    own = {"change-password": "/lam-viec/doi-mat-khau/", "set-pin": "/lam-viec/ma-pin/"}
    faults += look_at(teller, own)
    teller.press("Đặt mã PIN", status=422)
    faults += look(teller, "set-pin-errors")
    assert not faults, "\n".join(faults)


def test_the_people_pages(window: Opens, site: Site) -> None:
    administrator = window(site.stage.who.administrator)
    person = f"/lam-viec/nguoi-dung/{site.stage.who.teller.id}/"
    pages = {
        "workplace-administrator": "/lam-viec/",
        "people": "/lam-viec/nguoi-dung/",
        "people-found": "/lam-viec/nguoi-dung/?q=mau",
        "people-none": "/lam-viec/nguoi-dung/?q=xyzxyz",
        "create-person": "/lam-viec/nguoi-dung/them/",
        "person": person,
        "appoint": f"{person}phan-cong/teller/",
        "reset-password": f"{person}cap-lai-mat-khau/",
        "end-person": f"{person}ngung-su-dung/",
    }
    faults = look_at(administrator, pages)
    administrator.open(person)
    administrator.go(administrator.main.locator("a[href*='thoi-phan-cong']").first)
    faults += look(administrator, "end-duty")
    assert not faults, "\n".join(faults)


def test_pages_that_say_no(window: Opens, site: Site) -> None:
    stage = site.stage
    neighbour = window(stage.who.neighbour)
    faults = look_at(neighbour, {"403": "/lam-viec/nguoi-dung/"}, status=403)
    faults += look_at(neighbour, {"404-staff": f"/lam-viec/bien-nhan/{stage.fresh}/"}, status=404)
    officer = window(stage.who.officer)
    delivered = f"/lam-viec/mot-cua/ho-so/{stage.delivered}/dong-goi/"
    answer = officer.page.goto(site.url + delivered)
    assert answer
    officer.refusals.clear()
    faults += look(officer, f"desk-too-late-{answer.status}")
    assert not faults, "\n".join(faults)
