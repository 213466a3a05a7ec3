"""Scanning on a bad line, in a real browser: twenty of twenty codes, none twice, whatever the line does."""

from collections.abc import Iterator
from itertools import count
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opens, Site
from tests.browser.slow_line import Line, bad_line
from tests.cast import act, take_in
from tram.custody.commands import chain, manifests
from tram.custody.models import CountMark, Envelope, ItemKind
from tram.custody.rules.handovers import ManifestKind

CODES = 20
SEALS = count(1)
PATIENCE_MS = 180_000
BOX = "[data-scan]"


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    with bad_line(site.url) as found:
        yield found


def offered(site: Site, number: int) -> tuple[UUID, list[str]]:
    """A list of so many envelopes for the postman, and the codes on them."""
    who = site.stage.who
    taken = [take_in(who, seal_number=f"NP-Q{next(SEALS)}") for _ in range(number)]
    items = [dossier.items.get(kind=ItemKind.PAPERS).id for dossier in taken]
    made = manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(who.postman.id),
        items=items,
    )
    covers = Envelope.objects.filter(contents__item__in=items).values_list("number", flat=True)
    return UUID(made["manifest"]), sorted(covers)


@pytest.fixture
def counting(site: Site, window: Opens, chromium: Browser, line: Line) -> Iterator[Page]:
    """The postman's page on the bad line; what fails there is the line's fault and expected."""
    window(site.stage.who.postman)  # signs in once for this session
    state = site.sessions[site.stage.who.postman.username]
    context = chromium.new_context(storage_state=state, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def shoot(page: Page, code: str) -> None:
    """A scanner: types fast, then Enter, and does not wait."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def begin(page: Page, line: Line, manifest: UUID) -> None:
    page.goto(f"{line.url}/lam-viec/giao-nhan/{manifest}/")
    page.locator(BOX).focus()


def all_there(page: Page, manifest: UUID, number: int) -> None:
    """The page says so, and the server has each exactly once."""
    shown = page.locator("[data-number=scanned]")
    expect(shown).to_have_text(str(number), timeout=PATIENCE_MS)
    expect(page.locator("[data-queue]")).to_be_hidden(timeout=PATIENCE_MS)
    marks = CountMark.objects.filter(manifest_id=manifest)
    assert marks.count() == number
    assert marks.values("item").distinct().count() == number


def test_twenty_of_twenty_through_a_slow_server(site: Site, counting: Page, line: Line) -> None:
    manifest, codes = offered(site, CODES)
    line.delay = 0.8
    begin(counting, line, manifest)
    for code in codes:
        shoot(counting, code)
    assert counting.locator(BOX).input_value() == ""
    all_there(counting, manifest, CODES)


def test_twenty_of_twenty_through_a_gap_a_reload_and_lost_answers(
    site: Site, counting: Page, line: Line
) -> None:
    manifest, codes = offered(site, CODES)
    begin(counting, line, manifest)
    line.lose = {2, 5, 6}
    for code in codes[:8]:
        shoot(counting, code)
    expect(counting.locator("[data-number=scanned]")).to_have_text("8")
    counting.context.set_offline(True)
    for code in codes[8:16]:
        shoot(counting, code)
    expect(counting.locator("[data-queue-text]")).to_contain_text("đang giữ 8 mã")
    counting.context.set_offline(False)
    counting.reload()  # as after a crash: the queue is still there
    counting.locator(BOX).focus()
    for code in codes[16:]:
        shoot(counting, code)
    all_there(counting, manifest, CODES)
    assert line.scans > CODES


def test_two_tabs_send_each_code_once(site: Site, counting: Page, line: Line) -> None:
    manifest, codes = offered(site, 6)
    line.delay = 0.3
    other = counting.context.new_page()
    begin(counting, line, manifest)
    begin(other, line, manifest)
    for first, second in zip(codes[:3], codes[3:], strict=True):
        shoot(counting, first)
        shoot(other, second)
    all_there(other, manifest, 6)
    assert line.scans == 6


def test_each_mistake_is_told_by_a_word_of_its_own(site: Site, counting: Page, line: Line) -> None:
    manifest, codes = offered(site, 2)
    begin(counting, line, manifest)
    word, text = counting.locator("[data-word]"), counting.locator("[data-text]")
    for code, said in (
        (codes[0], "ĐÚNG"),
        (codes[0][:10] + str((int(codes[0][10]) + 1) % 10) + "VN", "SAI CHỮ SỐ KIỂM TRA"),
        ("ÉB473124829VN", "BỘ GÕ TIẾNG VIỆT ĐANG BẬT"),
        ("RB473124829GB", "SỐ HIỆU CỦA NƠI KHÁC"),
    ):
        counting.keyboard.insert_text(code)
        counting.keyboard.press("Enter")
        expect(word).to_have_text(said)
    shoot(counting, codes[1])
    expect(word).to_have_text("ĐÚNG")
    shoot(counting, codes[1])
    expect(text).to_contain_text("bỏ qua lần quét lặp")
    expect(counting.locator("[data-number=extra]")).to_have_text("1")
