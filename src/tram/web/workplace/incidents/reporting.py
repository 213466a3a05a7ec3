"""Reporting an incident: from the thing itself, or from its dossier where it has several things."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands import incidents as commands
from tram.custody.queries import incidents as queries
from tram.custody.queries import troubles
from tram.custody.queries.incidents import Reportable
from tram.custody.rules.incidents import CIRCUMSTANCES, Circumstance, IncidentKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, sent_too_much, takes_files
from tram.web.workplace.files import files_help
from tram.web.workplace.incidents.own import REPORT


class ReportForm(RequestForm):
    """What happened, how, when, where it is now, the story, and photos if there are."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Chuyện gì xảy ra?"),
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
    )
    circumstance = forms.ChoiceField(label=gettext_lazy("Diễn biến"))
    found_at = forms.DateTimeField(
        label=gettext_lazy("Phát hiện lúc"),
        help_text=gettext_lazy("Giờ và ngày, ví dụ 08:30 02/12/2019."),
    )
    account = forms.CharField(
        label=gettext_lazy("Kể lại sự việc"),
        help_text=gettext_lazy("Thấy gì, ở đâu, ai có mặt. Không ghi số giấy tờ của khách."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    whereabouts = forms.CharField(
        label=gettext_lazy("Bưu gửi đang ở đâu?"),
        help_text=gettext_lazy("Chỉ cần ghi khi chuyển nhầm, thất lạc."),
        max_length=200,
        required=False,
    )
    photos = FilesField(label=gettext_lazy("Ảnh, giấy tờ làm bằng chứng"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [
            (kind.label, [(one.value, one.label) for one in CIRCUMSTANCES[kind]])
            for kind in IncidentKind
        ]
        self.fields["circumstance"].choices = [("", _("– Chọn –")), *groups]  # type: ignore[attr-defined]
        self.fields["photos"].help_text = files_help()
        self.initial.setdefault("found_at", clock.now())

    def report(self) -> commands.Report:
        """What the command keeps."""
        words = self.cleaned_data
        return commands.Report(
            kind=IncidentKind(words["kind"]),
            circumstance=Circumstance(words["circumstance"]),
            account=words["account"],
            found_at=words["found_at"],
            whereabouts=words["whereabouts"],
        )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or FIELDS.get(refused.code))


FIELDS = {
    "wrong-circumstance": "circumstance",
    "wrong-time": "found_at",
    "no-account": "account",
    "no-whereabouts": "whereabouts",
}


def _thing(request: HttpRequest, item_id: UUID) -> Reportable:
    who = access.actor(request)
    found = queries.reportable(who, [item_id])
    if not found or not troubles.may_report_by_id(who, item_id, access.place(request)):
        raise Http404
    return found[0]


@access.allowed(*REPORT)
@takes_files
@require_http_methods(["GET", "POST"])
def report_incident(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One thing and what happened to it; whoever holds or misses it, or the manager, may say so."""
    thing = _thing(request, item_id)
    kind = request.GET.get("loai", "")
    form = ReportForm(request.POST or None, request.FILES or None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        incident = _report(request, thing, form)
        if incident:
            return see_other("incident", incident_id=incident)
    note_read(
        access.actor(request),
        place_id=access.place(request),
        subject=thing.dossier_id,
        page="report_incident",
    )
    words = {"thing": thing, "form": form}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/incidents/report.html", words, status=status)


def _report(request: HttpRequest, thing: Reportable, form: ReportForm) -> UUID | None:
    if (refused := sent_too_much(request)) is not None:
        form.refuse(refused, "photos")
        return None
    with look_at(form.cleaned_data["photos"]) as looked:
        for refused in looked.bad:
            form.refuse(refused, "photos")
        if form.errors:
            return None
        try:
            answer = commands.report(
                access.act(request, form.cleaned_data["request_id"]),
                item_id=thing.item_id,
                report=form.report(),
                files=looked.good,
            )
        except Refused as refused:
            form.refuse(refused)
            return None
    done = _("Đã báo sự cố {number}. Khách được nhắn tin; quản lý bưu điện xử lý tiếp.")
    messages.success(request, done.format(number=answer["number"]))
    return UUID(str(answer["incident"]))


@access.allowed(*REPORT)
@require_GET
def report_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Which thing of a dossier? With one thing the question is not asked."""
    who = access.actor(request)
    items = troubles.reportable_of(who, dossier_id, access.place(request))
    if not items:
        raise Http404
    if len(items) == 1:
        return see_other("report_incident", item_id=items[0])
    words = {"things": queries.reportable(who, items)}
    return render(request, "workplace/incidents/which.html", words)
