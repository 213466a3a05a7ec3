"""The page of the shuttle's rounds: begun with a team, ended, looked at by day; who may see it."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast, act
from tests.web.page_reading import words
from tram.custody.commands import chain, shuttle
from tram.custody.models import ItemKind, ShuttleRound
from tram.custody.rules.handovers import ManifestKind


def test_a_postman_begins_a_round_and_the_desk_reads_what_is_still_out(
    who: Cast, client: Client
) -> None:
    client.force_login(who.postman)
    page = f"{reverse('shuttle')}?noi={who.desk.id}"
    assert "Chưa có chuyến nào trong ngày này" in words(client.get(page))
    typed = {"request_id": str(uuid4()), "team": [str(who.postman.id)]}
    assert client.post(page, typed).status_code == 303
    again = client.post(page, typed)
    assert again.status_code == 303, "the same request begins one round"
    assert ShuttleRound.objects.count() == 1
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    client.force_login(who.officer)
    offering = client.get(f"{reverse('new_manifest')}?loai=shuttle-out")
    assert "Bưu Tá Mẫu" in words(offering)
    cast.hand_over(
        ManifestKind.SHUTTLE_OUT,
        act(who.officer, who.desk),
        act(who.postman),
        chain.place(who.desk.id),
        chain.courier(who.postman.id),
        [dossier.items.get(kind=ItemKind.PAPERS).id],
    )
    read = words(client.get(reverse("shuttle")))
    assert "Chuyến 1 đang chạy" in read
    assert "Còn 1 chưa giao tới nơi" in read
    assert "08:30 04/11/2019" in read
    row = ShuttleRound.objects.get()
    ended = client.post(
        f"{reverse('end_shuttle', args=[row.id])}?noi={who.desk.id}",
        {"request_id": str(uuid4())},
    )
    assert ended.status_code == 303
    assert "đã kết thúc" in words(client.get(reverse("shuttle")))


def test_a_team_of_nobody_is_asked_for_and_another_day_only_read(
    who: Cast, client: Client
) -> None:
    client.force_login(who.officer)
    page = reverse("shuttle")
    missing = client.post(page, {"request_id": str(uuid4())})
    assert missing.status_code == 409
    assert "Bưu tá đi chuyến này" in words(missing)
    assert "Bắt đầu chuyến tiếp theo" not in words(client.get(f"{page}?ngay=2019-11-01"))
    assert client.get(f"{page}?ngay=hom-qua").status_code == 404
    assert client.get(f"{page}?noi={who.agency.id}").status_code == 404


def test_an_agency_outside_a_round_is_told_that_no_postman_goes(who: Cast, client: Client) -> None:
    client.force_login(who.officer)
    none = words(client.get(f"{reverse('new_manifest')}?loai=shuttle-out"))
    assert "Không còn gì để giao" in none
    answer = shuttle.begin_round(act(who.postman), desk_id=who.desk.id, team=[who.postman.id])
    client.force_login(who.specialist)
    url = f"{reverse('end_shuttle', args=[answer['round']])}?noi={who.desk.id}"
    assert client.post(url, {"request_id": str(uuid4())}).status_code in (302, 403, 404)
    assert ShuttleRound.objects.get().ended_at is None
