"""What a manager looks over: refunds that wait, prices above the table, ranges of receipt numbers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.cash.commands.receipts import grant_book
from tram.cash.queries.receipts import books_of, overrides_of
from tram.cash.queries.refunds import refunds
from tram.cash.rules.receipts import MOST, ReceiptPaper
from tram.core.clock import now
from tram.core.errors import Refused
from tram.custody.queries.back import ought_back_of
from tram.directory.queries.network import Place, managed_units, post_places, units_below
from tram.web.access import act, actor, allowed, today
from tram.web.answers import see_other
from tram.web.forms import RequestForm


class BookForm(RequestForm):
    """A range of numbers for one point."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Cấp cho điểm"), coerce=int)
    paper = forms.ChoiceField(label=gettext_lazy("Loại"), choices=ReceiptPaper.choices())
    series = forms.CharField(label=gettext_lazy("Ký hiệu"), max_length=20)
    first = forms.IntegerField(label=gettext_lazy("Từ số"), min_value=1, max_value=MOST)
    last = forms.IntegerField(label=gettext_lazy("Đến số"), min_value=1, max_value=MOST)

    def __init__(self, points: Sequence[Place], data: Any = None) -> None:
        super().__init__(data)
        box = self.fields["unit"]
        assert isinstance(box, forms.TypedChoiceField)
        box.choices = [("", _("Chọn điểm")), *((one.id, one.label) for one in points)]


@allowed(Right.APPROVE_REFUND)
@require_GET
def refunds_page(request: HttpRequest) -> HttpResponse:
    """Refunds of the units that this person looks after, those that wait first; and what nobody has asked for yet."""
    who = actor(request)
    own = {d.unit_id for d in who.duties if Right.APPROVE_REFUND in GRANTS[Role(d.role)]}
    units = sorted(units_below(own))
    words = {"rows": refunds(who, units), "backs": ought_back_of(units, now())}
    return render(request, "workplace/payments/refunds.html", words)


@allowed(Right.MANAGE_POST)
@require_GET
def overrides_page(request: HttpRequest) -> HttpResponse:
    """Prices above the table, the newest first, with how many there are (requirement 16f)."""
    count, rows = overrides_of(units_below(managed_units(actor(request))))
    return render(request, "workplace/payments/overrides.html", {"rows": rows, "count": count})


@allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def receipt_books(request: HttpRequest) -> HttpResponse:
    """Ranges of receipt numbers and how far each is used; POST grants one."""
    who = actor(request)
    points = post_places(who, ("post-point",), day=today(request))
    form = BookForm(points, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            grant_book(
                act(request, given["request_id"]),
                unit_id=given["unit"],
                paper=ReceiptPaper(given["paper"]),
                series=given["series"],
                first=given["first"],
                last=given["last"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Đã cấp quyển biên lai."))
            return see_other("receipt_books")
    words = {"rows": books_of(units_below(managed_units(who))), "form": form}
    return render(
        request, "workplace/payments/books.html", words, status=409 if form.is_bound else 200
    )


urls: list[URLPattern] = [
    path("tra-lai-tien/", refunds_page, name="refunds"),
    path("thu-tren-bang-gia/", overrides_page, name="overrides"),
    path("quyen-bien-lai/", receipt_books, name="receipt_books"),
]
