"""The inbox of a duty (hộp thông báo): warnings of lateness, read once for everybody on the duty."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.dossiers import commands
from tram.dossiers.queries.messages import inbox as inbox_of
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm

ALL = "tat-ca"


class ReadForm(RequestForm):
    """Which warnings of the page were read."""

    message = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": gettext_lazy("Hãy chọn ít nhất một thông báo."),
            "invalid_choice": gettext_lazy("Trang này đã cũ: hãy tải lại trang."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        data: Any = self.data
        given = data.getlist("message") if self.is_bound else []
        field: Any = self.fields["message"]
        # What may be marked is the command's to say; here it need only be numbers.
        field.choices = [(value, value) for value in given if value.isdecimal()]


@access.allowed(Right.READ_WARNINGS)
@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """Warnings nobody has read yet, or with `xem=tat-ca` all of them; posted, some are marked as read."""
    form = ReadForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _marked(request, form):
        return see_other("inbox")
    everything = request.GET.get("xem") == ALL
    page = request.GET.get("trang", "")
    turned = max(int(page), 1) if page.isdecimal() and len(page) < 5 else 1
    found = inbox_of(access.actor(request), everything=everything, page=turned)
    words = {
        "form": form,
        "found": found,
        "everything": everything,
        "tabs": _tabs(found.unread, everything),
        "may_open": may(access.actor(request), Right.READ_DOSSIER),
        "may_look": may(access.actor(request), Right.READ_LATENESS),
        "previous_url": _url(everything, found.previous),
        "next_url": _url(everything, found.next),
    }
    return render(request, "workplace/inbox/inbox.html", words, status=409 if form.errors else 200)


def _marked(request: HttpRequest, form: ReadForm) -> bool:
    given = form.cleaned_data
    try:
        answer = commands.mark_read(
            access.act(request, given["request_id"]), message_ids=given["message"]
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    count = answer["marked"]
    text = ngettext(
        "Đã đánh dấu {} thông báo là đã đọc.", "Đã đánh dấu {} thông báo là đã đọc.", count
    )
    messages.success(request, text.format(count))
    return True


def _tabs(unread: int, everything: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Chưa đọc"),
            "url": reverse("inbox"),
            "count": unread,
            "current": not everything,
        },
        {"label": _("Tất cả"), "url": _url(True, 1), "count": None, "current": everything},
    ]


def _url(everything: bool, page: int | None) -> str:
    """The address of a page of one of the two lists; empty where there is no such page."""
    if page is None:
        return ""
    start = f"{reverse('inbox')}?"
    start += f"xem={ALL}&" if everything else ""
    return f"{start}trang={page}"


urls: list[URLPattern] = [path("thong-bao/", inbox, name="inbox")]
