"""The catalogue in chromium: every page at both widths, a draft written by keyboard and without script."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.browser.window import Window
from tests.catalogue.managers import reporter
from tram.catalogue.models import ProcedureVersion

LIST = "/lam-viec/danh-muc/"


def test_the_catalogue_pages_and_a_draft_from_first_to_last(window: Opens, site: Site) -> None:
    keeper = window(reporter(site.stage.who))
    several = ProcedureVersion.objects.get(procedure__code="2.999001").id
    version = f"{LIST}{site.stage.who.version.id}/"
    pages = {
        "catalogue": LIST,
        "catalogue-all": f"{LIST}?q=lien+thong",
        "catalogue-none": f"{LIST}?q=xyzxyz",
        "catalogue-new": f"{LIST}them/",
        "catalogue-version": version,
        "catalogue-several": f"{LIST}{several}/",
        "catalogue-confirm": f"{version}xac-nhan/",
    }
    faults = look_at(keeper, pages)
    keeper.open(version)
    keeper.press("Soạn phiên bản mới")
    keeper.press("Thêm bước")
    keeper.type("Tên bước", "Tra cứu")
    keeper.type("Thời hạn (mọi kênh)", "")
    _save(keeper, 422)
    faults += look(keeper, "catalogue-edit-errors")
    keeper.type("Thời hạn (mọi kênh)", "7")
    keeper.type("Thời gian", "30")
    _save(keeper)
    keeper.sees("Đã lưu bản nháp", "thời gian các bước")
    faults += look(keeper, "catalogue-draft-missing")
    keeper.follow("Sửa bản nháp")
    keeper.page.locator("#stage").get_by_role("button", name="Bỏ dòng này").click()
    keeper.sees("Chưa có dòng nào")
    _save(keeper)
    keeper.follow("Công bố")
    faults += look(keeper, "catalogue-publish")
    keeper.page.go_back()
    keeper.follow("Bỏ bản nháp")
    faults += look(keeper, "catalogue-withdraw")
    keeper.press("Bỏ bản nháp")
    assert not faults, "\n".join(faults)


def test_rows_come_and_go_without_script(window: Opens, site: Site) -> None:
    keeper = window(reporter(site.stage.who), javascript=False)
    keeper.open(f"{LIST}{site.stage.who.version.id}/")
    keeper.press("Soạn phiên bản mới")
    keeper.type("Tên thủ tục", "Tên đang gõ")
    keeper.press("Thêm giấy tờ thu hồi")
    keeper.type("Tên giấy tờ thu hồi", "Phiếu cũ")
    _save(keeper)
    keeper.sees("Tên đang gõ", "Phiếu cũ")
    keeper.follow("Bỏ bản nháp")
    keeper.press("Bỏ bản nháp")


def _save(keeper: Window, status: int = 200) -> None:
    keeper.go(keeper.main.get_by_role("button", name="Lưu bản nháp").first, status)
