"""What the holder of a receipt sees, and what nobody learns without one."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.cast import MONDAY, Cast, act
from tests.custody import troubles
from tests.dossiers.test_journey import PAPERS, REASON
from tram.core.codes import show_tracking_code, tracking_code
from tram.custody.commands import chain, desk, intake
from tram.custody.models import EnvelopeItem, Incident
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.incidents import IncidentKind, IncidentState
from tram.custody.rules.services import Service
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import RefusalReason, VoidReason

HOUR = timedelta(hours=1)
KEY = configured.TRACKING_KEY.encode()


def code_of(dossier: Dossier, issue: int = 1) -> str:
    return tracking_code(KEY, dossier.id, issue)


def unknown_code() -> str:
    """Well formed, and of nobody."""
    return tracking_code(b"the key of another province", uuid4(), 1)


def arrived(who: Cast) -> Dossier:
    dossier = cast.take_in(who)
    cast.at(MONDAY + 5 * HOUR)
    return cast.arrive(who, dossier)


def accepted(who: Cast) -> Dossier:
    dossier = arrived(who)
    cast.at(MONDAY + 6 * HOUR)
    return cast.accept(who, dossier)


def settled(who: Cast) -> Dossier:
    dossier = accepted(who)
    cast.at(MONDAY + 48 * HOUR)
    return cast.settle(who, dossier)


def released(who: Cast) -> Dossier:
    dossier = settled(who)
    cast.at(MONDAY + 50 * HOUR)
    return cast.release(who, dossier)


def delivered(who: Cast) -> Dossier:
    dossier = released(who)
    cast.at(MONDAY + 55 * HOUR)
    return cast.deliver(who, dossier)


def to_fetch(who: Cast) -> Dossier:
    dossier = cast.take_in(who, service=Service.SEND, recipient=None)
    cast.at(MONDAY + 5 * HOUR)
    dossier = cast.accept(who, cast.arrive(who, dossier))
    cast.at(MONDAY + 48 * HOUR)
    return cast.settle(who, dossier)


def at_the_counter(who: Cast) -> Dossier:
    brought = desk.CounterIntake(
        version_id=who.version.id,
        agency_id=who.agency.id,
        submitter=cast.submitter(),
        counted=cast.full_count(who.version),
    )
    answer = desk.submit(act(who.officer, who.desk), intake=brought)
    return Dossier.objects.get(id=answer["dossier"])


def voided(who: Cast) -> Dossier:
    dossier = cast.take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    return dossier


def incomplete(who: Cast) -> Dossier:
    dossier = arrived(who)
    dossiers.ask_supplement(
        act(who.officer, who.desk), dossier_id=dossier.id, papers=PAPERS, reason=REASON
    )
    return dossier


def unpaid(who: Cast) -> Dossier:
    dossier = cast.transfer(who, accepted(who))
    dossiers.ask_payment(
        act(who.specialist, who.agency), dossier_id=dossier.id, amount_vnd=150_000, reason=REASON
    )
    return dossier


def refused(who: Cast) -> Dossier:
    dossier = arrived(who)
    code = RefusalReason.NOT_COMPETENT
    dossiers.refuse(act(who.officer, who.desk), dossier_id=dossier.id, code=code, reason=REASON)
    return dossier


def sent_back(who: Cast) -> Dossier:
    dossier = cast.transfer(who, accepted(who))
    dossiers.send_back(act(who.specialist, who.agency), dossier_id=dossier.id, reason=REASON)
    return dossier


def withdrawn(who: Cast) -> Dossier:
    dossier = at_the_counter(who)
    dossiers.withdraw(act(who.officer, who.desk), dossier_id=dossier.id, reason=REASON)
    desk.give_back_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    return dossier


def re_appointed(who: Cast) -> Dossier:
    dossier = cast.transfer(who, accepted(who))
    assert dossier.due_at is not None
    leader, after = act(who.leader, who.agency), dossier.due_at + 7 * 24 * HOUR
    dossiers.apologise(leader, dossier_id=dossier.id, reason=REASON, due_after=after)
    return dossier


STAGES: dict[str, Callable[[Cast], Dossier]] = {
    "taken in": cast.take_in,
    "arrived": arrived,
    "accepted": accepted,
    "settled": settled,
    "released": released,
    "delivered": delivered,
    "to fetch": to_fetch,
    "at the counter": at_the_counter,
    "voided": voided,
    "incomplete": incomplete,
    "unpaid": unpaid,
    "refused": refused,
    "sent back": sent_back,
    "withdrawn": withdrawn,
    "re-appointed": re_appointed,
}
# The milestone that is now, and who holds it.
SEEN = {
    "taken in": ("Bưu điện đã nhận hồ sơ", "Bưu điện"),
    "arrived": ("Cơ quan đã nhận hồ sơ", "Bộ phận một cửa"),
    "accepted": ("Đang giải quyết", "Bộ phận một cửa"),
    "settled": ("Đã có kết quả", "Bộ phận một cửa"),
    "released": ("Bưu điện đang chuyển kết quả tới ông/bà", "Bưu tá đang đi phát"),
    "delivered": ("Đã trả kết quả", "Đã trả cho người nhận"),
    "to fetch": ("Đã có kết quả", "Bộ phận một cửa"),
    "at the counter": ("Cơ quan đã nhận hồ sơ", "Bộ phận một cửa"),
    "incomplete": ("Cơ quan đã nhận hồ sơ", "Bộ phận một cửa"),
    "unpaid": ("Đang giải quyết", "Cơ quan giải quyết"),
    "refused": ("Kết thúc, không có kết quả", "Bộ phận một cửa"),
    "sent back": ("Kết thúc, không có kết quả", "Cơ quan giải quyết"),
    "withdrawn": ("Đã trả lại giấy tờ", "Đã trả cho người nhận"),
    "re-appointed": ("Đang giải quyết", "Cơ quan giải quyết"),
}
# What must be said beside the milestones.
TOLD = {
    "incomplete": "Cần ông/bà bổ sung giấy tờ Giấy tờ cần bổ sung ghi trong phiếu yêu cầu",
    "unpaid": "Cần ông/bà thực hiện nghĩa vụ tài chính Số tiền và nơi nộp ghi trong thông báo",
    "refused": "Hồ sơ không được tiếp nhận Lý do ghi trong phiếu từ chối. Giấy tờ sẽ được bưu điện",
    "sent back": "không đủ điều kiện giải quyết Lý do ghi trong thông báo trả lại hồ sơ.",
    "withdrawn": "Ông/bà đã rút hồ sơ Giấy tờ đã được trả lại.",
    "re-appointed": "Cơ quan xin lỗi ông/bà vì chưa trả kết quả đúng hẹn.",
}


def look_up(client: Client, code: str, **extra: str) -> HttpResponse:
    response: HttpResponse = client.post("/theo-doi/", {"code": code}, **extra)  # type: ignore[arg-type,assignment]
    return response


def text(response: HttpResponse) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])
    return " ".join(words.split())


@pytest.mark.parametrize("stage", SEEN)
def test_the_receipt_shows_how_far_it_is_and_who_holds_it(
    client: Client, who: Cast, stage: str
) -> None:
    page = look_up(client, code_of(STAGES[stage](who)))
    headline, keeper = SEEN[stage]
    assert page.status_code == 200
    assert f"<h1>{headline}</h1>" in page.content.decode()
    assert f"Hiện ai đang giữ {keeper}" in text(page)


@pytest.mark.parametrize("stage", TOLD)
def test_what_is_asked_and_how_it_ended_is_said(client: Client, who: Cast, stage: str) -> None:
    page = text(look_up(client, code_of(STAGES[stage](who))))
    assert TOLD[stage] in page
    assert PAPERS[0].name not in page
    assert REASON not in page


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_asked_where_nothing_is_to_do(client: Client, who: Cast, stage: str) -> None:
    page = text(look_up(client, code_of(STAGES[stage](who))))
    assert ("Cần ông/bà" in page) == (stage in {"incomplete", "unpaid"})
    assert ("Tạm dừng: ngày hẹn" in page) == (stage == "unpaid")


def test_on_the_road_the_post_has_it(client: Client, who: Cast) -> None:
    dossier = cast.take_in(who)
    road = chain.courier(who.postman.id)
    cast.hand_over(
        ManifestKind.PICK_UP,
        act(who.teller, who.point),
        act(who.postman),
        chain.place(who.point.id),
        road,
        [dossier.items.get().id],
    )
    page = look_up(client, code_of(dossier))
    assert "<h1>Đang chuyển tới cơ quan</h1>" in page.content.decode()
    assert "Hiện ai đang giữ Bưu điện" in text(page)


def test_with_the_agency_the_agency_has_it(client: Client, who: Cast) -> None:
    dossier = accepted(who)
    cast.transfer(who, dossier)
    assert "Hiện ai đang giữ Cơ quan giải quyết" in text(look_up(client, code_of(dossier)))


def test_a_code_is_read_as_people_type_it(client: Client, who: Cast) -> None:
    code = show_tracking_code(code_of(cast.take_in(who)))
    for typed in (code.lower(), code.replace("-", " "), f" {code.replace('0', 'O')} "):
        assert look_up(client, typed).status_code == 200


@pytest.mark.law("28a")
def test_acceptance_shows_the_due_date_at_once(client: Client, who: Cast) -> None:
    dossier = arrived(who)
    assert "Ngày hẹn sẽ hiện ở đây" in text(look_up(client, code_of(dossier)))
    dossier = cast.accept(who, dossier)
    assert dossier.due_at
    page = text(look_up(client, code_of(dossier)))
    assert f"Hẹn trả kết quả {dossier.due_at:%d/%m/%Y} Còn trong hạn" in page


def test_a_late_dossier_says_so(client: Client, who: Cast) -> None:
    dossier = accepted(who)
    assert dossier.due_at
    cast.at(dossier.due_at + HOUR)
    assert "Đã quá ngày hẹn" in text(look_up(client, code_of(dossier)))


@pytest.mark.law("41a")
def test_a_delivery_shows_at_once_with_its_time(client: Client, who: Cast) -> None:
    dossier = released(who)
    assert "Đã trả kết quả – chưa tới" in text(look_up(client, code_of(dossier)))
    cast.at(MONDAY + 55 * HOUR)
    cast.deliver(who, dossier)
    assert "Đã trả kết quả – đã xong 15:30 06/11/2019" in text(look_up(client, code_of(dossier)))


@pytest.mark.law("41c")
@pytest.mark.parametrize("stage", STAGES)
def test_the_page_tells_nothing_about_the_person_or_the_matter(
    client: Client, who: Cast, stage: str
) -> None:
    dossier = STAGES[stage](who)
    dossier.refresh_from_db()
    page = look_up(client, code_of(dossier)).content.decode()
    secrets = [
        who.version.name,
        who.version.procedure.code,
        "Nguyễn Văn Mẫu",
        "Mẫu, xã",
        "0912",
        who.point.name,
        who.agency.name,
        who.desk.name,
        who.postman.full_name,
        str(dossier.id),
        dossier.number or "H62",
        "H62",
        " đ<",
        *_numbers(dossier),
    ]
    assert [secret for secret in secrets if secret in page] == []


def _numbers(dossier: Dossier) -> list[str]:
    covers = EnvelopeItem.objects.filter(item__dossier=dossier)
    return list(covers.values_list("envelope__number", flat=True))


def test_a_voided_intake_says_so_and_nothing_else(client: Client, who: Cast) -> None:
    page = text(look_up(client, code_of(voided(who))))
    assert "Phiếu nhận này đã được hủy tại điểm bưu điện" in page
    assert "Hẹn trả kết quả" not in page


def test_a_code_replaced_by_a_reprint_is_as_dead_as_one_that_never_was(
    client: Client, who: Cast
) -> None:
    dossier = cast.take_in(who)
    intake.reprint_receipt(
        act(who.teller, who.point), dossier_id=dossier.id, reason="khách làm mất biên nhận"
    )
    old, never = code_of(dossier), unknown_code()
    one, other = look_up(client, old), look_up(client, never)
    assert one.status_code == other.status_code == 404
    assert bare(one, old) == bare(other, never)
    assert one.headers.items() == other.headers.items()
    assert look_up(client, code_of(dossier, 2)).status_code == 200


def test_a_replaced_code_stays_dead_when_the_intake_is_voided(client: Client, who: Cast) -> None:
    dossier = cast.take_in(who)
    point = act(who.teller, who.point)
    intake.reprint_receipt(point, dossier_id=dossier.id, reason="khách làm mất biên nhận")
    point = act(who.teller, who.point)
    intake.void_intake(point, dossier_id=dossier.id, reason=VoidReason.DUPLICATE)
    assert look_up(client, code_of(dossier)).status_code == 404
    assert "đã được hủy" in text(look_up(client, code_of(dossier, 2)))


def bare(response: HttpResponse, code: str) -> bytes:
    """The answer without what differs in every answer: the CSRF mask and the typed code."""
    html = response.content.replace(code.encode(), b"CODE")
    return re.sub(rb'(csrfmiddlewaretoken" value="|CSRFToken": ")\w+', rb"\1", html)


def test_a_malformed_code_is_explained_and_kept(client: Client, who: Cast) -> None:
    code = unknown_code()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    page = look_up(client, wrong)
    assert page.status_code == 422
    assert "Mã này không đúng" in text(page)
    assert f'value="{wrong}"' in page.content.decode()


def test_no_cache_and_no_search_engine_keeps_the_page(client: Client, who: Cast) -> None:
    dossier = cast.take_in(who)
    for page in (client.get("/theo-doi/"), look_up(client, code_of(dossier))):
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_code_stands_in_no_address_and_no_log(
    client: Client, who: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_of(cast.take_in(who))
    with caplog.at_level("DEBUG"), CaptureQueriesContext(connection) as asked:
        page = look_up(client, code)
        in_address = client.get(f"/theo-doi/?code={code}").content.decode()
    assert "Hành trình" not in in_address
    assert code not in caplog.text
    assert not any(code in query["sql"] for query in asked.captured_queries)
    assert not re.search(rf'(?:href|action)="[^"]*{code}', page.content.decode())


def test_a_form_of_another_site_is_not_answered(who: Cast) -> None:
    assert look_up(Client(enforce_csrf_checks=True), unknown_code()).status_code == 403


def test_every_open_incident_is_told_in_coarse_words_and_only_while_it_is_open(
    client: Client, who: Cast
) -> None:
    dossier = cast.take_in(who)
    assert "Sự cố" not in text(look_up(client, code_of(dossier)))
    item = dossier.items.get()
    case = troubles.report(act(who.teller, who.point), item, IncidentKind.DAMAGE)
    with CaptureQueriesContext(connection) as asked:
        page = text(look_up(client, code_of(dossier)))
    assert len(asked.captured_queries) <= 3
    assert "Sự cố Bưu gửi của hồ sơ này đang gặp sự cố." in page
    assert "hư hỏng" not in page, "what happened is nobody else's business"
    assert case.number not in page
    Incident.objects.filter(id=case.id).update(
        state=IncidentState.CLOSED, ending="given-back", closed_at=MONDAY, closed_by=who.officer
    )
    assert "Sự cố" not in text(look_up(client, code_of(dossier)))


def test_a_look_up_asks_the_database_three_times_and_opens_no_session(
    client: Client, who: Cast
) -> None:
    code = code_of(delivered(who))
    with CaptureQueriesContext(connection) as asked:
        page = look_up(client, code)
    statements = [query["sql"] for query in asked.captured_queries]
    assert len(statements) <= 3, statements
    assert not any("session" in statement for statement in statements)
    assert "tram" not in page.cookies
