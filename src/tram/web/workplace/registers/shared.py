"""What the pages of the registers share: the day asked for, a share in words, one file, a deed and its refusal."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.files import Given
from tram.web import access
from tram.web.forms import RequestForm, TramForm
from tram.web.uploads import ACCEPT, look_at, sent_too_much

FOLDER = "workplace/registers"
WIDE = {"class": "w-wide", "autocomplete": "off"}


class DayForm(TramForm):
    """As of which day."""

    ngay = forms.DateField(label=gettext_lazy("Tính đến hết ngày"))


def day_asked(request: HttpRequest) -> tuple[DayForm, date]:
    """The form of the day, and the day: today unless another one was asked for."""
    today = access.today(request)
    form = DayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": today})
    asked = form.cleaned_data.get("ngay") if form.is_valid() else None
    return form, asked or today


def share_words(numerator: int, denominator: int) -> str:
    """«88,0 %», in tenths rounded down, so that nothing below a target looks like it."""
    if not denominator:
        return _("không có gì để tính")
    tenths = numerator * 1000 // denominator
    return f"{tenths // 10},{tenths % 10} %"


def file_field(label: Any, help_text: Any = "") -> forms.FileField:
    """One scan or photograph."""
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text or gettext_lazy("PDF, JPEG hoặc PNG."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


@contextmanager
def one_file(request: HttpRequest, name: str = "file") -> Iterator[Given | None]:
    """The file that came with a form, looked at, ready to be kept inside this block; None if none came."""
    if (refused := sent_too_much(request)) is not None:
        raise refused
    sent = request.FILES.get(name)
    with look_at([sent] if sent else []) as looked:
        if looked.bad:
            raise looked.bad[0]
        yield looked.good[0] if looked.good else None


Deed = Callable[[dict[str, Any]], Any]


def done(form: RequestForm, deed: Deed, at_field: Mapping[str, str]) -> Any:
    """What a deed answered; None if it was refused, which then stands on the form at its field."""
    try:
        return deed(form.cleaned_data)
    except Refused as refused:
        field = at_field.get(refused.code) or (
            "file" if refused.code.startswith(("file-", "sending-")) else ""
        )
        form.refuse(refused, field if field in form.fields else None)
        return None


def act_of(request: HttpRequest, form: RequestForm) -> Act:
    """The act that a form asks for."""
    return access.act(request, form.cleaned_data["request_id"])


def form_page(
    request: HttpRequest, form: RequestForm, title: str, button: str, **words: Any
) -> HttpResponse:
    """A form that writes, with its title and its button; 409 if it was refused, 422 if it was not understood."""
    status = 200 if not form.is_bound else 409 if form.refused else 422
    words = {"form": form, "title": title, "button": button, **words}
    return render(request, f"{FOLDER}/form.html", words, status=status)
