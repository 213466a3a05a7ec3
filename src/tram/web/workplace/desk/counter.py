"""Dossiers brought to the desk in person (nộp trực tiếp): find the procedure, count, and say where the result goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.rules.tariff import Quotation
from tram.catalogue.queries import (
    AgencyChoice,
    ProcedureDetail,
    agencies_for,
    procedure,
    search_procedures,
)
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands import desk as commands
from tram.custody.queries.intake import intake_facts
from tram.custody.queries.intakes import communes
from tram.custody.queries.returning import return_price
from tram.directory.queries import served, unit_name
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.desk.counter_form import BY_POST, CounterForm
from tram.web.workplace.intake.page import PAGE, SearchForm
from tram.web.workplace.manifests.places import act


@access.allowed(Right.ACCEPT)
@require_GET
def counter_intake(request: HttpRequest) -> HttpResponse:
    """Step 1: find the procedure by its name, accents or not, or by its code."""
    form = SearchForm(request.GET if request.GET.get("q") else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = (
        search_procedures(text, day=clock.today(), after=request.GET.get("sau"), limit=PAGE)
        if text
        else []
    )
    words = {
        "form": form,
        "text": text,
        "found": found,
        "unconfirmed": any(not row.official for row in found),
        "next": found[-1].cursor if len(found) == PAGE else "",
    }
    return render(request, "workplace/desk/counter_search.html", words)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def counter_procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Step 2: one page for one dossier; POST asks for the price (`do=price`) or takes the dossier in."""
    unit = access.place(request, Right.ACCEPT)
    found = procedure(code, day=clock.today())
    agencies = _served(found, unit) if found and unit else []
    if found is None or unit is None or not agencies:
        return _closed(request, code, found, unit)
    form = CounterForm(found, agencies, communes(clock.today()), data=request.POST or None)
    if request.method == "GET":
        return _page(request, form, agencies)
    if request.POST.get("do") == "price":
        return _priced(request, form, agencies)
    if form.is_valid():
        try:
            asked = act(request, form.cleaned_data["request_id"], Right.ACCEPT, unit)
            made = commands.submit(asked, intake=form.intake())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request,
                _("Đã ghi nhận hồ sơ. Hãy xác nhận giấy tờ và tiếp nhận để cấp mã, hẹn ngày trả."),
            )
            return see_other("desk_dossier", dossier_id=made["dossier"])
    else:
        form.tell_what_is_short()
    return _page(request, form, agencies, status=409, price=_price(form)[0])


def _served(found: ProcedureDetail, unit: int) -> list[AgencyChoice]:
    """The agencies that settle this procedure and for which this desk receives."""
    today = clock.today()
    agencies = agencies_for(found.version_id, day=today)
    mine = served(unit, [agency.id for agency in agencies], today)
    return [agency for agency in agencies if agency.id in mine]


def _page(
    request: HttpRequest,
    form: CounterForm,
    agencies: list[AgencyChoice],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    words = {
        "form": form,
        "procedure": form.procedure,
        "agency": agencies[0].name if len(agencies) == 1 else "",
        **more,
    }
    return render(request, "workplace/desk/counter_form.html", words, status=status)


def _priced(request: HttpRequest, form: CounterForm, agencies: list[AgencyChoice]) -> HttpResponse:
    """What the postman will ask for bringing the result home; nothing is written, nothing marked as wrong."""
    form.full_clean()
    price, needed = _price(form)
    if getattr(request, "htmx", False):
        words = {"price": price, "needed": needed}
        return render(request, "workplace/desk/counter_price.html", words)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    again = CounterForm(form.procedure, agencies, communes(clock.today()), initial=typed)
    return _page(request, again, agencies, price=price, needed=needed)


def _price(form: CounterForm) -> tuple[Quotation | None, str]:
    given = form.cleaned_data
    if given.get("back") != BY_POST:
        return None, _("Chọn nhận kết quả tại nhà, qua bưu điện thì mới có cước.")
    if not given.get("recipient_commune") or not given.get("agency"):
        return None, _(
            "Nhập cơ quan giải quyết và xã, phường, thị trấn của người nhận để tính cước."
        )
    try:
        facts = intake_facts(
            version_id=form.procedure.version_id,
            agency_id=given["agency"],
            point_id=None,
            recipient_area=given["recipient_commune"],
            day=clock.today(),
        )
        return return_price(facts), ""
    except Refused as refused:
        return None, refused.message


def _closed(
    request: HttpRequest, code: str, found: ProcedureDetail | None, unit: int | None
) -> HttpResponse:
    """The clear refusal of step 2: no such procedure, or none that this desk receives."""
    words = {"code": code, "procedure": found, "desk": unit_name(unit) if unit else ""}
    status = 409 if found else 404
    return render(request, "workplace/desk/counter_closed.html", words, status=status)
