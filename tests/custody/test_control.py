"""The control sheet (Mẫu 05) and the process sheet: from the signed records, nobody signs again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import MONDAY, Cast, act, at
from tests.paper_reading import words_of
from tram.core.calendar import local
from tram.core.errors import Refused
from tram.custody.queries.control import arrival_pace, control_sheet, hand_overs
from tram.custody.queries.receipts import expected_arrival
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.queries.process import process_sheet

DAY = timedelta(days=1)
LOOKUP = "https://hoso.example/theo-doi"


def travelled(who: Cast) -> Dossier:
    """Taken in on Monday, at the desk on Tuesday, transferred on Wednesday, settled there in time."""
    dossier = cast.take_in(who)
    at(MONDAY + DAY)
    cast.accept(who, cast.arrive(who, dossier))
    at(MONDAY + 2 * DAY)
    cast.transfer(who, dossier)
    at(MONDAY + 3 * DAY)
    dossiers.assign(act(who.leader, who.agency), dossier_id=dossier.id, assignee_id=who.leader.id)
    return dossier


@pytest.mark.law("23a", "23b")
def test_a_hand_over_by_post_stands_with_the_time_and_signers_of_its_record(who: Cast) -> None:
    dossier = travelled(who)
    first = control_sheet(dossier.id, lookup=LOOKUP).blocks[0]
    record = hand_overs(dossier.id)[0]
    assert first.at == record.at == MONDAY + DAY
    assert (first.giver, first.receiver) == ("Bưu Tá Mẫu", "Một Cửa Mẫu")
    assert first.receiver_unit == who.desk.name
    assert first.voucher == record.voucher
    assert first.voucher.endswith("VN")


@pytest.mark.law("31c", "31b")
def test_each_hand_over_says_how_its_giver_kept_to_the_time(who: Cast) -> None:
    dossier = travelled(who)
    blocks = control_sheet(dossier.id, lookup=LOOKUP).blocks
    assert [(b.giver_unit, b.receiver_unit, b.result) for b in blocks[1:]] == [
        (who.desk.name, who.agency.name, "late")
    ]
    assert all(not block.voucher for block in blocks[1:])


@pytest.mark.law("23c")
@pytest.mark.parametrize(("days", "pace"), [(-1, "early"), (0, "on-time"), (1, "late")])
def test_the_post_is_early_on_time_or_late_by_the_time_of_who_received(
    who: Cast, days: int, pace: str
) -> None:
    by = expected_arrival(MONDAY)
    received = local(MONDAY) + (by - local(MONDAY).date()) + days * DAY
    assert arrival_pace(MONDAY, received) == pace


@pytest.mark.law("31c")
def test_both_sheets_print(who: Cast, client: Client) -> None:
    dossier = travelled(who)
    client.force_login(who.specialist)
    sheet = client.get(reverse("control_sheet", args=[dossier.id]))
    assert sheet["Content-Type"] == "application/pdf"
    text = words_of(sheet.content)
    for words in (who.desk.name, who.agency.name, "Bưu Tá Mẫu", str(dossier.number), "Quá hạn"):
        assert words in text
    text = words_of(client.get(reverse("process_sheet", args=[dossier.id])).content)
    for words in ("Tiếp nhận và hẹn trả kết quả", "Thẩm định hồ sơ", "Lãnh Đạo Mẫu"):
        assert words in text


def test_before_acceptance_there_is_no_sheet_and_for_strangers_neither(
    who: Cast, client: Client
) -> None:
    dossier = cast.arrive(who, cast.take_in(who))
    for fill in (control_sheet, process_sheet):
        with pytest.raises(Refused):
            fill(dossier.id, lookup=LOOKUP)
    client.force_login(who.specialist)
    assert client.get(reverse("control_sheet", args=[dossier.id])).status_code == 404
    client.force_login(who.teller)
    assert client.get(reverse("process_sheet", args=[dossier.id])).status_code == 403
