"""The pages around scanning in chromium, at both sizes: drafts, bags, the count with its three columns, differences."""

from uuid import UUID

from tests.browser.conftest import Opens, Site
from tests.browser.looking import look_at
from tests.browser.test_scanning import offered
from tests.cast import act, take_in
from tram.custody.commands import bags, chain, counts, drafts
from tram.custody.models import Envelope
from tram.custody.queries.manifests import read_manifest
from tram.directory.queries import actor_of

HOME = "/lam-viec/giao-nhan/"


def test_every_page_of_scanning(window: Opens, site: Site) -> None:
    who = site.stage.who
    at_point = chain.place(who.point.id)
    fresh = [take_in(who, seal_number=f"NP-TR{number}") for number in range(4)]
    numbers = [Envelope.objects.get(contents__item__dossier=one).number for one in fresh]
    bag = UUID(bags.begin_bag(act(who.teller, who.point), holder_id=at_point)["bag"])
    for number in numbers[:2]:
        bags.put_in(act(who.teller, who.point), bag_id=bag, code=number)
    draft = drafts.scan_into(act(who.teller, who.point), code=numbers[2])["draft"]
    manifest, codes = offered(site, 4)
    for code in (codes[0], codes[1], "RB473124829GB"):
        counts.count(act(who.postman), manifest_id=manifest, code=code)
    assert read_manifest(actor_of(who.postman.id, who.postman.full_name), manifest)
    faults = look_at(
        window(who.teller),
        {
            "scan-home": HOME,
            "scan-new": f"{HOME}quet/",
            "scan-draft": f"{HOME}nhap/{draft}/",
            "scan-bags": f"{HOME}tui/",
            "scan-bag-open": f"{HOME}tui/{bag}/",
        },
    )
    bags.seal_bag(act(who.teller, who.point), bag_id=bag, seal_number="NP-TUI-1")
    faults += look_at(window(who.teller), {"scan-bag-sealed": f"{HOME}tui/{bag}/"})
    faults += look_at(
        window(who.postman),
        {
            "scan-count": f"{HOME}{manifest}/",
            "scan-remark": f"{HOME}{manifest}/?sua=1",
            "scan-differences": f"{HOME}sai-lech/",
        },
    )
    assert not faults, "\n".join(faults)
