"""The scanner's addresses and the pages around them: verdicts as JSON, drafts, bags, differences."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast, person, take_in
from tests.paper_reading import words_of
from tests.scans import picture
from tests.web.handing import (
    HOME,
    all_received,
    number_of,
    offered,
    page,
    papers,
    signed_in,
)
from tram.accounts.rules.access import Role
from tram.custody.models import (
    Bag,
    CountMark,
    Discrepancy,
    DiscrepancyPhoto,
    Manifest,
    ManifestDraft,
)

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def send(client: Client, url: str, code: str, request_id: UUID | None = None) -> Any:
    typed = {
        "code": code,
        "request_id": request_id or uuid4(),
        "at": "2019-11-04T01:29:58.123Z",
    }
    return client.post(url, typed, **JSON)  # type: ignore[arg-type]


def test_a_scan_answers_its_verdict_word_colour_sound_and_the_three_numbers(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    url = offered(who, one, two)
    postman, request_id = signed_in(who.postman), uuid4()
    told = send(postman, f"{url}quet/", number_of(one), request_id).json()
    assert (told["word"], told["colour"], told["sound"]) == ("ĐÚNG", "success", "ok")
    assert (told["scanned"], told["missing"], told["extra"]) == (1, 1, 0)
    again = send(postman, f"{url}quet/", number_of(one), request_id).json()
    assert again["word"] == "ĐÚNG"
    assert send(postman, f"{url}quet/", number_of(one)).json()["word"] == "TRÙNG"
    assert send(postman, f"{url}quet/", "RB473124829GB").json()["extra"] == 1
    assert CountMark.objects.count() == 2


def test_the_code_of_the_customers_receipt_is_told_from_the_label_and_kept_nowhere(
    who: Cast,
) -> None:
    url = offered(who, take_in(who))
    on_receipt = "https://tram.vinhphuc.gov.vn/theo-doi#3A15-5CP9-XK2Z-6"
    told = send(signed_in(who.postman), f"{url}quet/", on_receipt).json()
    assert "mã theo dõi trên phiếu của khách" in told["text"]
    assert "3A15" not in told["text"]
    assert not CountMark.objects.exists()


def test_a_scan_refused_says_why_and_a_stranger_finds_nothing(who: Cast) -> None:
    url = offered(who, take_in(who))
    answer = send(signed_in(who.postman), f"{url}quet/", " ")
    assert answer.status_code == 409
    assert "Chưa có số hiệu" in answer.json()["text"]
    assert send(signed_in(who.neighbour), f"{url}quet/", "1").status_code == 404


def test_without_script_a_scan_leads_back_to_the_page(who: Cast) -> None:
    dossier = take_in(who)
    url = offered(who, dossier)
    answer = signed_in(who.postman).post(f"{url}quet/", {"code": number_of(dossier)}, follow=True)
    assert f"ĐÚNG: đã ghi {number_of(dossier)}." in answer.content.decode()


def test_a_count_interrupted_is_signed_with_what_was_scanned(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    url = offered(who, one, two)
    send(signed_in(who.postman), f"{url}quet/", number_of(one))
    send(signed_in(who.postman), f"{url}quet/", "RB473124829GB")
    shown = page(signed_in(who.postman), url)
    assert "Ghi sai lệch" in shown
    answer = signed_in(who.postman).post(
        url, {"request_id": uuid4(), "do": "sign", "outcome_2": "missing"}
    )
    assert answer.status_code == 303
    assert dict(Discrepancy.objects.values_list("fault", "code")) == {
        "not-there": "",
        "extra": "RB473124829GB",
    }
    told = words_of(signed_in(who.postman).get(f"{url}in/").content)
    for words in ("Sai lệch đã ghi", "RB473124829GB", "chưa kết luận"):
        assert words in told


def test_a_wrong_scan_is_taken_back(who: Cast) -> None:
    url = offered(who, take_in(who))
    postman = signed_in(who.postman)
    send(postman, f"{url}quet/", "RB473124829GB")
    postman.post(url, {"request_id": uuid4(), "undo": "RB473124829GB"})
    assert CountMark.objects.filter(undone_at=None).count() == 0


def test_a_list_is_built_by_scanning_and_offered(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    teller = signed_in(who.teller)
    first = send(teller, f"{HOME}quet/", number_of(one)).json()
    draft = first["go"]
    assert ManifestDraft.objects.get().kind == "pick-up"
    teller.post(draft, {"request_id": uuid4(), "do": "scan", "scan": number_of(two)})
    shown = page(teller, draft)
    assert number_of(one) in shown
    assert number_of(two) in shown
    teller.post(draft, {"request_id": uuid4(), "drop": papers(two)[0]})
    assert "Bảng kê đang lập dở" in page(teller, HOME)
    assert signed_in(who.neighbour).get(draft).status_code == 404
    refused = teller.post(draft, {"request_id": uuid4(), "do": "offer"})
    assert refused.status_code == 409
    nothing = {"request_id": uuid4(), "do": "scan", "scan": "", "courier": "bt.mau"}
    assert "Chưa có số hiệu" in teller.post(draft, nothing, follow=True).content.decode()
    answer = teller.post(draft, {"request_id": uuid4(), "do": "offer", "courier": "bt.mau"})
    assert answer.status_code == 303
    assert [str(e.item_id) for e in Manifest.objects.get().entries.all()] == papers(one)


def test_a_bag_is_filled_sealed_listed_and_opened_by_the_receiver(who: Cast) -> None:
    dossier = take_in(who)
    teller = signed_in(who.teller)
    bag = str(teller.post(f"{HOME}tui/", {"request_id": uuid4()})["Location"])
    assert send(teller, f"{bag}quet/", number_of(dossier)).json()["word"] == "ĐÚNG"
    sealed = {"request_id": uuid4(), "do": "scan", "scan": "", "seal_number": "NP-T77"}
    assert teller.post(bag, sealed).status_code == 303
    number = Bag.objects.get().number
    draft = send(teller, f"{HOME}quet/", number).json()["go"]
    url = teller.post(draft, {"request_id": uuid4(), "do": "offer", "courier": "bt.mau"})[
        "Location"
    ]
    postman = signed_in(who.postman)
    assert "NP-T77" in page(postman, url)
    assert signed_in(who.neighbour).get(bag).status_code == 404
    postman.post(url, {"request_id": uuid4(), "open_bag": str(Bag.objects.get().id)})
    assert Bag.objects.get().opened_by == who.postman
    assert postman.post(url, all_received(url)).status_code == 303


def test_a_difference_is_noted_on_the_page_and_solved_by_the_other_side(who: Cast) -> None:
    url = offered(who, take_in(who))
    postman, teller = signed_in(who.postman), signed_in(who.teller)
    postman.post(url, all_received(url))
    postman.post(f"{url}sai-lech/", {"request_id": uuid4(), "fault": "damaged", "note": "Ướt"})
    noted = Discrepancy.objects.get()
    own = page(postman, f"{HOME}sai-lech/")
    assert "cần một người khác kết luận" in own
    solve = f"{HOME}sai-lech/{noted.id}/"
    teller.post(solve, {"request_id": uuid4(), "solution": "corrected", "note": ""})
    noted.refresh_from_db()
    assert noted.solved_by == who.teller
    assert "Không có sai lệch nào còn mở." in page(teller, f"{HOME}sai-lech/")


def test_the_posts_manager_reads_differences_and_late_signatures(who: Cast) -> None:
    manager = person(
        "ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.postman.appointments.get().unit
    )
    url = offered(who, take_in(who))
    postman = signed_in(who.postman)
    postman.post(f"{url}sai-lech/", {"request_id": uuid4(), "fault": "damaged", "note": "Ướt"})
    shown = page(signed_in(manager), f"{HOME}sai-lech/")
    assert "Ký ngoài giờ" in shown
    number = Discrepancy.objects.get().manifest.number
    assert number in shown
    assert f'href="{url}"' in page(postman, f"{HOME}sai-lech/")
    assert f'href="{HOME}' not in shown.replace(f'href="{HOME}sai-lech/"', "")


def test_a_photograph_of_a_difference_is_kept_and_only_its_people_get_it(who: Cast) -> None:
    url = offered(who, take_in(who))
    postman = signed_in(who.postman)
    sent = SimpleUploadedFile("niem-phong.png", picture(), "image/png")
    typed = {"request_id": uuid4(), "fault": "seal-broken", "note": "", "photos": sent}
    assert postman.post(f"{url}sai-lech/", typed).status_code == 303
    address = f"{url}anh/{DiscrepancyPhoto.objects.get().id}/"
    answer = signed_in(who.teller).get(address)
    assert answer.content == picture()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert signed_in(who.neighbour).get(address).status_code == 404
    fake = SimpleUploadedFile("anh.png", b"MZ", "image/png")
    postman.post(f"{url}sai-lech/", {**typed, "request_id": uuid4(), "photos": fake})
    assert Discrepancy.objects.count() == 1
