"""The scanned files of a dossier (tệp của hồ sơ): sending them in, opening one, taking one out with a reason."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.files import content
from tram.core.files.limits import limits
from tram.custody.queries import finding
from tram.dossiers.commands.files import attach_files, retire_file
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries import files as queries
from tram.dossiers.queries.dossier import Facts, Paper
from tram.dossiers.queries.files import FileRow
from tram.dossiers.queries.reach import reach
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.sight import Sight
from tram.web import access, uploads
from tram.web.answers import see_other
from tram.web.downloads import attachment
from tram.web.forms import RequestForm
from tram.web.uploads import FilesField, look_at, takes_files
from tram.web.workplace.fields import reason_field

SENDERS = (Right.TAKE_IN, Right.ACCEPT, Right.SETTLE)
ABOUT_PAPER = {FileKind.PAPER, FileKind.SUPPLEMENT}


def files_help() -> str:
    """What may be sent, in one sentence."""
    allowed = limits()
    text = _(
        "PDF, JPEG hoặc PNG; mỗi tệp nhiều nhất {size} MB, {pages} trang; mỗi lần nhiều nhất {count} tệp."
    )
    return text.format(size=allowed.megabytes, pages=allowed.pages, count=allowed.at_once)


class SendForm(RequestForm):
    """Which files, and what they show."""

    kind = forms.ChoiceField(label=gettext_lazy("Tệp chụp gì?"), widget=forms.RadioSelect)
    paper = forms.TypedChoiceField(
        label=gettext_lazy("Giấy tờ trong danh mục"),
        help_text=gettext_lazy("Chỉ dùng cho tệp chụp giấy tờ; tệp khác thì bỏ qua ô này."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    scans = FilesField(label=gettext_lazy("Tệp"))

    def __init__(
        self, kinds: Sequence[FileKind], papers: Sequence[Paper], *words: Any, **more: Any
    ) -> None:
        super().__init__(*words, **more)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["scans"].help_text = files_help()
        self.initial.setdefault("kind", kinds[0].value if kinds else "")
        named = [(str(paper.seq), f"{paper.seq}. {paper.name}") for paper in papers]
        self.fields["paper"].choices = [("", _("Không chọn: tệp chụp nhiều giấy tờ")), *named]  # type: ignore[attr-defined]
        if not papers or not ABOUT_PAPER & set(kinds):
            del self.fields["paper"]

    def again(self) -> None:
        """The form asks anew for what is left: another request, for other files."""
        self.data = {**self.data.dict(), "request_id": str(uuid4())}  # type: ignore[attr-defined]


class RetireForm(RequestForm):
    """Why a file is taken out."""

    reason = reason_field(gettext_lazy("Ví dụ: quét nhầm giấy của người khác"))


def _seen(request: HttpRequest, dossier_id: UUID) -> tuple[Facts, Sight]:
    """The dossier and how much of it this person sees; who has no part in it is told that there is none."""
    facts = law.facts(dossier_id)
    seen = finding.sight_of(reach(access.actor(request)), facts) if facts else None
    if facts is None or seen is None:
        raise Http404
    return facts, seen


@access.allowed(*SENDERS)
@takes_files
@require_http_methods(["GET", "POST"])
def dossier_files(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What is there, and the form that sends more."""
    facts, seen = _seen(request, dossier_id)
    kinds = queries.kinds_open(access.actor(request), dossier_id)
    papers = law.papers(dossier_id)
    form = SendForm(kinds, papers, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        saved = _send(request, facts, form)
        if saved:
            messages.success(request, _("Đã lưu {} tệp.").format(saved))
        if not form.errors:
            return see_other("dossier", dossier_id=dossier_id)
        status = 409
    who = access.actor(request)
    note_read(who, place_id=access.place(request), subject=dossier_id, page="dossier_files")
    words = {
        "facts": facts,
        "form": form,
        "files": queries.files(dossier_id, seen, facts.state, kinds),
        "kinds": kinds,
    }
    return render(request, "workplace/files/files.html", words, status=status)


def _send(request: HttpRequest, facts: Facts, form: SendForm) -> int:
    """Keep the good files and say of each other one why not; how many were kept."""
    if (refused := uploads.sent_too_much(request)) is not None:
        form.is_valid()
        form.errors.pop("scans", None)
        form.refuse(refused, "scans")
        return 0
    if not form.is_valid():
        return 0
    with look_at(form.cleaned_data["scans"]) as looked:
        saved = _attach(request, facts, form, looked.good) if looked.good else 0
    for refused in looked.bad:
        form.refuse(refused, "scans")
    if saved and form.errors:
        form.again()
    return saved


def _attach(request: HttpRequest, facts: Facts, form: SendForm, good: Sequence[Any]) -> int:
    given = form.cleaned_data
    kind = FileKind(given["kind"])
    paper = given.get("paper") if kind in ABOUT_PAPER else None
    try:
        attach_files(
            access.act(request, given["request_id"]),
            dossier_id=facts.id,
            kind=kind,
            files=good,
            paper_seq=paper,
        )
    except Refused as refused:
        form.refuse(refused, "scans")
        return 0
    return len(good)


def _file(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> tuple[Facts, FileRow]:
    """A file in force that this person may open; for anybody else there is none."""
    facts, seen = _seen(request, dossier_id)
    kinds = queries.kinds_open(access.actor(request), dossier_id)
    rows = queries.files(dossier_id, seen, facts.state, kinds)
    found = next((row for row in rows if row.id == file_id and not row.retired_at), None)
    if found is None:
        raise Http404
    return facts, found


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def dossier_file(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """One file as an attachment: never shown inside the site, never kept by a cache, and the reading is noted."""
    facts, file = _file(request, dossier_id, file_id)
    found = content(queries.digest(file.id))
    page = f"dossier_file/{file.id}"
    note_read(access.actor(request), place_id=access.place(request), subject=facts.id, page=page)
    return attachment(found, file.name, file.media_type)


@access.allowed(*SENDERS)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file out of the dossier, with a reason."""
    facts, file = _retirable(request, dossier_id, file_id)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            retire_file(
                access.act(request, given["request_id"]),
                dossier_id=dossier_id,
                file_id=file_id,
                reason=given["reason"],
            )
            messages.success(request, _("Đã gỡ tệp «{}».").format(file.name))
            return see_other("dossier", dossier_id=dossier_id)
        except Refused as refused:
            form.refuse(refused)
    note_read(
        access.actor(request), place_id=access.place(request), subject=facts.id, page="retire_file"
    )
    words = {"facts": facts, "file": file, "form": form}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/files/retire.html", words, status=status)


def _retirable(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> tuple[Facts, FileRow]:
    """A file that this person may take out; one that was taken out just now too, so that a second click is harmless."""
    facts, seen = _seen(request, dossier_id)
    kinds = queries.kinds_open(access.actor(request), dossier_id)
    rows = queries.files(dossier_id, seen, facts.state, kinds)
    found = next((row for row in rows if row.id == file_id and row.kind in kinds), None)
    if found is None or (found.retired_at and request.method == "GET"):
        raise Http404
    return facts, found


urls: list[URLPattern] = [
    path("ho-so/<uuid:dossier_id>/tep/", dossier_files, name="dossier_files"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:file_id>/", dossier_file, name="dossier_file"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:file_id>/go/", retire, name="retire_file"),
]
