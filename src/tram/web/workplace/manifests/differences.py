"""Differences of hand-overs (sai lệch): noted with photographs, solved by another; unknown numbers; late signing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.files import content
from tram.custody.commands.discrepancies import (
    Difference,
    note_difference,
    resolve_parked,
    solve_difference,
)
from tram.custody.queries.discrepancies import managed, open_for, parked_for, photo_of
from tram.custody.queries.holders import SIDES, own_holders
from tram.custody.queries.manifests import manifest_head
from tram.custody.queries.shifts import signed_late
from tram.custody.rules.counting import Fault, Resolution, Solution
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import attachment
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, sent_too_much, takes_files
from tram.web.workplace.manifests.places import here, ident

CHOOSE: list[tuple[str, Any]] = [("", gettext_lazy("– Chọn –"))]
READERS = (*SIDES, Right.MANAGE_POST)


class NoteForm(RequestForm):
    """A difference seen: of which thing, what, in which words, with photographs."""

    item = forms.ChoiceField(label=gettext_lazy("Bưu gửi"), required=False)
    fault = forms.ChoiceField(
        label=gettext_lazy("Sai lệch"),
        choices=[("", gettext_lazy("– Chọn –")), *((f.value, f.label) for f in Fault)],
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)
    photos = FilesField(label=gettext_lazy("Ảnh"), required=False)

    def __init__(self, *args: Any, things: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields["item"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = [("", _("Cả bảng kê, cả túi")), *things]


class SolveForm(RequestForm):
    """How a difference ended."""

    solution = forms.ChoiceField(
        label=gettext_lazy("Kết luận"), choices=CHOOSE + Solution.choices()
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


class ResolveForm(RequestForm):
    """What an unknown number turned out to be."""

    resolution = forms.ChoiceField(
        label=gettext_lazy("Kết luận"), choices=CHOOSE + Resolution.choices()
    )


@access.allowed(*READERS)
@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """What is open at the place where the person works; for a manager of the post, everywhere below."""
    who = access.actor(request)
    place = here(request)
    holders, units = own_holders(who, place), managed(who)
    words = {
        "noted": [(one, SolveForm(prefix="")) for one in open_for(holders, units)],
        "parked": [(one, ResolveForm()) for one in parked_for(holders, units)],
        "late": signed_late(units),
        "manages": bool(units),
        "hands_over": place is not None,
        "me": who.user_id,
    }
    return render(request, "workplace/manifests/differences.html", words)


@access.allowed(*SIDES)
@takes_files
@require_POST
def note(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """Write a difference down, from the page of its manifest."""
    if manifest_head(access.actor(request), manifest_id) is None:
        raise Http404
    item = request.POST.get("item", "")
    form = NoteForm(request.POST, request.FILES, things=[(item, "")] if item else [])
    refused = sent_too_much(request)
    if refused is None and form.is_valid():
        refused = _note(request, form, manifest_id)
    if refused is not None:
        messages.error(request, refused.message)
    elif not form.is_valid():
        messages.error(request, " ".join(line.message for line in form.error_summary))
    return see_other("manifest", manifest_id=manifest_id)


def _note(request: HttpRequest, form: NoteForm, manifest_id: UUID) -> Refused | None:
    typed = form.cleaned_data
    item = ident(typed["item"]) if typed["item"] else None
    try:
        with look_at(typed["photos"]) as looked:
            if looked.bad:
                return looked.bad[0]
            note_difference(
                access.act(request, typed["request_id"]),
                manifest_id=manifest_id,
                seen=Difference(Fault(typed["fault"]), typed["note"], item),
                photos=looked.good,
            )
    except Refused as refused:
        return refused
    messages.success(
        request, _("Đã ghi sai lệch. Sai lệch còn mở tới khi có người khác kết luận.")
    )
    return None


@access.allowed(*READERS)
@require_POST
def solve(request: HttpRequest, discrepancy_id: UUID) -> HttpResponse:
    """Say how a difference ended."""

    def run(typed: dict[str, Any]) -> object:
        return solve_difference(
            access.act(request, typed["request_id"]),
            discrepancy_id=discrepancy_id,
            solution=Solution(typed["solution"]),
            note=typed["note"],
        )

    return _done(request, SolveForm(request.POST), run, _("Đã kết luận sai lệch."))


@access.allowed(*READERS)
@require_POST
def resolve(request: HttpRequest, parked_id: int) -> HttpResponse:
    """Say what an unknown number turned out to be."""

    def run(typed: dict[str, Any]) -> object:
        return resolve_parked(
            access.act(request, typed["request_id"]),
            parked_id=parked_id,
            resolution=Resolution(typed["resolution"]),
        )

    return _done(request, ResolveForm(request.POST), run, _("Đã kết luận về số hiệu lạ."))


@access.allowed(*READERS)
@require_GET
def photo(request: HttpRequest, manifest_id: UUID, photo_id: int) -> HttpResponse:
    """A photograph of a difference, as an attachment, for both sides and the post's manager."""
    who = access.actor(request)
    found = photo_of(manifest_id, photo_id)
    seen = manifest_head(who, manifest_id) is not None or any(
        one.manifest_id == manifest_id for one in open_for([], managed(who))
    )
    if found is None or not seen:
        raise Http404
    sha256, name, media_type = found
    return attachment(content(sha256), name, media_type)


def _done(
    request: HttpRequest,
    form: RequestForm,
    run: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    try:
        if form.is_valid():
            run(form.cleaned_data)
            messages.success(request, done)
        else:
            messages.error(request, " ".join(line.message for line in form.error_summary))
    except Refused as refused:
        messages.error(request, refused.message)
    return see_other("differences")
