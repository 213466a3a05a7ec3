"""Where a reader goes on with a dossier: the acts that its graph and their own duties open, the pressing one first."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may
from tram.custody.queries.deliveries import carried_one
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.reach import below, held
from tram.dossiers.rules.states import PAUSED, State
from tram.web import access
from tram.web.workplace.desk.own import ways

# The pages of the desk for which a dossier waits; the others are open, and nobody waits for them.
PRESSING = ("desk_dossier", "receive_supplement", "result_at_once", "papers_back")


@dataclass(frozen=True)
class NextStep:
    """One act, and its page; `pressing` if the dossier waits for it."""

    label: str
    url: str
    pressing: bool = True


def next_steps(request: HttpRequest, facts: Facts) -> list[NextStep]:
    """Everything this person may do with the dossier now; nothing for who only reads."""
    return [
        *_at_agency(request, facts),
        *_at_desk(request, facts),
        *_with_post(request, facts),
    ]


def _at_desk(request: HttpRequest, facts: Facts) -> list[NextStep]:
    if not may(access.actor(request), Right.ACCEPT, [facts.desk_id]):
        return []
    first = []
    if facts.state is State.SETTLED:
        page = "pack_result" if facts.result_by_post else "return_at_desk"
        label = _("Đóng gói kết quả") if facts.result_by_post else _("Trả kết quả cho khách")
        first = [NextStep(label, reverse(page, args=[facts.id]))]
    elif facts.state is State.ACCEPTED and not facts.same_day:
        first = [NextStep(_("Chuyển cơ quan giải quyết"), reverse("manifests"))]
    waits = {reverse(name, args=[facts.id]) for name in PRESSING}
    return first + [NextStep(way.label, way.url, way.url in waits) for way in ways(request, facts)]


def _at_agency(request: HttpRequest, facts: Facts) -> list[NextStep]:
    """The page of the case has every act of the unit; it is open to who settles there."""
    units = below(held(access.actor(request), Right.SETTLE))
    here = units.intersection([facts.handling_id or facts.agency_id])
    if not here or not facts.number:
        return []
    page = reverse("case", args=[facts.id])
    if facts.state is State.PROCESSING:
        return [NextStep(_("Giải quyết hồ sơ"), page)]
    return [NextStep(_("Xem việc đang chờ"), page)] if facts.state in PAUSED else []


def _with_post(request: HttpRequest, facts: Facts) -> list[NextStep]:
    who = access.actor(request)
    if may(who, Right.DELIVER) and carried_one(who, facts.id):
        return [NextStep(_("Phát cho khách"), reverse("delivery", args=[facts.id]))]
    if facts.point_id and may(who, Right.TAKE_IN, [facts.point_id]):
        back = urlencode({"ve": reverse("dossier", args=[facts.id])})
        page = reverse("receipt", args=[facts.id])
        return [NextStep(_("Mở biên nhận: in lại, sửa, hủy"), f"{page}?{back}")]
    return []
