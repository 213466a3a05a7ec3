"""The price table of the State: its versions, and a new one from a copy or from a sheet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.commands.tariffs import NewTariff, publish_tariff
from tram.cash.queries.tariffs import cells_of, tariffs
from tram.cash.rules.price_cells import CELLS, STEPS, Cell, Typed, named, of_sheet, rates
from tram.cash.rules.tariff import Zone
from tram.catalogue.rules.eligibility import Direction
from tram.core.errors import Refused
from tram.core.long_tables import read_grid
from tram.core.money import parse_vnd
from tram.web.access import act, allowed
from tram.web.answers import see_other
from tram.web.forms import ParsedField, RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.spreadsheets import sent_sheet

MOST_LINES = 200


def cell_name(cell: Cell) -> str:
    """The name of a cell's box."""
    way, zone, step = cell
    return f"{way.value}_{zone.value}_{step or 'tiep'}"


class TariffForm(RequestForm):
    """A whole price table: forty cells and what stands above them."""

    code = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Tên bảng giá"), max_length=200)
    valid_from = forms.DateField(
        label=gettext_lazy("Áp dụng từ ngày"), help_text=gettext_lazy("Từ ngày mai trở đi.")
    )
    remittance = ParsedField(parse_vnd, label=gettext_lazy("Cước chuyển nộp phí, lệ phí (đồng)"))
    remittance_source = forms.CharField(label=gettext_lazy("Căn cứ của cước chuyển nộp"))
    sheet = forms.FileField(
        label=gettext_lazy("Lấy giá từ tệp XLSX hoặc CSV UTF-8"),
        help_text=gettext_lazy(
            "Bốn cột: chiều (in, out), khu vực, đến gam (100, 250, 500, tiep), số đồng. Đọc xong hiện lên bảng để xem."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        boxes = {
            cell_name(cell): forms.CharField(
                label=named(cell),
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"class": "w-money", "inputmode": "numeric"}),
            )
            for cell in CELLS
        }
        vars(self)["base_fields"] = {**type(self).base_fields, **boxes}
        super().__init__(*args, **options)

    def cells(self) -> dict[Cell, str]:
        """The words of each cell."""
        return {cell: self.cleaned_data.get(cell_name(cell), "") for cell in CELLS}

    def tables(self) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
        """For each direction its rows: a zone with its boxes by weight."""
        return [
            (
                way.label.capitalize(),
                [
                    (
                        zone.label.capitalize(),
                        [self[cell_name((way, zone, step))] for step in STEPS],
                    )
                    for zone in Zone
                ],
            )
            for way in Direction
        ]

    @property
    def heads(self) -> list[Any]:
        """The boxes above the tables."""
        names = ("code", "name", "valid_from", "remittance", "remittance_source", "sheet")
        return [self[name] for name in names]


@allowed(Right.MANAGE_TARIFF)
@require_GET
def tariff_list(request: HttpRequest) -> HttpResponse:
    """Every version of the price table, the newest first."""
    return render(request, "workplace/payments/tariffs.html", {"rows": tariffs()})


@allowed(Right.MANAGE_TARIFF)
@takes_files
@require_http_methods(["GET", "POST"])
def new_tariff(request: HttpRequest) -> HttpResponse:
    """A copy of the newest table to change; POST reads a sheet into it (`do=read`) or publishes it."""
    if request.method == "GET":
        return _page(request, TariffForm(initial=_copy()))
    form = TariffForm(request.POST, request.FILES)
    if refused := sent_too_much(request):
        return _page(request, TariffForm(initial=_copy()), [refused.message], 413)
    if request.POST.get("do") == "read":
        return _read(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    _found, wrong = rates(form.cells())
    if wrong:
        return _page(request, form, wrong, 409)
    try:
        publish_tariff(act(request, form.cleaned_data["request_id"]), new=_new(form))
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status=409)
    messages.success(
        request, _("Đã ban hành bảng giá mới. Bảng đang dùng hết hạn ngày hôm trước.")
    )
    return see_other("tariffs")


def _copy() -> dict[str, Any]:
    newest = next(iter(tariffs()), None)
    if newest is None:
        return {}
    amounts = {cell_name(cell): amount for cell, amount in cells_of(newest.id).items()}
    return {
        **amounts,
        "name": newest.name,
        "remittance": newest.remittance_vnd,
        "remittance_source": newest.remittance_source,
    }


def _new(form: TariffForm) -> NewTariff:
    given = form.cleaned_data
    return NewTariff(
        code=given["code"],
        name=given["name"],
        valid_from=given["valid_from"],
        remittance_vnd=given["remittance"],
        remittance_source=given["remittance_source"],
        cells=form.cells(),
    )


def _read(request: HttpRequest, form: TariffForm) -> HttpResponse:
    """The form again with the amounts of the sheet, and everything that is wrong with them."""
    form.full_clean()
    sent: Any = form.cleaned_data.get("sheet")
    typed = {name: request.POST.get(name, "") for name in form.fields if name != "sheet"}
    if not sent:
        return _page(request, TariffForm(initial=typed), [_("Chưa chọn tệp bảng giá.")], 422)
    try:
        grid = read_grid(*sent_sheet(sent), MOST_LINES)
    except Refused as refused:
        return _page(request, TariffForm(initial=typed), [refused.message], 422)
    lines = [Typed(line, *_four(cells)) for line, cells in grid.rows[1:]]
    found, strange = of_sheet(lines)
    _rates, wrong = rates(found)
    amounts = {cell_name(cell): found.get(cell, "") for cell in CELLS}
    told = [*strange, *wrong]
    return _page(request, TariffForm(initial=typed | amounts), told, 422 if told else 200)


def _four(cells: tuple[str, ...]) -> tuple[str, str, str, str]:
    one, two, three, four = (*cells, "", "", "", "")[:4]
    return one, two, three, four


def _page(
    request: HttpRequest, form: TariffForm, wrong: Any = (), status: int = 200
) -> HttpResponse:
    steps = [
        _("Đến {grams} g").format(grams=step) if step else _("Mỗi 500 g tiếp") for step in STEPS
    ]
    words: Mapping[str, Any] = {"form": form, "wrong": list(wrong), "steps": steps}
    return render(request, "workplace/payments/tariff.html", words, status=status)


urls: list[URLPattern] = [
    path("bang-gia/", tariff_list, name="tariffs"),
    path("bang-gia/moi/", new_tariff, name="new_tariff"),
]
