"""Items that are silent too long (bưu gửi chậm luân chuyển): whoever was told says what was found."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.custody.commands.alarms import answer_alarm
from tram.custody.queries.silence import alarms
from tram.custody.rules.alarms import AlarmAnswer
from tram.dossiers.queries.keyset import PAGE
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm


class AnswerForm(RequestForm):
    """What was found out about one item."""

    alarm = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.TypedChoiceField(
        label=gettext_lazy("Đã tìm hiểu"),
        coerce=AlarmAnswer,
        choices=lambda: [("", gettext_lazy("Chọn trả lời")), *AlarmAnswer.choices()],
    )


@access.allowed(Right.HANDLE_INCIDENT, Right.APPROVE, Right.READ_QUALITY)
@require_http_methods(["GET", "POST"])
def silence(request: HttpRequest) -> HttpResponse:
    """The open alarms of the reader's duties; posted, one of them is answered."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, form):
        return see_other("silence")
    page = request.GET.get("trang", "")
    turned = max(int(page), 1) if page.isdecimal() and len(page) < 5 else 1
    found = alarms(access.actor(request), page=turned)
    words: dict[str, Any] = {
        "form": form,
        "rows": found[:PAGE],
        "answers": AlarmAnswer.choices(),
        "may_open": may(access.actor(request), Right.READ_DOSSIER)
        or may(access.actor(request), Right.READ_POSTAL),
        "may_report": may(access.actor(request), Right.HANDLE_INCIDENT),
        "previous_url": _url(turned - 1) if turned > 1 else "",
        "next_url": _url(turned + 1) if len(found) > PAGE else "",
    }
    status = 409 if form.errors else 200
    return render(request, "workplace/quality/silence.html", words, status=status)


def _answered(request: HttpRequest, form: AnswerForm) -> bool:
    given = form.cleaned_data
    try:
        act = access.act(request, given["request_id"])
        answer_alarm(act, alarm_id=given["alarm"], answer=given["answer"])
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("Đã ghi trả lời: {}.").format(given["answer"].label))
    return True


def _url(page: int) -> str:
    return f"{reverse('silence')}?trang={page}"
