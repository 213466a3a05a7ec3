"""Training of tellers (tập huấn): the share trained, the year's courses, their sessions, who attended."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.catalogue.queries.fields import procedure_fields
from tram.directory.commands.training import (
    Attended,
    NewCourse,
    hold_session,
    note_attendance,
    plan_course,
)
from tram.directory.queries import scope
from tram.directory.queries.parties import Party, post_offices
from tram.directory.queries.training import (
    CourseRow,
    SessionRow,
    TellerRow,
    attended,
    course,
    session,
    sessions,
    tellers_on,
)
from tram.directory.rules.training import AttendanceOutcome
from tram.programme.queries.training import training_register
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.registers.shared import (
    FOLDER,
    WIDE,
    act_of,
    day_asked,
    done,
    form_page,
    share_words,
)

AT_FIELD = {
    "name-missing": "name",
    "course-taken": "name",
    "no-such-post": "organiser",
    "place-missing": "place",
    "session-taken": "on",
    "certificate-without-pass": "number",
    "certificate-number-missing": "number",
    "certificate-taken": "number",
    "certificate-expired": "valid_to",
    "not-a-teller": "teller",
}


class CourseForm(RequestForm):
    """A course of the year's plan."""

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2019, max_value=2099)
    name = forms.CharField(
        label=gettext_lazy("Tên lớp"), max_length=200, widget=forms.TextInput(attrs=WIDE)
    )
    subject = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False)
    organiser = forms.TypedChoiceField(label=gettext_lazy("Bưu điện tổ chức"), coerce=int)
    planned = forms.IntegerField(
        label=gettext_lazy("Số người dự kiến"), min_value=1, max_value=2000
    )
    decision = forms.CharField(
        label=gettext_lazy("Số văn bản"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, posts: list[Party], fields: list[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        organiser = cast(forms.ChoiceField, self.fields["organiser"])
        organiser.choices = [(each.id, each.label) for each in posts]
        subject = cast(forms.ChoiceField, self.fields["subject"])
        subject.choices = [("", _("Mọi lĩnh vực")), *((each, each) for each in fields)]


class SessionForm(RequestForm):
    """A day of a course at a place."""

    on = forms.DateField(label=gettext_lazy("Ngày"))
    place = forms.CharField(
        label=gettext_lazy("Địa điểm"), max_length=200, widget=forms.TextInput(attrs=WIDE)
    )


class AttendanceForm(RequestForm):
    """What became of one teller."""

    teller = forms.TypedChoiceField(label=gettext_lazy("Giao dịch viên"), coerce=int)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"), choices=AttendanceOutcome.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=gettext_lazy("Số chứng nhận"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Chỉ ghi cho người dự và đạt."),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Có giá trị đến hết"),
        required=False,
        help_text=gettext_lazy("Để trống nếu chứng nhận không ghi hạn."),
    )

    def __init__(self, tellers: list[TellerRow], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["teller"])
        field.choices = [
            ("", _("Chọn người")),
            *((each.id, f"{each.name} – {each.point}") for each in tellers),
        ]


@access.allowed(Right.TRAIN_TELLERS, Right.MANAGE_PLAN)
@require_GET
def training(request: HttpRequest) -> HttpResponse:
    """How many tellers on duty hold a certificate on a day, the year's courses, who holds none."""
    form, day = day_asked(request)
    found = training_register(day)
    trained = len(found.tellers) - len(found.untrained)
    words = {
        "form": form,
        "found": found,
        "day": day,
        "trained": trained,
        "share": share_words(trained, len(found.tellers)),
        "trainer": may(access.actor(request), Right.TRAIN_TELLERS),
        "demonstration": any(each.demonstration for each in found.courses),
    }
    return render(request, f"{FOLDER}/training.html", words)


@access.allowed(Right.TRAIN_TELLERS)
@require_http_methods(["GET", "POST"])
def add_course(request: HttpRequest) -> HttpResponse:
    """A course stands in the training plan of a year."""
    today = access.today(request)
    mine = [
        each
        for each in post_offices(today)
        if may(access.actor(request), Right.TRAIN_TELLERS, scope(each.id))
    ]
    form = CourseForm(
        mine, procedure_fields(today), request.POST or None, initial={"year": today.year}
    )
    made = done(form, lambda words: _plan(request, form), AT_FIELD) if form.is_valid() else None
    if made is None:
        title, button = _("Thêm lớp tập huấn"), _("Thêm lớp")
        return form_page(
            request,
            form,
            title,
            button,
            under=_("Tập huấn giao dịch viên"),
            back=reverse("training"),
        )
    messages.success(request, _("Đã thêm lớp tập huấn."))
    return see_other("training_course", course_id=made["course"])


def _plan(request: HttpRequest, form: CourseForm) -> dict[str, Any]:
    words = form.cleaned_data
    new = NewCourse(
        year=words["year"],
        name=words["name"],
        organiser_id=words["organiser"],
        planned=words["planned"],
        subject=words["subject"],
        decision=words["decision"],
    )
    return plan_course(act_of(request, form), new=new)


@access.allowed(Right.TRAIN_TELLERS, Right.MANAGE_PLAN)
@require_GET
def training_course(request: HttpRequest, course_id: int) -> HttpResponse:
    """One course with its sessions."""
    found = _course(course_id)
    words = {
        "course": found,
        "sessions": sessions(course_id),
        "trainer": _mine(request, found),
    }
    return render(request, f"{FOLDER}/course.html", words)


def _course(course_id: int) -> CourseRow:
    found = course(course_id)
    if found is None:
        raise Http404
    return found


def _mine(request: HttpRequest, found: CourseRow) -> bool:
    return may(access.actor(request), Right.TRAIN_TELLERS, scope(found.organiser_id))


@access.allowed(Right.TRAIN_TELLERS)
@require_http_methods(["GET", "POST"])
def add_session(request: HttpRequest, course_id: int) -> HttpResponse:
    """A session of a course."""
    found = _course(course_id)
    form = SessionForm(request.POST or None, initial={"on": access.today(request)})
    made = (
        done(
            form,
            lambda words: hold_session(
                act_of(request, form), course_id=course_id, on=words["on"], place=words["place"]
            ),
            AT_FIELD,
        )
        if form.is_valid()
        else None
    )
    if made is None:
        back = reverse("training_course", args=[course_id])
        title, button = _("Thêm buổi tập huấn"), _("Thêm buổi")
        return form_page(request, form, title, button, under=found.name, back=back)
    messages.success(request, _("Đã thêm buổi tập huấn."))
    return see_other("training_session", session_id=made["session"])


@access.allowed(Right.TRAIN_TELLERS, Right.MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def training_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Who attended a session; the form below notes one more, or corrects one."""
    found, held = session_or_404(session_id)
    form = AttendanceForm(tellers_on(held.on), request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda words: _note(request, form, session_id), AT_FIELD)
        if made is not None:
            told = _("Đã ghi.") if made["written"] else _("Người này vốn đã ghi như vậy.")
            messages.success(request, told)
            return see_other("training_session", session_id=session_id)
    words = {
        "course": found,
        "session": held,
        "rows": attended(session_id),
        "trainer": _mine(request, found),
        "form": form,
    }
    status = 200 if not form.is_bound else 409 if form.refused else 422
    return render(request, f"{FOLDER}/session.html", words, status=status)


def session_or_404(session_id: int) -> tuple[CourseRow, SessionRow]:
    """A session with its course."""
    found = session(session_id)
    if found is None:
        raise Http404
    return found


def _note(request: HttpRequest, form: AttendanceForm, session_id: int) -> dict[str, Any]:
    words = form.cleaned_data
    one = Attended(
        words["teller"], AttendanceOutcome(words["outcome"]), words["number"], words["valid_to"]
    )
    return note_attendance(act_of(request, form), session_id=session_id, attended=[one])


def _at(tail: str) -> str:
    return f"ke-hoach/tap-huan/{tail}"


urls: list[URLPattern] = [
    path(_at(""), training, name="training"),
    path(_at("lop/them/"), add_course, name="add_course"),
    path(_at("lop/<int:course_id>/"), training_course, name="training_course"),
    path(_at("lop/<int:course_id>/buoi/them/"), add_session, name="add_session"),
    path(_at("buoi/<int:session_id>/"), training_session, name="training_session"),
]
