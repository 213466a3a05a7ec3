"""What the pages of one incident share: who may open it, the act of a posted form, and the page that shows it again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands.manifests import Pin
from tram.custody.queries import incidents as queries
from tram.custody.queries.incidents import Case
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.pins import signing

REPORT = (
    Right.TAKE_IN,
    Right.HAND_OVER_POST,
    Right.DELIVER,
    Right.RECEIVE_AT_DESK,
    Right.SETTLE,
    Right.HANDLE_INCIDENT,
)


def own_case(request: HttpRequest, incident_id: UUID) -> Case:
    """The case if this person has a part in it; for anybody else there is none."""
    who = access.actor(request)
    found = queries.case(who, access.place(request), incident_id)
    if found is None:
        raise Http404
    note_read(
        who,
        place_id=access.place(request),
        subject=found.incident.dossier_id,
        page="incident",
    )
    return found


def done(
    request: HttpRequest,
    form: RequestForm,
    told: str,
    run: Callable[[Act, Pin | None], Any],
    pin: Callable[[], Pin | None] = lambda: None,
) -> bool:
    """True if the posted form was carried out; else it says why not, at the field if one is to blame."""
    if request.method != "POST" or not form.is_valid():
        return False
    asked = access.act(request, form.cleaned_data["request_id"])
    try:
        signing(request, pin(), lambda by: run(asked, by))
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, told)
    return True


def back(case: Case) -> HttpResponse:
    """To the case, after a write."""
    return see_other("incident", incident_id=case.incident.id)


def page(
    request: HttpRequest, name: str, case: Case, form: RequestForm, **words: Any
) -> HttpResponse:
    """A step of a case with the case beside it; a refusal is shown with nothing lost."""
    given = {"case": case, "form": form, "heading": HEADINGS[name](), "help": _help(name), **words}
    status = 409 if form.is_bound else 200
    template = f"workplace/incidents/{TEMPLATES.get(name, 'step')}.html"
    return render(request, template, given, status=status)


def _help(name: str) -> str:
    return HELP[name]() if name in HELP else ""


TEMPLATES = {"take_inventory": "take_inventory"}
HEADINGS: dict[str, Callable[[], str]] = {
    "add_incident_files": lambda: _("Thêm ảnh, giấy tờ"),
    "take_inventory": lambda: _("Lập biên bản kiểm kê"),
    "rewrap": lambda: _("Đóng gói lại"),
    "found_again": lambda: _("Ghi đã tìm thấy"),
    "give_secret_back": lambda: _("Trả lại khách"),
    "record_liability": lambda: _("Lập biên bản trách nhiệm"),
    "record_compensation": lambda: _("Ghi chi trả bồi thường"),
    "ask_reissue": lambda: _("Đề nghị làm lại giấy tờ"),
    "end_reissue": lambda: _("Ghi kết quả làm lại giấy tờ"),
    "close_incident": lambda: _("Kết thúc sự cố"),
}
HELP: dict[str, Callable[[], str]] = {
    "rewrap": lambda: _("Dán niêm phong mới trước mặt người làm chứng. Biên bản kiểm kê đi kèm."),
    "found_again": lambda: _("Người nộp lại đăng nhập; người nhận lại ký bằng mã PIN của mình."),
    "give_secret_back": lambda: _(
        "Giấy tờ có dấu mật không đi qua dịch vụ này. Trả lại khách, hoàn tiền và hướng dẫn gửi KT1."
    ),
    "close_incident": lambda: _(
        "Chỉ kết thúc khi không còn việc nào mở; người báo không tự kết thúc."
    ),
}


def steps(case: Case) -> list[tuple[str, str]]:
    """What may be done now: the name of each page and its words."""
    return [(name, HEADINGS[name]()) for name in case.steps]
