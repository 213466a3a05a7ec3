"""What could not be delivered, in chromium: round, door in vain, point, run sheet, dispute; and signing on screen."""

from uuid import uuid4

import pytest

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import Cast, accept, act, arrive, hand_over, person, release, settle, take_in
from tests.custody.undelivered import held, in_vain, things
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.acts import Act, Actor
from tram.custody.commands import chain, citizen
from tram.custody.models import Delivery, Dispute
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier

ROUND = "/lam-viec/phat-ket-qua/"


def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return release(who, settle(who, accept(who, arrive(who, take_in(who)))))


def disputed(who: Cast, dossier: Dossier) -> Dispute:
    """Its owner says that the first try is not true."""
    citizen.dispute_attempt(
        Act(request_id=uuid4(), actor=Actor(None)),
        digest=bytes(dossier.codes.get().digest),
        number=1,
        words="Bưu tá ghi không gặp, nhưng cả sáng tôi ở nhà",
    )
    return Dispute.objects.get(dossier=dossier)


def manager_of() -> User:
    """Who manages the post of the province."""
    post = Unit.objects.get(kind="provincial-post")
    return person("qlbd.trinh-duyet", "Quản Lý Bưu Điện Mẫu", Role.POST_MANAGER, post)


def test_every_page_of_what_could_not_be_delivered(window: Opens, site: Site) -> None:
    who = site.stage.who
    tried, spent, kept, waiting = (released(who) for _ in range(4))
    in_vain(who, tried)
    in_vain(who, spent)
    in_vain(who, spent)
    held(who, kept)
    matter = disputed(who, tried)
    ends = (chain.courier(who.postman.id), chain.place(who.point.id))
    teller = act(who.teller, who.point)
    hand_over(ManifestKind.OFFICE_IN, act(who.postman), teller, *ends, things(waiting))
    postman = window(who.postman)
    pages = {
        "round": ROUND,
        "door-tried": f"{ROUND}{tried.id}/",
        "attempt": f"{ROUND}{tried.id}/khong-thanh/",
        "hold": f"{ROUND}{spent.id}/gui-giu/",
    }
    faults = look_at(postman, pages)
    postman.open(f"{ROUND}{tried.id}/khong-thanh/")
    postman.press("Ghi lần phát không thành", status=409)
    faults += look(postman, "attempt-errors")
    at_counter = {
        "held": "/lam-viec/giu-tai-diem/",
        "collect": f"/lam-viec/giu-tai-diem/{kept.id}/",
        "run-sheets": "/lam-viec/bang-ke-phat/",
    }
    faults += look_at(window(who.teller), at_counter)
    answers = {"disputes": "/lam-viec/phan-anh/", "dispute": f"/lam-viec/phan-anh/{matter.id}/"}
    faults += look_at(window(manager_of()), answers)
    assert not faults, "\n".join(faults)


@pytest.mark.law("37b")
def test_the_recipient_signs_with_a_finger_on_the_screen(window: Opens, site: Site) -> None:
    who = site.stage.who
    dossier = released(who)
    postman = window(who.postman, width=390)
    postman.open(f"{ROUND}{dossier.id}/")
    for words in ("Chính người nhận", "Giấy hẹn trả kết quả", "Còn nguyên"):
        postman.main.get_by_label(words).check()
    postman.main.get_by_label("Người nhận ký trên màn hình").check()
    sheet = postman.main.locator(".sign-pad canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    mouse = postman.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 60)
    mouse.down()
    for step in range(1, 8):
        mouse.move(box["x"] + 30 + 25 * step, box["y"] + 60 + 20 * (step % 3))
    mouse.up()
    faults = look(postman, "signed")
    postman.press("Ghi đã phát tận tay")
    kept = Delivery.objects.get(dossier=dossier)
    assert (kept.receipt, kept.media_type) == ("signature", "image/png")
    assert not faults, "\n".join(faults)
