"""Finding a dossier (tìm hồ sơ): one box for everything people have in hand, inside what they may see."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_reads
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.queries import finding
from tram.dossiers.queries.keyset import Page
from tram.dossiers.queries.reach import reach
from tram.web import access
from tram.web.forms import TramForm
from tram.web.workplace import paging


class FindForm(TramForm):
    """One box for everything people have in hand."""

    q = forms.CharField(
        label=gettext_lazy("Mã hồ sơ, họ tên, số điện thoại, số hiệu bưu gửi hoặc mã theo dõi"),
        help_text=gettext_lazy(
            "Họ tên gõ có dấu hay không dấu; điện thoại, mã hồ sơ gõ đủ hoặc các số cuối; quét mã cũng được."
        ),
        max_length=200,
        widget=forms.SearchInput(
            attrs={"autocomplete": "off", "aria-keyshortcuts": "F2", "class": "w-wide"}
        ),
    )


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def dossiers(request: HttpRequest) -> HttpResponse:
    """What was found among the dossiers of the person's own units; without words, the newest."""
    form = FindForm(request.GET if request.GET.get("q") else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    page: Page[finding.Hit] = Page(())
    try:
        page = finding.find(reach(access.actor(request)), text, paging.key(request))
    except Refused as refused:
        form.refuse(refused, "q")
    shown = [row.id for row in page.rows]
    note_reads(
        access.actor(request), place_id=access.place(request), subjects=shown, page="dossiers"
    )
    words = {
        "form": form,
        "text": text,
        "rows": page.rows,
        "unconfirmed": any(row.procedure and not row.official for row in page.rows),
        **paging.neighbours(request, page),
    }
    return render(request, "workplace/dossiers/dossiers.html", words)
