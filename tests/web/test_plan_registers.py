"""Pages of the registers: who sees what, forms that write many lines, a refusal that keeps what was typed."""

import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import cast, scans
from tests.cast import Cast
from tests.programme.registers import communes_of, filled, grid, reporter, standing
from tests.web.page_reading import words
from tram.directory.models import Unit
from tram.programme.models import AgencyReport, Baseline, MeansPlan, Outreach, ReportedMonth
from tram.programme.rules.registers import RegisterSheetKind

PAGES = ("outreach", "media", "agency_reports", "baselines", "reported_months", "post_year_plan")


def post(client: Client, name: str, *where: Any, **typed: Any) -> Any:
    return client.post(reverse(name, args=where), {"request_id": str(uuid4()), **typed})


@pytest.mark.law("61b")
@pytest.mark.parametrize("name", PAGES)
def test_the_registers_are_read_by_those_of_the_plan_only(
    who: Cast, client: Client, name: str
) -> None:
    client.force_login(who.teller)
    assert client.get(reverse(name)).status_code == 403
    for user in (standing(), reporter(), cast.manager()):
        client.force_login(user)
        page = client.get(reverse(name), {"nam": "2019"})
        assert page.status_code == 200
        assert client.get(reverse(name), {"nam": "x"}).status_code == 200


@pytest.mark.law("8d")
def test_communes_of_a_district_are_written_at_once(who: Cast, client: Client) -> None:
    client.force_login(reporter())
    assert "Chưa đo" in words(client.get(reverse("outreach")))
    first, second, third, *_rest = communes_of("Huyện Tam Đảo")
    form = client.get(reverse("add_outreach", args=["248"]))
    assert first.name in words(form)
    typed = {
        "on": "15/10/2019",
        "content": "Giới thiệu dịch vụ",
        "note": "Sổ đài",
        f"told_{first.id}": "on",
        f"told_{second.id}": "on",
        f"on_{third.id}": "16/10/2019",
    }
    answer = post(client, "add_outreach", "248", **typed)
    assert answer.status_code == 303, words(answer)
    page = words(client.get(answer["Location"]))
    assert f"3 / {len(communes_of('Huyện Tam Đảo'))}" in page
    assert "Đã ghi 3 xã, phường, thị trấn" in page
    days = dict(Outreach.objects.values_list("commune_id", "on"))
    assert (days[first.id].day, days[third.id].day) == (15, 16)
    again = post(client, "add_outreach", "248", **typed)
    assert again.status_code == 409
    assert "đã có dòng ngày 15/10/2019" in words(again)
    assert 'value="Sổ đài"' in again.content.decode(), "nothing typed is lost"
    none = post(client, "add_outreach", "248", **typed | {"on": ""})
    assert none.status_code == 422
    assert "hãy ghi ngày chung" in words(none)
    assert client.get(reverse("add_outreach", args=["253"])).status_code == 404, "another district"


def test_a_row_is_taken_out_with_a_reason(who: Cast, client: Client) -> None:
    client.force_login(standing())
    first = communes_of("Huyện Tam Đảo")[0]
    typed = {"on": "15/10/2019", "content": "Tin", "note": "Sổ", f"told_{first.id}": "on"}
    post(client, "add_outreach", "248", **typed)
    row = Outreach.objects.get()
    assert first.name in words(client.get(reverse("retire_outreach", args=[row.pk])))
    assert post(client, "retire_outreach", row.pk, reason="a").status_code == 422
    assert post(client, "retire_outreach", row.pk, reason="ghi nhầm xã").status_code == 303
    assert "Chưa đo" in words(client.get(reverse("outreach"), {"nam": "2019"}))


def test_news_is_listed_with_its_address(who: Cast, client: Client) -> None:
    client.force_login(cast.manager())
    typed = {
        "outlet": "Báo Mẫu",
        "kind": "online",
        "on": "15/10/2019",
        "title": "Gửi hồ sơ qua bưu điện",
    }
    missing = post(client, "add_media", **typed)
    assert missing.status_code == 409
    assert "tệp minh chứng" in words(missing)
    assert post(client, "add_media", **typed, reference="https://example.vn/1").status_code == 303
    page = client.get(reverse("media"), {"nam": "2019"}).content.decode()
    assert 'href="https://example.vn/1"' in page


def test_an_agency_sends_its_report_and_opens_it_again(
    who: Cast, client: Client, files_folder: Path
) -> None:
    client.force_login(reporter("so-tu-phap"))
    file = SimpleUploadedFile("bao-cao.pdf", scans.pdf(mark="bc"))
    typed = {"unit": "Sở Tư pháp", "year": "2019", "number": "12/BC-STP"}
    reminder = "Sở Tư pháp chưa gửi báo cáo năm 2019, hạn cuối hết ngày 14/01/2020"
    assert reminder in words(client.get(reverse("agency_reports"), {"nam": "2019"}))
    bad = post(client, "send_agency_report", **typed, file=SimpleUploadedFile("x.pdf", b"khac"))
    assert bad.status_code == 409
    assert post(client, "send_agency_report", **typed, file=file).status_code == 303
    row = AgencyReport.objects.get()
    opened = client.get(reverse("plan_evidence", args=[row.file_id]))
    assert opened.content.startswith(b"%PDF")
    assert "attachment" in opened["Content-Disposition"]
    page = words(client.get(reverse("agency_reports"), {"nam": "2019"}))
    assert "Đúng hạn 1 /" in page
    assert reminder not in page
    asked = {"nam": "2019", "loc": "nhac"}
    remind = client.get(reverse("agency_reports"), asked).content.decode()
    assert '<th scope="row">Sở Tư pháp</th>' not in remind
    assert '<th scope="row">Sở Y tế</th>' in remind
    client.force_login(who.teller)
    assert client.get(reverse("plan_evidence", args=[row.file_id])).status_code == 403


def test_the_standing_agency_notes_a_report_on_paper(who: Cast, client: Client) -> None:
    client.force_login(standing())
    unit = Unit.objects.get(slug="so-y-te")
    form = client.get(reverse("note_agency_report"), {"don-vi": unit.id})
    assert 'value="Sở Y tế"' in form.content.decode()
    typed = {"unit": "so y te", "year": "2018", "number": "1/BC", "received_on": "10/01/2019"}
    assert post(client, "note_agency_report", **typed).status_code == 303
    row = AgencyReport.objects.get()
    assert row.on_paper
    told = words(client.get(reverse("retire_agency_report", args=[row.pk])))
    assert "Sở Y tế: 1/BC, 10/01/2019" in told
    answer = post(client, "retire_agency_report", row.pk, reason="ghi nhầm đơn vị")
    assert answer.status_code == 303


def test_a_figure_of_a_year_before_is_written_and_again_with_a_reason(
    who: Cast, client: Client
) -> None:
    client.force_login(standing())
    typed = {
        "unit": "Công an tỉnh Vĩnh Phúc",
        "year": "2018",
        "indicator": "returned_by_post",
        "numerator": "300",
        "denominator": "1000",
        "source": "Báo cáo mẫu",
        "grade": "document",
    }
    assert post(client, "add_baseline", **typed).status_code == 303
    again = post(client, "add_baseline", **typed | {"numerator": "310"})
    assert again.status_code == 409
    assert "hãy nêu lý do" in words(again)
    answer = post(client, "add_baseline", **typed | {"numerator": "310"}, reason="đính chính số")
    assert answer.status_code == 303
    assert "310 / 1.000" in words(client.get(answer["Location"]))
    long_ago = post(client, "add_baseline", **typed | {"year": "2012", "numerator": "77"})
    assert "77 / 1.000" in words(client.get(long_ago["Location"])), "a year before 2018 too"
    row = Baseline.objects.order_by("-version")[0]
    where = [row.unit_id, row.indicator, row.year]
    page = words(client.get(reverse("baseline_versions", args=where)))
    assert "310 / 1.000" in page
    assert "300 / 1.000" in page
    assert client.get(reverse("baseline_versions", args=[1, "khac", 2018])).status_code == 404


def test_months_come_by_sheet_are_looked_at_then_confirmed(who: Cast, client: Client) -> None:
    client.force_login(reporter("so-tu-phap"))
    line = {
        "unit": "Sở Tư pháp",
        "month": "09/2019",
        "received": 100,
        "received_by_post": 12,
        "returned": 90,
        "returned_by_post": 45,
    }
    kind = RegisterSheetKind.MONTHS
    bad = SimpleUploadedFile("m.xlsx", filled(kind, line | {"received": "x"}))
    page = post(client, "send_register_sheet", kind.value, sheet=bad)
    assert page.status_code == 422
    assert "Có 1 chỗ phải sửa; chưa ghi gì" in words(page)
    good = SimpleUploadedFile("m.xlsx", filled(kind, line))
    answer = post(client, "send_register_sheet", kind.value, sheet=good)
    assert answer.status_code == 303, words(answer)
    assert "Sở Tư pháp · 09/2019" in words(client.get(answer["Location"]))
    assert not ReportedMonth.objects.exists()
    done = client.post(answer["Location"], {"request_id": str(uuid4())})
    assert "Đã ghi tệp" in words(done)
    listed = words(client.get(reverse("reported_months"), {"nam": "2019"}))
    assert "12 / 100" in listed
    assert "không cộng vào bảng theo dõi" in listed
    board = words(client.get(reverse("plan_agency", args=["so-tu-phap"]), {"nam": "2019"}))
    apart = board.index("Số do đơn vị khai, không cộng vào các số trên")
    assert "12 / 100" in board[apart:]
    assert "12 / 100" not in board[:apart]
    unit = Unit.objects.get(slug="so-tu-phap")
    assert "m.xlsx" in words(client.get(reverse("reported_month", args=[unit.id, 2019, 9])))
    assert client.get(reverse("reported_month", args=[unit.id, 2019, 13])).status_code == 404
    assert client.get(reverse("send_register_sheet", args=["means"])).status_code == 404


def test_the_template_names_the_agencies_and_locks_its_headings(
    who: Cast, client: Client, tmp_path: Path
) -> None:
    client.force_login(reporter("so-tu-phap"))
    url = reverse("register_template", args=["months"])
    made = client.get(url, {"day-du": "1"}).content
    rows = grid(tmp_path, made).rows
    assert rows[0][1][0] == "Đơn vị"
    assert [cells[0] for _line, cells in rows[1:]] == ["Sở Tư pháp"]
    path = tmp_path / "khoa.xlsx"
    path.write_bytes(client.get(reverse("register_template", args=["baselines"])).content)

    with zipfile.ZipFile(path) as book:
        assert b"<sheetProtection" in book.read("xl/worksheets/sheet1.xml")
        assert b'<protection locked="0"' in book.read("xl/styles.xml")


def test_the_post_plans_its_year_beside_what_it_has(who: Cast, client: Client) -> None:
    client.force_login(cast.manager())
    typed = {"year": "2019", "place": who.point.name, "subject": "computer", "count": "2"}
    no_source = post(client, "add_year_plan", **typed, vnd="15.000.000")
    assert no_source.status_code == 409
    assert "nguồn kinh phí" in words(no_source)
    answer = post(client, "add_year_plan", **typed, vnd="15.000.000", source="Bưu điện")
    assert answer.status_code == 303
    page = words(client.get(answer["Location"]))
    assert "15.000.000 đ" in page
    assert who.point.name in page
    sheet = client.get(reverse("post_year_sheet"), {"nam": "2019"})
    assert sheet["Content-Disposition"].endswith("phuong-tien-ke-hoach-buu-dien-2019.xlsx")
    assert MeansPlan.objects.count() == 1
    client.force_login(standing())
    assert client.get(reverse("add_year_plan")).status_code == 403
