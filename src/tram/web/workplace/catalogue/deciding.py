"""Deciding on a version: publish, take a draft away, confirm. Each page says what follows before it happens."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue import commands
from tram.catalogue.queries.managing import Version, VersionStatus
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.dossiers.queries.versions import open_under
from tram.web.access import act, allowed
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.catalogue.version import FOLDER, version_or_404


class DecideForm(RequestForm):
    """Yes to what the page says, of the edit that the page shows."""

    edit = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))


@allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """From its first day on, new dossiers come under this version."""

    def run(act_: Any, edit: int) -> HttpResponse:
        commands.publish(act_, version_id=version_id, edit=edit)
        messages.success(request, _("Đã công bố: phiên bản này không sửa được nữa."))
        return see_other("catalogue_version", version_id=version_id)

    found = _draft_or_404(request, version_id)
    before = found.before
    words = {
        "starts": vn_date(found.row.valid_from),
        "kept": open_under(before.id) if before else 0,
    }
    return _decide(request, found, "publish", run, **words)


@allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    """A draft is taken away."""

    def run(act_: Any, edit: int) -> HttpResponse:
        commands.withdraw_draft(act_, version_id=version_id, edit=edit)
        messages.success(request, _("Đã bỏ bản nháp."))
        return see_other("catalogue")

    return _decide(request, _draft_or_404(request, version_id), "withdraw", run)


@allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, version_id: int) -> HttpResponse:
    """An officer vouches for a published version."""

    def run(act_: Any, _edit: int) -> HttpResponse:
        commands.confirm(act_, version_id=version_id)
        messages.success(request, _("Đã xác nhận: trang công khai không còn ghi chưa xác nhận."))
        return see_other("catalogue_version", version_id=version_id)

    return _decide(request, version_or_404(request, version_id), "confirm", run)


def _draft_or_404(request: HttpRequest, version_id: int) -> Version:
    found = version_or_404(request, version_id)
    if request.method == "GET" and found.row.status is not VersionStatus.DRAFT:
        raise Http404
    return found


def _decide(
    request: HttpRequest,
    found: Version,
    page: str,
    run: Callable[[Any, int], HttpResponse],
    **words: Any,
) -> HttpResponse:
    form = DecideForm(request.POST or None, initial={"edit": found.edit})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        asked = form.cleaned_data
        try:
            return run(act(request, asked["request_id"], Right.MANAGE_CATALOGUE), asked["edit"])
        except Refused as refused:
            form.refuse(refused)
            status = 409
    words = {"form": form, "version": found, **words}
    return render(request, f"{FOLDER}/{page}.html", words, status=status)
