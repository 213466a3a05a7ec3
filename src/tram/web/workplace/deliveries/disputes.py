"""What people say against a delivery or a try (phản ánh việc phát): a manager reads the record and answers."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.disputes import answer_dispute
from tram.custody.queries import disputes as queries
from tram.custody.queries import trail
from tram.dossiers.rules.sight import Sight
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm

SIDES = [
    ("citizen", gettext_lazy("Người dân nói đúng")),
    ("post", gettext_lazy("Bưu điện ghi đúng")),
]


class AnswerForm(RequestForm):
    """Who was right, and what the person is told."""

    right = forms.ChoiceField(
        label=gettext_lazy("Kết luận"),
        help_text=gettext_lazy("Lần phát mà người dân nói đúng thì không tính vào số lần phát."),
        choices=SIDES,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Câu trả lời gửi người dân"),
        help_text=gettext_lazy("Không ghi tên thủ tục, không ghi số giấy tờ của ai."),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@access.allowed(Right.HANDLE_INCIDENT)
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """Those of this manager's offices, unanswered ones first."""
    rows = queries.matters(access.actor(request))
    words = {
        "open": [row for row in rows if row.answered_at is None],
        "answered": [row for row in rows if row.answered_at is not None],
    }
    return render(request, "workplace/deliveries/disputes.html", words)


@access.allowed(Right.HANDLE_INCIDENT)
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """One of them: what was said, what the record says, the chain of custody, the answer."""
    who = access.actor(request)
    found = queries.matter(who, dispute_id)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, dispute_id, form):
        return see_other("disputes")
    place = access.place(request, Right.HANDLE_INCIDENT)
    note_read(who, place_id=place, subject=found.dossier_id, page="dispute")
    words = {
        "matter": found,
        "form": form,
        "events": trail.events(found.dossier_id, Sight.POSTAL, with_money=False),
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/deliveries/dispute.html", words, status=status)


def _answer(request: HttpRequest, dispute_id: UUID, form: AnswerForm) -> bool:
    words = form.cleaned_data
    try:
        answer_dispute(
            access.act(request, words["request_id"], Right.HANDLE_INCIDENT),
            dispute_id=dispute_id,
            upheld=words["right"] == "citizen",
            answer=words["answer"],
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("Đã trả lời phản ánh và báo người dân."))
    return True


urls: list[URLPattern] = [
    path("phan-anh/", disputes, name="disputes"),
    path("phan-anh/<uuid:dispute_id>/", dispute, name="dispute"),
]
