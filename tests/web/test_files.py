"""The pages of a dossier's files: sent in, listed, opened as attachments by those who may, taken out."""

import re
import unicodedata
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import scans
from tests.cast import Cast, accept, arrive, person, take_in
from tests.web.page_reading import words
from tests.web.test_cases import form as settle_form
from tests.web.test_cases import open_case
from tests.web.test_cases import url as case_url
from tram.accounts.models import ReadEntry, User
from tram.accounts.rules.access import Role
from tram.core.files import store
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, DossierFile, Result

pytestmark = pytest.mark.usefixtures("files_folder")


def sent(content: bytes, name: str = "don.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def send(client: Client, dossier: Dossier, *files: SimpleUploadedFile, **typed: str) -> Any:
    words_ = {"request_id": str(uuid4()), "kind": "paper", **typed, "scans": list(files)}
    return client.post(reverse("dossier_files", args=[dossier.id]), words_)


def opened(client: Client, file: DossierFile) -> Any:
    return client.get(reverse("dossier_file", args=[file.dossier_id, file.id]))


def test_several_files_are_sent_and_stand_on_the_dossiers_page(who: Cast, officer: Client) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    page = officer.get(reverse("dossier_files", args=[dossier.id]))
    assert "mỗi tệp nhiều nhất 20 MB, 300 trang; mỗi lần nhiều nhất 20 tệp" in words(page)
    one = sent(scans.pdf(3), unicodedata.normalize("NFD", "Tờ khai.pdf"))
    two = sent(scans.picture("JPEG", (900, 700)), "Căn cước.jpg")
    answer = send(officer, dossier, one, two, paper="1")
    assert (answer.status_code, answer.url) == (303, reverse("dossier", args=[dossier.id]))
    text = words(officer.get(answer.url))
    assert "Đã lưu 2 tệp." in text
    assert "Tờ khai.pdf Giấy tờ trong hồ sơ, giấy tờ số 1 · PDF, " in text
    assert ", 3 trang Người gửi tệp: Một Cửa Mẫu, 08:30 04/11/2019" in text
    assert re.search(
        r"Căn cước.jpg Giấy tờ trong hồ sơ, giấy tờ số 1 · ảnh JPEG, \d+ KB Người", text
    )


@pytest.mark.law("61d", "62e")
def test_a_file_is_an_attachment_and_its_reading_is_noted(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    content = scans.pdf()
    send(officer, dossier, sent(content, "Đơn đề nghị.pdf"))
    file = DossierFile.objects.get()
    answer = opened(officer, file)
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    entry = ReadEntry.objects.filter(subject=dossier.id).latest("id")
    assert (entry.actor_id, entry.place_id) == (who.officer.id, who.desk.id)
    assert entry.page == f"dossier_file/{file.id}"


@pytest.mark.law("61b", "61c", "62e")
def test_nobody_else_opens_it_and_it_is_not_said_to_exist(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.teller)
    send(client, dossier, sent(scans.pdf(), "giay-khai-sinh.pdf"))
    file = DossierFile.objects.get()
    assert opened(client, file).status_code == 200
    arrive(who, dossier)
    manager = person(
        "ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, Unit.objects.get(kind="provincial-post")
    )
    other = Unit.objects.get(slug="so-noi-vu")
    strangers = [
        who.teller,
        who.neighbour,
        who.postman,
        manager,
        person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other),
    ]
    before = ReadEntry.objects.filter(page__startswith="dossier_file/").count()
    for user in strangers:
        client.force_login(user)
        assert opened(client, file).status_code == 404, user
        page = client.get(reverse("dossier", args=[dossier.id]))
        assert "giay-khai-sinh" not in words(page), user
    client.force_login(who.administrator)
    assert opened(client, file).status_code == 403
    assert ReadEntry.objects.filter(page__startswith="dossier_file/").count() == before
    for user in (who.officer, who.specialist, who.leader):
        client.force_login(user)
        assert opened(client, file).status_code == 200, user


def test_a_file_is_not_found_under_another_dossier(who: Cast, officer: Client) -> None:
    mine, other = arrive(who, take_in(who)), arrive(who, take_in(who))
    send(officer, mine, sent(scans.pdf()))
    file = DossierFile.objects.get()
    assert officer.get(reverse("dossier_file", args=[other.id, file.id])).status_code == 404
    assert officer.get(reverse("retire_file", args=[other.id, file.id])).status_code == 404


@pytest.mark.law("61b")
def test_someone_elses_dossier_takes_no_file(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    for user, status in ((who.neighbour, 404), (who.postman, 403), (who.administrator, 403)):
        client.force_login(user)
        assert send(client, dossier, sent(scans.pdf())).status_code == status
    client.force_login(who.teller)
    page = client.get(reverse("dossier_files", args=[dossier.id]))
    assert "không thêm được tệp vào hồ sơ này" in words(page)
    assert send(client, dossier, sent(scans.pdf())).status_code == 409
    assert not DossierFile.objects.exists()


def test_the_good_are_saved_and_each_bad_one_is_named(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    typed = {"request_id": str(uuid4()), "kind": "supplement", "paper": "2"}
    page = send(
        officer,
        dossier,
        sent(scans.pdf(), "tot.pdf"),
        sent(b"MZ" + bytes(99), "doc.pdf"),
        sent(scans.bomb(), "bom.png"),
        sent(b"", "trong.jpg"),
        **typed,
    )
    text = words(page)
    assert page.status_code == 409
    for said in (
        "Đã lưu 1 tệp.",
        "Tệp «doc.pdf» có đuôi PDF nhưng bên trong không phải PDF",
        "Ảnh «bom.png» có 3600 triệu điểm ảnh",
        "Tệp «trong.jpg» trống",
    ):
        assert said in text
    again = page.content.decode()
    assert typed["request_id"] not in again
    assert re.search(r'value="supplement"[^>]*checked', again)
    assert re.search(r'value="2"[^>]*selected', again)
    assert [row.name for row in DossierFile.objects.all()] == ["tot.pdf"]


def test_without_a_file_the_form_says_so(who: Cast, officer: Client) -> None:
    page = send(officer, arrive(who, take_in(who)))
    assert (page.status_code, "Chưa chọn «Tệp»." in words(page)) == (409, True)


def test_a_double_click_saves_once(who: Cast, officer: Client) -> None:
    dossier, ident = arrive(who, take_in(who)), str(uuid4())
    for _ in "ab":
        assert send(officer, dossier, sent(scans.pdf()), request_id=ident).status_code == 303
    assert DossierFile.objects.count() == 1


def test_names_from_elsewhere_are_made_harmless(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    send(officer, dossier, sent(scans.pdf(), "..\\..\\x\\<b>don\u202e.pdf"))
    file = DossierFile.objects.get()
    assert file.name == "_b_don.pdf"
    assert [path.name for path in store.kept()] == [file.sha256]


def test_what_is_too_large_is_named_and_not_stored(
    who: Cast, officer: Client, settings: Any, files_folder: Path
) -> None:
    settings.FILE_MEGABYTES, settings.FILES_AT_ONCE = 1, 2
    dossier = arrive(who, take_in(who))
    large = sent(scans.pdf() + bytes(1_000_000), "to.pdf")
    page = send(officer, dossier, large)
    assert (page.status_code, "Tệp «to.pdf» quá lớn: nhiều nhất 1 MB" in words(page)) == (
        409,
        True,
    )
    three = [sent(scans.pdf(mark=mark), f"{mark}.pdf") for mark in "abc"]
    page = send(officer, dossier, *three)
    assert (page.status_code, "Một lần gửi nhiều nhất 2 tệp." in words(page)) == (409, True)
    page = send(officer, dossier, sent(bytes(3_100_000), "rat-to.pdf"))
    assert (page.status_code, "Một lần gửi nhiều nhất 3 MB." in words(page)) == (409, True)
    assert not DossierFile.objects.exists()
    assert not [path for path in files_folder.rglob("*") if path.is_file()]


def test_temporary_files_end_with_the_request(
    who: Cast, officer: Client, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    dossier = arrive(who, take_in(who))
    send(officer, dossier, sent(scans.pdf()), sent(b"no pdf", "sai.pdf"))
    assert DossierFile.objects.count() == 1
    assert not list(tmp_path.glob("*.upload*"))


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_that_takes_no_files_does_not_read_them(
    who: Cast, client: Client, signed_in: bool, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")  # a file could not be written here
    if signed_in:
        client.force_login(who.officer)
    page = client.post(reverse("tracking"), {"code": "SAI", "x": sent(scans.pdf())})
    assert page.status_code in {200, 404, 409, 422}
    dossier = take_in(who)
    client.logout()
    assert send(client, dossier, sent(scans.pdf())).status_code == 302


def test_a_file_is_taken_out_with_a_reason_and_opens_no_more(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    send(officer, dossier, sent(scans.pdf(), "nham.pdf"))
    file = DossierFile.objects.get()
    url = reverse("retire_file", args=[dossier.id, file.id])
    assert "không ai mở được tệp này nữa" in words(officer.get(url))
    assert officer.post(url, {"request_id": str(uuid4()), "reason": ""}).status_code == 409
    typed = {"request_id": str(uuid4()), "reason": "Quét nhầm giấy"}
    assert [officer.post(url, typed).status_code for _ in "ab"] == [303, 303]
    text = words(officer.get(reverse("dossier", args=[dossier.id])))
    assert "nham.pdf Đã gỡ" in text
    assert "– Quét nhầm giấy" in text
    assert opened(officer, file).status_code == 404
    assert officer.get(url).status_code == 404


def test_a_damaged_file_is_not_served(who: Cast, officer: Client) -> None:
    send(officer, arrive(who, take_in(who)), sent(scans.pdf()))
    file = DossierFile.objects.get()
    store.path_of(file.sha256).write_bytes(b"<script>")
    page = opened(officer, file)
    assert (page.status_code, "bị mất hoặc bị hỏng" in words(page)) == (409, True)


def specialist(who: Cast, client: Client) -> User:
    client.force_login(who.specialist)
    return who.specialist


def test_the_result_and_its_scan_are_recorded_in_one_act(who: Cast, client: Client) -> None:
    dossier = open_case(who)
    specialist(who, client)
    typed = {**settle_form(), "scans": [sent(scans.pdf(), "ket-qua.pdf")]}
    assert client.post(case_url(dossier), typed).status_code == 303
    typed["scans"] = [sent(scans.pdf(), "ket-qua.pdf")]
    assert client.post(case_url(dossier), typed).status_code == 303
    file = DossierFile.objects.get()
    assert (file.kind, file.name, file.uploaded_by_id) == (
        "result",
        "ket-qua.pdf",
        who.specialist.id,
    )
    assert Result.objects.count() == 1


def test_a_result_is_not_recorded_without_the_scan_that_was_meant_for_it(
    who: Cast, client: Client
) -> None:
    dossier = open_case(who)
    specialist(who, client)
    typed = {**settle_form(), "scans": [sent(b"MZ", "ket-qua.pdf")]}
    page = client.post(case_url(dossier), typed)
    assert (page.status_code, "«ket-qua.pdf» có đuôi PDF" in words(page)) == (409, True)
    assert "12/KQ-STP" in page.content.decode()
    assert not Result.objects.exists()
    wrong_day = {**settle_form(issued_on="01/01/2030"), "scans": [sent(scans.pdf())]}
    assert client.post(case_url(dossier), wrong_day).status_code == 409
    assert not list(store.kept())
