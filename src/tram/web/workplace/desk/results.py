"""Results going out of the desk: packed and sealed for the post, or handed to the person at the counter."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import desk as commands
from tram.custody.prints import label_pdf
from tram.custody.queries import desk as queries
from tram.custody.queries import trail
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries.dossier import Facts
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.desk.acceptance import note, own_facts
from tram.web.workplace.manifests.places import act, see_other


class PackForm(RequestForm):
    """The seal on the envelope of a result."""

    seal_number = forms.CharField(
        label=gettext_lazy("Số niêm phong"),
        help_text=gettext_lazy(
            "Cho kết quả vào phong bì, niêm phong, rồi gõ số in trên niêm phong."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )


class ReturnForm(RequestForm):
    """The officer has looked at who stands at the counter."""

    checked = forms.BooleanField(
        label=gettext_lazy(
            "Đã kiểm tra giấy hẹn và giấy tờ tùy thân (hoặc giấy ủy quyền) của người nhận"
        )
    )


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def pack_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Put a result into a sealed, numbered envelope for the post; then its number and its label."""
    facts = own_facts(request, dossier_id)
    form = PackForm(request.POST or None)

    def pack(asked: Act) -> str:
        seal = form.cleaned_data["seal_number"]
        commands.pack_result(asked, dossier_id=dossier_id, seal_number=seal)
        return ""  # the page itself says so

    refused = _done(request, form, facts, pack)
    if refused is None:
        return see_other("pack_result", dossier_id=dossier_id)
    note(request, facts, "pack_result")
    words = {
        "facts": facts,
        "recipient": next(iter(trail.recipients(dossier_id)), None),
        "cover": queries.result_cover(dossier_id),
        "result": law.result(dossier_id),
    }
    return _page(request, "workplace/desk/pack.html", form, words, refused)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def return_at_desk(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand the result to the person at the counter and close the dossier."""
    facts = own_facts(request, dossier_id)
    form = ReturnForm(request.POST or None)

    def hand_out(asked: Act) -> str:
        commands.return_at_desk(asked, dossier_id=dossier_id)
        return _("Đã trả kết quả cho khách và kết thúc hồ sơ.")

    refused = _done(request, form, facts, hand_out)
    if refused is None:
        return see_other("dossier", dossier_id=dossier_id)
    note(request, facts, "return_at_desk")
    words = {
        "facts": facts,
        "sender": law.senders(dossier_id)[0],
        "result": law.result(dossier_id),
    }
    return _page(request, "workplace/desk/return.html", form, words, refused)


def _done(
    request: HttpRequest, form: RequestForm, facts: Facts, run: Callable[[Act], str]
) -> bool | None:
    """None when the act was done; else whether it was refused (False: nothing was asked yet)."""
    if request.method != "POST":
        return False
    if not form.is_valid():
        return True
    ident = form.cleaned_data["request_id"]
    try:
        told = run(act(request, ident, Right.RECEIVE_AT_DESK, facts.desk_id))
    except Refused as no:
        form.refuse(no)
        return True
    if told:
        messages.success(request, told)
    return None


def _page(
    request: HttpRequest, template: str, form: RequestForm, words: dict[str, Any], refused: bool
) -> HttpResponse:
    return render(request, template, {**words, "form": form}, status=409 if refused else 200)


@access.allowed(Right.ACCEPT)
@require_GET
def result_label(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The label of a packed result as PDF."""
    facts = own_facts(request, dossier_id)
    label = queries.result_label(dossier_id)
    if label is None:
        raise Http404
    note(request, facts, "result_label")
    response = HttpResponse(label_pdf(label), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="nhan-{label.s10}.pdf"'
    return response
