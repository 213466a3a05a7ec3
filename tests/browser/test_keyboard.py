"""A teller without a mouse: from the search box to the receipt by keys, always seeing where the focus is."""

from tests.browser.conftest import Opens, Site
from tests.browser.counter import FORM, PAPERS, SEARCH, times_taken_in
from tests.browser.window import Window

SENDER = "Lê Văn Phím"
RING = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.name || one.textContent.trim().slice(0, 60), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
MOST = 60


def at(window: Window, selector: str) -> bool:
    """The focus is on such a thing."""
    found: bool = window.page.evaluate("css => document.activeElement.matches(css)", selector)
    return found


def sees_focus(window: Window) -> None:
    """The focused thing is ringed."""
    name, style, width = window.page.evaluate(RING)
    assert style != "none", f"no focus ring on {name!r}"
    assert width >= 2, f"no focus ring on {name!r}"


def tab_to(window: Window, selector: str) -> None:
    """Press Tab until the focus is there, seeing it on the whole way."""
    for _press in range(MOST):
        if at(window, selector):
            return
        window.page.keyboard.press("Tab")
        sees_focus(window)
    raise AssertionError(f"Tab does not come to {selector}")


def send(window: Window, key: str, status: int = 200) -> None:
    """A key that brings another page."""
    with window.page.expect_navigation() as leads:
        window.page.keyboard.press(key)
    assert leads.value.status == status, window.main.inner_text()[:600]
    window.expected(status)


def test_the_first_key_leads_past_the_menu(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller)
    teller.open(SEARCH)
    teller.page.keyboard.press("Tab")
    assert at(teller, "a.skip")
    sees_focus(teller)
    teller.page.keyboard.press("Enter")
    teller.page.keyboard.press("Tab")
    assert at(teller, "main *")


def test_a_dossier_is_taken_in_without_a_mouse(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller)
    keys = teller.page.keyboard
    teller.open(SEARCH)
    keys.press("F2")
    assert at(teller, "[name=q]")
    keys.type("ly lich tu phap")
    teller.main.locator(f"a[href='{FORM}']").wait_for()
    tab_to(teller, f"a[href='{FORM}']")
    send(teller, "Enter")

    keys.press("F4")
    assert at(teller, "[name=sender_name]")
    keys.type("Lê Văn Phím")
    send(teller, "Control+Enter", status=409)
    assert teller.page.title().startswith("Lỗi:")
    assert at(teller, "[data-error-summary]")
    teller.page.keyboard.press("Tab")
    sees_focus(teller)
    keys.press("Enter")
    assert at(teller, "main form :is(input, select)")
    assert teller.main.locator("[name=sender_name]").input_value() == SENDER

    keys.press("Alt+1")
    assert at(teller, "[name=paper_1_originals]")
    for name, count in PAPERS.items():
        tab_to(teller, f"[name={name}]")
        keys.press("Control+A")
        keys.type(count)
    tab_to(teller, "[name=service]")
    while not at(teller, "[name=service][value=both]"):
        keys.press("ArrowDown")
    keys.press("Space")
    for name, text in (
        ("sender_phone", "0912 000 008"),
        ("sender_commune", "Phường Tích Sơn, Thành phố Vĩnh Yên"),
        ("sender_address", "Số 8 phố Mẫu"),
    ):
        tab_to(teller, f"[name={name}]")
        keys.type(text)
    tab_to(teller, "[name=consent]")
    keys.press("Space")
    for name, text in (("grams", "120"), ("seal_number", "NP-0808")):
        tab_to(teller, f"[name={name}]")
        keys.type(text)
    tab_to(teller, "[name=sealed]")
    keys.press("Space")
    tab_to(teller, "button[value=take]")
    send(teller, "Enter")
    teller.sees("Đã nhận hồ sơ", SENDER)
    tab_to(teller, "a[aria-keyshortcuts=F8]")
    assert times_taken_in(teller, SENDER) == 1
