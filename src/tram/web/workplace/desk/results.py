"""Results going out of the desk: packed and sealed for the post, or handed to the person at the counter."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue.queries import withdrawn_papers
from tram.core import clock
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.custody.commands import desk as commands
from tram.custody.prints import label_pdf
from tram.custody.queries import desk as queries
from tram.custody.queries import trail
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.rules.graphs import ROUND_TRIP
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.forms import RequestForm
from tram.web.workplace.collected import OriginalsForm
from tram.web.workplace.desk.own import done, note, own_facts, page

AT_FIELD = {"future-date": "issued_on", "too-early": "issued_on", "result-number": "number"}


class PackForm(RequestForm):
    """The seal on the envelope of a result."""

    seal_number = forms.CharField(
        label=gettext_lazy("Số niêm phong"),
        help_text=gettext_lazy(
            "Cho kết quả vào phong bì, niêm phong, rồi gõ số in trên niêm phong."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )


class ReturnForm(OriginalsForm):
    """The originals to be withdrawn first; then the officer has looked at who stands at the counter."""

    checked = forms.BooleanField(
        label=gettext_lazy(
            "Đã kiểm tra giấy hẹn và giấy tờ tùy thân (hoặc giấy ủy quyền) của người nhận"
        )
    )


class AtOnceForm(RequestForm):
    """A result signed while the person waits."""

    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản kết quả"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Ngày ký"), help_text=gettext_lazy("Ví dụ: 02/12/2019")
    )
    name = forms.CharField(
        label=gettext_lazy("Tên kết quả"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def pack_result(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Put a result into a sealed, numbered envelope for the post; then its number and its label."""
    facts = own_facts(request, dossier_id)
    form = PackForm(request.POST or None)

    def pack(asked: Act) -> object:
        seal = form.cleaned_data["seal_number"]
        return commands.pack_result(asked, dossier_id=dossier_id, seal_number=seal)

    if done(request, form, facts, pack):
        return see_other("pack_result", dossier_id=dossier_id)
    words = {
        "recipient": next(iter(trail.recipients(dossier_id)), None),
        "cover": queries.out_cover(dossier_id),
        "result": law.result(dossier_id),
    }
    return page(request, "pack", facts, form, **words)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def return_at_desk(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand the result to the person at the counter, originals first, and close the dossier if nothing is left."""
    facts = own_facts(request, dossier_id)
    form = ReturnForm(request.POST or None, originals=_originals(facts))

    def hand_out(asked: Act) -> object:
        collected = form.collected()
        return commands.return_at_desk(asked, dossier_id=dossier_id, collected=collected)

    if done(request, form, facts, hand_out):
        messages.success(request, _told(any(one.number for one in form.collected())))
        return see_other("dossier", dossier_id=dossier_id)
    words = {"sender": law.senders(dossier_id)[0], "result": law.result(dossier_id)}
    return page(request, "return", facts, form, **words)


def _originals(facts: Facts) -> tuple[str, ...]:
    """The originals that come first; the graph of the first release knew of none."""
    return () if facts.graph == ROUND_TRIP else withdrawn_papers(facts.version_id)


def _told(kept_open: bool) -> str:
    if kept_open:
        return _(
            "Đã trả kết quả và thu bản chính. Hồ sơ kết thúc khi cơ quan giải quyết ký nhận bản chính: "
            "hãy lập bảng kê chuyển đi."
        )
    return _("Đã trả kết quả cho khách và kết thúc hồ sơ.")


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def result_at_once(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The result of a same-day procedure: recorded at once, then handed over or packed (NĐ 61/2018 Điều 17)."""
    facts = own_facts(request, dossier_id)
    first = {"issued_on": local_date(clock.now()), "name": facts.result_name}
    form = AtOnceForm(request.POST or None, initial=first)

    def record(asked: Act) -> object:
        given = {name: form.cleaned_data[name] for name in ("number", "issued_on", "name")}
        return commands.record_result_at_once(asked, dossier_id=dossier_id, **given)

    if done(request, form, facts, record):
        messages.success(request, _("Đã ghi kết quả. Hãy trả cho khách."))
        onward = "pack_result" if facts.result_by_post else "return_at_desk"
        return see_other(onward, dossier_id=dossier_id)
    return page(request, "at_once", facts, form, sender=law.senders(dossier_id)[0])


@access.allowed(Right.ACCEPT)
@require_GET
def result_label(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The label of a packed result as PDF."""
    facts = own_facts(request, dossier_id)
    label = queries.out_label(dossier_id)
    if label is None:
        raise Http404
    note(request, facts, "result_label")
    return pdf(label_pdf(label), f"nhan-{label.s10}")
