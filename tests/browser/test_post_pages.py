"""Every page of the counter and of the postman in chromium, also with what was typed wrongly."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import PROCEDURE
from tram.catalogue.models import ProcedureVersion

INTAKE = f"/lam-viec/nhan-ho-so/{PROCEDURE}/"
HANDING = "/lam-viec/giao-nhan/"


def closed_procedure() -> str:
    """A procedure that must be asked for in person."""
    found = ProcedureVersion.objects.filter(valid_to=None, postal_in=False).order_by("id")
    return found.select_related("procedure")[0].procedure.code


def test_every_page_of_the_counter(window: Opens, site: Site) -> None:
    stage = site.stage
    teller = window(stage.who.teller)
    receipt = f"/lam-viec/bien-nhan/{stage.fresh}/"
    pages = {
        "workplace-teller": "/lam-viec/",
        "intake-search": "/lam-viec/nhan-ho-so/",
        "intake-found": "/lam-viec/nhan-ho-so/?q=ho+tich",
        "intake-none": "/lam-viec/nhan-ho-so/?q=xyzxyz",
        "intake-form": INTAKE,
        "receipt": receipt,
        "receipt-voided": f"/lam-viec/bien-nhan/{stage.voided}/",
        "correct-sender": f"{receipt}sua-nguoi-gui/",
        "correct-recipient": f"{receipt}sua-nguoi-nhan/",
        "reprint": f"{receipt}cap-lai/",
        "void": f"{receipt}huy/",
        "void-closed": f"/lam-viec/bien-nhan/{stage.to_accept}/huy/",
        "intakes": "/lam-viec/ho-so-da-nhan/",
        "intakes-none": "/lam-viec/ho-so-da-nhan/?ngay=01/10/2019",
        "intakes-future": "/lam-viec/ho-so-da-nhan/?ngay=01/10/2029",
        "manifests-teller": HANDING,
        "manifest-new": f"{HANDING}lap/?loai=pick-up",
        "manifest-offered": f"{HANDING}{stage.offered}/",
        "manifest-signed": f"{HANDING}{stage.signed}/",
        "dossiers-teller": "/lam-viec/ho-so/?q=Nguyen",
    }
    faults = look_at(teller, pages)
    faults += look_at(
        teller, {"intake-closed": f"/lam-viec/nhan-ho-so/{closed_procedure()}/"}, status=409
    )
    faults += look_at(teller, {"intake-unknown": "/lam-viec/nhan-ho-so/9.999999/"}, status=404)
    assert not faults, "\n".join(faults)


def test_forms_that_are_refused_and_a_dialog(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller)
    receipt = f"/lam-viec/bien-nhan/{site.stage.fresh}/"
    faults = []
    for name, path, button in (
        ("intake-errors", INTAKE, "Nhận hồ sơ, thu tiền"),
        ("correct-errors", f"{receipt}sua-nguoi-gui/", "Lưu người gửi"),
        ("reprint-errors", f"{receipt}cap-lai/", "Cấp mã mới"),
    ):
        teller.open(path)
        teller.press(button, status=409)
        faults += look(teller, name)
    teller.open(f"{receipt}huy/")
    teller.main.get_by_role("button", name="Hủy phiếu nhận").first.click()
    faults += look(teller, "void-dialog")
    assert not faults, "\n".join(faults)


def test_every_page_of_the_postman(window: Opens, site: Site) -> None:
    stage = site.stage
    postman = window(stage.who.postman)
    faults = look_at(
        postman,
        {
            "workplace-postman": "/lam-viec/",
            "manifests-postman": HANDING,
            "count": f"{HANDING}{stage.offered}/",
            "manifest-new-postman": f"{HANDING}lap/?loai=hand-over&den={stage.who.desk.id}",
            "deliveries": "/lam-viec/phat-ket-qua/",
            "delivery": f"/lam-viec/phat-ket-qua/{stage.to_deliver}/",
        },
    )
    postman.open(f"/lam-viec/phat-ket-qua/{stage.to_deliver}/")
    postman.press("Ghi đã phát tận tay", status=409)
    faults += look(postman, "delivery-errors")
    postman.open(f"{HANDING}{stage.offered}/")
    postman.press("Ký nhận", status=409)
    faults += look(postman, "count-errors")
    teller = window(stage.who.teller)
    teller.open(f"{HANDING}{stage.offered}/?tai-day=1")
    faults += look(teller, "count-by-pin")
    assert not faults, "\n".join(faults)
