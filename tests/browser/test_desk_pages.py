"""Every page of the one-stop desk and of the agency in chromium."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import PROCEDURE

DESK = "/lam-viec/mot-cua/"
QUEUES = (
    "arriving",
    "to-accept",
    "to-transfer",
    "in-settlement",
    "to-pack",
    "packed",
    "to-hand-out",
)


def test_every_queue_of_the_desk(window: Opens, site: Site) -> None:
    officer = window(site.stage.who.officer)
    officer.open(DESK)
    queues = officer.main.locator("nav").first.get_by_role("link")
    shown = [str(one.get_attribute("href")) for one in queues.all()]
    pages = {f"desk-{path.rpartition('=')[2]}": path for path in shown}
    assert set(pages) >= {f"desk-{queue}" for queue in QUEUES[:3]}
    faults = look_at(officer, {"workplace-officer": "/lam-viec/"} | pages)
    assert not faults, "\n".join(faults)


def test_every_page_of_the_desk(window: Opens, site: Site) -> None:
    stage = site.stage
    officer = window(stage.who.officer)
    handing = "/lam-viec/giao-nhan/"
    faults = look_at(
        officer,
        {
            "manifests-officer": handing,
            "from-postman": f"{handing}nhan-tu-buu-ta/",
            "from-postman-pin": f"{handing}nhan-tu-buu-ta/?buu-ta={stage.who.postman.username}",
            "manifest-new-officer": f"{handing}lap/?loai=to-agency&den={stage.who.agency.id}",
            "accept": f"{DESK}ho-so/{stage.to_accept}/",
            "accepted": f"{DESK}ho-so/{stage.accepted}/",
            "pack": f"{DESK}ho-so/{stage.to_pack}/dong-goi/",
            "packed": f"{DESK}ho-so/{stage.packed}/dong-goi/",
            "hand-out": f"{DESK}ho-so/{stage.to_hand_out}/tra-ket-qua/",
            "counter-search": f"{DESK}nop-truc-tiep/",
            "counter-found": f"{DESK}nop-truc-tiep/?q=ly+lich",
            "counter-none": f"{DESK}nop-truc-tiep/?q=xyzxyz",
            "counter-form": f"{DESK}nop-truc-tiep/{PROCEDURE}/",
            "dossiers": "/lam-viec/ho-so/",
            "dossiers-found": "/lam-viec/ho-so/?q=Nguyen",
            "dossier-open": f"/lam-viec/ho-so/{stage.to_accept}/",
            "dossier-waiting": f"/lam-viec/ho-so/{stage.waiting}/",
            "dossier-closed": f"/lam-viec/ho-so/{stage.delivered}/",
            "register": "/lam-viec/so-theo-doi/?tu=01/01/2019&den=31/12/2019",
            "register-wrong": "/lam-viec/so-theo-doi/?tu=31/12/2019&den=01/01/2019",
            "register-empty": "/lam-viec/so-theo-doi/?tu=01/01/2019&den=02/01/2019",
            "fees-officer": "/lam-viec/phi-phai-nop/",
        },
    )
    assert not faults, "\n".join(faults)


def test_forms_of_the_desk_that_are_refused(window: Opens, site: Site) -> None:
    stage = site.stage
    officer = window(stage.who.officer)
    faults = []
    for name, path, button in (
        ("accept-errors", f"ho-so/{stage.to_accept}/", "Tiếp nhận, cấp mã và hẹn ngày trả"),
        ("pack-errors", f"ho-so/{stage.to_pack}/dong-goi/", "Đã niêm phong, cấp số hiệu bưu gửi"),
        ("counter-errors", f"nop-truc-tiep/{PROCEDURE}/", "Ghi nhận hồ sơ"),
    ):
        officer.open(DESK + path)
        officer.press(button, status=409)
        faults += look(officer, name)
    assert not faults, "\n".join(faults)


def test_every_page_of_the_agency(window: Opens, site: Site) -> None:
    stage = site.stage
    specialist = window(stage.who.specialist)
    faults = look_at(
        specialist,
        {
            "workplace-specialist": "/lam-viec/",
            "cases": "/lam-viec/giai-quyet/",
            "case": f"/lam-viec/giai-quyet/{stage.to_settle}/",
            "case-settled": f"/lam-viec/giai-quyet/{stage.settled}/",
            "case-coming": f"/lam-viec/giai-quyet/{stage.accepted}/",
            "manifests-specialist": "/lam-viec/giao-nhan/",
            "dossier-specialist": f"/lam-viec/ho-so/{stage.to_settle}/",
        },
    )
    specialist.open(f"/lam-viec/giai-quyet/{stage.to_settle}/")
    specialist.press("Ghi kết quả", status=409)
    faults += look(specialist, "case-errors")
    owed = "/lam-viec/phi-phai-nop/"
    money = {"fees": owed, "fees-agency": f"{owed}{stage.who.agency.id}/"}
    faults += look_at(window(stage.who.leader), money)
    assert not faults, "\n".join(faults)
