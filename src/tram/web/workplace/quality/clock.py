"""One run of the post's clock: how its due time was counted, its waits, and stopping or releasing it."""

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
from tram.custody.commands.clocks import pause_clock, release_clock
from tram.custody.queries.clocks import whole_run
from tram.custody.rules.routes import Waiting
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm


class PauseForm(RequestForm):
    """Why the clock stops."""

    ly_do = forms.TypedChoiceField(
        label=gettext_lazy("Lý do dừng"),
        coerce=Waiting,
        choices=lambda: [("", gettext_lazy("Chọn lý do")), *Waiting.choices()],
        help_text=gettext_lazy("Ghi tên người dừng và người cho chạy lại."),
    )


@access.allowed(Right.READ_QUALITY)
@require_GET
def clock(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """One run with its reckoning; who answers for its office may stop it."""
    return _page(request, clock_id, PauseForm())


@access.allowed(Right.HANDLE_INCIDENT)
@require_POST
def pause(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """Stop the clock for the reason chosen."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, clock_id, form, status=422)
    given = form.cleaned_data
    try:
        act = access.act(request, given["request_id"])
        pause_clock(act, clock_id=clock_id, reason=given["ly_do"])
    except Refused as refused:
        form.refuse(refused)
        return _page(request, clock_id, form, status=409)
    messages.success(request, _("Đã dừng đồng hồ của bưu gửi: {}.").format(given["ly_do"].label))
    return see_other("postal_clock", clock_id=clock_id)


@access.allowed(Right.HANDLE_INCIDENT)
@require_POST
def release(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """Let the clock run on."""
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            act = access.act(request, form.cleaned_data["request_id"])
            release_clock(act, clock_id=clock_id)
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return _page(request, clock_id, form, status=409)
    messages.success(request, _("Đồng hồ chạy tiếp; hạn của bưu chính đã tính lại."))
    return see_other("postal_clock", clock_id=clock_id)


def _page(request: HttpRequest, clock_id: UUID, form: Any, status: int = 200) -> HttpResponse:
    found = whole_run(access.actor(request), clock_id)
    if found is None:
        raise Http404
    words = {"found": found, "run": found.run, "form": form}
    return render(request, "workplace/quality/clock.html", words, status=status)
