"""Steps of a case: more photos, found again, given back to the customer, closed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.custody.commands import incidents as commands
from tram.custody.commands.manifests import Pin
from tram.custody.commands.secrecy import give_secret_back as give_back
from tram.custody.queries.incident_papers import ways_back
from tram.custody.rules.incidents import IncidentEnd
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, takes_files
from tram.web.workplace.files import files_help
from tram.web.workplace.incidents.own import REPORT, back, done, own_case, page
from tram.web.workplace.manifests.forms import PIN_BOX
from tram.web.workplace.manifests.pins import pin_of


class FilesForm(RequestForm):
    """More photos or papers."""

    photos = FilesField(label=gettext_lazy("Ảnh, giấy tờ"))


@access.allowed(*REPORT)
@takes_files
@require_http_methods(["GET", "POST"])
def add_incident_files(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Photos that came later."""
    case = own_case(request, incident_id)
    form = FilesForm(request.POST or None, request.FILES or None)
    form.fields["photos"].help_text = files_help()
    if request.method == "POST" and form.is_valid():
        with look_at(form.cleaned_data["photos"]) as looked:
            for refused in looked.bad:
                form.refuse(refused, "photos")

            def run(asked: Any, _pin: Pin | None) -> object:
                return commands.add_files(asked, incident_id=incident_id, files=looked.good)

            if not form.errors and done(request, form, _("Đã lưu tệp."), run):
                return back(case)
    return page(request, "add_incident_files", case, form, multipart=True)


class FoundForm(RequestForm):
    """Where the thing goes now, and who signs for it there."""

    to = forms.TypedChoiceField(
        label=gettext_lazy("Ai nhận lại?"), coerce=int, widget=forms.RadioSelect
    )
    username = forms.CharField(label=gettext_lazy("Tên đăng nhập của người nhận"), max_length=64)
    pin = forms.CharField(label=gettext_lazy("Mã PIN của người nhận"), widget=PIN_BOX)


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def found_again(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """A lost thing is there again: a line that two people sign."""
    case = own_case(request, incident_id)
    form = FoundForm(request.POST or None)
    form.fields["to"].choices = ways_back(case)  # type: ignore[attr-defined]

    def run(asked: Any, pin: Pin | None) -> object:
        assert pin is not None
        to = form.cleaned_data["to"]
        return commands.found(asked, incident_id=incident_id, to_holder=to, pin=pin)

    def signed_by() -> Pin:
        return pin_of(form.cleaned_data["username"], form.cleaned_data["pin"])

    if done(request, form, _("Đã ghi tìm thấy, hai người ký."), run, signed_by):
        return back(case)
    return page(request, "found_again", case, form)


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def give_secret_back(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """A thing with a secrecy mark goes back to its customer."""
    case = own_case(request, incident_id)
    form = RequestForm(request.POST or None)

    def run(asked: Any, _pin: Pin | None) -> object:
        return give_back(asked, incident_id=incident_id)

    if done(request, form, _("Đã trả lại khách; hãy hoàn tiền và hướng dẫn gửi KT1."), run):
        return back(case)
    return page(request, "give_secret_back", case, form)


class CloseForm(RequestForm):
    """How it ended, in a word and in sentences."""

    ending = forms.ChoiceField(label=gettext_lazy("Kết cục"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Kết luận"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


@access.allowed(Right.HANDLE_INCIDENT)
@require_http_methods(["GET", "POST"])
def close_incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The end of a case, by another manager than who reported it."""
    case = own_case(request, incident_id)
    form = CloseForm(request.POST or None)
    form.fields["ending"].choices = [(end.value, end.label) for end in case.endings]  # type: ignore[attr-defined]

    def run(asked: Any, _pin: Pin | None) -> object:
        given = form.cleaned_data
        ending = IncidentEnd(given["ending"])
        return commands.close(asked, incident_id=incident_id, ending=ending, words=given["words"])

    if done(request, form, _("Đã kết thúc sự cố {}.").format(case.incident.number), run):
        return back(case)
    return page(request, "close_incident", case, form)
