"""Adding, changing, equipping and closing a service point (mở, đổi, trang bị, đóng điểm)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.custody.commands.closing import close_point
from tram.custody.queries.intakes import communes
from tram.directory import commands
from tram.directory.commands import NewPoint
from tram.directory.commands.points import PARENTS
from tram.directory.queries.network import Point, post_places
from tram.directory.rules.duties import POST
from tram.directory.rules.points import EquipmentKind, EquipmentState, PointKind
from tram.web import access
from tram.web.access import allowed
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.network.forms import ClosingForm, EquipmentForm, PointForm, TermsForm
from tram.web.workplace.network.points import FOLDER, point_or_404

AT_FIELD = {
    "bad-code": "code",
    "code-taken": "code",
    "name-missing": "name",
    "no-such-parent": "parent",
    "no-such-commune": "commune",
    "address-missing": "address",
    "bad-phone": "phone",
    "hours-out-of-order": "closes",
    "in-the-past": "on",
    "no-such-successor": "successor",
    "not-in-force": "successor",
    "future-date": "since",
    "bad-count": "count",
}
Deed = Callable[[Any], dict[str, Any]]


def _done(form: RequestForm, deed: Deed) -> dict[str, Any] | None:
    """What a deed answered; None if it was refused, which then stands on the form."""
    try:
        return deed(form.cleaned_data)
    except Refused as refused:
        field = AT_FIELD.get(refused.code)
        form.refuse(refused, field if field in form.fields else None)
        return None


def _page(request: HttpRequest, form: RequestForm, title: str, **words: Any) -> HttpResponse:
    status = 200 if not form.is_bound else 409 if form.refused else 422
    words = {"form": form, "title": title, **words}
    return render(request, f"{FOLDER}/change.html", words, status=status)


def _act(request: HttpRequest, form: RequestForm) -> Any:
    return access.act(request, form.cleaned_data["request_id"], Right.MANAGE_POST)


@allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def add_post_point(request: HttpRequest) -> HttpResponse:
    """A new point under a unit of the post that this person manages."""
    today = access.today(request)
    parents = post_places(access.actor(request), PARENTS, day=today)
    initial = {"valid_from": today, "opens": "07:30", "closes": "17:00"}
    form = PointForm(parents, communes(today), request.POST or None, initial=initial)
    made = _done(form, lambda _words: _add(request, form)) if form.is_valid() else None
    if made is None:
        lists = {"parents": parents, "communes": communes(today)}
        return _page(request, form, _("Thêm điểm phục vụ"), lists=lists, button=_("Thêm điểm"))
    messages.success(request, _("Đã thêm điểm phục vụ."))
    return see_other("post_point", point_id=made["point"])


def _add(request: HttpRequest, form: PointForm) -> dict[str, Any]:
    words = form.cleaned_data
    new = NewPoint(
        code=words["code"],
        name=words["name"],
        kind=PointKind(words["kind"]),
        commune_id=words["commune"],
        parent_id=words["parent"],
        valid_from=words["valid_from"],
        terms=form.terms(),
        decision=words["decision"],
    )
    return commands.add_point(_act(request, form), new=new)


@allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def change_post_terms(request: HttpRequest, point_id: int) -> HttpResponse:
    """From a day on the point serves elsewhere, at other hours or by another route."""
    point = point_or_404(request, point_id)
    initial = {**vars(point.terms), "valid_from": access.today(request)}
    form = TermsForm(request.POST or None, initial=initial)
    done = _done(form, lambda words: _change(request, form, point)) if form.is_valid() else None
    if done is None:
        title = _("Đổi địa chỉ, giờ, đường thư")
        return _page(request, form, title, point=point, button=_("Ghi thay đổi"))
    since = vn_date(form.cleaned_data["valid_from"])
    told = (
        _("Đã ghi, áp dụng từ ngày {}.")
        if done["changed"]
        else _("Thông tin ngày {} vốn đã như vậy, không có gì thay đổi.")
    )
    messages.success(request, told.format(since))
    return see_other("post_point", point_id=point_id)


def _change(request: HttpRequest, form: TermsForm, point: Point) -> dict[str, Any]:
    words = form.cleaned_data
    return commands.change_terms(
        _act(request, form),
        point_id=point.id,
        valid_from=words["valid_from"],
        terms=form.terms(),
        decision=words["decision"],
    )


@allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def record_post_equipment(request: HttpRequest, point_id: int) -> HttpResponse:
    """So many things of a kind, in a state, since a day."""
    point = point_or_404(request, point_id)
    form = EquipmentForm(request.POST or None, initial={"since": access.today(request)})
    done = _done(form, lambda words: _record(request, form, point)) if form.is_valid() else None
    if done is None:
        return _page(request, form, _("Ghi thiết bị"), point=point, button=_("Ghi thiết bị"))
    messages.success(request, _("Đã ghi thiết bị."))
    return see_other("post_point", point_id=point_id)


def _record(request: HttpRequest, form: EquipmentForm, point: Point) -> dict[str, Any]:
    words = form.cleaned_data
    return commands.record_equipment(
        _act(request, form),
        point_id=point.id,
        kind=EquipmentKind(words["kind"]),
        state=EquipmentState(words["state"]),
        count=words["count"],
        since=words["since"],
    )


@allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def close_post_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """The point closes; what lies there goes to another place."""
    point = point_or_404(request, point_id)
    places = post_places(access.actor(request), sorted(POST), day=access.today(request))
    others = [place for place in places if place.id != point_id]
    form = ClosingForm(others, request.POST or None)
    done = _done(form, lambda words: _close(request, form, point)) if form.is_valid() else None
    if done is None:
        words = {"point": point, "lists": {"successors": others}, "kind": "danger"}
        return _page(request, form, _("Đóng điểm"), button=_("Đóng điểm"), closing=True, **words)
    told = _("Đã ghi đóng điểm; {} bưu gửi chuyển ngay sang nơi nhận lại.")
    messages.success(request, told.format(done["items"]))
    return see_other("post_point", point_id=point_id)


def _close(request: HttpRequest, form: ClosingForm, point: Point) -> dict[str, Any]:
    words = form.cleaned_data
    return close_point(
        _act(request, form),
        point_id=point.id,
        on=words["on"],
        successor_id=words["successor"],
        decision=words["decision"],
    )
