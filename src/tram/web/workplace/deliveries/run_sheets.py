"""Run sheets (bảng kê phát): what an office gives a postman to deliver today, route by route, and its paper."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.custody import prints
from tram.custody.commands import chain, manifests
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried
from tram.custody.queries.holders import Courier, couriers
from tram.custody.queries.manifests import Sheet, heading
from tram.custody.queries.run_sheets import RunLine, run_sheet
from tram.custody.rules.attempts import Next
from tram.custody.rules.handovers import ManifestKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.workplace.deliveries.doors import Stretch, route_name
from tram.web.workplace.manifests.counting import sheet_or_404
from tram.web.workplace.manifests.forms import OfferForm
from tram.web.workplace.manifests.places import act, here

OUT = (Next.DELIVER, Next.HOLD)


@access.allowed(Right.HAND_OVER_POST)
@require_http_methods(["GET", "POST"])
def run_sheets(request: HttpRequest) -> HttpResponse:
    """What lies here to be delivered, by route: tick, choose the postman, sign."""
    unit = here(request, Right.HAND_OVER_POST)
    if unit is None:
        raise Http404
    rows = [row for row in queries.lying(unit) if row.step in OUT and not row.listed]
    takers = couriers(unit)
    form = OfferForm(request.POST or None, couriers=takers)
    if request.method == "POST" and form.is_valid():
        answer = _offer(request, unit, form, rows, takers)
        if answer is not None:
            return answer
    words = {"form": form, "stretches": _by_route(rows), "takers": takers}
    words["ticked"] = set(form.data.getlist("items")) if form.is_bound else None  # type: ignore[attr-defined]
    status = 409 if form.is_bound else 200
    return render(request, "workplace/deliveries/run_sheets.html", words, status=status)


def _by_route(rows: list[Carried]) -> list[Stretch]:
    ordered = sorted(rows, key=lambda row: (row.route == "", row.route))
    return [
        Stretch(title, tuple(group))
        for title, group in groupby(ordered, lambda row: route_name(row.route))
    ]


def _offer(
    request: HttpRequest, unit: int, form: OfferForm, rows: list[Carried], takers: list[Courier]
) -> HttpResponse | None:
    """Each tick is a cover with all that lies in it."""
    chosen = set(form.item_ids())
    items = [item for row in rows if row.dossier_id in chosen for item in row.items]
    try:
        answer = manifests.offer(
            act(request, form.cleaned_data["request_id"], Right.HAND_OVER_POST, unit),
            kind=ManifestKind.RUN_SHEET,
            from_holder=chain.place(unit),
            to_holder=_taker(form, takers),
            items=items,
        )
    except Refused as refused:
        form.refuse(refused)
        return None
    done = _("Đã lập và ký bảng kê phát {number}. Chờ bưu tá kiểm đếm và ký.")
    messages.success(request, done.format(number=answer["number"]))
    return see_other("manifest", manifest_id=UUID(answer["manifest"]))


def _taker(form: OfferForm, takers: list[Courier]) -> int:
    chosen = form.cleaned_data.get("courier")
    found = next((one.user_id for one in takers if one.username == chosen), None)
    if found is None:
        raise Refused("no-postman", _("Hôm nay chưa có bưu tá nào được phân công nhận."))
    return chain.courier(found)


@access.allowed(Right.HAND_OVER_POST)
@require_GET
def run_sheet_paper(request: HttpRequest, manifest_id: UUID) -> HttpResponse:
    """The run sheet as PDF: number, recipient, phone, address, what is due, seal, room to sign."""
    sheet = sheet_or_404(request, manifest_id)
    if sheet.kind is not ManifestKind.RUN_SHEET:
        raise Http404
    who = access.actor(request)
    for entry in sheet.entries:
        subject = entry.thing.dossier_id
        note_read(who, place_id=access.place(request), subject=subject, page="run_sheet")
    return pdf(prints.run_sheet_pdf(_printed(sheet)), f"bang-ke-phat-{sheet.number}")


def _printed(sheet: Sheet) -> prints.RunSheet:
    head, postman = heading(sheet), sheet.receiver
    routes = groupby(run_sheet(sheet.id), lambda line: line.route)
    return prints.RunSheet(
        superior=head.superior,
        issuer=head.issuer,
        number=sheet.number,
        locality=head.locality,
        at=sheet.signed_at or sheet.offered_at,
        giver=sheet.giver.signed.name if sheet.giver.signed else "",
        postman=postman.name,
        routes=tuple((route_name(name), tuple(map(_door, lines))) for name, lines in routes),
        demo=is_demo(),
    )


def _door(line: RunLine) -> prints.Door:
    return prints.Door(
        s10=line.s10,
        seal=line.seal,
        recipient=line.recipient,
        phone=line.phone,
        address=line.address,
        due_vnd=line.due_vnd,
    )


urls: list[URLPattern] = [
    path("bang-ke-phat/", run_sheets, name="run_sheets"),
    path("bang-ke-phat/<uuid:manifest_id>.pdf", run_sheet_paper, name="run_sheet"),
]
