"""One dossier's round trip through the real pages over HTTP, each step told with its time."""

import re
import time
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

from tram.cli.console import say
from tram.cli.demo.browser import Astray, Person
from tram.cli.demo.crew import Crew, Member, Offer, muster
from tram.cli.demo.people import Invented, invent
from tram.core import clock
from tram.core.calendar import vn_date
from tram.directory.models import Area
from tram.dossiers.models import Dossier


class Trip:
    """The people of one trip and what they have learnt so far."""

    def __init__(self, base: str) -> None:
        crew: Crew = muster(clock.today())
        self.offer: Offer = next(offer for offer in crew.offers if offer.fee_vnd)
        point = crew.points[0]
        self.teller = self._person(base, crew.tellers[point.id])
        self.postman = self._person(base, crew.postman_of(point))
        self.postman_name = crew.postman_of(point).user.full_name
        self.officer = self._person(base, crew.officers[self.offer.desk.id])
        self.specialist = self._person(base, crew.specialists[self.offer.agency.id])
        self.citizen = Person(base)
        self.who: Invented = invent(Random())
        self.mark = f"{Random().randrange(16**6):06X}"
        self.dossier = self.code = self.s10 = self.number = ""

    @staticmethod
    def _person(base: str, member: Member) -> Person:
        return Person(base, member.user.username)

    def take_in(self) -> str:
        """The teller finds the procedure, counts, seals, takes the money and prints."""
        version = self.offer.version()
        self.teller.open("/lam-viec/nhan-ho-so/?q=" + quote(version.name[:40]))
        self.teller.follow(f"a[href*='/nhan-ho-so/{version.procedure.code}/']")
        commune = Area.objects.get(id=self.who.commune_id)
        values: dict[str, Any] = {
            "service": "both",
            "sender_name": self.who.full_name,
            "sender_phone": "0912 000 001",
            "sender_commune": f"{commune.name}, {commune.parent.name if commune.parent else ''}",
            "sender_address": self.who.address,
            "recipient_same": True,
            "consent": True,
            "grams": "120",
            "seal_number": f"NP-DI-{self.mark}",
            "sealed": True,
        }
        for paper in self.offer.counted:
            for kind in ("originals", "certified", "copies"):
                values[f"paper_{paper.seq}_{kind}"] = str(getattr(paper, kind))
        self.teller.fill("form:has(input[name=grams])", values)
        self.teller.send("do=take")
        found = re.search(r"/bien-nhan/([0-9a-f-]{36})/", self.teller.path)
        if not found:
            raise self.teller.astray("the dossier was not taken in")
        self.dossier = found.group(1)
        text = self.teller.page.select_one("main").get_text(" ", strip=True)
        self.s10 = _first(r"\b[A-Z]{2}\d{9}VN\b", text)
        self.code = _first(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]\b", text)
        size = self.teller.paper("a[href$='phieu-gui.pdf']") + self.teller.paper(
            "a[href$='nhan.pdf']"
        )
        return f"{self.s10}, voucher and label {size // 1024} KB"

    def hand(self, giver: Person, receiver: Person, kind: str, **choice: str) -> str:
        """The giver lists what goes and signs; the receiver counts it all and signs."""
        giver.open("/lam-viec/giao-nhan/")
        giver.follow(f"main a[href*='/giao-nhan/lap/'][href*='{kind}']")
        form = "form:has(input[name=items])"
        giver.fill(form, choice)
        giver.send()
        address = giver.path
        receiver.open(address)
        receiver.fill("form:has(button[name=do])", {})
        receiver.send("do=all")
        receiver.fill("form:has(button[name=do])", {})
        receiver.send("do=sign")
        size = receiver.paper("a[href*='/in/']")
        return f"{_first(r'BK-[A-Z0-9-]+', receiver.page.get_text(' '))}, record {size // 1024} KB"

    def pick_up(self) -> str:
        """Point to postman."""
        return self.hand(
            self.teller, self.postman, "pick-up", courier=self._courier(self.teller, "pick-up")
        )

    def _courier(self, giver: Person, kind: str) -> str:
        giver.open("/lam-viec/giao-nhan/")
        giver.follow(f"main a[href*='/giao-nhan/lap/'][href*='{kind}']")
        for option in giver.page.select("select[name=courier] option"):
            if self.postman_name in option.get_text():
                return str(option["value"])
        raise giver.astray(f"{self.postman_name} cannot be chosen")

    def hand_over(self) -> str:
        """Postman to one-stop desk: from here the law counts."""
        return self.hand(self.postman, self.officer, "hand-over")

    def accept(self) -> str:
        """The officer checks the papers and accepts."""
        self.officer.open(f"/lam-viec/mot-cua/ho-so/{self.dossier}/")
        self.officer.fill("form#accept", {})
        for box in self.officer.page.select("form#accept input[type=checkbox]"):
            self.officer.browser.form.check({box["name"]: True})
        self.officer.send()
        row = Dossier.objects.get(id=self.dossier)
        self.number = row.number or ""
        size = self.officer.paper("a[href$='giay-hen.pdf']")
        due = vn_date(row.due_at.date()) if row.due_at else "?"
        return f"{self.number}, due {due}, slip {size // 1024} KB"

    def transfer(self) -> str:
        """Desk to the agency that settles."""
        return self.hand(self.officer, self.specialist, "to-agency")

    def settle(self) -> str:
        """The case officer enters the result."""
        self.specialist.open(f"/lam-viec/giai-quyet/{self.dossier}/")
        values = {
            "number": "01/KQ-DT",
            "issued_on": vn_date(clock.today()),
            "name": "Kết quả diễn tập",
        }
        self.specialist.fill("form:has(input[name=issued_on])", values)
        self.specialist.send()
        return "01/KQ-DT"

    def bring_back(self) -> str:
        """Agency to desk, with the result."""
        return self.hand(self.specialist, self.officer, "result-to-desk")

    def pack(self) -> str:
        """The desk seals the result in an envelope with a number of its own."""
        self.officer.open(f"/lam-viec/mot-cua/ho-so/{self.dossier}/dong-goi/")
        self.officer.fill(
            "form:has(input[name=seal_number])", {"seal_number": f"NP-VE-{self.mark}"}
        )
        self.officer.send()
        return _first(r"\b[A-Z]{2}\d{9}VN\b", self.officer.page.select_one("main").get_text(" "))

    def send_home(self) -> str:
        """Desk to postman."""
        courier = self._courier(self.officer, "result-out")
        return self.hand(self.officer, self.postman, "result-out", courier=courier)

    def deliver(self) -> str:
        """Into the person's hands, with evidence."""
        self.postman.open(f"/lam-viec/phat-ket-qua/{self.dossier}/")
        values = {
            "relation": "self",
            "proof_kind": "citizen-id",
            "proof_last4": "1234",
            "seal": "whole",
            "receipt": "signed-paper",
            "voucher": "PP-0001",
        }
        self.postman.fill("form:has(input[name=proof_last4])", values)
        for box in self.postman.page.select(
            "form:has(input[name=proof_last4]) input[type=checkbox]"
        ):
            self.postman.browser.form.check({box["name"]: True})
        self.postman.send()
        return self.who.full_name

    def track(self) -> str:
        """The citizen follows the dossier by the code alone."""
        self.citizen.open("/theo-doi/")
        self.citizen.fill("form[data-tracking]", {"code": self.code})
        self.citizen.send()
        now = self.citizen.page.select_one("[aria-current=step]") or self.citizen.page.select_one(
            "main h1"
        )
        return " ".join(now.get_text(" ", strip=True).split())[:60]


STEPS: tuple[tuple[str, Callable[[Trip], str]], ...] = (
    ("the teller takes the dossier in", Trip.take_in),
    ("the citizen follows it", Trip.track),
    ("the postman picks it up", Trip.pick_up),
    ("the desk counts and signs", Trip.hand_over),
    ("the desk accepts", Trip.accept),
    ("the agency receives it", Trip.transfer),
    ("the agency settles", Trip.settle),
    ("the desk gets the result", Trip.bring_back),
    ("the desk seals the result", Trip.pack),
    ("the postman takes it", Trip.send_home),
    ("the postman delivers", Trip.deliver),
    ("the citizen sees it has come", Trip.track),
)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if not found:
        raise Astray(f"the page shows no {pattern}: {text[:200]}")
    return found.group(0)


def drive(base: str) -> bool:
    """The whole trip; True if the dossier came home and is closed. Tells each step, what it gave and its time."""
    say("One dossier's round trip, through the pages:")
    begun = time.monotonic()
    try:
        trip = Trip(base)
        for number, (what, step) in enumerate(STEPS, 1):
            started = time.monotonic()
            gave = step(trip)
            say(f"  {number:>2}. {what:<34} {time.monotonic() - started:5.2f} s   {gave}")
    except Astray as fault:
        say(f"The trip went astray: {fault}")
        return False
    state = Dossier.objects.get(id=trip.dossier).state
    say(f"Came home in {time.monotonic() - begun:.1f} s; the dossier is «{state}».")
    return state == "closed"
