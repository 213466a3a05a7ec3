"""The register of a desk or an agency (sổ theo dõi hồ sơ) on a page, as a sheet and on paper."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_reads
from tram.accounts.rules.access import Right
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.custody.queries import register as queries
from tram.custody.queries.register import CHANNELS, Wanted
from tram.custody.queries.register_paper import paper
from tram.directory.queries import unit_name
from tram.dossiers.prints import print_papers
from tram.dossiers.prints.register import RegisterRow, register_xlsx
from tram.dossiers.queries.reach import held
from tram.dossiers.rules.register import RegisterGroup
from tram.web import access
from tram.web.downloads import XLSX, attachment
from tram.web.forms import TramForm
from tram.web.workplace import paging

SHEET_AT_MOST, PAPER_AT_MOST = 50_000, 1_000


class RegisterForm(TramForm):
    """Whose register, which days, which part of it."""

    so = forms.TypedChoiceField(label=gettext_lazy("Sổ của"), coerce=int)
    tu = forms.DateField(label=gettext_lazy("Nhận từ ngày"))
    den = forms.DateField(label=gettext_lazy("Đến hết ngày"))
    co_quan = forms.TypedChoiceField(
        label=gettext_lazy("Cơ quan giải quyết"), coerce=int, required=False, empty_value=None
    )
    loc = forms.CharField(
        label=gettext_lazy("Tên hoặc mã thủ tục"), max_length=120, required=False
    )
    kenh = forms.TypedChoiceField(
        label=gettext_lazy("Cách nộp"), coerce=int, required=False, empty_value=None
    )
    muc = forms.TypedChoiceField(
        label=gettext_lazy("Tình trạng"), coerce=RegisterGroup, required=False, empty_value=None
    )

    def __init__(self, units: dict[int, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [("", _("Tất cả"))]
        unit, agency = (self._number(name) for name in ("so", "co_quan"))
        self._offer("so", list(units.items()))
        self._offer("co_quan", every + (queries.agencies(unit, agency) if unit in units else []))
        self._offer("kenh", every + list(CHANNELS))
        self._offer("muc", every + RegisterGroup.choices())

    def _offer(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _number(self, name: str) -> int:
        typed = self.data.get(name) or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.cleaned_data
        first, last = asked.get("tu"), asked.get("den")
        if first and last and last < first:
            self.add_error(
                "den",
                _("Ngày cuối {} trước ngày đầu {}: hãy đổi một trong hai ngày.").format(
                    vn_date(last), vn_date(first)
                ),
            )
        return asked

    def wanted(self) -> Wanted:
        """What the reader asked for."""
        asked = self.cleaned_data
        return Wanted(
            unit_id=asked["so"],
            first_day=asked["tu"],
            last_day=asked["den"],
            agency_id=asked["co_quan"],
            procedure=asked["loc"],
            channel=asked["kenh"],
            group=asked["muc"],
        )


@access.allowed(Right.READ_DOSSIER)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The lines of the register that were asked for, how many there are, and of what."""
    form = _form(request)
    return _page(request, form, form.wanted()) if form.is_valid() else _page(request, form, None)


@access.allowed(Right.READ_DOSSIER)
@require_GET
def register_sheet(request: HttpRequest) -> HttpResponse:
    """All of it as a sheet (XLSX)."""
    form = _form(request)
    if not form.is_valid() or not _fits(form, SHEET_AT_MOST):
        return _page(request, form, None, status=409)
    made = register_xlsx(_noted(request, form.wanted(), "register_sheet"))
    return attachment(made, f"{_name(form.wanted())}.xlsx", XLSX)


@access.allowed(Right.READ_DOSSIER)
@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """All of it as the form prints it (Mẫu 06, since 2025 Mẫu 07)."""
    form = _form(request)
    if not form.is_valid() or not _fits(form, PAPER_AT_MOST):
        return _page(request, form, None, status=409)
    who, wanted = access.actor(request), form.wanted()
    rows = tuple(_noted(request, wanted, "register_pdf"))
    made = print_papers(paper(wanted, rows, keeper=who.name))
    return attachment(made, f"{_name(wanted)}.pdf", "application/pdf")


def _form(request: HttpRequest) -> RegisterForm:
    """The question as asked; what is not asked is this month of the place where the person works."""
    units = {
        ident: unit_name(ident)
        for ident in sorted(held(access.actor(request), Right.READ_DOSSIER))
    }
    today = access.today(request)
    asked = {
        "so": str(access.place(request, Right.READ_DOSSIER) or ""),
        "tu": vn_date(today.replace(day=1)),
        "den": vn_date(today),
    }
    asked |= {name: value for name, value in request.GET.dict().items() if str(value).strip()}
    return RegisterForm(units, asked)


def _fits(form: RegisterForm, most: int) -> bool:
    """Whether a paper or a sheet holds it; if not, the form says what to do."""
    lines = queries.count(form.wanted())
    if lines <= most:
        return True
    form.refuse(
        Refused(
            "too-many",
            _(
                "Sổ có {} hồ sơ, nhiều hơn {} hồ sơ mà một tệp chứa được. Hãy chọn khoảng ngày ngắn hơn."
            ).format(_thousands(lines), _thousands(most)),
        ),
        "den",
    )
    return False


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _noted(request: HttpRequest, wanted: Wanted, page: str) -> Iterator[RegisterRow]:
    """The rows, each read noted."""
    found = list(queries.whole(wanted))
    _note(request, [ident for ident, _row in found], page)
    return (row for _ident, row in found)


def _note(request: HttpRequest, subjects: list[Any], page: str) -> None:
    who, here = access.actor(request), access.place(request, Right.READ_DOSSIER)
    note_reads(who, place_id=here, subjects=subjects, page=page)


def _page(
    request: HttpRequest, form: RegisterForm, wanted: Wanted | None, status: int = 200
) -> HttpResponse:
    words: dict[str, Any] = {"form": form}
    if wanted:
        page = queries.entries(wanted, paging.key(request))
        _note(request, [entry.id for entry in page.rows], "register")
        words |= {
            "wanted": wanted,
            "unit": unit_name(wanted.unit_id),
            "entries": page.rows,
            "unconfirmed": any(not entry.official for entry in page.rows),
            "sheet_url": _address(form, "register_sheet"),
            "pdf_url": _address(form, "register_pdf"),
            **_counted(form, wanted),
            **paging.neighbours(request, page),
        }
    return render(request, "workplace/register/register.html", words, status=status)


def _counted(form: RegisterForm, wanted: Wanted) -> dict[str, Any]:
    """How many there are in all and of each group, each a link to its lines."""
    found = queries.counts(wanted)
    groups = [
        (group, count, _address(form, "register", muc=group.value), group is wanted.group)
        for group, count in found.groups.items()
    ]
    shown = found.groups[wanted.group] if wanted.group else found.total
    return {
        "total": found.total,
        "shown": shown,
        "groups": groups,
        "all_url": _address(form, "register", muc=""),
    }


def _address(form: RegisterForm, name: str, **changes: str) -> str:
    asked = {key: form.data[key] for key in form.fields if form.data.get(key)} | changes
    return f"{reverse(name)}?{urlencode({key: value for key, value in asked.items() if value})}"


def _name(wanted: Wanted) -> str:
    span = "-".join(f"{day:%Y%m%d}" for day in (wanted.first_day, wanted.last_day))
    return f"so-theo-doi-ho-so-{span}"


urls: list[URLPattern] = [
    path("so-theo-doi/", register, name="register"),
    path("so-theo-doi/so-theo-doi.xlsx", register_sheet, name="register_sheet"),
    path("so-theo-doi/so-theo-doi.pdf", register_pdf, name="register_pdf"),
]
