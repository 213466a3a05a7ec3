"""The case officer's and the leader's pages in chromium: the queue, a case, and every act that is one form."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at

CASES = "/lam-viec/giai-quyet/"


def test_every_page_of_the_leader(window: Opens, site: Site) -> None:
    stage = site.stage
    leader = window(stage.who.leader)
    free, submitted = f"{CASES}{stage.to_settle}/", f"{CASES}{stage.submitted}/"
    faults = look_at(
        leader,
        {
            "cases-leader": CASES,
            "cases-mine": f"{CASES}?ai=mine",
            "cases-nobody": f"{CASES}?ai=nobody",
            "case-leader": free,
            "case-assign": f"{free}phan-cong/",
            "case-apology": f"{free}xin-loi/",
            "case-submitted": submitted,
            "case-approve": f"{submitted}duyet/",
            "case-send-up-back": f"{submitted}tra-lai-nguoi-trinh/",
            "case-waiting": f"{CASES}{stage.waiting}/",
        },
    )
    leader.open(f"{free}xin-loi/")
    leader.press("Ký phiếu xin lỗi", status=409)
    faults += look(leader, "case-apology-errors")
    assert not faults, "\n".join(faults)


def test_every_act_of_the_case_officer(window: Opens, site: Site) -> None:
    stage = site.stage
    officer = window(stage.who.specialist)
    free = f"{CASES}{stage.to_settle}/"
    faults = look_at(
        officer,
        {
            "cases-officer": f"{CASES}?nhom=waiting",
            "case-take": f"{free}phan-cong/",
            "case-submit": f"{free}trinh-duyet/",
            "case-supplement": f"{free}bo-sung/",
            "case-payment": f"{free}nghia-vu-tai-chinh/",
            "case-ineligible": f"{free}tra-lai-ho-so/",
            "case-paid": f"{CASES}{stage.waiting}/da-nop-tien/",
            "case-before-approval": f"{CASES}{stage.submitted}/",
        },
    )
    officer.open(f"{free}nghia-vu-tai-chinh/")
    officer.press("Ký thông báo nghĩa vụ tài chính", status=409)
    faults += look(officer, "case-payment-errors")
    assert not faults, "\n".join(faults)
