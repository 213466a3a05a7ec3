"""What the pages and papers of one incident need besides the case itself."""

from dataclasses import dataclass

from tram.core import clock
from tram.core.calendar import local_date
from tram.core.queries import is_demo
from tram.custody.models import Holder, HolderKind, Incident, SignedBy
from tram.custody.prints.sheets import Grid, Place, Sheet, Signed
from tram.custody.queries import closing
from tram.custody.queries.incidents import Case
from tram.custody.queries.papers import offices
from tram.custody.rules.incidents import AcceptanceProof, IncidentKind
from tram.directory import queries as directory
from tram.directory.models import POSTS
from tram.dossiers.prints import moment

MULTIPLE = "postal_limits.incidents.postage_multiple"


def ways_back(case: Case) -> list[tuple[int, str]]:
    """Who may take a found thing back: whoever had it, or the office of the post that handles the case."""
    found = Holder.objects.select_related("unit", "user").get(id=case.incident.holder_id)
    ways = {}
    if found.kind != HolderKind.CUSTOMER:
        ways[found.id] = case.holder_name
    places = Holder.objects.select_related("unit").filter(
        kind=HolderKind.PLACE, unit__kind__in=POSTS, unit=case.incident.unit
    )
    for place in places:
        assert place.unit is not None
        ways.setdefault(place.id, place.unit.name)
    return list(ways.items())


@dataclass(frozen=True)
class Least:
    """The least compensation apart from the papers, and how many times the postage it is."""

    amount_vnd: int
    multiple: int


def least(incident: Incident) -> Least | None:
    """What is owed at least; None where nothing is: no proof of acceptance, or no harm."""
    proof, _number = closing.proof(incident)
    inventoried = incident.kind == IncidentKind.LOSS or hasattr(incident, "inventory")
    if proof is AcceptanceProof.NONE or not inventoried or not closing.harmed(incident):
        return None
    multiple = int(directory.parameter(MULTIPLE, local_date(clock.now())))
    return Least(multiple * closing.postage(incident.dossier_id), multiple)


def inventory_paper(case: Case) -> Sheet:
    """The inventory with both signatures, and the new seal if it was wrapped again."""
    inventory = case.inventory
    assert inventory is not None
    superior, issuer = offices(case.incident.unit_id)
    rewrap = case.rewrap
    seals = f"{rewrap.seal_before or 'không rõ'} → {rewrap.seal_number}" if rewrap else ""
    return Sheet(
        code="KK",
        title="Biên bản kiểm kê bao bì hư hỏng",
        under="Luật Bưu chính, Điều 13",
        superior=superior,
        issuer=issuer,
        dated=local_date(inventory.taken_at),
        filled=True,
        number=inventory.number,
        demo=is_demo(),
        fields=(
            ("Sự cố", f"{case.incident.number} – {case.kind}: {case.circumstance}"),
            ("Bưu gửi", case.what),
            ("Lập lúc", moment(inventory.taken_at)),
            ("Tình trạng bao bì", inventory.cover),
            ("Khối lượng (gam)", str(inventory.grams or "")),
            ("Niêm phong cũ, mới", seals),
            ("Ghi chú", inventory.remarks or "không"),
        ),
        tables=(
            Grid(
                heads=("TT", "Giấy tờ", "Kê khai", "Thực có", "Tình trạng"),
                widths=(0, 4, 0, 0, 3),
                rows=tuple(
                    (
                        str(paper.seq),
                        paper.name,
                        str(paper.listed),
                        str(paper.found),
                        f"{condition}. {paper.note}" if paper.note else condition,
                    )
                    for paper, condition in case.papers
                ),
            ),
        ),
        words=("Biên bản đi kèm bưu gửi trong mọi lần giao nhận sau và khi phát cho người nhận.",),
        signatures=(
            _place("Người lập", inventory.first, inventory.first_method, inventory.taken_at),
            _place(
                "Người cùng kiểm", inventory.second, inventory.second_method, inventory.taken_at
            ),
        ),
    )


def _place(title: str, user: object, method: str, at: object) -> Place:
    name = str(getattr(user, "full_name", ""))
    return Place(
        title=title,
        name=name,
        signed=Signed(name=name, at=moment(at), how=SignedBy(method).label),  # type: ignore[arg-type]
    )
