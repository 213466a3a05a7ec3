"""Every public page in chromium: axe finds nothing, nothing overflows, everything can be reached."""

import pytest

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.browser.stage import code_of
from tests.cast import PROCEDURE

PAGES = {
    "home": "/",
    "tracking": "/theo-doi/",
    "procedures": "/thu-tuc/",
    "procedures-found": "/thu-tuc/?q=ly+lich+tu+phap",
    "procedures-none": "/thu-tuc/?q=xyzxyz",
    "procedure": f"/thu-tuc/{PROCEDURE}/",
    "price": "/gia-cuoc/",
    "points": "/diem-phuc-vu/",
    "accessibility": "/ho-tro-tiep-can/",
}


@pytest.mark.parametrize("language", ["Tiếng Việt", "English"])
def test_every_public_page_can_be_read_and_used(window: Opens, site: Site, language: str) -> None:
    citizen = window()
    citizen.open("/")
    button = citizen.page.get_by_role("button", name=language)
    if button.count():
        citizen.go(button)
    short = language[:2].lower()
    faults = look_at(citizen, {f"{name}-{short}": path for name, path in PAGES.items()})

    for code, status in (("SQ5J-XTWM-SP01-Y", 404), ("SQ5J", 422)):
        citizen.open("/theo-doi/")
        citizen.page.locator("#id_code").fill(code)
        citizen.go(citizen.page.locator("form[data-tracking] button"), status)
        faults += look(citizen, f"tracking-{status}-{short}")
    stage, codes = site.stage, {"voided": site.stage.voided_code}
    for stop in ("fresh", "to_settle", "waiting", "late", "delivered"):
        codes[stop] = code_of(stage.who, getattr(stage, stop))
    for stop, code in codes.items():
        citizen.open("/theo-doi/")
        citizen.page.locator("#id_code").fill(code)
        citizen.go(citizen.page.locator("form[data-tracking] button"))
        faults += look(citizen, f"tracking-{stop}-{short}")
    assert not faults, "\n".join(faults)


def test_a_page_that_is_not_there(window: Opens, site: Site) -> None:
    citizen = window()
    assert not look_at(citizen, {"404": "/khong-co-trang-nay/"}, status=404)
