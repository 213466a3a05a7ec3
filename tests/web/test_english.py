"""The English of the public pages: nothing left out, nothing left in Vietnamese, the compiled catalogue up to date."""

import ast
import csv
import re
from collections.abc import Iterator
from datetime import date
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils.translation.template import templatize

import tram.web
from tests.cast import Cast
from tests.web.test_portal_tracking import STAGES, code_of, unknown_code
from tram.cash.rules import unknowns
from tram.cash.rules.tariff import Exemption, Zone
from tram.catalogue.models import FeeKind
from tram.catalogue.queries import LIMIT_UNITS
from tram.core.calendar import weekday_name
from tram.custody.rules.attempts import AttemptReason, DayPart
from tram.custody.rules.milestones import Keeper, Milestone, Punctuality
from tram.custody.rules.services import Service
from tram.custody.rules.turns import Turn
from tram.programme.rules.gaps import Standing
from tram.programme.rules.indicators import Indicator

WEB = Path(tram.web.__file__).parent
TEMPLATES = WEB / "templates"
FOLDER = WEB / "locale" / "en" / "LC_MESSAGES"
DATA = Path(__file__).resolve().parents[2] / "data" / "vinh-phuc"
ELIGIBILITY = WEB.parent / "catalogue" / "rules" / "eligibility.py"

# Pages a citizen may be shown besides templates/portal; what they extend and include is found from them.
ENTRIES = [*(f"{name}.html" for name in ("400", "403", "404", "500", "refused"))]
ENTRIES += ["parts/form.html", "parts/field.html"]
MODULES = [*sorted((WEB / "portal").glob("*.py"))]
MODULES += [WEB / f"{name}.py" for name in ("figures", "forms", "middleware", "months", "strays")]
LABELS = (
    AttemptReason,
    DayPart,
    Milestone,
    Keeper,
    Punctuality,
    Turn,
    Zone,
    Exemption,
    Service,
    FeeKind,
    Indicator,
    Standing,
)
NAMES = {"_", "gettext", "gettext_lazy"}

STRING = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
CALL = re.compile(rf"\b(?:gettext|_)\(\s*({STRING})")
LINK = re.compile(r'{%\s*(?:extends|include)\s+"([^"]+)"')
PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w+}")
LETTERS = "àáãèéìíòóõùúýăâđêôơư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
VIETNAMESE = re.compile(f"[{LETTERS}{LETTERS.upper()}]")
# A name, and the sign of the currency after an amount.
ALLOWED = re.compile(r"\bTrạm\b|(?<=\d) đ\b")

PAGES = (
    "/",
    "/theo-doi/",
    "/thu-tuc/",
    "/thu-tuc/?q=can+cuoc",
    "/thu-tuc/?q=xyzzy",
    "/thu-tuc/2.000488/",
    "/thu-tuc/2.000200/",
    "/diem-phuc-vu/",
    "/diem-phuc-vu/?q=xyzzy",
    "/danh-muc-buu-chinh/",
    "/danh-muc-buu-chinh/so-tu-phap/",
    "/gia-cuoc/",
    "/gia-cuoc/?service=both&start=243&end=251&grams=120&exemption=half&fee=200000",
    "/gia-cuoc/?service=&start=&end=far-region&grams=0&exemption=none&fee=1,5",
    "/ke-hoach/",
    "/ke-hoach/?thang=13/2019",
    "/ho-tro-tiep-can/",
    "/khong-co-trang-nay/",
)


def reached(names: list[str]) -> set[str]:
    """Templates that these extend or include, themselves included."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += LINK.findall((TEMPLATES / name).read_text(encoding="utf-8"))
    return found


def in_templates() -> Iterator[str]:
    portal = [str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "portal").rglob("*.html")]
    for name in sorted(reached([*portal, *ENTRIES])):
        words = CALL.findall(templatize((TEMPLATES / name).read_text(encoding="utf-8")))
        yield from map(ast.literal_eval, words)


def in_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in NAMES
        ):
            words = [argument for argument in node.args if isinstance(argument, ast.Constant)]
            yield from (str(word.value) for word in words)


def reasons() -> Iterator[str]:
    """Why something may not go by post: what the rule says, and what the province's own data say."""
    tree = ast.parse(ELIGIBILITY.read_text(encoding="utf-8"))
    rule = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "verdict")
    for node in (found for line in rule.body[1:] for found in ast.walk(line)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
    for row in rows("procedures.csv"):
        yield from filter(None, (row["postal_in_reason"], row["postal_out_reason"]))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spoken() -> set[str]:
    """Every text that a public page says in its own words."""
    weekdays = (weekday_name(date(2019, 12, day)) for day in range(2, 9))
    found = {*in_templates(), *reasons(), *weekdays, *unknowns.SENTENCES}
    found |= {member.label for kind in LABELS for member in kind}
    return found.union(*map(in_module, MODULES))


def written() -> dict[str | tuple[str, int], str]:
    """django.po as GNUTranslations would hold it: the text, or (text, form) where English has a plural."""
    found: dict[str | tuple[str, int], str] = {}
    for entry in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in entry.splitlines() if line and not line.startswith("#")]
        words: dict[str, str] = {}
        keyword = ""
        for line in lines:
            if not line.startswith('"'):
                keyword, line = line.split(" ", 1)
            words[keyword] = words.get(keyword, "") + ast.literal_eval(line)
        msgid = words.get("msgid", "")
        if "msgid_plural" in words:
            found |= {(msgid, n): words[f"msgstr[{n}]"] for n in (0, 1)}
        else:
            found[msgid] = words["msgstr"]
    return found


def compiled() -> dict[str | tuple[str, int], str]:
    with (FOLDER / "django.mo").open("rb") as file:
        catalogue: dict[str | tuple[str, int], str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return catalogue


def test_every_sentence_of_the_public_pages_has_english() -> None:
    english = written()
    missing = sorted(text for text in spoken() if text.strip() and not english.get(text))
    assert not missing, "add to locale/en/LC_MESSAGES/django.po: " + " | ".join(missing)


def test_the_unit_of_a_limit_has_one_and_many() -> None:
    english = written()
    for unit in LIMIT_UNITS.values():
        assert english[unit, 0] != english[unit, 1]


def test_the_catalogue_says_nothing_that_no_page_says() -> None:
    known = spoken() | set(LIMIT_UNITS.values()) | {""}
    texts = {key if isinstance(key, str) else key[0] for key in written()}
    assert not sorted(texts - known)


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert compiled() == written()


def test_english_keeps_what_is_filled_in_and_holds_no_vietnamese() -> None:
    for key, english in written().items():
        msgid = key if isinstance(key, str) else key[0]
        assert sorted(PLACEHOLDER.findall(msgid)) == sorted(PLACEHOLDER.findall(english)), msgid
        assert not VIETNAMESE.search(english) or not msgid, english


class Seen(HTMLParser):
    """What a reader of the page gets: its text and spoken attributes, without parts marked as Vietnamese."""

    VOID = {"input", "meta", "link", "br", "img", "hr", "use"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = given.get("lang") == "vi" or tag in {"script", "style"} or any(self.open[-1:])
        if not silent:
            names = ("aria-label", "title", "alt", "placeholder")
            self.text += [given[name] or "" for name in names if name in given]
        if tag not in self.VOID:
            self.open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open[-1:]):
            self.text.append(data)


def left_over(html: str) -> list[str]:
    """Vietnamese of a page that is neither marked as such nor a name from the data."""
    seen = Seen()
    seen.feed(html)
    names = {row["name"] for row in [*rows("areas.csv"), *rows("procedures.csv")]}
    lines = (" ".join(text.split()) for text in seen.text)
    texts = (line for line in lines if line not in names)
    return [text for text in texts if VIETNAMESE.search(ALLOWED.sub("", _nameless(text, names)))]


def _nameless(text: str, names: set[str]) -> str:
    """A title is «name – Trạm»."""
    head, _, _ = text.rpartition(" – ")
    return "" if head in names else text


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who pressed "English"."""
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("address", PAGES)
def test_a_page_in_english_is_in_english(reader: Client, who: Cast, address: str) -> None:
    html = reader.get(address).content.decode()
    assert '<html lang="en">' in html
    assert left_over(html) == []


@pytest.mark.parametrize("stage", STAGES)
def test_tracking_in_english_is_in_english(reader: Client, who: Cast, stage: str) -> None:
    html = reader.post("/theo-doi/", {"code": code_of(STAGES[stage](who))}).content.decode()
    assert "Tracking code" in html
    assert left_over(html) == []


@pytest.mark.parametrize("code", ["SQ5J", "mã lạ", "", "unknown"])
def test_a_wrong_code_is_refused_in_english(reader: Client, who: Cast, code: str) -> None:
    words = unknown_code() if code == "unknown" else code
    html = reader.post("/theo-doi/", {"code": words}).content.decode()
    assert "There is a problem" in html
    assert left_over(html) == []


@override_settings(TRACKING_LOOKUPS=1)
def test_too_many_look_ups_are_refused_in_english(reader: Client, who: Cast) -> None:
    for _time in range(2):
        html = reader.post("/theo-doi/", {"code": unknown_code()}).content.decode()
    assert "too many look-ups" in html
    assert left_over(html) == []


@pytest.mark.law("65a")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_nobody_asked_in_english_is_in_vietnamese(
    client: Client, who: Cast, address: str
) -> None:
    html = client.get(address, headers={"accept-language": "en-US,en"}).content.decode()
    assert '<html lang="vi">' in html
    assert "Theo dõi hồ sơ" in html
    assert left_over(html.replace('<html lang="vi">', "<html>"))


def test_english_is_chosen_and_left_by_a_button(client: Client, who: Cast) -> None:
    chosen = client.post("/ngon-ngu/", {"language": "en", "next": "/thu-tuc/"})
    assert chosen.headers["location"] == "/thu-tuc/"
    assert "Find a procedure" in client.get("/thu-tuc/").content.decode()
    client.post("/ngon-ngu/", {"language": "vi", "next": "/thu-tuc/"})
    assert "Tìm thủ tục" in client.get("/thu-tuc/").content.decode()


def test_the_language_button_leads_to_no_other_site(client: Client, who: Cast) -> None:
    left = client.post("/ngon-ngu/", {"language": "en", "next": "//example.org/"})
    assert "example.org" not in left.headers["location"]
    assert client.get("/ngon-ngu/").status_code == 405
