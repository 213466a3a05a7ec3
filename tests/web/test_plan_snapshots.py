"""The pages of frozen periods: frozen by the standing agency, read by each for their own, compared with the books."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast
from tests.programme.test_snapshots import DECEMBER, november
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.spreadsheets import read_spreadsheet
from tram.custody.commands import intake
from tram.directory.models import Unit
from tram.dossiers.rules.states import VoidReason
from tram.programme.models import Snapshot


@pytest.fixture
def keeper(who: Cast) -> User:
    return cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


def sent(**more: object) -> dict[str, object]:
    return {"request_id": str(uuid4()), "kind": "month", "year": 2019, "number": 11, **more}


@pytest.mark.law("51b", "51c", "51d")
def test_a_period_is_frozen_read_compared_and_frozen_again(
    who: Cast, keeper: User, client: Client
) -> None:
    waiting = november(who)[2]
    client.force_login(keeper)
    assert "Chưa chốt kỳ nào" in words(client.get(reverse("plan_snapshots")))
    early = client.post(reverse("plan_snapshots"), sent())
    assert early.status_code == 409
    assert "sau ngày 30/11/2019" in words(early)
    cast.at(DECEMBER)
    made = client.post(reverse("plan_snapshots"), sent())
    assert made.status_code == 303
    page = words(client.get(made["Location"]))
    assert who.agency.name in page
    assert "1/2" in page
    assert Snapshot.objects.get().hash.hex() in page
    assert "Khớp" in page
    beside = words(client.get(made["Location"] + "?so-sach=1"))
    assert "đúng từng số và từng dòng danh sách" in beside
    cast.at(DECEMBER + timedelta(days=1))
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=waiting.id, reason=VoidReason.DUPLICATE
    )
    beside = words(client.get(made["Location"] + "?so-sach=1"))
    assert "Có sửa sau khi chốt" in beside
    assert "Phiếu nhận đã hủy" in beside
    again = client.post(reverse("plan_snapshots"), sent())
    assert again.status_code == 409
    assert "hãy ghi lý do chốt lại" in words(again)
    second = client.post(reverse("plan_snapshots"), sent(reason="Hủy phiếu nhận trùng"))
    assert second.status_code == 303
    assert "Khác với lần chốt 1" in words(client.get(second["Location"]))
    assert "Hủy phiếu nhận trùng" in words(client.get(reverse("plan_snapshots")))


def test_a_leader_reads_only_their_own_agency_and_freezes_nothing(
    who: Cast, keeper: User, client: Client, tmp_path: Path
) -> None:
    first = november(who)[0]
    cast.at(DECEMBER)
    client.force_login(keeper)
    where = client.post(reverse("plan_snapshots"), sent())["Location"]
    sheet = reverse("plan_snapshot_sheet", args=[Snapshot.objects.get().id])
    whole = client.get(sheet)
    assert whole.content.startswith(b"PK")
    client.force_login(who.leader)
    page = words(client.get(where))
    assert who.agency.name in page
    assert "Sở Nội vụ" not in page
    assert "Toàn tỉnh" not in page
    assert "Chốt một kỳ" not in words(client.get(reverse("plan_snapshots")))
    assert client.post(reverse("plan_snapshots"), sent()).status_code in {403, 409}
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(client.get(sheet).content)
    first.refresh_from_db()
    lines = [cells for _, cells in read_spreadsheet(path, path.name).rows[1:]]
    assert first.number in {cells[3] for cells in lines}
    assert {cells[0] for cells in lines} == {who.agency.name}
    client.force_login(who.teller)
    for url in (where, sheet, reverse("plan_snapshots")):
        assert client.get(url).status_code == 403
    assert client.get(reverse("plan_snapshot", args=[uuid4()])).status_code in {403, 404}
