"""Communes told of the service: how many of all, which not yet, and the form that writes down many at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.files import Given
from tram.programme.commands.outreach import Told, record_outreach, retire_outreach
from tram.programme.queries.communes import Commune, informed_by
from tram.programme.queries.outreach import (
    CommuneTold,
    communes_informed,
    outreach_row,
    outreach_rows,
)
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.uploads import takes_files
from tram.web.workplace.network.points import page_number, pager
from tram.web.workplace.plan.media import outreach_tabs
from tram.web.workplace.plan.registering import (
    FOLDER,
    READERS,
    back_to,
    done,
    file_field,
    form_page,
    retire_page,
    year_asked,
)

SHOWN = 20


@access.allowed(*READERS)
@require_GET
def outreach(request: HttpRequest) -> HttpResponse:
    """The share of communes told in a year, district by district, with those not yet."""
    year, chooser = year_asked(request)
    first, last = date(year, 1, 1), min(date(year, 12, 31), access.today(request))
    found, page = communes_informed(first, last), page_number(request)
    rows = outreach_rows(first, last, skip=(page - 1) * SHOWN, limit=SHOWN + 1)
    who = access.actor(request)
    mine = {each.id for each in informed_by(who, last)} if may(who, Right.INFORM_PUBLIC) else set()
    words = {
        "tabs": outreach_tabs("outreach"),
        "year": year,
        "last": last,
        "chooser": chooser,
        "found": found,
        "districts": list(_by_district(found.rows)),
        "rows": [(row, row.commune_id in mine) for row in rows[:SHOWN]],
        **pager(request, page, len(rows) > SHOWN),
        "may_write": bool(mine),
    }
    return render(request, f"{FOLDER}/outreach.html", words)


def _by_district(rows: Sequence[CommuneTold]) -> Iterator[dict[str, Any]]:
    names = dict.fromkeys((row.district_code, row.district) for row in rows)
    for code, name in names:
        own = [row for row in rows if row.district_code == code]
        missing = [row for row in own if not row.times]
        yield {
            "code": code,
            "name": name,
            "all": len(own),
            "told": len(own) - len(missing),
            "missing": missing,
        }


class OutreachForm(RequestForm):
    """What was broadcast when, and where: the communes ticked, each on the common day or on its own."""

    on = forms.DateField(
        label=gettext_lazy("Ngày phát"),
        required=False,
        help_text=gettext_lazy("Chung cho mọi xã được chọn; xã nào khác ngày thì ghi ở ô của xã."),
    )
    content = forms.CharField(
        label=gettext_lazy("Nội dung đã tuyên truyền"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Số văn bản, lịch phát sóng, sổ nhật ký của đài. Có tệp thì để trống được."
        ),
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    file = file_field(gettext_lazy("Tệp minh chứng"), required=False)

    def __init__(self, communes: Sequence[Commune], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.communes = communes
        for each in communes:
            self.fields[f"told_{each.id}"] = forms.BooleanField(label=each.name, required=False)
            day = forms.DateField(label=_("Ngày phát ở {}").format(each.name), required=False)
            day.widget.attrs |= {"aria-label": str(day.label), "class": "w-date"}
            self.fields[f"on_{each.id}"] = day

    @property
    def rows(self) -> list[tuple[Commune, Any, Any]]:
        """Each commune with its tick and its own day."""
        return [(c, self[f"told_{c.id}"], self[f"on_{c.id}"]) for c in self.communes]

    def told(self) -> list[Told]:
        """The communes that were told; a day of its own ticks a commune too."""
        given, found = self.cleaned_data, []
        for each in self.communes:
            day = given[f"on_{each.id}"] or (given["on"] if given[f"told_{each.id}"] else None)
            if day:
                found.append(Told(each.id, day))
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        bare = [
            c for c in self.communes if given.get(f"told_{c.id}") and not given.get(f"on_{c.id}")
        ]
        if bare and not given.get("on") and "on" not in self.errors:
            message = _("Chưa có ngày phát của {}: hãy ghi ngày chung, hoặc ngày riêng của xã.")
            self.add_error("on", message.format(bare[0].name))
        return given


@access.allowed(Right.INFORM_PUBLIC)
@takes_files
@require_http_methods(["GET", "POST"])
def add_outreach(request: HttpRequest, district: str) -> HttpResponse:
    """All communes of one district at once."""
    mine = informed_by(access.actor(request), access.today(request))
    communes = [each for each in mine if each.district_code == district]
    if not communes:
        raise Http404
    form = OutreachForm(communes, request.POST or None, request.FILES or None)

    def record(words: Mapping[str, Any], file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"], Right.INFORM_PUBLIC)
        asked = {"told": form.told(), "content": words["content"], "note": words["note"]}
        return record_outreach(act, **asked, evidence=file)

    fields = {"future-date": "on", "evidence-missing": "note", "bad-year": "on"}
    answer = done(request, form, record, fields)
    if answer is None:
        title = _("Ghi tuyên truyền: {}").format(communes[0].district)
        words = {"back_url": reverse("outreach"), "button": _("Ghi các xã đã chọn")}
        template = f"{FOLDER}/outreach_body.html"
        return form_page(request, form, title, template=template, **words, files=True)
    messages.success(request, _("Đã ghi {} xã, phường, thị trấn.").format(len(answer["outreach"])))
    days = [each.on.year for each in form.told()]
    return back_to("outreach", nam=max(days))


@access.allowed(Right.INFORM_PUBLIC)
@require_http_methods(["GET", "POST"])
def retire_outreach_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take a wrong row out, with a reason."""
    row = outreach_row(row_id)
    if row is None and request.method == "GET":
        raise Http404
    told = f"{row.commune}, {row.district}: {vn_date(row.on)}, {row.station}" if row else ""

    def retire(act: Any, reason: str) -> dict[str, Any]:
        return retire_outreach(act, outreach_id=row_id, reason=reason)

    return retire_page(request, retire, told, "outreach")


urls: list[URLPattern] = [
    path("ke-hoach/tuyen-truyen/", outreach, name="outreach"),
    path("ke-hoach/tuyen-truyen/ghi/<str:district>/", add_outreach, name="add_outreach"),
    path("ke-hoach/tuyen-truyen/<int:row_id>/go/", retire_outreach_row, name="retire_outreach"),
]
