"""One dossier from the counter of a post point to the agency and home, by clicks in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opens, Site
from tests.browser.counter import CODE, FORM, S10, TAKE, fill_in, read
from tests.browser.window import Window
from tram.custody.models import ProofKind, ReceiptKind, Relation
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.milestones import Milestone

SENDER = "Phạm Thị Vòng"
SHEET = re.compile(r"\bBK-[0-9A-Z.-]+[0-9]")


def menu(window: Window, label: str) -> None:
    """Click an entry of the staff menu, from wherever the person is."""
    if not window.path.startswith("/lam-viec/"):
        window.open("/lam-viec/")
    duties = window.page.get_by_role("navigation", name="Công việc")
    window.go(duties.get_by_role("link", name=label, exact=True))


def hand(giver: Window, receiver: Window, kind: ManifestKind, thing: str, sign: str) -> None:
    """The giver lists that one thing and signs; the receiver counts it and signs."""
    menu(giver, "Giao nhận")
    giver.follow(f"Lập bảng kê {kind.label}")
    for box in giver.main.locator("[name=items]").all():
        box.uncheck()
    giver.main.get_by_role("row").filter(has_text=thing).locator("[name=items]").check()
    giver.press("Ký giao và gửi bên nhận")
    sheet = read(giver, SHEET)
    menu(receiver, "Giao nhận")
    receiver.follow(f"Kiểm đếm và ký {sheet}")
    receiver.press("Đã nhận đủ tất cả")
    receiver.press(sign)
    receiver.sees(f"Hai bên đã ký {sheet}: nhận 1/1.")


def follows(citizen: Window, code: str, milestone: Milestone) -> None:
    """The QR of the receipt leads here: the code stands behind the #, which no server is told."""
    citizen.open(f"/theo-doi#{code}")
    expect(citizen.main.locator("h1")).to_have_text(milestone.label)
    assert code not in citizen.page.url
    for secret in (SENDER, "lý lịch tư pháp", "0912"):
        assert secret not in citizen.page.content()


def types_code(citizen: Window, code: str, milestone: Milestone) -> None:
    """Without JavaScript the person types the code, in small letters and without dashes."""
    citizen.open("/")
    citizen.open(f"/theo-doi/#{code}")
    citizen.type("Mã theo dõi", code.replace("-", "").lower())
    citizen.press("Xem hồ sơ đang ở đâu")
    expect(citizen.main.locator("h1")).to_have_text(milestone.label)


def test_a_dossier_travels_to_the_agency_and_home(window: Opens, site: Site) -> None:
    who = site.stage.who
    teller, postman = window(who.teller), window(who.postman, width=390)
    officer, specialist = window(who.officer), window(who.specialist)
    citizen, without_script = window(width=390), window(javascript=False)

    teller.open("/lam-viec/")
    menu(teller, "Nhận hồ sơ")
    teller.type("Tên hoặc mã thủ tục", "ly lich tu phap")
    with teller.page.expect_navigation(url=f"**{FORM}"):
        teller.main.locator(f"a[href='{FORM}']").click()
    fill_in(teller, SENDER)
    teller.press(TAKE)
    teller.sees("Đã nhận hồ sơ", SENDER)
    s10, code = read(teller, S10), read(teller, CODE)
    follows(citizen, code, Milestone.TAKEN_IN)
    types_code(without_script, code, Milestone.TAKEN_IN)

    hand(teller, postman, ManifestKind.PICK_UP, s10, "Ký nhận")
    follows(citizen, code, Milestone.ON_THE_WAY)
    hand(postman, officer, ManifestKind.HAND_OVER, s10, "Ký biên bản giao nhận")
    follows(citizen, code, Milestone.AT_AGENCY)

    officer.follow("Tiếp nhận các hồ sơ vừa nhận")
    officer.follow(SENDER)
    for box in officer.main.locator("form#accept input[type=checkbox]").all():
        box.check()
    officer.press("Tiếp nhận, cấp mã và hẹn ngày trả")
    officer.sees("Hẹn trả kết quả lúc")
    number = officer.main.locator(".code").first.inner_text()
    follows(citizen, code, Milestone.IN_PROGRESS)

    hand(officer, specialist, ManifestKind.TO_AGENCY, number, "Ký nhận")
    menu(specialist, "Hồ sơ cần giải quyết")
    specialist.follow(number)
    specialist.type("Số, ký hiệu văn bản kết quả", "09/KQ")
    specialist.type("Ngày ký", "04/11/2019")
    specialist.type("Tên kết quả", "Phiếu lý lịch tư pháp số 1")
    specialist.press("Ghi kết quả")
    hand(specialist, officer, ManifestKind.RESULT_TO_DESK, number, "Ký nhận")
    follows(citizen, code, Milestone.RESULT_READY)

    menu(officer, "Bộ phận một cửa")
    officer.follow("Kết quả chờ đóng gói")
    officer.follow(number)
    officer.type("Số niêm phong", "NP-0910")
    officer.press("Đã niêm phong, cấp số hiệu bưu gửi")
    home = read(officer, S10)
    assert home != s10
    hand(officer, postman, ManifestKind.RESULT_OUT, home, "Ký nhận")
    follows(citizen, code, Milestone.COMING_HOME)

    menu(postman, "Phát kết quả")
    postman.follow(f"Phát {home}")
    postman.sees(SENDER)
    postman.tick(Relation.SELF.label, ProofKind.CITIZEN_ID.label, "Còn nguyên")
    postman.tick(ReceiptKind.SIGNED_PAPER.label)
    postman.type("Số phiếu giấy đã ký", "PP-0910")
    postman.type("4 ký tự cuối của giấy tờ", "1234")
    postman.press("Ghi đã phát tận tay")
    follows(citizen, code, Milestone.RETURNED)
    types_code(without_script, code, Milestone.RETURNED)

    menu(officer, "Tìm hồ sơ")
    officer.main.get_by_role("searchbox").fill(number)
    officer.press("Tìm")
    officer.sees(SENDER)
