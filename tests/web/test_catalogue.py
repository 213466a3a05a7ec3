"""The catalogue's pages: finding a version, writing a draft row by row, publishing it, confirming it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, accept, act, arrive, deliver, person, release, settle, take_in
from tests.catalogue.managers import draft, edit, office, published, reporter
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.catalogue import commands
from tram.catalogue.models import ProcedureVersion
from tram.catalogue.queries.terms import terms
from tram.catalogue.rules.stages import Span
from tram.catalogue.rules.versions import PaperTerm
from tram.directory.models import Unit
from tram.dossiers.queries.versions import ENDED
from tram.dossiers.rules.graphs import GRAPHS
from tram.dossiers.rules.states import State


@pytest.fixture
def desk(who: Cast, client: Client) -> Client:
    client.force_login(reporter(who))
    return client


def at(name: str, version: ProcedureVersion) -> str:
    return reverse(f"catalogue_{name}", kwargs={"version_id": version.id})


def form_of(page: Any) -> dict[str, str]:
    """What the browser would send of the page's form, without a button."""
    form = BeautifulSoup(page.content, "html.parser").select_one("main form[method=post]")
    assert form
    sent: dict[str, str] = {}
    for box in form.select("input[name], select[name], textarea[name]"):
        name = str(box["name"])
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            sent[name] = str(chosen["value"]) if chosen else ""
        elif box.name == "textarea":
            sent[name] = box.get_text().removeprefix("\n")
        elif box.get("type") != "checkbox":
            sent[name] = str(box.get("value", ""))
        elif box.has_attr("checked"):
            sent[name] = "on"
    return sent


def press(client: Client, path: str, page: Any, do: str, **changes: str) -> Any:
    return client.post(path, {**form_of(page), "do": do, **changes})


@pytest.mark.law("61a")
def test_only_those_who_keep_the_catalogue_see_its_pages(who: Cast, client: Client) -> None:
    made = draft(who)
    for user in (who.teller, who.officer, who.leader, who.administrator):
        client.force_login(user)
        for name in ("catalogue", "catalogue_new"):
            assert client.get(reverse(name)).status_code == 403
        for name in ("version", "edit", "publish", "withdraw", "confirm"):
            assert client.get(at(name, made)).status_code == 403
        assert client.post(at("draft", who.version)).status_code == 403


def test_a_reporter_first_sees_the_procedures_of_their_own_agency(who: Cast, desk: Client) -> None:
    first = words(desk.get(reverse("catalogue")))
    assert "2.000488" in first
    assert "Đăng ký khai sinh" not in first
    assert "Đăng ký khai sinh" in words(desk.get(reverse("catalogue"), {"q": "dang ky khai sinh"}))


def test_versions_are_found_by_what_they_still_need(who: Cast, client: Client) -> None:
    client.force_login(office())
    draft(who)

    def found(**asked: str) -> str:
        return words(client.get(reverse("catalogue"), asked))

    assert "bản nháp" in found(q="2.000488", status="draft")
    assert "Không có phiên bản nào như vậy" in found(q="2.000488", status="ended")
    assert "chưa biết thời hạn" in found(no_limit="on")
    assert "Không có phiên bản nào như vậy" in found(q="2.000488", no_limit="on")
    assert "2.000488" in found(field="Lý lịch tư pháp", unconfirmed="on")
    everywhere = found(agency="0")
    assert "Hộ tịch" in everywhere
    assert "2.000488" not in everywhere


def test_the_list_goes_on_where_it_stopped(who: Cast, client: Client) -> None:
    client.force_login(office())
    seen: list[str] = []
    path = reverse("catalogue") + "?q="
    while path:
        page = BeautifulSoup(client.get(path).content, "html.parser")
        seen += [str(link["href"]) for link in page.select("tbody th a")]
        after = page.select_one("a[rel=next]")
        path = reverse("catalogue") + str(after["href"]) if after else ""
    assert len(seen) == len(set(seen)) == ProcedureVersion.objects.count() > 200


def test_a_draft_is_begun_written_and_published_page_by_page(who: Cast, desk: Client) -> None:
    begun = desk.post(at("draft", who.version), {"request_id": str(uuid4())})
    assert begun.status_code == 303
    page = desk.get(begun["Location"])
    saved = press(
        desk,
        begun["Location"],
        page,
        "save",
        valid_from="11/11/2019",
        limit_value="7",
        legal_basis="Luật Mẫu, Điều 1",
    )
    assert saved.status_code == 303
    says = words(desk.get(saved["Location"]))
    assert "Luật Mẫu, Điều 1" in says
    assert "10 ngày 7 ngày" in says
    made = ProcedureVersion.objects.get(published_at=None)
    question = desk.get(at("publish", made))
    assert "Từ ngày 11/11/2019 hồ sơ mới dùng bản này." in words(question)
    assert "0 hồ sơ đang giải quyết giữ bản cũ" in words(question)
    sent = form_of(question)
    for _ in range(2):  # a double click
        done = desk.post(at("publish", made), sent)
        assert done.status_code == 303
    made.refresh_from_db()
    assert (made.limit_value, made.valid_from) == (7, date(2019, 11, 11))
    assert "Công bố: Đầu Mối Mẫu, 08:30 04/11/2019" in words(desk.get(at("version", made)))
    assert desk.get(at("edit", made)).status_code == 404


def test_a_draft_opened_and_saved_stays_as_it_was(who: Cast, desk: Client) -> None:
    made = draft(who, limit_postal=Span(12, "working-day"), withdrawn=("Phiếu cũ",))
    before = terms(made)
    saved = press(desk, at("edit", made), desk.get(at("edit", made)), "save")
    assert saved.status_code == 303
    assert terms(ProcedureVersion.objects.get(id=made.id)) == before


def test_rows_come_and_go_and_what_was_typed_stays(who: Cast, desk: Client) -> None:
    made = draft(who, papers=(PaperTerm("Một", 1), PaperTerm("Hai", 1), PaperTerm("Ba", copies=2)))
    path = at("edit", made)
    typed = {"name": "Tên đang gõ", "valid_from": "chưa biết"}
    page = press(desk, path, desk.get(path), "remove:paper:1", **typed)
    assert page.status_code == 200
    left = form_of(page)
    assert [left[f"paper-{n}-name"] for n in range(2)] == ["Một", "Ba"]
    assert (left["name"], left["valid_from"]) == ("Tên đang gõ", "chưa biết")
    assert "paper-2-name" not in left
    page = press(desk, path, page, "up:paper:1")
    page = press(desk, path, page, "add:paper")
    page = press(desk, path, page, "add:stage")
    now = form_of(page)
    assert [now[f"paper-{n}-name"] for n in range(3)] == ["Ba", "Một", ""]
    assert ProcedureVersion.objects.get(id=made.id).papers.count() == 3
    wrong = press(desk, path, page, "save")
    assert wrong.status_code == 422
    assert "phải là một ngày có thật" in words(wrong)
    saved = press(desk, path, wrong, "save", valid_from="12/11/2019")
    assert saved.status_code == 303
    assert [paper.name for paper in terms(ProcedureVersion.objects.get(id=made.id)).papers] == [
        "Ba",
        "Một",
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"limit_value": "7", "limit_unit": ""}, "cả số và đơn vị tính"),
        ({"limit_value": "0"}, "quá nhỏ"),
        ({"paper-0-name": ""}, "Chưa nhập «Tên giấy tờ»"),
        ({"paper-0-originals": "x"}, "phải là số nguyên"),
        ({"fee-0-amount": "33.14"}, "Không đọc được số tiền"),
        ({"name": ""}, "Chưa nhập «Tên thủ tục»"),
        ({"valid_from": "31/02/2020"}, "phải là một ngày có thật"),
        ({"edit": ""}, "Chưa nhập"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    who: Cast, desk: Client, changes: dict[str, str], told: str
) -> None:
    made = draft(who)
    answer = press(desk, at("edit", made), desk.get(at("edit", made)), "save", **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert ProcedureVersion.objects.get(id=made.id).edit == made.edit


def test_a_row_of_a_stage_says_who_and_how_long(who: Cast, desk: Client) -> None:
    made = draft(who)
    path = at("edit", made)
    page = press(desk, path, desk.get(path), "add:stage")
    stage = {"stage-0-name": "Tra cứu", "stage-0-unit": "cong an tinh", "stage-0-value": "3"}
    unknown = press(desk, path, page, "save", **{**stage, "stage-0-unit": "Sở Không Có"})
    assert unknown.status_code == 422
    assert press(desk, path, page, "save", **stage).status_code == 303
    assert "Tra cứu (Công an tỉnh Vĩnh Phúc, 3 ngày làm việc)" in words(
        desk.get(at("version", made))
    )


def test_two_editors_at_once_the_second_keeps_what_they_typed(who: Cast, desk: Client) -> None:
    made = draft(who)
    path = at("edit", made)
    page = desk.get(path)
    edit(who, made, name="Của người thứ nhất")
    late = press(desk, path, page, "save", name="Của người thứ hai")
    assert late.status_code == 409
    assert "Người khác vừa sửa bản nháp này" in words(late)
    assert form_of(late)["name"] == "Của người thứ hai"


@pytest.mark.law("3b")
def test_a_missing_limit_is_told_before_and_at_publication(who: Cast, desk: Client) -> None:
    made = draft(who)
    question = form_of(desk.get(at("publish", made)))
    made = edit(who, made, limit=None)
    told = words(desk.get(at("version", made)))
    assert "Chưa công bố được" in told
    assert "thời hạn giải quyết cho mọi kênh" in told
    late = desk.post(at("publish", made), {**question, "edit": str(made.edit)})
    assert late.status_code == 409
    assert "Còn thiếu: thời hạn giải quyết cho mọi kênh" in words(late)


def test_a_neighbour_reads_but_is_offered_nothing_and_refused(who: Cast, client: Client) -> None:
    made = draft(who)
    health = Unit.objects.get(slug="so-y-te")
    client.force_login(person("dm.khac", "Đầu Mối Khác", Role.AGENCY_REPORTER, health))
    page = words(client.get(at("version", made)))
    assert "Sửa bản nháp" not in page
    sent = form_of(client.get(at("edit", made)))
    assert client.post(at("edit", made), {**sent, "do": "save"}).status_code == 409
    again = client.post(at("draft", who.version), {"request_id": str(uuid4())})
    assert again.status_code == 409


def test_a_draft_is_taken_away(who: Cast, desk: Client) -> None:
    made = draft(who)
    page = desk.get(at("withdraw", made))
    assert "phiên bản đã công bố không thay đổi gì" in words(page)
    assert desk.post(at("withdraw", made), form_of(page)).status_code == 303
    assert desk.get(at("version", made)).status_code == 404
    gone = desk.post(at("edit", made), {"do": "save"})
    assert gone.status_code == 404


@pytest.mark.law("63c")
def test_publishing_says_how_many_dossiers_keep_the_old_version(who: Cast, desk: Client) -> None:
    deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    accept(who, arrive(who, take_in(who)))
    take_in(who)
    assert "2 hồ sơ đang giải quyết giữ bản cũ" in words(desk.get(at("publish", draft(who))))


def test_a_dossier_is_open_until_no_step_leads_on() -> None:
    steps = [step for graph in GRAPHS.values() for step in graph.items()]
    goes_on = {state for (state, _), to in steps if to != state}
    assert set(ENDED) == set(State) - goes_on


@pytest.mark.law("3a")
def test_a_confirmed_version_is_no_longer_marked(who: Cast, desk: Client) -> None:
    public = reverse("procedure", args=["2.000488"])
    assert "chưa được cán bộ xác nhận" in words(desk.get(public))
    page = desk.get(at("confirm", who.version))
    assert desk.post(at("confirm", who.version), form_of(page)).status_code == 303
    assert "chưa được cán bộ xác nhận" not in words(desk.get(public))
    assert "Xác nhận: Đầu Mối Mẫu" in words(desk.get(at("version", who.version)))


def test_a_new_procedure_begins_with_a_draft(who: Cast, desk: Client) -> None:
    page = desk.get(reverse("catalogue_new"))
    sent = {**form_of(page), "code": "1.999999", "name": "Thử", "field": "Tư pháp"}
    assert sent["agency"] == who.agency.name
    taken = desk.post(reverse("catalogue_new"), {**sent, "code": "2.000488"})
    assert taken.status_code == 409
    assert "đã có trong danh mục" in words(taken)
    nobody = desk.post(reverse("catalogue_new"), {**sent, "agency": ""})
    assert nobody.status_code == 409
    made = desk.post(reverse("catalogue_new"), sent)
    assert made.status_code == 303
    told = words(desk.get(at("version", ProcedureVersion.objects.get(procedure__code="1.999999"))))
    assert "ít nhất một giấy tờ" in told


def test_the_old_and_the_new_stand_side_by_side(who: Cast, desk: Client) -> None:
    new = published(who, draft(who, papers=(PaperTerm("Giấy hoàn toàn mới", 1),)))
    says = words(desk.get(at("version", new)))
    assert "Khác phiên bản trước" in says
    assert "Giấy hoàn toàn mới (1 bản chính)" in says
    assert "sắp có hiệu lực" in says
    again = commands.draft_version(act(reporter(who)), procedure_id=new.procedure_id)
    second = ProcedureVersion.objects.get(id=again["version"])
    assert "Không có gì khác" not in words(desk.get(at("version", second)))
