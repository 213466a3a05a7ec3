"""Pages of numbers: relabelling by the holder, spare numbers of a point, what may go in one envelope."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.custody.models import Envelope, OfflineBlock
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


def number_of(dossier: Dossier) -> str:
    return Envelope.objects.get(contents__item__dossier=dossier, voided_at=None).number


def form(**typed: object) -> dict[str, object]:
    return {"request_id": str(uuid4()), **typed}


def test_a_postman_relabels_prints_and_the_old_number_finds_the_dossier(
    who: Cast, client: Client
) -> None:
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    old = number_of(dossier)
    client.force_login(who.postman)
    page = reverse("relabel")
    wrong = client.post(page, form(number=old[:-3] + "0VN", fault="torn"))
    assert wrong.status_code == 409
    done = client.post(page, form(number=old, fault="torn"))
    assert done.status_code == 303
    new = number_of(dossier)
    assert new in words(client.get(done["Location"]))
    printed = client.get(f"{reverse('new_label')}?so={new}")
    assert printed["Content-Type"] == "application/pdf"
    assert client.get(f"{reverse('new_label')}?so={old}").status_code == 404
    again = client.post(page, form(number=old, fault="torn"))
    assert new in words(again), "it says what replaced the number"
    client.force_login(who.teller)
    assert client.get(f"{reverse('new_label')}?so={new}").status_code == 404
    found = client.get(reverse("dossiers"), {"q": old}, follow=True)
    assert new in words(found)


def test_a_manager_gives_numbers_and_the_point_prints_and_voids_them(
    who: Cast, client: Client
) -> None:
    post = Unit.objects.get(kind="provincial-post")
    client.force_login(cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post))
    page = reverse("numbers")
    assert "chưa cấp cho điểm nào" in words(client.get(page))
    assert client.post(page, form(unit=who.point.id, size=2)).status_code == 303
    assert client.post(page, form(unit=who.agency.id, size=2)).status_code == 409
    assert OfflineBlock.objects.get().unit == who.point
    client.force_login(who.teller)
    read = words(client.get(page))
    assert "Còn 2 số chưa dùng" in read
    assert "chưa cấp cho điểm nào" not in read
    first = next(word for word in read.split() if word.endswith("VN") and len(word) == 13)
    assert client.post(page, form(number=first)).status_code == 303
    assert "Còn 1 số chưa dùng" in words(client.get(page))
    assert client.post(page, form(number=first)).status_code == 409
    client.force_login(who.neighbour)
    assert "Chưa có số dự phòng" in words(client.get(page))


def test_a_teller_puts_one_senders_dossiers_in_one_envelope(who: Cast, client: Client) -> None:
    rows = [cast.take_in(who), cast.take_in(who, seal_number="NP-0002")]
    other = cast.take_in(who, submitter=cast.submitter("Trần Thị Thử"), seal_number="NP-0003")
    client.force_login(who.teller)
    page = reverse("together")
    read = words(client.get(page))
    assert number_of(rows[0]) in read
    assert number_of(other) not in read
    chosen = [str(row.id) for row in rows]
    missing = client.post(page, form(dossiers=chosen))
    assert missing.status_code == 409
    taken = client.post(page, form(dossiers=chosen, seal_number="NP-0003"))
    assert taken.status_code == 409, "that seal closes another envelope"
    assert client.post(page, form(dossiers=chosen, seal_number="NP-0004")).status_code == 303
    assert number_of(rows[0]) == number_of(rows[1])
    assert "Không có gì để đóng chung" in words(client.get(page))


def test_a_desk_packs_two_results_for_one_recipient(who: Cast, client: Client) -> None:
    rows = [
        cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who, seal_number=seal))))
        for seal in ("NP-0001", "NP-0002")
    ]
    client.force_login(who.officer)
    assert reverse("together") in client.get(f"{reverse('desk')}?hang=to-pack").content.decode()
    page = reverse("together")
    read = client.get(page)
    assert rows[0].number
    assert rows[0].number in words(read)
    chosen = [str(row.id) for row in rows]
    done = client.post(page, form(dossiers=chosen, seal_number="NP-0009"))
    assert done.status_code == 303
    covers = Envelope.objects.filter(contents__item__kind="result").distinct()
    assert covers.count() == 1
    assert covers.get().number in words(client.get(done["Location"]))
