"""The postman's phone: what matters now is in view, and what was mended is not complained of any more."""

from playwright.sync_api import expect

from tests.browser.conftest import Opens, Site
from tests.browser.test_scanning import BOX, offered

PHONE = 390


def test_the_menu_shows_the_page_one_is_on(window: Opens, site: Site) -> None:
    postman = window(site.stage.who.postman, width=PHONE)
    postman.open("/lam-viec/quy/")
    here = postman.page.locator(".workplace-nav [aria-current=page]")
    expect(here).to_have_text("Quỹ của tôi")
    expect(here).to_be_in_viewport(ratio=0.9)


def test_a_scan_ends_the_complaint_that_something_was_not_counted(
    window: Opens, site: Site
) -> None:
    manifest, codes = offered(site, 1)
    postman = window(site.stage.who.postman, width=PHONE)
    postman.open(f"/lam-viec/giao-nhan/{manifest}/")
    postman.press("Ký nhận", status=409)
    summary = postman.page.locator("[data-error-summary]")
    expect(summary).to_contain_text("chưa kiểm đếm")
    postman.page.locator(BOX).fill(codes[0])
    postman.page.keyboard.press("Enter")
    said = postman.page.locator("[data-said]")
    expect(said).to_contain_text("ĐÚNG")
    expect(said).to_be_in_viewport(ratio=1)
    expect(summary).to_have_count(0)
    postman.press("Ký nhận")
    postman.sees("Hai bên đã ký")
