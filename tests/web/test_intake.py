"""The counter of a post point as a teller sees it: find the procedure, fill the form in, take in."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import PROCEDURE, Cast, cast, publish, take_in
from tests.web.counter import form_url, post, refused, text, typed, written
from tram.accounts.models import ReadEntry
from tram.catalogue.models import Procedure, ProcedureVersion, RequiredPaper
from tram.custody.models import Envelope
from tram.dossiers.models import Dossier

PRESENCE = "2.000200"  # thẻ Căn cước công dân: fingerprints, so never by post
MOST_STATEMENTS = 20


def made_commune_procedure() -> str:
    """An invented procedure of the commune level: 137 agencies to choose from."""
    procedure = Procedure.objects.create(code="9.000001", field="Thử", level="commune")
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        name="Việc của xã",
        search_key="9.000001 viec cua xa",
        valid_from="2019-01-01",
        postal_in=True,
        postal_out=True,
        presence_required=False,
    )
    RequiredPaper.objects.create(version=version, seq=1, name="Tờ khai", originals=1)
    publish(version)
    return procedure.code


# ---- finding the procedure ---------------------------------------------------------------------


def test_the_procedure_is_found_without_accents_and_without_script(counter: Client) -> None:
    page = text(counter.get(reverse("intake"), {"q": "ly lich tu phap"}))
    assert PROCEDURE in page
    assert "được Gửi hồ sơ qua bưu điện" in page
    assert "chưa được cán bộ xác nhận" in page


def test_htmx_gets_the_results_alone(counter: Client) -> None:
    response = counter.get(reverse("intake"), {"q": "khai sinh"}, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "khai sinh" in text(response)


def test_more_results_stand_on_the_next_page(counter: Client) -> None:
    seen: set[str] = set()
    url = f"{reverse('intake')}?q=cap"
    for _ in range(3):
        page = counter.get(url).content.decode()
        codes = set(re.findall(r'<span class="code">([\d.]+)</span>', page))
        assert codes
        assert not codes & seen
        seen |= codes
        found = re.search(r'href="(\?[^"]+)"\s+rel="next"', page)
        if not found:
            break
        url = reverse("intake") + found[1].replace("&amp;", "&")
    assert len(seen) > 20


@pytest.mark.law("4a", "4b")
def test_a_procedure_that_needs_presence_offers_no_form_but_says_what_to_do(
    counter: Client,
) -> None:
    found = counter.get(reverse("intake"), {"q": PRESENCE})
    assert "không được Gửi hồ sơ qua bưu điện: Phải có mặt trực tiếp" in text(found)
    closed = counter.get(form_url(PRESENCE))
    assert closed.status_code == 409
    assert "không gửi hồ sơ qua bưu điện được" in text(closed)
    assert "Nộp hồ sơ trực tiếp tại bộ phận một cửa của" in text(closed)
    assert "Kết quả vẫn nhận tại nhà được" in text(closed)
    assert "<form id=" not in closed.content.decode()


@pytest.mark.law("9d")
def test_a_posted_intake_of_a_closed_procedure_is_refused_too(counter: Client) -> None:
    before = written()
    assert counter.post(form_url(PRESENCE), typed()).status_code == 409
    assert written() == before


def test_an_unknown_code_is_said_to_be_unknown(counter: Client) -> None:
    page = counter.get(form_url("7.777777"))
    assert page.status_code == 404
    assert "Không có thủ tục mã «7.777777» đang có hiệu lực" in text(page)


def test_nothing_found_says_what_to_try(counter: Client) -> None:
    page = text(counter.get(reverse("intake"), {"q": "<script>khong co"}))
    assert "Không có thủ tục nào khớp" in page
    assert (
        "<script>khong"
        not in counter.get(reverse("intake"), {"q": "<script>khong co"}).content.decode()
    )


# ---- the form ----------------------------------------------------------------------------------


@pytest.mark.law("9b", "11a")
def test_the_form_shows_the_published_papers_counts_at_zero_and_no_service_chosen(
    counter: Client, who: Cast
) -> None:
    page = counter.get(form_url()).content.decode()
    for paper in who.version.papers.all():
        assert f"{paper.seq}. {paper.name}" in page
        for kind in ("originals", "certified", "copies"):
            assert f'name="paper_{paper.seq}_{kind}" value="0"' in page
    services = re.findall(r'<input type="radio" name="service"[^>]*>', page)
    assert len(services) == 2
    assert not any("checked" in service for service in services)
    assert all(key in page for key in ("<kbd>F2, Esc</kbd>", "<kbd>Ctrl+Enter</kbd>"))
    assert 'aria-keyshortcuts="Control+Enter"' in page


def test_opening_pages_writes_nothing(counter: Client) -> None:
    before = written()
    for url in (reverse("intake"), form_url(), form_url(PRESENCE), reverse("intakes")):
        counter.get(url)
    assert written() == before
    assert not ReadEntry.objects.exists()


@pytest.mark.law("10a", "11b")
def test_a_dossier_is_taken_in_and_the_receipt_opens(counter: Client, who: Cast) -> None:
    response = post(counter, who)
    dossier = Dossier.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("receipt", args=[dossier.id])
    assert dossier.intake_point == who.point
    sender, recipient = dossier.parties.get(), dossier.recipients.get()
    assert (sender.full_name, sender.phone) == ("Nguyễn Văn Mẫu", "0912000001")
    assert sender.commune
    assert sender.commune.name == "Phường Tích Sơn"
    assert (recipient.full_name, recipient.phone, recipient.commune) == (
        sender.full_name,
        sender.phone,
        sender.commune,
    )
    counted = dossier.papers.values_list("seq", "originals", "certified", "copies")
    assert set(counted) == {(1, 1, 0, 0), (2, 0, 1, 0)}


def test_the_result_can_go_to_somebody_else(counter: Client, who: Cast) -> None:
    post(
        counter,
        who,
        recipient_same="",
        recipient_name="Trần Thị Nhận",
        recipient_phone="0987654321",
        recipient_commune="xa dao tru",
        recipient_address="Thôn Xa",
    )
    recipient = Dossier.objects.get().recipients.get()
    assert recipient.full_name == "Trần Thị Nhận"
    assert recipient.commune
    assert recipient.commune.name == "Xã Đạo Trù"


@pytest.mark.law("9a", "9c")
def test_sending_only_needs_no_recipient(counter: Client, who: Cast) -> None:
    post(counter, who, service="send", recipient_same="", consent="", sender_commune="")
    dossier = Dossier.objects.get()
    assert not dossier.recipients.exists()
    assert dossier.parties.get().commune is None


def test_a_paper_that_does_not_apply_keeps_its_reason(counter: Client, who: Cast) -> None:
    post(counter, who, paper_3_absent="Khách tự nộp")
    assert Dossier.objects.get().papers.get(seq=3).absent_reason == "Khách tự nộp"


def test_an_agency_of_137_is_found_by_typing_part_of_its_name(counter: Client) -> None:
    code = made_commune_procedure()
    page = counter.get(form_url(code)).content.decode()
    assert page.count('<option value="UBND ') == 137
    counter.post(form_url(code), typed(agency="dao tru", paper_2_certified=""))
    assert "Đạo Trù" in Dossier.objects.get().agency.name


# ---- again and again ----------------------------------------------------------------------------


def test_a_double_click_makes_one_dossier_and_opens_the_same_receipt(
    counter: Client, who: Cast
) -> None:
    ident = str(uuid4())
    words = {"request_id": ident, "seal_number": "NP-0001"}
    first, second = post(counter, who, **words), post(counter, who, **words)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_going_back_and_changing_the_text_writes_nothing_twice(counter: Client, who: Cast) -> None:
    ident = str(uuid4())
    post(counter, who, request_id=ident)
    page = refused(counter, who, request_id=ident, sender_name="Người Khác Hẳn")
    assert "Yêu cầu này đã được gửi với nội dung khác." in page
    assert Dossier.objects.count() == 1


def test_a_form_without_its_request_is_refused(counter: Client, who: Cast) -> None:
    assert "hãy tải lại trang" in refused(counter, who, request_id="")


def test_the_next_dossier_of_the_same_sender_is_filled_in(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    words = {"nguoi-gui": str(dossier.id)}
    found = counter.get(reverse("intake"), words | {"q": PROCEDURE}).content.decode()
    assert f"{form_url()}?nguoi-gui={dossier.id}" in found
    page = counter.get(form_url(), words).content.decode()
    assert 'value="Nguyễn Văn Mẫu"' in page
    assert 'value="0912000001"' in page
    assert ReadEntry.objects.filter(subject=dossier.id, page="intake_form").count() == 1


def test_the_sender_of_another_point_is_not_filled_in(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.neighbour)
    for ident in (str(dossier.id), "khong-phai-ma"):
        page = client.get(form_url(), {"nguoi-gui": ident})
        assert "Nguyễn Văn Mẫu" not in page.content.decode()


# ---- who may, and how much it costs --------------------------------------------------------------


def test_only_tellers_come_to_the_counter(who: Cast, client: Client) -> None:
    for person in (who.officer, who.postman, who.specialist, who.administrator):
        client.force_login(person)
        for url in (reverse("intake"), form_url(), reverse("intakes")):
            assert client.get(url).status_code == 403
    client.logout()
    assert client.get(form_url()).status_code == 302


def test_one_intake_takes_few_statements(own_database: str) -> None:
    who, client = cast(), Client()
    client.force_login(who.teller)
    post(client, who)  # opens the accounts and remembers them
    with CaptureQueriesContext(connection) as captured:
        assert post(client, who).status_code == 303
    asked = [query["sql"].strip()[:90] for query in captured]
    asked = [sql for sql in asked if not sql.startswith(("BEGIN", "COMMIT"))]
    assert len(asked) <= MOST_STATEMENTS, f"{len(asked)} statements:\n" + "\n".join(asked)
    assert Envelope.objects.count() == 2
