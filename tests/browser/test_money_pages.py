"""The pages of remittances, of reconciliation and of differences in chromium, at both sizes, also with errors."""

from uuid import UUID

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import act, manager
from tram.cash.commands.bank import import_bank
from tram.cash.commands.remittances import make_remittance
from tram.cash.models import MoneyDifference
from tram.cash.rules.bank import Banked, BankRow
from tram.cash.rules.differences import ReconciledSide
from tram.cash.rules.reconciliation import Stated, Sum
from tram.core import clock
from tram.custody.commands.reconciling import reconcile_statement

WORK = "/lam-viec/"


def test_every_page_of_money_between_post_and_agency(window: Opens, site: Site) -> None:
    who, today = site.stage.who, clock.today()
    made = make_remittance(act(manager()), agency_id=who.agency.id, upto=today)
    batch = UUID(made["remittance"])
    stated = Stated("bang-ke-diem-mau.csv", [Sum("RA999999999VN", 5_000)])
    reconcile_statement(
        act(manager()), remittance_id=batch, side=ReconciledSide.POST, stated=stated
    )
    transfer = BankRow(2, today, 77_000, "FT190000000000000001", "Lãi tiền gửi tháng trước")
    import_bank(act(manager()), bank=Banked("sao-ke.csv", [transfer]))
    one = MoneyDifference.objects.filter(kind="not-stated").order_by("item")[0]
    post, difference = window(manager()), f"{WORK}doi-soat/{one.id}/"
    pages = {
        "money-remittances": f"{WORK}nop-phi/",
        "money-remittance": f"{WORK}nop-phi/{batch}/",
        "money-reconcile": f"{WORK}nop-phi/{batch}/doi-soat/",
        "money-differences": f"{WORK}doi-soat/",
        "money-bank": f"{WORK}doi-soat/sao-ke/",
        "money-difference": difference,
        "money-funds": f"{WORK}quy/cac-diem/",
    }
    faults = look_at(post, pages)
    post.open(f"{WORK}doi-soat/sao-ke/")
    post.press("Đối soát", status=422)
    faults += look(post, "money-bank-errors")
    post.open(difference)
    post.press("Ghi nguyên nhân", status=409)
    faults += look(post, "money-difference-errors")
    faults += look_at(window(who.leader), {"money-agency-difference": difference})
    faults += look_at(window(who.teller), {"money-give": f"{WORK}quy/giao-tien/"})
    assert not faults, "\n".join(faults)
