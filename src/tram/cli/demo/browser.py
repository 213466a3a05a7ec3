"""A person at a browser: signs in, opens pages, fills the forms that stand there, over plain HTTP."""

from collections.abc import Mapping
from typing import Any

import mechanicalsoup

from tram.cli.demo.crew import PASSWORD


class Astray(Exception):
    """A page was not what a person would expect here; the message says which and what it said."""


class Person:
    """One person with a browser of their own; `username` empty is a citizen without an account."""

    def __init__(self, base: str, username: str = "") -> None:
        self.base, self.username = base, username
        self.browser = mechanicalsoup.StatefulBrowser(user_agent="tram-demo")
        if username:
            self._sign_in()

    def _sign_in(self) -> None:
        self.open("/lam-viec/dang-nhap/")
        self.fill(
            "form:has(input[name=password])", {"username": self.username, "password": PASSWORD}
        )
        self.send()
        if "dang-nhap" in str(self.browser.url):
            raise self.astray("could not sign in")

    @property
    def page(self) -> Any:
        """The page in view, to be searched with CSS selectors."""
        return self.browser.page

    @property
    def path(self) -> str:
        """The address in view, without the host."""
        return str(self.browser.url).removeprefix(self.base)

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        answer = self.browser.open(path if path.startswith("http") else self.base + path)
        if answer.status_code != 200:
            raise self.astray(f"{path} answered {answer.status_code}")

    def follow(self, selector: str) -> None:
        """Click the first link that a selector finds."""
        link = self.page.select_one(selector)
        if link is None:
            raise self.astray(f"no link {selector}")
        self.open(str(self.browser.absolute_url(link["href"])))

    def fill(self, form: str, values: Mapping[str, Any]) -> None:
        """Choose a form and type into it; True and False tick and untick a box."""
        if self.page.select_one(form) is None:
            raise self.astray(f"no form {form}")
        chosen = self.browser.select_form(form)
        for name, value in values.items():
            if isinstance(value, bool):
                (chosen.check if value else chosen.uncheck)({name: True})
            else:
                chosen.set(name, value)

    def send(self, button: str = "") -> None:
        """Press a button of the form by its `name=value` or id; without one, the last: the page's main act."""
        form = self.browser.form.form
        name, _, value = button.partition("=")
        wanted = (
            f"button[name='{name}'][value='{value}']" if value else "button[type=submit], button"
        )
        found = form.select(wanted)
        if not found and button:
            raise self.astray(f"no button {button}")
        if found:
            self.browser.form.choose_submit(found[-1])
        answer = self.browser.submit_selected()
        if answer.status_code != 200:
            raise self.astray(f"the form was answered {answer.status_code}")

    def paper(self, selector: str) -> int:
        """Fetch a PDF that the page links to; its size in bytes."""
        link = self.page.select_one(selector)
        if link is None:
            raise self.astray(f"no paper {selector}")
        answer = self.browser.session.get(self.browser.absolute_url(link["href"]))
        if not answer.content.startswith(b"%PDF"):
            raise self.astray(f"{link['href']} is no PDF")
        return len(answer.content)

    def astray(self, what: str) -> Astray:
        """The fault with what the page says about it."""
        said = self.page.select(".error-summary, .notice, main h1") if self.page else []
        words = " / ".join(" ".join(part.get_text(" ", strip=True).split()) for part in said)
        return Astray(f"{self.username or 'citizen'} at {self.path}: {what}. {words}")
