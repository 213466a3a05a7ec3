"""The pages of cash in chromium, at both sizes, also with what was typed wrongly."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import manager

CASH = "/lam-viec/quy/"


def test_every_page_of_cash(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller)
    pages = {
        "cash-mine": CASH,
        "cash-count": f"{CASH}kiem-quy/dong-ca/",
        "cash-give": f"{CASH}giao-tien/",
    }
    faults = look_at(teller, pages)
    teller.open(f"{CASH}giao-tien/")
    teller.press("Giao tiền", status=409)
    faults += look(teller, "cash-give-errors")
    faults += look_at(window(site.stage.who.postman), {"cash-postman": CASH})
    faults += look_at(window(manager()), {"cash-funds": f"{CASH}cac-diem/"})
    assert not faults, "\n".join(faults)
