"""A teller's hour with the keyboard only: guidance, a refusal, intakes, the same sender again, a mistake, a list."""

from uuid import UUID

from tests.browser.conftest import Opens, Site
from tests.browser.counter import FORM, S10, SEALS, SEARCH, read
from tests.browser.looking import look, look_at
from tests.browser.test_keyboard import at, send, tab_to
from tests.browser.window import Window
from tests.cast import PROCEDURE, act
from tram.core import clock
from tram.custody.commands import pick_ups
from tram.custody.rules.counter import Slot

SENDER = "Trần Thị Phím"


def choose_procedure(teller: Window) -> None:
    """From the search box to the form by its number in the list."""
    keys = teller.page.keyboard
    keys.press("F2")
    assert at(teller, "[name=q]")
    keys.press("Control+A")
    keys.type("ly lich tu phap")
    link = teller.main.locator(f"a[href^='{FORM}']")
    link.wait_for()
    key = link.get_attribute("aria-keyshortcuts")
    assert key
    send(teller, key)


def number(teller: Window, name: str, text: str) -> None:
    tab_to(teller, f"[name={name}]")
    teller.page.keyboard.press("Control+A")
    teller.page.keyboard.type(text)


def choose(teller: Window, name: str, value: str) -> None:
    """One of a group of round buttons."""
    tab_to(teller, f"[name={name}]")
    for _press in range(12):
        if at(teller, f"[name={name}][value={value}]"):
            break
        teller.page.keyboard.press("ArrowDown")
    teller.page.keyboard.press("Space")
    assert at(teller, f"[name={name}][value={value}]:checked")


def count_and_pack(teller: Window, *, sender: bool) -> None:
    """Papers, service, perhaps the sender, and the sealed cover."""
    teller.page.keyboard.press("Alt+1")
    for name in ("paper_1_originals", "paper_2_certified"):
        number(teller, name, "1")
    choose(teller, "service", "both")
    typed = {
        "sender_name": SENDER,
        "sender_phone": "0912 000 018",
        "sender_commune": "Phường Tích Sơn, Thành phố Vĩnh Yên",
        "sender_address": "Số 18 phố Mẫu",
    }
    for name, text in typed.items() if sender else ():
        number(teller, name, text)
    for name in ("consent",):
        tab_to(teller, f"[name={name}]")
        teller.page.keyboard.press("Space")
    number(teller, "grams", "120")
    number(teller, "seal_number", next(SEALS))
    tab_to(teller, "[name=sealed]")
    teller.page.keyboard.press("Space")


def test_an_hour_at_the_counter_needs_no_mouse(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller, fresh=True)
    keys, faults = teller.page.keyboard, []
    teller.open(SEARCH)

    choose_procedure(teller)  # a paper is missing: the slip
    keys.press("Alt+1")
    keys.press("Control+A")
    keys.type("1")
    send(teller, "Shift+F8")
    teller.sees("Phiếu hướng dẫn bổ sung giấy tờ", "Giấy tờ còn thiếu")
    faults += look(teller, "guidance")
    send(teller, "F2")

    choose_procedure(teller)  # the price is too high: a refusal with its reason
    send(teller, "Alt+0")
    choose(teller, "reason", "price")
    send(teller, "Control+Enter")
    teller.sees("Phiếu trả lời không nhận hồ sơ", "Khách không đồng ý giá cước, phí")
    faults += look(teller, "refusal")
    send(teller, "Escape")

    choose_procedure(teller)  # taken in, printed, signed
    count_and_pack(teller, sender=True)
    keys.press("F9")
    teller.sees("Tổng cộng")
    send(teller, "Control+Enter")
    teller.sees("Đã nhận hồ sơ", SENDER, "Chữ ký trên phiếu")
    kept = read(teller, S10)
    keys.press("F8")
    teller.page.locator("iframe.print-frame").wait_for(state="attached")
    send(teller, "Control+Enter")
    teller.sees("Đã ghi chữ ký trên phiếu gửi", "khách xác nhận trên máy")
    faults += look(teller, "receipt-signed")

    send(teller, "F4")  # the same customer has another one, by mistake
    choose_procedure(teller)
    assert teller.main.locator("[name=sender_name]").input_value() == SENDER
    count_and_pack(teller, sender=False)
    send(teller, "Control+Enter")
    mistake = read(teller, S10)
    assert mistake != kept
    tab_to(teller, "a[href*='/huy/']")
    send(teller, "Enter")
    choose(teller, "reason", "duplicate")
    tab_to(teller, "button.danger")
    keys.press("Enter")
    teller.page.locator("dialog[open]").wait_for()
    tab_to(teller, "dialog[open] button.danger")
    send(teller, "Enter")
    teller.sees("Phiếu nhận đã hủy")

    teller.open("/lam-viec/giao-nhan/quet/")  # the postman is at the door: a list by scanning
    tab_to(teller, "#id_scan")
    keys.type(kept)
    with teller.page.expect_navigation():
        keys.press("Enter")
    teller.sees("Bảng kê nháp", kept)
    tab_to(teller, "[name=courier]")
    keys.type("Bưu Tá")
    tab_to(teller, "button[value=offer]")
    send(teller, "Enter")
    teller.sees("chờ bên nhận", kept)
    assert not faults, "\n".join(faults)


def test_the_first_escape_leaves_the_box_and_loses_nothing(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller)
    keys = teller.page.keyboard
    teller.open(FORM)
    keys.press("F4")
    keys.type(SENDER)
    keys.press("Escape")
    assert teller.path == FORM
    assert teller.main.locator("[name=sender_name]").input_value() == SENDER
    send(teller, "Escape")
    assert teller.path == SEARCH


def a_call(site: Site, *, sent: bool) -> str:
    """A request on the board of the teller's point; its id."""
    who = site.stage.who
    words = pick_ups.Asked(
        "Nguyễn Thị Nhờ", "0912000077", "Số 7 phố Mẫu", who.commune.id, clock.today(), Slot.ANY
    )
    request = UUID(pick_ups.ask_pick_up(act(who.teller, who.point), asked=words)["request"])
    if sent:
        pick_ups.assign_pick_up(
            act(who.teller, who.point), request_id=request, courier_id=who.postman.id
        )
    return str(request)


def test_every_other_page_of_the_counter(window: Opens, site: Site) -> None:
    call, sent = a_call(site, sent=False), a_call(site, sent=True)
    board = "/lam-viec/lay-tai-nha/"
    teller = window(site.stage.who.teller, fresh=True)
    receipt = f"/lam-viec/bien-nhan/{site.stage.fresh}/"
    pages = {
        "refuse": f"/lam-viec/tu-choi/thu-tuc/{PROCEDURE}/",
        "refuse-none": "/lam-viec/tu-choi/",
        "refusals": "/lam-viec/tu-choi-tai-quay/",
        "unsigned": "/lam-viec/phieu-chua-ky/",
        "voucher-scan": f"{receipt}ban-chup/",
        "calls": board,
        "call-new": f"{board}moi/",
        "call-assign": f"{board}{call}/giao/",
        "call-cancel": f"{board}{call}/huy/",
    }
    faults = look_at(teller, pages)
    postman = window(site.stage.who.postman)
    way = f"?yeu-cau={sent}"
    faults += look_at(
        postman,
        {"calls-postman": board, "call-search": SEARCH + way, "call-form": FORM + way},
    )
    teller.open(SEARCH)
    teller.press("Tập nhận hồ sơ")
    teller.sees("Đang tập nhận hồ sơ")
    faults += look(teller, "practice-search")
    teller.open(FORM)
    teller.press("Tập nhận, không ghi gì", status=409)
    faults += look(teller, "practice-form")
    assert not faults, "\n".join(faults)
