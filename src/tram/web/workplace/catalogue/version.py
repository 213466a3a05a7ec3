"""One version: what it says, what is different from the one before, what may be done with it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.catalogue import queries
from tram.catalogue.queries.managing import Version, VersionStatus, managed_from
from tram.catalogue.rules.changes import fee_words, paper_words, span_words, stage_words
from tram.web.access import actor, allowed, today
from tram.web.forms import TramForm
from tram.web.workplace.catalogue.lists import BADGES

FOLDER = "workplace/catalogue"


def version_or_404(request: HttpRequest, version_id: int) -> Version:
    """A version as of today."""
    found = queries.version(version_id, day=today(request))
    if found is None:
        raise Http404
    return found


@allowed(Right.MANAGE_CATALOGUE)
@require_GET
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version whole."""
    return version_page(request, version_or_404(request, version_id))


def version_page(
    request: HttpRequest, found: Version, form: TramForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a version, with what a refused act has to say."""
    mine = may(actor(request), Right.MANAGE_CATALOGUE, managed_from(found.agency_id))
    drafted = any(row.status is VersionStatus.DRAFT for row in (found.row, *found.others))
    page = {
        "form": form,
        "version": found,
        "badge": BADGES[found.row.status],
        "is_draft": found.row.status is VersionStatus.DRAFT,
        "may_draft": mine and not drafted,
        "mine": mine,
        "facts": facts(found),
        "lists": lists(found),
        "others": [(row, BADGES[row.status]) for row in found.others],
    }
    return render(request, f"{FOLDER}/version.html", page, status=status)


def facts(found: Version) -> list[tuple[str, str]]:
    """What the version says in single lines; an empty one is not known."""
    says = found.terms
    general = span_words(says.limit)
    return [
        (_("Lĩnh vực"), found.row.field),
        (_("Cấp giải quyết"), found.level),
        (_("Cơ quan giải quyết"), found.row.agency),
        (_("Kết quả"), says.result),
        (_("Thời hạn nộp trực tiếp"), general),
        (_("Thời hạn nộp trực tuyến"), span_words(says.limit_online) or general),
        (_("Thời hạn nộp qua bưu điện"), span_words(says.limit_postal) or general),
        (_("Trả trong ngày"), _yes(says.same_day)),
        (_("Phải có mặt khi nộp"), _yes(says.presence)),
        (_("Gửi hồ sơ qua bưu điện"), _post(says.postal_in, says.postal_in_reason)),
        (_("Trả kết quả qua bưu điện"), _post(says.postal_out, says.postal_out_reason)),
        (_("Có thể có bí mật nhà nước"), _yes(says.secret)),
        (_("Căn cứ pháp lý"), says.legal_basis),
        (_("Quyết định công bố"), says.decision),
        (_("Nguồn"), found.source),
    ]


def lists(found: Version) -> list[tuple[str, list[str]]]:
    """What the version lists, each line in words."""
    says = found.terms
    return [
        (_("Thành phần hồ sơ"), [paper_words(each) for each in says.papers]),
        (_("Phí, lệ phí"), [fee_words(each) for each in says.fees]),
        (_("Giấy tờ thu hồi khi trả kết quả"), list(says.withdrawn)),
        (_("Các bước giải quyết"), [stage_words(each, found.units) for each in says.stages]),
    ]


def _yes(answer: bool | None) -> str:
    return {True: _("có"), False: _("không"), None: ""}[answer]


def _post(answer: bool | None, reason: str) -> str:
    if answer:
        return _("có")
    return _("không: {}").format(reason) if answer is False else reason
