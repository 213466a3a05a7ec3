"""A dossier that ends without a result: the citizen withdraws it, its papers go back over the counter or by post."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import desk as acts
from tram.custody.prints import label_pdf
from tram.custody.queries import desk as covers
from tram.custody.queries import trail
from tram.custody.queries.deliveries import ItemKind
from tram.dossiers import commands
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.letters import letters
from tram.dossiers.rules.states import GIVING_BACK
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.forms import RequestForm
from tram.web.workplace.desk.asked_form import long_reason
from tram.web.workplace.desk.own import done, note, own_facts, page
from tram.web.workplace.desk.results import PackForm


class WithdrawForm(RequestForm):
    """Why the citizen takes the dossier back."""

    reason = long_reason(
        gettext_lazy("Lý do công dân rút hồ sơ"),
        hint=gettext_lazy("Ghi theo lời công dân; in trên đơn rút hồ sơ để công dân ký."),
    )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or {"reason-missing": "reason"}.get(refused.code))


class GiveBackForm(RequestForm):
    """The officer has looked at who stands at the counter."""

    checked = forms.BooleanField(
        label=gettext_lazy(
            "Đã kiểm tra giấy tờ tùy thân (hoặc giấy ủy quyền) và trả đủ giấy tờ cho người nộp"
        )
    )


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The citizen takes the dossier back before its result, with a reason that is printed."""
    facts = own_facts(request, dossier_id)
    form = WithdrawForm(request.POST or None)

    def take_back(asked: Act) -> object:
        reason = form.cleaned_data["reason"]
        return commands.withdraw(asked, dossier_id=dossier_id, reason=reason)

    if done(request, form, facts, take_back):
        return see_other("desk_dossier", dossier_id=dossier_id)
    words = {"sender": queries.senders(dossier_id)[0], "papers": queries.papers(dossier_id)}
    return page(request, "withdraw", facts, form, **words)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def papers_back(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give the papers back: over the counter, or sealed for the post, the way the customer chose (NĐ 61 Điều 19)."""
    facts = own_facts(request, dossier_id)
    by_post = facts.result_by_post
    form: RequestForm = (PackForm if by_post else GiveBackForm)(request.POST or None)

    def give(asked: Act) -> object:
        if by_post:
            seal = form.cleaned_data["seal_number"]
            return acts.pack_papers(asked, dossier_id=dossier_id, seal_number=seal)
        return acts.give_back_at_desk(asked, dossier_id=dossier_id)

    if done(request, form, facts, give):
        if by_post:
            return see_other("papers_back", dossier_id=dossier_id)
        messages.success(request, _("Đã trả giấy tờ cho người nộp và kết thúc hồ sơ."))
        return see_other("dossier", dossier_id=dossier_id)
    written = letters(dossier_id)
    words = {
        "sender": queries.senders(dossier_id)[0],
        "papers": queries.papers(dossier_id),
        "recipient": next(iter(trail.recipients(dossier_id)), None),
        "cover": covers.out_cover(dossier_id, ItemKind.PAPERS),
        "letter": written[-1] if written else None,
        "open": facts.state in GIVING_BACK,
    }
    return page(request, "papers_back", facts, form, **words)


@access.allowed(Right.ACCEPT)
@require_GET
def papers_label(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The label of packed papers that go back, as PDF."""
    facts = own_facts(request, dossier_id)
    label = covers.out_label(dossier_id, ItemKind.PAPERS)
    if label is None:
        raise Http404
    note(request, facts, "papers_label")
    return pdf(label_pdf(label), f"nhan-{label.s10}")
