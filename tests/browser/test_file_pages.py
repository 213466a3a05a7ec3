"""Scans in chromium: chosen, sent, refused by name, opened as a download, taken out; and the session that ended."""

from pathlib import Path

from playwright.sync_api import FilePayload

from tests import scans
from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.browser.test_bad_input import end_session
from tests.browser.window import Window
from tests.cast import PASSWORD
from tram.dossiers.models import DossierFile

LONG = "Bản sao Căn cước công dân của người được ủy quyền nộp hồ sơ, hai mặt, chụp bằng điện thoại.jpg"


def choose(window: Window, *files: tuple[str, bytes]) -> None:
    """Pick files in the file dialog."""
    chosen: list[FilePayload] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": found}
        for name, found in files
    ]
    window.main.locator("input[type=file]").set_input_files(chosen)


def test_scans_are_sent_and_listed_and_opened(window: Opens, site: Site) -> None:
    officer, dossier = window(site.stage.who.officer), site.stage.accepted
    page = f"/lam-viec/ho-so/{dossier}/tep/"
    faults = look_at(officer, {"files-empty": page})
    officer.page.locator("select[name=paper]").select_option("1")
    choose(
        officer, ("Tờ khai.pdf", scans.pdf(3)), (LONG, scans.picture("JPEG")), ("hong.pdf", b"MZ")
    )
    officer.press("Lưu tệp", status=409)
    officer.sees("Đã lưu 2 tệp.", "Tệp «hong.pdf» có đuôi PDF nhưng bên trong không phải PDF")
    faults += look(officer, "files-refused")
    choose(officer, ("Đơn.pdf", scans.pdf(1, mark="đơn")))
    officer.press("Lưu tệp")
    officer.sees("Đã lưu 1 tệp.", "Tờ khai.pdf", LONG, "Đơn.pdf")
    faults += look(officer, "dossier-with-files")
    with officer.page.expect_download() as saved:
        officer.main.get_by_role("link", name="Tờ khai.pdf", exact=True).click()
    assert saved.value.suggested_filename == "Tờ khai.pdf"
    assert Path(saved.value.path()).read_bytes() == scans.pdf(3)
    officer.follow("Gỡ tệp Đơn.pdf")
    faults += look(officer, "file-retire")
    officer.press("Gỡ tệp", status=409)
    officer.type("Lý do", "Quét nhầm đơn của người khác")
    officer.press("Gỡ tệp")
    officer.sees("Quét nhầm đơn của người khác")
    faults += look(officer, "dossier-file-retired")
    assert not faults, "\n".join(faults)


def test_a_result_is_recorded_with_its_scan(window: Opens, site: Site) -> None:
    specialist, dossier = window(site.stage.who.specialist), site.stage.settled
    specialist.open(f"/lam-viec/ho-so/{dossier}/tep/")
    specialist.tick("Kết quả giải quyết")
    choose(specialist, ("Kết quả.pdf", scans.pdf(2, mark="kết quả")))
    specialist.press("Lưu tệp")
    specialist.sees("Kết quả.pdf", "2 trang")


def test_files_do_not_survive_a_session_that_ended_and_it_is_said(
    window: Opens, site: Site
) -> None:
    officer, dossier = window(site.stage.second_officer, fresh=True), site.stage.to_pack
    officer.open(f"/lam-viec/ho-so/{dossier}/tep/")
    choose(officer, ("Đơn.pdf", scans.pdf()))
    end_session(officer)
    officer.press("Lưu tệp", status=401)
    officer.type("Tên đăng nhập", site.stage.second_officer.username)
    officer.type("Mật khẩu", PASSWORD)
    officer.press("Đăng nhập")
    officer.sees("Tệp bạn đã chọn không giữ lại được")
    officer.press("Gửi lại biểu mẫu", status=409)
    officer.sees("Chưa chọn «Tệp».")
    assert not DossierFile.objects.filter(dossier_id=dossier).exists()
