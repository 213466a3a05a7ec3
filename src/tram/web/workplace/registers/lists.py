"""Published lists of postal procedures for who publishes them: each agency's, what differs since, publishing one."""

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
from tram.catalogue.commands.published import publish_list
from tram.catalogue.queries.managing import managed_from
from tram.catalogue.queries.published import (
    agencies_with_procedures,
    catalogue_of,
    list_on,
    listed,
    lists_of,
    lists_on,
)
from tram.catalogue.rules.published import differences
from tram.directory.queries.parties import Party, party
from tram.programme.queries.members import members
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.registers.shared import FOLDER, WIDE, act_of, done, form_page

AT_FIELD = {
    "decision-missing": "decision",
    "applies-before-decision": "valid_from",
    "days-out-of-order": "valid_to",
    "no-procedures": "valid_from",
}


class PublishForm(RequestForm):
    """The decision, and from when its list applies."""

    decision = forms.CharField(
        label=gettext_lazy("Số quyết định"), max_length=120, widget=forms.TextInput(attrs=WIDE)
    )
    decided_on = forms.DateField(label=gettext_lazy("Ngày quyết định"))
    valid_from = forms.DateField(
        label=gettext_lazy("Áp dụng từ ngày"),
        help_text=gettext_lazy("Danh mục được chốt đúng như danh mục thủ tục của ngày này."),
    )
    valid_to = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False)


@access.allowed(Right.READ_PLAN, Right.MANAGE_CATALOGUE)
@require_GET
def procedure_lists(request: HttpRequest) -> HttpResponse:
    """Every agency of the plan that has procedures, with its list in force or none."""
    today = access.today(request)
    settling = agencies_with_procedures(today)
    held = {row.agency_id: row for row in lists_on(today)}
    rows = [(each, held.get(each.id)) for each in members(today) if each.id in settling]
    published = sum(row is not None for _each, row in rows)
    words = {"rows": rows, "published": published, "today": today}
    return render(request, f"{FOLDER}/lists.html", words)


@access.allowed(Right.READ_PLAN, Right.MANAGE_CATALOGUE)
@require_GET
def procedure_list(request: HttpRequest, slug: str) -> HttpResponse:
    """An agency's list in force, how the catalogue differs from it today, and every list before."""
    agency, today = _agency(slug), access.today(request)
    found = list_on(agency.id, today)
    rows = listed(found.id) if found else []
    now = catalogue_of(agency.id, today)
    words = {
        "agency": agency,
        "found": found,
        "changes": differences(rows, now) if found else [],
        "now": {
            "sending": sum(row.sending for row in now),
            "returning": sum(row.returning for row in now),
            "closed": sum(not row.by_post for row in now),
        },
        "history": lists_of(agency.id),
        "mine": _may_publish(request, agency),
    }
    return render(request, f"{FOLDER}/list.html", words)


def _agency(slug: str) -> Party:
    found = party(slug)
    if found is None:
        raise Http404
    return found


def _may_publish(request: HttpRequest, agency: Party) -> bool:
    return may(access.actor(request), Right.MANAGE_CATALOGUE, managed_from(agency.id))


@access.allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def publish_procedure_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the list of an agency under a decision."""
    agency, today = _agency(slug), access.today(request)
    form = PublishForm(request.POST or None, initial={"valid_from": today})
    made = (
        done(form, lambda _w: _publish(request, form, agency), AT_FIELD)
        if form.is_valid()
        else None
    )
    if made is None:
        return form_page(
            request,
            form,
            _("Công bố danh mục"),
            _("Công bố"),
            under=agency.label,
            back=reverse("procedure_list", args=[slug]),
            note=_("Danh mục đã công bố không sửa được; có thay đổi thì công bố danh mục mới."),
        )
    messages.success(request, _("Đã công bố danh mục {} thủ tục.").format(made["rows"]))
    return see_other("procedure_list", slug=slug)


def _publish(request: HttpRequest, form: PublishForm, agency: Party) -> dict[str, Any]:
    words = form.cleaned_data
    return publish_list(
        act_of(request, form),
        agency_id=agency.id,
        decision=words["decision"],
        decided_on=words["decided_on"],
        valid_from=words["valid_from"],
        valid_to=words["valid_to"],
    )


def _at(tail: str) -> str:
    return f"ke-hoach/danh-muc/{tail}"


urls: list[URLPattern] = [
    path(_at(""), procedure_lists, name="procedure_lists"),
    path(_at("<slug:slug>/"), procedure_list, name="procedure_list"),
    path(_at("<slug:slug>/cong-bo/"), publish_procedure_list, name="publish_procedure_list"),
]
