"""A dossier of one's own desk: its facts, the note that it was read, an act tried, and the ways it may go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.rules.states import TO_ACCEPT, Action, State
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.places import act


def own_facts(request: HttpRequest, dossier_id: UUID) -> Facts:
    """The facts of a dossier of a desk where this person accepts; for anybody else there is none."""
    facts = queries.facts(dossier_id)
    if facts is None or not may(access.actor(request), Right.ACCEPT, [facts.desk_id]):
        raise Http404
    return facts


def note(request: HttpRequest, facts: Facts, page: str) -> None:
    """Write down that this person has read the dossier."""
    note_read(access.actor(request), place_id=facts.desk_id, subject=facts.id, page=page)


def done(
    request: HttpRequest, form: RequestForm, facts: Facts, run: Callable[[Act], object]
) -> bool:
    """True when what was posted is right and its command is done; else what is wrong stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        run(act(request, form.cleaned_data["request_id"], Right.ACCEPT, facts.desk_id))
    except Refused as no:
        form.refuse(no)
        return False
    return True


def page(
    request: HttpRequest, name: str, facts: Facts, form: RequestForm | None, **words: Any
) -> HttpResponse:
    """The page of an act on a dossier, its reading noted; 409 while the posted form is not right."""
    note(request, facts, _here(request))
    words |= {"facts": facts, "form": form, "tabs": ways(request, facts)}
    status = 409 if form and form.is_bound else 200
    return render(request, f"workplace/desk/{name}.html", words, status=status)


@dataclass(frozen=True)
class Way:
    """One thing that may be done with a dossier now, as a tab."""

    label: str
    url: str
    current: bool
    count: None = None


# The citizen's papers come back over the counter or by post; the same page knows which.
WAYS = (
    (Action.ACCEPT, "desk_dossier", gettext_lazy("Tiếp nhận (Mẫu 01)")),
    (Action.COMPLETE, "receive_supplement", gettext_lazy("Nhận giấy tờ bổ sung")),
    (Action.ASK_SUPPLEMENT, "ask_supplement", gettext_lazy("Yêu cầu bổ sung (Mẫu 02)")),
    (Action.REFUSE, "refuse", gettext_lazy("Từ chối tiếp nhận (Mẫu 03)")),
    (Action.SETTLE_AT_ONCE, "result_at_once", gettext_lazy("Ghi kết quả trong ngày")),
    (Action.GIVE_BACK, "papers_back", gettext_lazy("Trả lại giấy tờ")),
    (Action.CHOOSE_RETURN, "change_return", gettext_lazy("Đổi cách nhận kết quả")),
    (Action.WITHDRAW, "withdraw", gettext_lazy("Công dân rút hồ sơ")),
)


def ways(request: HttpRequest, facts: Facts) -> list[Way]:
    """What this desk may do with the dossier where it stands, by its own graph."""
    here = _here(request)
    return [
        Way(_(str(label)), reverse(name, args=[facts.id]), name == here)
        for action, name, label in WAYS
        if _open(action, facts)
    ]


def _here(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _open(action: Action, facts: Facts) -> bool:
    if action is Action.ASK_SUPPLEMENT and facts.state not in TO_ACCEPT:
        return False  # the agency asks, not the desk
    if action is Action.SETTLE_AT_ONCE and not facts.same_day:
        return False
    if action is Action.WITHDRAW and facts.state is State.REGISTERED:
        return False  # still with the post
    return facts.can(action)
