"""Published lists of postal procedures: frozen as of their day, in public, on paper, by who may."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.cast import Cast, act, follow
from tests.catalogue.managers import office, reporter
from tests.paper_reading import flow_of
from tests.web.page_reading import folded
from tram.catalogue.commands.published import publish_list
from tram.catalogue.models import ListedProcedure, PublishedList
from tram.catalogue.queries.published import (
    agencies_with_procedures,
    catalogue_of,
    list_on,
    listed,
)
from tram.catalogue.rules.published import ListChange, differences
from tram.core.errors import Refused
from tram.directory.models import Unit

AUTUMN = date(2019, 9, 2)
NOW = date(2019, 11, 4)


def publish(who: Cast, **changes: Any) -> int:
    words: dict[str, Any] = {
        "agency_id": who.agency.id,
        "decision": "QĐ 07/QĐ-MẪU",
        "decided_on": date(2019, 8, 30),
        "valid_from": AUTUMN,
        **changes,
    }
    return int(publish_list(act(reporter(who)), **words)["list"])


@pytest.mark.law("5a", "5b")
def test_a_list_says_of_every_procedure_which_way_is_open_and_why_not(who: Cast) -> None:
    rows = listed(publish(who))
    assert [row.code for row in rows] == [row.code for row in catalogue_of(who.agency.id, AUTUMN)]
    assert len(rows) == 11
    assert who.version.procedure.code in {row.code for row in rows if row.sending}
    assert all(row.sending_reason for row in rows if not row.sending)
    assert all(row.returning_reason for row in rows if not row.returning)


@pytest.mark.law("5d")
def test_a_list_is_frozen_and_a_later_change_is_told_as_a_difference(who: Cast) -> None:
    before = publish(who)
    follow(who.version, NOW, postal_in=False, postal_in_reason="Phải lấy dấu vân tay.")
    (change,) = differences(listed(before), catalogue_of(who.agency.id, NOW))
    assert (change[0], change[1].code) == (ListChange.MOVED, who.version.procedure.code)
    after = publish(who, decision="QĐ 08/QĐ-MẪU", decided_on=date(2019, 11, 1), valid_from=NOW)
    for day, found in ((AUTUMN, before), (date(2019, 11, 3), before), (NOW, after)):
        held = list_on(who.agency.id, day)
        assert held is not None
        assert held.id == found
    assert list_on(who.agency.id, date(2019, 9, 1)) is None
    assert not differences(listed(after), catalogue_of(who.agency.id, NOW))


def test_what_came_and_what_went_are_differences_too(who: Cast) -> None:
    one, *rest = catalogue_of(who.agency.id, AUTUMN)
    assert differences([one], [one, rest[0]]) == [(ListChange.ADDED, rest[0])]
    assert differences([one, rest[0]], [one]) == [(ListChange.GONE, rest[0])]


def test_nobody_changes_a_published_list(who: Cast) -> None:
    publish(who)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_listedprocedure SET sending = true")
    assert ListedProcedure.objects.count() == 11


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"decision": " "}, "decision-missing"),
        ({"decided_on": date(2019, 9, 3)}, "applies-before-decision"),
        ({"valid_to": date(2019, 9, 1)}, "days-out-of-order"),
        ({"valid_from": date(2019, 9, 2), "agency_id": 0}, "no-such-agency"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    who: Cast, words: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        publish(who, **words)
    assert refused.value.code == code
    assert not PublishedList.objects.exists()


def test_an_agency_publishes_its_own_and_the_province_office_any(who: Cast) -> None:
    other = Unit.objects.get(slug="so-y-te")
    with pytest.raises(Refused, match="không được phân công"):
        publish(who, agency_id=other.id)
    words: dict[str, Any] = {"decision": "QĐ 9", "decided_on": AUTUMN, "valid_from": AUTUMN}
    publish_list(act(office()), agency_id=other.id, **words)
    assert list_on(other.id, NOW)


def test_districts_settle_procedures_and_so_do_fixed_agencies(who: Cast) -> None:
    found = agencies_with_procedures(NOW)
    districts = set(Unit.objects.filter(kind="district").values_list("id", flat=True))
    assert len(districts) == 9
    assert districts < found
    assert who.agency.id in found
    assert Unit.objects.get(slug="thanh-tra-tinh").id not in found
    assert len(catalogue_of(min(districts), NOW)) == 19


@pytest.mark.law("5a", "5b", "5d")
def test_the_public_page_shows_the_list_of_the_day_asked_for(who: Cast, client: Client) -> None:
    publish(who)
    follow(who.version, NOW, name="Tên mới của thủ tục")
    where = f"/danh-muc-buu-chinh/{who.agency.slug}/"
    said = folded(client.get(where))
    assert "QĐ 07/QĐ-MẪU" in said
    assert "30/08/2019" in said
    assert who.version.name in said
    assert "Tên mới của thủ tục" not in said
    closed = [row for row in listed(PublishedList.objects.get().id) if not row.sending]
    assert closed
    assert all(row.sending_reason in said for row in closed)
    before = folded(client.get(where, {"ngay": "01/09/2019"}))
    assert "chưa công bố danh mục cho ngày này" in before
    assert who.version.name not in before
    assert who.agency.name in folded(client.get("/danh-muc-buu-chinh/"))
    assert client.get("/danh-muc-buu-chinh/khong-co/").status_code == 404


@pytest.mark.law("5c")
@pytest.mark.parametrize("size", ["a3", "a4"])
def test_the_poster_has_the_rows_of_the_page(who: Cast, client: Client, size: str) -> None:
    found = publish(who)
    answer = client.get(f"/danh-muc-buu-chinh/{who.agency.slug}/niem-yet-{size}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    printed = flow_of(answer.content)
    for row in listed(found):
        assert row.code in printed
    assert "QĐ 07/QĐ-MẪU" in printed
    assert f"/danh-muc-buu-chinh/{who.agency.slug}/" in re.sub(r"[\s\u200b]", "", printed)
    assert client.get(f"/danh-muc-buu-chinh/{who.agency.slug}/niem-yet-a5.pdf").status_code == 404


def test_a_list_is_published_by_page(who: Cast, client: Client) -> None:
    client.force_login(reporter(who))
    where = f"/lam-viec/ke-hoach/danh-muc/{who.agency.slug}/"
    assert "Chưa công bố danh mục nào" in folded(client.get(where))
    words = {
        "request_id": str(uuid4()),
        "decision": "QĐ 07/QĐ-MẪU",
        "decided_on": "05/11/2019",
        "valid_from": "04/11/2019",
    }
    refused = client.post(f"{where}cong-bo/", words)
    assert (refused.status_code, "trước ngày quyết định" in folded(refused)) == (409, True)
    assert (
        client.post(f"{where}cong-bo/", {**words, "decided_on": "04/11/2019"}).status_code == 303
    )
    assert "đúng như đã công bố" in folded(client.get(where))
    follow(who.version, NOW, postal_out=False, postal_out_reason="Phải ký nhận tại chỗ.")
    assert ListChange.MOVED.label in folded(client.get(where))
    assert "<strong>1/" in folded(client.get("/lam-viec/ke-hoach/danh-muc/"))
    client.force_login(who.teller)
    assert client.get(where).status_code == 403
