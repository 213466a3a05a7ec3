"""Every act on a case that is one form: work given out and approved, what is asked of the citizen, stops, returns.

Each deed says when it is open (by the dossier's own graph and by whose hands it is in), what it asks, and which command
it calls; the page is the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.dossiers import commands
from tram.dossiers.rules.states import Action
from tram.dossiers.rules.work import WorkKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.cases import deed_forms as asked
from tram.web.workplace.cases.own import Case, done, note, own_case

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """One act: its words, its form, its command, and when it is open. `note` is said above the form."""

    title: Any
    button: Any
    done: Any
    form: type[asked.DeedForm]
    run: Callable[[Act, UUID, Given], object]
    open: Callable[[Case], bool]
    note: Any = ""
    kind: str = ""


def _assign(act: Act, dossier: UUID, given: Given) -> object:
    return commands.assign(
        act, dossier_id=dossier, assignee_id=given["person"], comment=given["comment"]
    )


def _hand_on(act: Act, dossier: UUID, given: Given) -> object:
    kind = WorkKind(given["kind"])
    return commands.hand_on(
        act, dossier_id=dossier, to_id=given["person"], kind=kind, comment=given["comment"]
    )


def _submit(act: Act, dossier: UUID, given: Given) -> object:
    return commands.submit_for_approval(
        act, dossier_id=dossier, leader_id=given["person"], comment=given["comment"]
    )


def _pay(act: Act, dossier: UUID, given: Given) -> object:
    return commands.ask_payment(
        act, dossier_id=dossier, amount_vnd=given["amount"], reason=given["reason"]
    )


def _assignable(case: Case) -> bool:
    return case.at_work and (case.leads or case.step is None)


def _submittable(case: Case) -> bool:
    return case.at_work and not case.submitted and (case.mine or case.step is None)


def _decides(case: Case) -> bool:
    return case.at_work and case.leads and case.submitted


STANDS_STILL = gettext_lazy(
    "Thời hạn giải quyết tạm dừng từ lúc ký. Văn bản in được ngay sau khi ký."
)

DEEDS: dict[str, Deed] = {
    "phan-cong": Deed(
        title=gettext_lazy("Phân công người xử lý"),
        button=gettext_lazy("Phân công"),
        done=gettext_lazy("Đã phân công hồ sơ."),
        form=asked.AssignForm,
        run=_assign,
        open=_assignable,
    ),
    "chuyen-buoc": Deed(
        title=gettext_lazy("Chuyển người khác trong đơn vị"),
        button=gettext_lazy("Chuyển"),
        done=gettext_lazy("Đã chuyển hồ sơ."),
        form=asked.HandOnForm,
        run=_hand_on,
        open=lambda case: case.at_work and case.mine and not case.submitted,
    ),
    "trinh-duyet": Deed(
        title=gettext_lazy("Trình lãnh đạo duyệt"),
        button=gettext_lazy("Trình duyệt"),
        done=gettext_lazy("Đã trình lãnh đạo duyệt."),
        form=asked.SubmitForm,
        run=_submit,
        open=_submittable,
        note=gettext_lazy(
            "Dự thảo kết quả là tệp thì thêm ở trang hồ sơ trước khi trình: Thêm tệp, loại «Văn bản, bằng chứng khác»."
        ),
    ),
    "duyet": Deed(
        title=gettext_lazy("Duyệt kết quả"),
        button=gettext_lazy("Duyệt"),
        done=gettext_lazy("Đã duyệt. Người trình ghi số, ngày và giao kết quả."),
        form=asked.CommentForm,
        run=lambda act, dossier, given: commands.approve(
            act, dossier_id=dossier, comment=given["comment"]
        ),
        open=_decides,
    ),
    "tra-lai-nguoi-trinh": Deed(
        title=gettext_lazy("Trả lại người trình"),
        button=gettext_lazy("Trả lại"),
        done=gettext_lazy("Đã trả lại để làm tiếp."),
        form=asked.ReasonForm,
        run=lambda act, dossier, given: commands.return_to_officer(
            act, dossier_id=dossier, reason=given["reason"]
        ),
        open=_decides,
    ),
    "nghia-vu-tai-chinh": Deed(
        title=gettext_lazy("Yêu cầu thực hiện nghĩa vụ tài chính"),
        button=gettext_lazy("Ký thông báo nghĩa vụ tài chính"),
        done=gettext_lazy("Đã ký thông báo. Thời hạn tạm dừng."),
        form=asked.PaymentForm,
        run=_pay,
        open=lambda case: case.can(Action.ASK_PAYMENT),
        note=STANDS_STILL,
    ),
    "da-nop-tien": Deed(
        title=gettext_lazy("Ghi công dân đã nộp tiền"),
        button=gettext_lazy("Ghi đã nộp"),
        done=gettext_lazy("Đã ghi. Thời hạn được tính tiếp."),
        form=asked.ProofForm,
        run=lambda act, dossier, given: commands.record_payment(
            act, dossier_id=dossier, proof=given["proof"]
        ),
        open=lambda case: case.can(Action.PAY),
    ),
    "dung": Deed(
        title=gettext_lazy("Dừng giải quyết"),
        button=gettext_lazy("Ký thông báo dừng giải quyết"),
        done=gettext_lazy("Đã ký thông báo. Thời hạn tạm dừng."),
        form=asked.ReasonForm,
        run=lambda act, dossier, given: commands.stop(
            act, dossier_id=dossier, reason=given["reason"]
        ),
        open=lambda case: case.can(Action.STOP),
        note=STANDS_STILL,
    ),
    "tiep-tuc": Deed(
        title=gettext_lazy("Tiếp tục giải quyết"),
        button=gettext_lazy("Tiếp tục giải quyết"),
        done=gettext_lazy("Thời hạn được tính tiếp, ngày hẹn lùi đúng khoảng thời gian đã dừng."),
        form=asked.DeedForm,
        run=lambda act, dossier, given: commands.resume(act, dossier_id=dossier),
        open=lambda case: case.can(Action.RESUME),
    ),
    "tra-lai-ho-so": Deed(
        title=gettext_lazy("Trả lại hồ sơ không đủ điều kiện"),
        button=gettext_lazy("Ký thông báo trả lại hồ sơ"),
        done=gettext_lazy("Đã ký thông báo. Hãy lập bảng kê trả giấy tờ về bộ phận một cửa."),
        form=asked.ReasonForm,
        run=lambda act, dossier, given: commands.send_back(
            act, dossier_id=dossier, reason=given["reason"]
        ),
        open=lambda case: case.can(Action.SEND_BACK),
        note=gettext_lazy(
            "Hồ sơ kết thúc không có kết quả. Trả lại sau ngày hẹn thì tính là trễ hạn."
        ),
        kind="danger",
    ),
}


@access.allowed(Right.SETTLE)
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, dossier_id: UUID, name: str) -> HttpResponse:
    """One act on one case; what is no longer open leads back to the case, unless it was just posted."""
    wanted = DEEDS.get(name)
    if wanted is None:
        raise Http404
    case = own_case(request, dossier_id)
    form = wanted.form(case, request.POST or None)

    def run(act: Act) -> object:
        return wanted.run(act, dossier_id, form.cleaned_data)

    if done(request, form, case, run):
        messages.success(request, wanted.done)
        return see_other("case", dossier_id=dossier_id)
    if request.method == "GET" and not wanted.open(case):
        return see_other("case", dossier_id=dossier_id)
    note(request, case, name)
    words = {"deed": wanted, "form": form, "facts": case.facts, "case": case}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/cases/deed.html", words, status=status)


def open_deeds(case: Case) -> list[tuple[str, Deed]]:
    """What this person may do with this case now, in the order of the work."""
    return [(name, each) for name, each in DEEDS.items() if each.open(case)]
