"""The requests of a benchmark, taken from the real pages: sign in, open the form, and keep its bytes."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import mechanicalsoup

from bench.load import Make, request


@dataclass(frozen=True)
class Visitor:
    """A browser that has signed in, or not."""

    base: str
    browser: mechanicalsoup.StatefulBrowser

    def headers(self) -> dict[str, str]:
        """The cookies that every request carries."""
        jar = self.browser.session.cookies
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)}

    def fields(self, path: str, form: str) -> dict[str, str]:
        """What a page's form would send as it stands: hidden fields, chosen options, typed values."""
        self.browser.open(self.base + path)
        found = self.browser.select_form(form).form
        values: dict[str, str] = {}
        for element in found.select("input[name], select[name], textarea[name]"):
            name, kind = element["name"], element.get("type", "")
            if element.name == "select":
                chosen = element.select_one("option[selected]") or element.select_one("option")
                values[name] = chosen.get("value", "") if chosen else ""
            elif kind in ("checkbox", "radio"):
                if element.has_attr("checked"):
                    values[name] = element.get("value", "on")
            elif kind != "submit":
                values[name] = element.get("value", "") or element.text
        return values


def visitor(base: str) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(base, mechanicalsoup.StatefulBrowser(raise_on_404=True))


def signed_in(base: str, username: str) -> Visitor:
    """One of the demonstration's people."""
    from tram.cli.demo.crew import PASSWORD

    found = visitor(base)
    found.browser.open(f"{base}/lam-viec/dang-nhap/")
    found.browser.select_form("form:has(input[name=password])")
    found.browser["username"], found.browser["password"] = username, PASSWORD
    answer = found.browser.submit_selected()
    if "dang-nhap" in answer.url:
        raise RuntimeError(f"{username} could not sign in")
    return found


def take_in(tellers: list[Visitor], path: str, values: dict[str, str]) -> Make:
    """POST of the intake form, a new request id each time."""
    forms = []
    for teller in tellers:
        blank = teller.fields(path, "form:has(input[name=grams])")
        forms.append((teller.headers(), {**blank, **values}))

    def make(number: int) -> bytes:
        headers, fields = forms[number % len(forms)]
        body = urlencode(
            {**fields, "seal_number": uuid4().hex, "request_id": str(uuid4())}
        ).encode()
        return request("POST", path, headers, body)

    return make


def sign(officer: Visitor, addresses: list[str]) -> Make:
    """POST of the counted and signed hand-over, one address after the other."""
    blank = officer.fields(addresses[0], "form:has(input[name=outcome_1])")
    headers = officer.headers()

    def make(number: int) -> bytes:
        fields = {**blank, "outcome_1": "received", "do": "sign", "request_id": str(uuid4())}
        return request("POST", addresses[number], headers, urlencode(fields).encode())

    return make


def track(citizen: Visitor, codes: list[str]) -> Make:
    """POST of the tracking form with a code that is live."""
    blank = citizen.fields("/theo-doi/", "form[data-tracking]")
    headers = citizen.headers()

    def make(number: int) -> bytes:
        body = urlencode({**blank, "code": codes[number % len(codes)]}).encode()
        return request("POST", "/theo-doi/", headers, body)

    return make


def read(visitor_: Visitor, path: str) -> Make:
    """GET of one page."""
    message = request("GET", path, visitor_.headers())
    return lambda _number: message
