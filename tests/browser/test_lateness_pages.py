"""The bell, the inbox, the apologies to sign and lateness by unit in chromium."""

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look, look_at
from tests.cast import person
from tram.accounts.rules.access import Role
from tram.directory.models import Unit

INBOX, APOLOGIES, LATENESS = (
    "/lam-viec/thong-bao/",
    "/lam-viec/phieu-xin-loi/",
    "/lam-viec/tre-hen/",
)


def test_every_page_of_who_is_warned(window: Opens, site: Site) -> None:
    leader = window(site.stage.who.leader)
    faults = look_at(
        leader,
        {
            "inbox": INBOX,
            "inbox-all": f"{INBOX}?xem=tat-ca",
            "apologies": APOLOGIES,
            "lateness-leader": LATENESS,
        },
    )
    leader.open(f"{LATENESS}?thang=13/2019", 422)
    faults += look(leader, "lateness-errors")
    leader.open(INBOX)
    leader.press("Đánh dấu cả trang này là đã đọc")
    faults += look(leader, "inbox-empty")
    agency = person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )
    faults += look_at(window(agency), {"lateness-standing": LATENESS, "inbox-standing": INBOX})
    officer = window(site.stage.who.officer)
    faults += look_at(officer, {"dossier-told": f"/lam-viec/ho-so/{site.stage.late}/"})
    assert not faults, "\n".join(faults)
