"""The post's quality, the items behind a figure, one item's clock and silent items in chromium."""

from datetime import timedelta

from tests import cast
from tests.browser.conftest import Opens, Site
from tests.browser.looking import look_at
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.custody.commands.alarms import watch_all
from tram.custody.commands.clocks import reckon_all
from tram.custody.models import PostalClock
from tram.directory.models import Unit


def test_every_page_of_the_quality_of_the_post(window: Opens, site: Site) -> None:
    with clock.simulated(clock.now() - timedelta(days=9)):
        dossier = cast.take_in(site.stage.who)
        cast.arrive(site.stage.who, cast.take_in(site.stage.who))
    with clock.simulated(clock.now()):
        reckon_all()
        watch_all()
    run = PostalClock.objects.get(dossier=dossier)
    post = Unit.objects.get(kind="provincial-post")
    manager = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    span = "?tu=01/10/2019&den=31/12/2019"
    pages = {
        "quality": f"/lam-viec/chat-luong/{span}",
        "quality-bare": "/lam-viec/chat-luong/?tu=01/01/2019&den=02/01/2019",
        "quality-items": f"/lam-viec/chat-luong/danh-sach/{span}&nhom=overdue",
        "quality-clock": f"/lam-viec/chat-luong/dong-ho/{run.id}/",
        "quality-silence": "/lam-viec/buu-gui-im-lang/",
    }
    faults = look_at(window(manager), pages)
    officer = window(site.stage.who.officer)
    faults += look_at(officer, {"dossier-postal": f"/lam-viec/ho-so/{dossier.id}/"})
    assert not faults, "\n".join(faults)
