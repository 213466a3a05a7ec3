"""The register page: whose, which days, counts that lead to their lines, the same as a sheet and on paper."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import MONDAY, Cast, accept, arrive, at, at_counter, person, settle, take_in
from tests.paper_reading import words_of
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry, User
from tram.accounts.rules.access import Role
from tram.directory.models import Unit
from tram.dossiers.prints.register import COLUMNS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def page(client: Client, user: User, name: str = "register", **asked: str) -> Any:
    client.force_login(user)
    return client.get(reverse(name), asked)


def listed(answer: Any) -> list[str]:
    """Ids of the dossiers that the lines lead to."""
    return re.findall(r'href="/lam-viec/ho-so/([0-9a-f-]{36})/"', answer.content.decode())


def sheet(answer: Any) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        made = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    rows = made.iter(f"{MAIN}row")
    return [["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")] for row in rows]


def test_the_month_of_the_desk_is_shown_at_once_and_leads_to_its_dossiers(
    who: Cast, client: Client
) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    only_with_the_post = take_in(who)
    answer = page(client, who.officer)
    assert listed(answer) == [str(dossier.id)]
    text = words(answer)
    assert "Hồ sơ nhận từ 01/11/2019 đến hết 04/11/2019" in text
    assert "Tất cả 1" in text
    assert "Đang giải quyết 1" in text
    assert f"{dossier.number} {who.version.name} (1 bộ) {who.agency.name} Nguyễn Văn Mẫu" in text
    assert "Nhận 08:30 04/11/2019 Hẹn trả 16:30 14/11/2019 Chuyển – Có kết quả –" in text
    assert str(only_with_the_post.id) not in answer.content.decode()


def test_a_count_leads_to_the_lines_behind_it(who: Cast, client: Client) -> None:
    waiting, settled = at_counter(who), settle(who, accept(who, at_counter(who)))
    html = page(client, who.officer).content.decode()
    links = [unescape(link) for link in re.findall(r'href="([^"]+muc=[^"]+)"', html)]
    behind = {link: listed(client.get(link)) for link in links}
    assert sorted(behind.values()) == sorted([[str(waiting.id)], [str(settled.id)]])


def test_filters_are_kept_and_a_wrong_span_is_said_beside_the_day(
    who: Cast, client: Client
) -> None:
    at_counter(who)
    answer = page(client, who.officer, tu="30/11/2019", den="01/11/2019", loc="lý lịch")
    assert answer.status_code == 200
    assert "Ngày cuối 01/11/2019 trước ngày đầu 30/11/2019" in words(answer)
    assert 'value="lý lịch"' in answer.content.decode()
    assert listed(answer) == []
    assert "phải là một ngày có thật" in words(page(client, who.officer, tu="31/02/2019"))
    assert listed(page(client, who.officer, loc="khai sinh")) == []


def test_another_units_register_is_opened_to_nobody(who: Cast, client: Client) -> None:
    at_counter(who)
    stranger = person(
        "mc.khac",
        "Một Cửa Khác",
        Role.ONE_STOP_OFFICER,
        Unit.objects.get(slug="mot-cua-tp-vinh-yen"),
    )
    assert listed(page(client, stranger)) == []
    asked = page(client, stranger, so=str(who.desk.id))
    assert listed(asked) == []
    assert "hãy chọn trong danh sách" in words(asked)
    assert len(listed(page(client, who.specialist))) == 1
    for user in (who.teller, who.postman, who.administrator):
        for name in ("register", "register_sheet", "register_pdf"):
            assert page(client, user, name).status_code == 403, (user, name)


def test_the_sheet_has_every_line_and_the_columns_of_the_form(who: Cast, client: Client) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    answer = page(client, who.officer, "register_sheet", tu="01/11/2019", den="30/11/2019")
    assert answer["Content-Disposition"].endswith("so-theo-doi-ho-so-20191101-20191130.xlsx")
    heading, line = sheet(answer)
    assert heading == [title for title, _width in COLUMNS]
    assert line[:5] == ["1", dossier.number, who.version.name, "1", "Nguyễn Văn Mẫu"]


def test_the_paper_is_the_form_of_its_regime(who: Cast, client: Client) -> None:
    dossier = accept(who, at_counter(who))
    text = words_of(page(client, who.officer, "register_pdf").content)
    for told in ("SỔ THEO DÕI HỒ SƠ", "Mẫu số 06", "đến ngày 04/11/2019", "Một Cửa Mẫu"):
        assert told.casefold() in text.casefold()
    assert str(dossier.number)[-4:] in text


def test_what_a_file_cannot_hold_is_refused_with_what_to_do(
    who: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_counter(who)
    for limit in ("SHEET_AT_MOST", "PAPER_AT_MOST"):
        monkeypatch.setattr(f"tram.web.workplace.register.{limit}", 0)
    for name in ("register_sheet", "register_pdf"):
        answer = page(client, who.officer, name)
        assert answer.status_code == 409
        assert "Hãy chọn khoảng ngày ngắn hơn" in words(answer)


@pytest.mark.law("61d")
def test_every_person_in_a_list_or_a_file_is_noted_as_read(who: Cast, client: Client) -> None:
    dossiers = {at_counter(who).id, at_counter(who).id}
    for name in ("register", "register_sheet", "register_pdf"):
        page(client, who.officer, name)
        noted = ReadEntry.objects.filter(page=name, actor_id=who.officer.id, place_id=who.desk.id)
        assert set(noted.values_list("subject", flat=True)) == dossiers
        assert noted.count() == 2


def test_pages_go_on_with_the_same_question(who: Cast, client: Client) -> None:
    first = at_counter(who)
    for n in range(1, 23):
        first.pk, first.registered_at = None, MONDAY + timedelta(minutes=n)
        first.pk = first._meta.pk.get_default()
        first.save(force_insert=True)
    at(MONDAY + timedelta(days=1))
    html = page(client, who.officer, kenh="1").content.decode()
    onward = re.search(r'href="([^"]+)"\s+rel="next"', html)
    assert onward
    rest = client.get(unescape(onward[1]))
    assert len(listed(rest)) == 3
    assert "21 Chưa có mã" in words(rest)
    assert 'value="1" selected' in rest.content.decode()
