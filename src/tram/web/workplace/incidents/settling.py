"""Making good: the record of liability, what was paid, papers made anew."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.money import format_vnd, parse_vnd
from tram.custody.commands import liability as commands
from tram.custody.commands.manifests import Pin
from tram.custody.queries.incident_papers import least
from tram.web import access
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.incidents.own import REPORT, back, done, own_case, page

MONEY = {"class": "w-number", "inputmode": "numeric", "autocomplete": "off"}


def _money(label: Any, **options: Any) -> ParsedField:
    return ParsedField(
        parse_vnd, label=label, max_length=20, widget=forms.TextInput(attrs=MONEY), **options
    )


class LiabilityForm(RequestForm):
    """Who is liable and why, the cost of the papers, the sum."""

    finding = forms.CharField(
        label=gettext_lazy("Kết luận trách nhiệm"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    papers_vnd = _money(
        gettext_lazy("Chi phí làm lại giấy tờ (đ)"), help_text=gettext_lazy("Không có thì ghi 0.")
    )
    compensation_vnd = _money(gettext_lazy("Mức bồi thường (đ)"))

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        places = {"too-little": "compensation_vnd", "no-proof": "compensation_vnd"}
        super().refuse(refused, field or places.get(refused.code))


@access.allowed(Right.HANDLE_INCIDENT)
@require_http_methods(["GET", "POST"])
def record_liability(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The dated record of liability; the least sum is said before it is asked."""
    case = own_case(request, incident_id)
    form = LiabilityForm(request.POST or None)
    form.fields["compensation_vnd"].help_text = _least(case)

    def run(asked: Any, _pin: Pin | None) -> object:
        words = {k: v for k, v in form.cleaned_data.items() if k != "request_id"}
        return commands.record_liability(asked, incident_id=incident_id, **words)

    if done(request, form, _("Đã lập biên bản xác định trách nhiệm."), run):
        return back(case)
    return page(request, "record_liability", case, form)


def _least(case: Any) -> str:
    found = least(case.incident)
    if found is None:
        return _("Không có chứng từ bưu điện đã nhận hồ sơ, hoặc không có thiệt hại: ghi 0.")
    words = _("Ít nhất {amount} ({multiple} lần cước) cộng chi phí làm lại giấy tờ.")
    return words.format(amount=format_vnd(found.amount_vnd), multiple=found.multiple)


class PaymentForm(RequestForm):
    """What the cashier's paper says."""

    amount_vnd = _money(gettext_lazy("Số tiền đã trả (đ)"))
    interest_vnd = _money(gettext_lazy("Tiền lãi đã trả (đ)"), required=False)
    paid_on = forms.DateField(label=gettext_lazy("Ngày trả"))
    paper_number = forms.CharField(label=gettext_lazy("Số chứng từ chi"), max_length=64)


@access.allowed(Right.HANDLE_INCIDENT)
@require_http_methods(["GET", "POST"])
def record_compensation(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """That the compensation was paid."""
    case = own_case(request, incident_id)
    form = PaymentForm(request.POST or None)

    def run(asked: Any, _pin: Pin | None) -> object:
        given = form.cleaned_data
        paid = commands.Paid(
            amount_vnd=given["amount_vnd"],
            paid_on=given["paid_on"],
            paper_number=given["paper_number"],
            interest_vnd=given["interest_vnd"] or 0,
        )
        return commands.record_payment(asked, incident_id=incident_id, paid=paid)

    if done(request, form, _("Đã ghi chi trả bồi thường."), run):
        return back(case)
    return page(request, "record_compensation", case, form)


class ReissueForm(RequestForm):
    """Which paper, and who is asked to issue it again."""

    name = forms.CharField(label=gettext_lazy("Tên giấy tờ"), max_length=500)
    agency = forms.CharField(label=gettext_lazy("Cơ quan được đề nghị cấp lại"), max_length=200)


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def ask_reissue(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Help with a paper that must be made anew."""
    case = own_case(request, incident_id)
    form = ReissueForm(request.POST or None)

    def run(asked: Any, _pin: Pin | None) -> object:
        given = form.cleaned_data
        return commands.ask_reissue(
            asked, incident_id=incident_id, name=given["name"], agency=given["agency"]
        )

    if done(request, form, _("Đã ghi đề nghị làm lại giấy tờ."), run):
        return back(case)
    return page(request, "ask_reissue", case, form)


class EndReissueForm(RequestForm):
    """The new paper's number and cost, or why there is none."""

    number = forms.CharField(label=gettext_lazy("Số giấy tờ mới"), max_length=60, required=False)
    cost_vnd = _money(gettext_lazy("Chi phí (đ)"), required=False)
    dropped = forms.CharField(
        label=gettext_lazy("Hoặc: lý do không làm lại"), max_length=300, required=False
    )


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def end_reissue(request: HttpRequest, incident_id: UUID, seq: int) -> HttpResponse:
    """The paper is there again, or will not be made."""
    case = own_case(request, incident_id)
    paper = next((one for one in case.reissues if one.seq == seq), None)
    if paper is None:
        raise Http404
    form = EndReissueForm(request.POST or None)

    def run(asked: Any, _pin: Pin | None) -> object:
        given = form.cleaned_data
        return commands.end_reissue(
            asked,
            incident_id=incident_id,
            seq=seq,
            number=given["number"],
            cost_vnd=given["cost_vnd"] or 0,
            dropped=given["dropped"],
        )

    if done(request, form, _("Đã ghi kết quả làm lại «{}».").format(paper.name), run):
        return back(case)
    return page(request, "end_reissue", case, form, about=paper.name)
