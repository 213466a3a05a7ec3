"""Several dossiers in one envelope (đóng chung): what could go together here, ticked, sealed under one number."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.custody.commands.packing import join_at_point, pack_together
from tram.custody.queries.together import Together, papers_together, results_together
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.forms import Ids
from tram.web.workplace.manifests.places import act, here


class TogetherForm(RequestForm):
    """The dossiers ticked, and the seal on the envelope that holds them all."""

    dossiers = Ids(
        label=gettext_lazy("Hồ sơ đóng chung"),
        error_messages={"required": gettext_lazy("Chưa đánh dấu hồ sơ nào để đóng chung.")},
    )
    seal_number = forms.CharField(
        label=gettext_lazy("Số niêm phong"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )


@access.allowed(Right.RECEIVE_AT_DESK, Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """What could go together at the desk or the point where this person works."""
    unit = here(request, Right.RECEIVE_AT_DESK, Right.TAKE_IN)
    if unit is None:
        raise Http404
    at_desk = may(access.actor(request), Right.RECEIVE_AT_DESK, [unit])
    form = TogetherForm(request.POST or None)
    if form.is_valid():
        right, pack = (
            (Right.RECEIVE_AT_DESK, pack_together) if at_desk else (Right.TAKE_IN, join_at_point)
        )
        try:
            answer = pack(
                act(request, form.cleaned_data["request_id"], right, unit),
                dossier_ids=[UUID(value) for value in form.cleaned_data["dossiers"]],
                seal_number=form.cleaned_data["seal_number"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            done = _(
                "Đã đóng chung {count} hồ sơ vào bưu gửi {s10}. In nhãn rồi dán lên phong bì."
            )
            messages.success(
                request, done.format(count=len(answer["dossiers"]), s10=answer["s10"])
            )
            page = "pack_result" if at_desk else "receipt"
            return see_other(page, dossier_id=answer["dossiers"][0])
    groups = results_together(unit) if at_desk else papers_together(unit)
    words = {"groups": _forms(form, groups), "at_desk": at_desk, "form": form}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/together.html", words, status=status)


def _forms(
    form: TogetherForm, groups: Sequence[Together]
) -> list[tuple[Together, TogetherForm, set[str]]]:
    """Each group with its own form; the one that was refused keeps what was typed."""
    chosen = set(form["dossiers"].value() or []) if form.is_bound else set()
    found = []
    for group in groups:
        own = {str(ident) for ident, _label in group.dossiers}
        mine = bool(own & chosen)
        found.append((group, form if mine else TogetherForm(), chosen & own if mine else own))
    return found


urls: list[URLPattern] = [path("dong-chung/", together, name="together")]
