"""All versions with search and filter (danh mục thủ tục)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.catalogue.queries.managing import (
    VersionStatus,
    Wanted,
    fields,
    settling_units,
    versions,
)
from tram.directory.queries import province_offices
from tram.web.access import actor, allowed, place, today
from tram.web.forms import TramForm

NOBODY = "0"
BADGES = {
    VersionStatus.DRAFT: "warning",
    VersionStatus.COMING: "info",
    VersionStatus.IN_FORCE: "success",
    VersionStatus.ENDED: "neutral",
}


class FilterForm(TramForm):
    """What to look for; anything else than the lists offer is passed over."""

    q = forms.CharField(
        label=gettext_lazy("Tên hoặc mã thủ tục"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Cơ quan giải quyết"), required=False)
    no_limit = forms.BooleanField(label=gettext_lazy("Chưa biết thời hạn"), required=False)
    unconfirmed = forms.BooleanField(
        label=gettext_lazy("Chưa được cán bộ xác nhận"), required=False
    )

    def __init__(self, agencies: list[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = ("", _("Tất cả"))
        several = (NOBODY, _("Mọi UBND huyện hoặc xã"))
        choices: dict[str, list[tuple[Any, str]]] = {
            "status": [every, *VersionStatus.choices()],
            "field": [every, *((each, each) for each in fields())],
            "agency": [every, several, *((str(ident), name) for ident, name in agencies)],
        }
        for name, offered in choices.items():
            box = self.fields[name]
            assert isinstance(box, forms.ChoiceField)
            box.choices = offered

    def wanted(self, after: str) -> Wanted:
        """What the reader looks for."""
        asked = self.cleaned_data
        return Wanted(
            text=asked.get("q") or "",
            status=asked.get("status") or "",
            field=asked.get("field") or "",
            agency_id=int(asked["agency"]) if asked.get("agency") else None,
            no_limit=bool(asked.get("no_limit")),
            unconfirmed=bool(asked.get("unconfirmed")),
            after=after,
        )


@allowed(Right.MANAGE_CATALOGUE)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Find a version; a reporter first sees their own agency's."""
    asked = request.GET.dict() or _first(request)
    form = FilterForm(settling_units(today(request)), asked)
    form.is_valid()
    found = versions(form.wanted(asked.get("after", "")), day=today(request))
    words = {name: value for name, value in asked.items() if value and name != "after"}
    page = {
        "filters": form,
        "rows": [(row, BADGES[row.status]) for row in found.rows],
        "next_url": f"?{urlencode({**words, 'after': found.after})}" if found.after else "",
        "first_url": f"?{urlencode({**words, 'q': words.get('q', '')})}"
        if asked.get("after")
        else "",
    }
    return render(request, "workplace/catalogue/list.html", page)


def _first(request: HttpRequest) -> dict[str, str]:
    if may(actor(request), Right.MANAGE_CATALOGUE, province_offices()):
        return {}
    return {"agency": str(place(request, Right.MANAGE_CATALOGUE) or "")}
