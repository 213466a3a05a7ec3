"""Writing a draft (soạn bản nháp): rows come and go without script, and only «save» writes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue import commands
from tram.catalogue.queries.managing import Version, VersionStatus, settling_units
from tram.core.errors import Refused
from tram.web.access import act, allowed, today
from tram.web.answers import see_other
from tram.web.workplace.catalogue.editor_form import (
    Editor,
    opened,
    rearranged,
    sent,
    unit_choices,
)
from tram.web.workplace.catalogue.version import FOLDER, version_or_404


@allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, version_id: int) -> HttpResponse:
    """The form of a draft."""
    found = version_or_404(request, version_id)
    if request.method == "GET" and found.row.status is not VersionStatus.DRAFT:
        raise Http404
    places = unit_choices(settling_units(today(request)))
    if request.method == "GET":
        return _page(request, found, opened(found.terms, found.edit, places))
    data: dict[str, Any] = request.POST.dict()
    asked = data.get("do", "save")
    if asked != "save":
        return _page(request, found, rearranged(data, asked, places))
    editor = sent(data, places)
    if not editor.is_valid():
        return _page(request, found, editor, 422)
    return _save(request, found, editor)


def _save(request: HttpRequest, found: Version, editor: Editor) -> HttpResponse:
    said = editor.main.cleaned_data
    try:
        commands.edit_draft(
            act(request, said["request_id"], Right.MANAGE_CATALOGUE),
            version_id=found.row.id,
            edit=said["edit"],
            terms=editor.terms(),
        )
    except Refused as refused:
        editor.main.refuse(refused)
        return _page(request, found, editor, 409)
    messages.success(request, _("Đã lưu bản nháp."))
    return see_other("catalogue_version", version_id=found.row.id)


def _page(request: HttpRequest, found: Version, editor: Editor, status: int = 200) -> HttpResponse:
    page = {
        "form": editor,
        "main": editor.main,
        "groups": editor.rows,
        "version": found,
        "units": settling_units(today(request)),
    }
    return render(request, f"{FOLDER}/edit.html", page, status=status)
