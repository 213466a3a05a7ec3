"""Finding a dossier, and one dossier whole: law, paper and money in one story (tìm hồ sơ, xem hồ sơ)."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_read, note_reads
from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.custody.queries import finding, trail
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries import files, messages
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.keyset import Page
from tram.dossiers.queries.queues import clockwork
from tram.dossiers.queries.reach import reach
from tram.dossiers.queries.shares import times
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import RUNNING, TO_ACCEPT, State
from tram.web import access
from tram.web.forms import TramForm
from tram.web.workplace import paging
from tram.web.workplace.cases import BADGES


class FindForm(TramForm):
    """One box for everything people have in hand."""

    q = forms.CharField(
        label=gettext_lazy("Mã hồ sơ, họ tên, số điện thoại, số hiệu bưu gửi hoặc mã theo dõi"),
        help_text=gettext_lazy(
            "Họ tên gõ có dấu hay không dấu; điện thoại, mã hồ sơ gõ đủ hoặc các số cuối; quét mã cũng được."
        ),
        max_length=200,
        widget=forms.SearchInput(
            attrs={"autocomplete": "off", "aria-keyshortcuts": "F2", "class": "w-wide"}
        ),
    )


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def dossiers(request: HttpRequest) -> HttpResponse:
    """What was found among the dossiers of the person's own units; without words, the newest."""
    form = FindForm(request.GET if request.GET.get("q") else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    page: Page[finding.Hit] = Page(())
    try:
        page = finding.find(reach(access.actor(request)), text, paging.key(request))
    except Refused as refused:
        form.refuse(refused, "q")
    shown = [row.id for row in page.rows]
    note_reads(
        access.actor(request), place_id=access.place(request), subjects=shown, page="dossiers"
    )
    words = {
        "form": form,
        "text": text,
        "rows": page.rows,
        "unconfirmed": any(row.procedure and not row.official for row in page.rows),
        **paging.neighbours(request, page),
    }
    return render(request, "workplace/dossiers/dossiers.html", words)


@dataclass(frozen=True)
class NextStep:
    """Where this reader goes on with this dossier."""

    label: str
    url: str


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as this person may see it; who has no part in it is told that there is none."""
    who, facts = access.actor(request), queries.facts(dossier_id)
    seen = finding.sight_of(reach(who), facts) if facts else None
    if facts is None or seen is None:
        raise Http404
    note_read(who, place_id=access.place(request), subject=dossier_id, page="dossier")
    postal = seen is not Sight.WHOLE
    with_money = postal or may(who, Right.READ_MONEY)
    due = queries.due(dossier_id)
    kinds = files.kinds_open(who, dossier_id)
    running = (
        clockwork().standing(due.started_at, due.due_at, facts.agency_id)
        if due and _runs(facts)
        else None
    )
    words = {
        "facts": facts,
        "former": queries.former_units(facts),
        "known": seen is not Sight.POSTAL,
        "whole": not postal,
        "senders": queries.senders(dossier_id) if seen is not Sight.POSTAL else [],
        "recipients": trail.recipients(dossier_id),
        "papers": queries.papers(dossier_id),
        "files": files.files(dossier_id, seen, facts.state, kinds),
        "file_kinds": kinds,
        "due": due,
        "standing": running,
        "badge": BADGES[running.urgency] if running else "neutral",
        "result": queries.result(dossier_id) if not postal else None,
        "delivered": trail.delivered(dossier_id),
        "covers": trail.covers(dossier_id),
        "holders": trail.holders(dossier_id, seen),
        "price": trail.price(dossier_id) if with_money else None,
        "events": trail.events(dossier_id, seen, with_money=with_money),
        "times": times(dossier_id) if not postal else None,
        "told": messages.of_dossier(dossier_id) if not postal else [],
        "step": _next_step(request, facts),
    }
    return render(request, "workplace/dossiers/dossier.html", words)


def _runs(facts: Facts) -> bool:
    return facts.state in RUNNING


def _next_step(request: HttpRequest, facts: Facts) -> NextStep | None:
    """The act that the dossier waits for from this very person, if there is one."""
    who = access.actor(request)
    at_desk, at_agency = may(who, Right.ACCEPT, [facts.desk_id]), may(who, Right.SETTLE)
    if at_desk and facts.state in TO_ACCEPT:
        return NextStep(_("Tiếp nhận hồ sơ"), reverse("desk_dossier", args=[facts.id]))
    if at_desk and facts.state is State.SETTLED:
        page = "pack_result" if facts.result_by_post else "return_at_desk"
        label = _("Đóng gói kết quả") if facts.result_by_post else _("Trả kết quả cho khách")
        return NextStep(label, reverse(page, args=[facts.id]))
    if at_agency and facts.state is State.PROCESSING:
        return NextStep(_("Ghi kết quả giải quyết"), reverse("case", args=[facts.id]))
    return None


urls: list[URLPattern] = [
    path("ho-so/", dossiers, name="dossiers"),
    path("ho-so/<uuid:dossier_id>/", dossier, name="dossier"),
]
