"""A person at a real browser's window, and a witness of everything that goes wrong in it.

What the server answers "no" to must be expected by the test (`status=409`); everything else is a fault: a request
that leaves the server, a missing file, an error on the console, a breach of the content security policy.
"""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

BREACHES = "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
BROKEN_OFF = ("htmx:sendAbort", "htmx:afterRequest")
INSIDE = (
    "data:",
    "blob:",
    "about:",
    "chrome://resources/",
    "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/",
)
"""What leaves no machine: the last two are the viewer of PDF files that is built into the browser."""


class Window:
    """One window of one person; `path` is the address in view."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        self.refusals: list[tuple[str, int]] = []
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(BREACHES)
        page.on("request", self._leaves)
        page.on("response", self._answered)
        page.on("console", self._complains)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str, status: int = 200) -> None:
        """Type an address."""
        answer = self.page.goto(self.url + path)
        assert answer is None or answer.status == status, f"{path}: {answer and answer.status}"
        self.expected(status)

    def press(self, name: str, status: int = 200) -> None:
        """Click the button of that name; the next page comes with that status."""
        self.go(self.main.get_by_role("button", name=name, exact=True), status)

    def follow(self, name: str) -> None:
        """Click the first link whose name has these words."""
        self.go(self.main.get_by_role("link", name=name).first)

    def go(self, what: Locator, status: int = 200) -> None:
        """Click something that leads to another page."""
        with self.page.expect_navigation() as leads:
            what.click()
        found = leads.value.status
        assert found == status, f"{self.path} answered {found}: {self.main.inner_text()[:600]}"
        self.expected(status)

    def type(self, label: str, text: str) -> None:
        """Type into the field of that label, whatever the label adds in brackets."""
        self.main.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(|$)")).fill(text)

    def tick(self, *labels: str) -> None:
        """Tick boxes, or choose among round ones."""
        for label in labels:
            self.main.get_by_label(label).check()

    def sees(self, *words: str) -> None:
        """The page says these words."""
        for phrase in words:
            expect(self.main).to_contain_text(phrase)

    def no_fault(self) -> None:
        """Nothing went wrong that the test did not expect."""
        assert not self.faults, self.faults
        assert not self.refusals, self.refusals

    def expected(self, status: int) -> None:
        """The page that came may say no with this status."""
        if status >= 400:
            assert self.refusals.pop()[1] == status

    def _leaves(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", *INSIDE)):
            self.faults.append(f"left the server: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status < 400:
            return
        if response.request.is_navigation_request():
            self.refusals.append((response.url, response.status))
        else:
            self.faults.append(f"{response.status}: {response.url}")

    def _complains(self, message: ConsoleMessage) -> None:
        """Chromium also complains of a page that says no; that one the test has to expect itself.

        A search still under way when the person goes on is broken off: no fault, though htmx says so.
        """
        if message.text.startswith(BROKEN_OFF):
            return
        of_a_page = message.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
        if message.type == "error" and not (of_a_page and "status of 4" in message.text):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")
