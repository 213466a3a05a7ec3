"""One case on one page: why it is due when it is due, who has it, every act that is open, the form of its result."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.desk import record_result
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.letters import letters
from tram.dossiers.queries.queues import clockwork
from tram.dossiers.queries.shares import times
from tram.dossiers.rules.states import RUNNING, Action, State
from tram.web import access, uploads
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, takes_files
from tram.web.workplace.cases.apology import apologises
from tram.web.workplace.cases.deeds import open_deeds
from tram.web.workplace.cases.lists import BADGES
from tram.web.workplace.cases.own import Case, note, own_case
from tram.web.workplace.manifests.places import act

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
@takes_files
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier to settle, and its result recorded."""
    found = own_case(request, dossier_id)
    form = SettleForm(
        request.POST or None, request.FILES or None, initial={"name": found.facts.result_name}
    )
    if request.method == "POST":
        if form.is_valid() and _settle(request, form, found):
            messages.success(
                request, _("Đã ghi kết quả. Hãy lập bảng kê giao kết quả về bộ phận một cửa.")
            )
            return see_other("case", dossier_id=dossier_id)
        return _page(request, found, form, status=409)
    return _page(request, found, form)


def _settle(request: HttpRequest, form: SettleForm, found: Case) -> bool:
    given = form.cleaned_data
    issued_on: date = given["issued_on"]
    asked = act(request, given["request_id"], Right.SETTLE, found.held.unit_id)
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
                dossier_id=found.facts.id,
                number=given["number"],
                issued_on=issued_on,
                name=given["name"],
                files=looked.good,
            )
        except Refused as refused:
            form.refuse(refused)
            return False
    return True


def _page(request: HttpRequest, found: Case, form: SettleForm, status: int = 200) -> HttpResponse:
    note(request, found, "case")
    facts = found.facts
    due = queries.due(facts.id)
    standing = (
        clockwork().standing(due.started_at, due.due_at, facts.agency_id)
        if due and facts.state in RUNNING
        else None
    )
    words = {
        "form": form,
        "case": found,
        "facts": facts,
        "sender": queries.senders(facts.id)[0],
        "papers": queries.papers(facts.id),
        "due": due,
        "standing": standing,
        "badge": BADGES[standing.urgency] if standing else "",
        "result": queries.result(facts.id),
        "coming": facts.state is State.ACCEPTED,
        "acts": _acts(found),
        "letters": letters(facts.id),
        "times": times(facts.id),
        "open": found.settles or form.is_bound,
    }
    return render(request, "workplace/cases/case.html", words, status=status)


def _acts(found: Case) -> list[tuple[str, str]]:
    """The other acts that are open: what each is called, and its page."""
    here = found.facts.id
    deeds: list[tuple[str, str]] = []
    if found.can(Action.ASK_SUPPLEMENT):
        asking = reverse("case_supplement", args=[here])
        deeds.append((_("Yêu cầu bổ sung (Mẫu 02)"), asking))
    deeds += [(str(d.title), reverse("case_deed", args=[here, n])) for n, d in open_deeds(found)]
    if found.here and found.held.next:
        to = _("Chuyển cơ quan phối hợp: {}").format(found.held.next.unit)
        deeds.append((to, reverse("manifests")))
    if apologises(found):
        deeds.append((_("Ký phiếu xin lỗi và hẹn lại"), reverse("apology", args=[here])))
    return deeds
