"""What a teller types into the form of one dossier, and the way there."""

import re
from itertools import count

from tests.browser.window import Window
from tests.cast import PROCEDURE

SEARCH = "/lam-viec/nhan-ho-so/"
FORM = f"{SEARCH}{PROCEDURE}/"
TAKE = "Nhận hồ sơ, thu tiền"
PAPERS = {"paper_1_originals": "1", "paper_2_certified": "1"}
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]\b")
SEALS = (f"NP-{number}" for number in count(9090))
S10 = re.compile(r"\b[A-Z]{2}\d{9}VN\b")


def fill_in(teller: Window, name: str) -> None:
    """Everything that a dossier both ways needs."""
    for field, number in PAPERS.items():
        teller.main.locator(f"[name={field}]").fill(number)
    teller.tick("Gửi hồ sơ và nhận kết quả")
    teller.type("Họ và tên người gửi, hoặc tên tổ chức", name)
    teller.type("Điện thoại người gửi", "0912 000 009")
    teller.type("Xã, phường, thị trấn của người gửi", "Phường Tích Sơn, Thành phố Vĩnh Yên")
    teller.type("Số nhà, thôn, tổ dân phố của người gửi", "Số 9 phố Mẫu")
    teller.tick("Khách đồng ý")
    teller.type("Khối lượng cả bì (gam)", "120")
    teller.type("Số niêm phong", next(SEALS))
    teller.tick("Đã niêm phong trước mặt khách")


def read(window: Window, pattern: re.Pattern[str]) -> str:
    """The first such number on the page."""
    found = pattern.search(window.main.inner_text())
    assert found, f"{window.path} shows no {pattern.pattern}"
    return found.group(0)


def times_taken_in(teller: Window, name: str) -> int:
    """How many dossiers of this sender the list of today's intakes shows."""
    teller.open("/lam-viec/ho-so-da-nhan/")
    return teller.main.get_by_role("row").filter(has_text=name).count()
