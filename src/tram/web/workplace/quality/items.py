"""The items behind a figure of the post's quality, in pages; nothing personal and no procedure stands on it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.custody.queries.clocks import told
from tram.custody.queries.quality import WAYS, Part, Wanted, runs
from tram.custody.rules.routes import PostalRoute
from tram.web import access
from tram.web.workplace import paging
from tram.web.workplace.quality.report import SpanForm, asked_by, span_form


class ItemsForm(SpanForm):
    """Which days, and which of the items of those days."""

    nhom = forms.TypedChoiceField(
        label=gettext_lazy("Nhóm"), coerce=Part, choices=Part.choices, empty_value=None
    )
    chieu = forms.TypedChoiceField(
        label=gettext_lazy("Chiều"),
        choices=lambda: [("", gettext_lazy("Cả hai chiều")), *WAYS],
        required=False,
        empty_value=None,
    )
    tuyen = forms.TypedChoiceField(
        label=gettext_lazy("Tuyến"),
        coerce=PostalRoute,
        choices=lambda: [("", gettext_lazy("Mọi tuyến")), *PostalRoute.choices()],
        required=False,
        empty_value=None,
    )
    diem = forms.IntegerField(required=False, widget=forms.HiddenInput)


@access.allowed(Right.READ_QUALITY)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """The items of a figure, the first taken first; late ones are marked."""
    data = {"nhom": Part.OVERDUE.value} | {**span_form(request).data}
    form = ItemsForm(data)
    words: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "workplace/quality/items.html", words, status=422)
    given = form.cleaned_data
    wanted = Wanted(
        asked_by(request, form), given["nhom"], given["chieu"], given["tuyen"], given["diem"]
    )
    page = runs(wanted, paging.key(request))
    words |= {"rows": told(page.rows), "wanted": wanted, **paging.neighbours(request, page)}
    return render(request, "workplace/quality/items.html", words)
