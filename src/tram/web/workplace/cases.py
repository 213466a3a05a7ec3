"""The agency's case officer (chuyên viên): what is open, how pressing it is, and settling it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.desk import record_result
from tram.custody.queries.desk import results_at
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.queues import Group, case_queue, clockwork
from tram.dossiers.queries.reach import below, held
from tram.dossiers.queries.shares import times
from tram.dossiers.rules.queue import Urgency
from tram.dossiers.rules.states import RUNNING, State
from tram.web import access, uploads
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, takes_files
from tram.web.workplace.manifests.places import act, see_other

BADGES = {Urgency.OVERDUE: "danger", Urgency.SOON: "warning", Urgency.IN_TIME: "success"}
AT_FIELD = {"future-date": "issued_on", "too-early": "issued_on", "result-number": "number"}


class SettleForm(RequestForm):
    """The result as signed by the agency."""

    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản kết quả"),
        help_text=gettext_lazy("Ví dụ: 123/KQ-STP"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Ngày ký"), help_text=gettext_lazy("Ví dụ: 02/12/2019")
    )
    name = forms.CharField(
        label=gettext_lazy("Tên kết quả"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )

    scans = FilesField(
        label=gettext_lazy("Tệp kết quả, bản quét hoặc bản điện tử"),
        help_text=gettext_lazy("PDF, JPEG hoặc PNG. Thêm sau cũng được, ở trang hồ sơ."),
        required=False,
    )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


@access.allowed(Right.SETTLE)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Open dossiers of the person's agencies by urgency; `nhom` and `trang` turn the pages of one group."""
    units = below(held(access.actor(request), Right.SETTLE))
    wanted = request.GET.get("nhom", "")
    urgency = Urgency(wanted) if wanted in set(Urgency) else None
    page = request.GET.get("trang", "")
    queue = case_queue(
        units, urgency=urgency, page=max(int(page), 1) if urgency and page.isdecimal() else 1
    )
    words = {
        "queue": queue,
        "results": results_at(units),
        "one": urgency,
        "groups": [_group(group, bool(urgency)) for group in queue.groups],
        "unconfirmed": any(not row.official for g in queue.groups for row in g.rows),
        "empty": not any(group.count for group in queue.groups),
    }
    return render(request, "workplace/cases/cases.html", words)


def _group(group: Group, alone: bool) -> dict[str, Any]:
    """A group with its colour and the addresses of its pages."""
    start = f"{reverse('cases')}?nhom={group.urgency.value}"
    return {
        "group": group,
        "badge": BADGES[group.urgency],
        "url": start,
        "previous_url": f"{start}&trang={group.previous}" if alone and group.previous else "",
        "next_url": f"{start}&trang={group.next}" if alone and group.next else "",
        "more": group.count - len(group.rows) if not alone else 0,
    }


@access.allowed(Right.SETTLE)
@takes_files
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier to settle: why it is due when it is due, its papers, the form of its result."""
    facts = _own_facts(request, dossier_id)
    form = SettleForm(
        request.POST or None, request.FILES or None, initial={"name": facts.result_name}
    )
    if request.method == "POST":
        if form.is_valid() and _settle(request, form, facts):
            messages.success(
                request, _("Đã ghi kết quả. Hãy lập bảng kê giao kết quả về bộ phận một cửa.")
            )
            return see_other("case", dossier_id=dossier_id)
        return _page(request, facts, form, status=409)
    return _page(request, facts, form)


def _own_facts(request: HttpRequest, dossier_id: UUID) -> Facts:
    """The facts of a dossier of this person's agencies; for anybody else there is none."""
    facts = queries.facts(dossier_id)
    units = below(held(access.actor(request), Right.SETTLE))
    if facts is None or facts.agency_id not in units or not facts.number:
        raise Http404
    return facts


def _settle(request: HttpRequest, form: SettleForm, facts: Facts) -> bool:
    given = form.cleaned_data
    issued_on: date = given["issued_on"]
    asked = act(request, given["request_id"], Right.SETTLE, facts.agency_id)
    if (too_much := uploads.sent_too_much(request)) is not None:
        form.refuse(too_much, "scans")
        return False
    with look_at(given["scans"]) as looked:
        for bad in looked.bad:
            form.refuse(bad, "scans")
        if looked.bad:
            return False
        try:
            record_result(
                asked,
                dossier_id=facts.id,
                number=given["number"],
                issued_on=issued_on,
                name=given["name"],
                files=looked.good,
            )
        except Refused as refused:
            form.refuse(refused)
            return False
    return True


def _page(request: HttpRequest, facts: Facts, form: SettleForm, status: int = 200) -> HttpResponse:
    note_read(access.actor(request), place_id=facts.agency_id, subject=facts.id, page="case")
    running = facts.state in RUNNING
    due = queries.due(facts.id)
    standing = (
        clockwork().standing(due.started_at, due.due_at, facts.agency_id)
        if due and running
        else None
    )
    words = {
        "form": form,
        "facts": facts,
        "sender": queries.senders(facts.id)[0],
        "papers": queries.papers(facts.id),
        "due": due,
        "standing": standing,
        "badge": BADGES[standing.urgency] if standing else "",
        "result": queries.result(facts.id),
        "coming": facts.state is State.ACCEPTED,
        "times": times(facts.id),
        "open": facts.state is State.PROCESSING or form.is_bound,
    }
    return render(request, "workplace/cases/case.html", words, status=status)


urls: list[URLPattern] = [
    path("giai-quyet/", cases, name="cases"),
    path("giai-quyet/<uuid:dossier_id>/", case, name="case"),
]
