"""The eyes of the other tests: each kind of fault, planted on a page, is seen."""

from tests.browser.conftest import Opens
from tests.browser.looking import look
from tests.browser.window import PATIENCE_MS, Window


def plant(window: Window, script: str) -> list[str]:
    """What is seen after a script has spoilt the front page."""
    window.open("/")
    window.page.evaluate(script)
    return look(window, "home")


def witnessed(window: Window, word: str) -> bool:
    """Whether a fault with this word is seen, sooner or later."""
    for _ in range(PATIENCE_MS // 100):
        if any(word in fault for fault in window.faults):
            return True
        window.page.wait_for_timeout(100)
    return False


def test_faults_of_a_page_are_seen(window: Opens) -> None:
    citizen = window()
    pale = plant(
        citizen, "for (const h2 of document.querySelectorAll('h2')) h2.style.color = '#eee'"
    )
    assert any("color-contrast" in fault for fault in pale)
    wide = plant(citizen, "document.querySelector('main').style.width = '1000px'")
    assert any("pixels wide on a screen of 390" in fault for fault in wide)
    hidden = plant(citizen, "document.querySelector('.footer').style.pointerEvents = 'none'")
    assert any("out of reach: <a" in fault for fault in hidden)


def test_what_goes_wrong_behind_a_page_is_seen(window: Opens) -> None:
    citizen = window()
    citizen.open("/")
    citizen.page.evaluate("fetch('/khong-co.css')")
    citizen.page.evaluate("fetch('http://127.0.0.2/').catch(() => 0)")
    citizen.page.evaluate("setTimeout(() => { throw new Error('hong') })")
    for word in ("404: ", "violates the following Content Security Policy", "script: hong"):
        assert witnessed(citizen, word), citizen.faults
    citizen.faults.clear()
