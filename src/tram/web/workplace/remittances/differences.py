"""Differences of every reconciliation: given to somebody, explained, closed by another person; nothing deleted."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.cash.commands import differences as commands
from tram.cash.queries import differences as queries
from tram.cash.queries.differences import DifferenceRow, Wanted
from tram.cash.rules.differences import (
    CLOSED,
    DifferenceKind,
    DifferenceState,
    Explanation,
    ReconciledSide,
)
from tram.core.errors import Refused
from tram.dossiers.queries.fees import money_scope
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import spreadsheet
from tram.web.forms import RequestForm, TramForm

LONGEST = 100_000
COLUMNS = (
    ("Đợt nộp", 18),
    ("Cơ quan", 30),
    ("Bên đối soát", 22),
    ("Bưu gửi, tham chiếu", 22),
    ("Sai lệch", 32),
    ("Theo sổ (đồng)", 14),
    ("Bên kia (đồng)", 14),
    ("Trạng thái", 20),
    ("Nguyên nhân", 30),
    ("Người xử lý", 24),
    ("Phát hiện lúc", 16),
    ("Người đóng", 24),
)


class FilterForm(TramForm):
    """Which differences; anything else than the lists offer is passed over."""

    state = forms.ChoiceField(label=gettext_lazy("Trạng thái"), required=False)
    side = forms.ChoiceField(label=gettext_lazy("Bên đối soát"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại sai lệch"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        lists = {"state": DifferenceState, "side": ReconciledSide, "kind": DifferenceKind}
        for name, kind in lists.items():
            box = self.fields[name]
            assert isinstance(box, forms.ChoiceField)
            box.choices = [("", _("Tất cả")), *kind.choices()]

    def wanted(self) -> Wanted:
        """What the reader asks for."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            state=asked.get("state") or "",
            side=asked.get("side") or "",
            kind=asked.get("kind") or "",
        )


class OwnerForm(RequestForm):
    """Who is to clear it up."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Người xử lý"), coerce=int)


class CauseForm(RequestForm):
    """Why it came about."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Nguyên nhân"),
        choices=[("", gettext_lazy("Chọn nguyên nhân")), *Explanation.choices()],
    )
    words = forms.CharField(label=gettext_lazy("Ghi rõ"), max_length=300, required=False)


class CloseForm(RequestForm):
    """What was done about it."""

    words = forms.CharField(label=gettext_lazy("Đã xử lý thế nào"), max_length=300)


DONE = {
    "owner": gettext_lazy("Đã giao người xử lý sai lệch."),
    "cause": gettext_lazy("Đã ghi nguyên nhân; chờ người khác đóng sai lệch."),
    "close": gettext_lazy("Đã đóng sai lệch."),
}


@access.allowed(Right.READ_MONEY)
@require_GET
def money_differences(request: HttpRequest) -> HttpResponse:
    """The list, those not closed first."""
    who = access.actor(request)
    scope, form = money_scope(who), FilterForm(request.GET)
    wanted = form.wanted()
    counts = queries.counted(scope, wanted)
    words = {
        "filters": form,
        "rows": queries.money_differences(scope, wanted),
        "counts": [(state.label, count) for state, count in counts.items()],
        "all": sum(counts.values()),
        "query": request.GET.urlencode(),
        "makes": may(who, Right.MANAGE_CASH) and scope is None,
    }
    return render(request, "workplace/remittances/differences.html", words)


@access.allowed(Right.READ_MONEY)
@require_GET
def money_differences_sheet(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet."""
    scope = money_scope(access.actor(request))
    found = queries.money_differences(scope, FilterForm(request.GET).wanted(), LONGEST)
    rows = [
        (
            row.batch,
            row.agency,
            row.side,
            row.item,
            row.kind,
            row.book_vnd,
            row.other_vnd,
            row.state.label,
            row.cause,
            row.owner,
            row.found_at,
            row.settled_by,
        )
        for row in found
    ]
    return spreadsheet("sai-lech-doi-soat", "Sai lệch đối soát", COLUMNS, rows)


@access.allowed(Right.READ_MONEY)
@require_http_methods(["GET", "POST"])
def money_difference(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """One difference with its history; POST gives it to somebody, explains or closes it."""
    who = access.actor(request)
    found = queries.difference(money_scope(who), difference_id)
    if found is None:
        raise Http404
    handles = commands.may_handle(who, found.agency_id)
    handles = handles and found.state not in CLOSED
    forms_ = _forms(request, found)
    do = request.POST.get("do", "")
    form = forms_.get(do)
    if form is not None and form.is_valid():
        try:
            _run(request, found, do, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, DONE[do])
            return see_other("money_difference", difference_id=difference_id)
    words = {
        "one": found,
        "history": queries.history(difference_id),
        "handles": handles,
        "closes": found.state is DifferenceState.EXPLAINED and found.explained_by_id != who.id,
        "forms": forms_,
        "may_open": may(who, Right.READ_DOSSIER) or may(who, Right.READ_POSTAL),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "workplace/remittances/difference.html", words, status=status)


def _forms(request: HttpRequest, found: DifferenceRow) -> dict[str, RequestForm]:
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    owner = OwnerForm(sent("owner"))
    box = owner.fields["owner"]
    assert isinstance(box, forms.TypedChoiceField)
    people = queries.owners(found.agency_id, access.today(request))
    box.choices = [("", _("– Chọn người xử lý –")), *people]
    made = {"owner": owner, "cause": CauseForm(sent("cause")), "close": CloseForm(sent("close"))}
    for name, form in made.items():
        form.auto_id = f"{name}-%s"
    return made


def _run(request: HttpRequest, found: DifferenceRow, do: str, form: RequestForm) -> None:
    given = form.cleaned_data
    asked = access.act(request, given["request_id"])
    if do == "owner":
        commands.assign_difference(asked, difference_id=found.id, owner_id=given["owner"])
    elif do == "cause":
        cause = Explanation(given["cause"])
        commands.explain_difference(
            asked, difference_id=found.id, cause=cause, words=given["words"]
        )
    else:
        commands.settle_difference(asked, difference_id=found.id, words=given["words"])
