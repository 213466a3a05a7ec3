"""A day at the one-stop desk, by clicks: accept, ask for papers, refuse and give back, send a result."""

from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import Opens, Site
from tests.browser.counter import S10, read
from tests.browser.looking import look, look_at
from tests.browser.window import Window
from tests.cast import (
    Cast,
    accept,
    act,
    addressee,
    arrive,
    at_counter,
    person,
    release,
    settle,
    take_in,
)
from tram.accounts.rules.access import Role
from tram.catalogue.models import ProcedureVersion
from tram.custody.commands import returns
from tram.custody.rules.services import Service

DESK = "/lam-viec/mot-cua/"
TAKES_BACK = "2.000200"  # thẻ Căn cước công dân: the old card comes back
COMMUNE = "Phường Tích Sơn, Thành phố Vĩnh Yên"


def one_way(who: Cast) -> UUID:
    """Sent in by post; where its result goes nobody has said."""
    return arrive(who, take_in(who, service=Service.SEND, recipient=None)).id


def dossier(officer: Window, ident: UUID, page: str = "") -> None:
    officer.open(f"{DESK}ho-so/{ident}/{page}")


def way(officer: Window, name: str) -> None:
    """Choose one of the things that may be done with this dossier."""
    ways = officer.main.get_by_role("navigation", name="Việc có thể làm với hồ sơ này")
    officer.go(ways.get_by_role("link", name=name, exact=True))


def count(officer: Window, queue: str) -> int:
    """How many the desk says wait in a queue."""
    officer.open(DESK)
    tab = officer.main.get_by_role("navigation", name="Hàng việc").get_by_role("link", name=queue)
    return int(tab.locator(".count").inner_text())


def count_papers(officer: Window) -> None:
    for box in officer.main.locator(".ticks input[type=checkbox]").all():
        box.check()


def asks_price(response: Response) -> bool:
    """The answer to a question for the price, not to a form sent."""
    return response.request.method == "POST" and "hx-request" in response.request.headers


@pytest.mark.law("26a", "35b")
def test_one_is_accepted_and_its_person_asked_where_the_result_goes(
    window: Opens, site: Site
) -> None:
    officer = window(site.stage.who.officer)
    dossier(officer, one_way(site.stage.who))
    count_papers(officer)
    officer.press("Tiếp nhận, cấp mã và hẹn ngày trả", status=409)
    officer.sees("Chưa chọn «Nhận kết quả qua bưu điện?».")
    faults = look(officer, "accept-asks")
    with officer.page.expect_response(asks_price):
        officer.tick("Có: bưu tá phát tận nhà")
    with officer.page.expect_response(asks_price):
        officer.type("Xã, phường, thị trấn của người nhận kết quả", COMMUNE)
        officer.tick("Khách đồng ý")
    expect(officer.main.locator("#price")).to_contain_text("26.000 đ")
    expect(officer.main.locator("#price")).to_contain_text("chậm nhất")
    faults += look(officer, "accept-answered")
    officer.press("Tiếp nhận, cấp mã và hẹn ngày trả")
    officer.sees("Hồ sơ đã tiếp nhận", "Qua bưu chính công ích", "In giấy tiếp nhận")
    faults += look(officer, "accept-done")
    way(officer, "Đổi cách nhận kết quả")
    officer.sees("Trả qua bưu điện")
    faults += look(officer, "change-return")
    assert not faults, "\n".join(faults)


@pytest.mark.law("26c")
def test_one_lacks_papers_they_are_asked_for_once_and_come(window: Opens, site: Site) -> None:
    officer = window(site.stage.who.officer, javascript=False, width=390)
    waiting = count(officer, "Chờ công dân bổ sung")
    ident = arrive(site.stage.who, take_in(site.stage.who)).id
    dossier(officer, ident)
    way(officer, "Yêu cầu bổ sung (Mẫu 02)")
    officer.tick("Giấy tờ 2: yêu cầu bổ sung")
    officer.type("Tên giấy tờ", "Ảnh 4x6 nền trắng")
    officer.press("Thêm một dòng")
    officer.type("Lý do yêu cầu bổ sung", "Bản chứng thực mờ, không đọc được số")
    officer.press("Ký phiếu yêu cầu bổ sung", status=409)
    officer.sees("Ảnh 4x6 nền trắng» chưa ghi cần bao nhiêu")
    officer.main.locator("[name=free_1_originals]").fill("2")
    officer.press("Ký phiếu yêu cầu bổ sung")
    officer.sees("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Ảnh 4x6 nền trắng")
    assert count(officer, "Chờ công dân bổ sung") == waiting + 1
    dossier(officer, ident, "nhan-bo-sung/")
    officer.press("Đã nhận đủ giấy tờ bổ sung", status=409)
    count_papers(officer)
    officer.press("Đã nhận đủ giấy tờ bổ sung")
    officer.sees("Công dân đã bổ sung đủ giấy tờ")
    assert count(officer, "Chờ công dân bổ sung") == waiting


@pytest.mark.law("26d", "33c")
def test_one_is_refused_in_writing_and_given_back(window: Opens, site: Site) -> None:
    officer = window(site.stage.who.officer)
    dossier(officer, at_counter(site.stage.who).id)
    way(officer, "Từ chối tiếp nhận (Mẫu 03)")
    officer.press("Ký phiếu từ chối", status=409)
    faults = look(officer, "refuse-errors")
    officer.tick("Không thuộc thẩm quyền giải quyết")
    officer.type("Giải thích cho công dân", "Nơi thường trú thuộc tỉnh khác, xin nộp tại đó")
    officer.press("Ký phiếu từ chối")
    officer.sees("Phiếu từ chối tiếp nhận", "Nơi thường trú thuộc tỉnh khác")
    faults += look(officer, "written")
    way(officer, "Trả lại giấy tờ")
    faults += look(officer, "papers-back")
    officer.tick("Đã kiểm tra giấy tờ tùy thân")
    officer.press("Đã trả giấy tờ, kết thúc hồ sơ")
    officer.sees("Từ chối tiếp nhận, đã trả lại giấy tờ")
    assert not faults, "\n".join(faults)


def test_a_result_goes_out_by_post(window: Opens, site: Site) -> None:
    who = site.stage.who
    settled = settle(who, accept(who, arrive(who, take_in(who))))
    officer = window(who.officer)
    to_pack = count(officer, "Kết quả chờ đóng gói")
    dossier(officer, settled.id, "dong-goi/")
    officer.type("Số niêm phong", "NP-0777")
    officer.press("Đã niêm phong, cấp số hiệu bưu gửi")
    number = read(officer, S10)
    assert count(officer, "Kết quả chờ đóng gói") == to_pack - 1
    officer.open("/lam-viec/giao-nhan/")
    officer.follow("Lập bảng kê Một cửa giao kết quả cho bưu điện")
    officer.sees(number)


@pytest.mark.parametrize("page", ["yeu-cau-bo-sung/", "rut-ho-so/"])
def test_the_letters_of_the_desk_are_clean_to_look_at(
    window: Opens, site: Site, page: str
) -> None:
    officer = window(site.stage.who.officer)
    dossier(officer, site.stage.to_accept, page)
    faults = look(officer, page.strip("/"))
    assert not faults, "\n".join(faults)


def taking_back(who: Cast) -> Cast:
    """The same people, with a procedure that takes an original back, and somebody who settles it."""
    version = ProcedureVersion.objects.select_related("procedure__agency").get(
        procedure__code=TAKES_BACK, valid_to=None
    )
    agency = version.procedure.agency
    assert agency is not None
    specialist = person("cv.thu", "Chuyên Viên Thu", Role.CASE_OFFICER, agency)
    return replace(who, version=version, agency=agency, specialist=specialist)


@pytest.mark.law("38a")
def test_an_original_is_taken_back_before_the_result_is_given(window: Opens, site: Site) -> None:
    who = taking_back(site.stage.who)
    fetched, carried = (at_counter(who, who.version) for _ in "ab")
    returns.register_postal_return(
        act(who.officer, who.desk),
        dossier_id=carried.id,
        recipient=addressee(who),
        reason="Khách nhờ bưu điện",
    )
    settle(who, accept(who, fetched))
    carried.refresh_from_db()
    release(who, settle(who, accept(who, carried)))
    officer, postman = window(who.officer), window(who.postman, width=390)
    dossier(officer, fetched.id, "tra-ket-qua/")
    officer.tick("Đã kiểm tra giấy hẹn")
    officer.press("Đã trả kết quả, kết thúc hồ sơ", status=409)
    faults = look(officer, "return-originals")
    officer.type("Số của giấy đã thu", "012345678")
    officer.press("Đã trả kết quả, kết thúc hồ sơ")
    officer.sees("Hồ sơ kết thúc khi cơ quan giải quyết ký nhận bản chính")
    assert count(officer, "Bản chính thu hồi chờ chuyển") >= 1
    faults += look_at(
        postman,
        {
            "deliveries-originals": "/lam-viec/phat-ket-qua/",
            "delivery-originals": f"/lam-viec/phat-ket-qua/{carried.id}/",
        },
    )
    postman.sees("Thu bản chính trước khi giao kết quả")
    assert not faults, "\n".join(faults)
