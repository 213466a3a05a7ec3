"""One's own things: the workplace, the unit one works at, password and PIN."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tram.accounts import commands
from tram.core.acts import Secret
from tram.core.errors import Refused
from tram.directory.queries import duties_of
from tram.web.access import act, actor, signed_in
from tram.web.access import place as place_of
from tram.web.answers import see_other
from tram.web.context import workplaces
from tram.web.forms import RequestForm, TramForm
from tram.web.workplace.accounts.sign_in import password_field, recognised
from tram.web.workplace.accounts.waiting import waiting

if TYPE_CHECKING:
    from tram.accounts.models import User


class PasswordForm(RequestForm):
    """A new password, twice, and the old one."""

    old_password = password_field(gettext_lazy("Mật khẩu đang dùng"))
    new_password = password_field(
        gettext_lazy("Mật khẩu mới"),
        "new-password",
        help_text=gettext_lazy("Ít nhất 12 ký tự; một câu dễ nhớ, có dấu và dấu cách càng tốt."),
    )
    repeat_password = password_field(gettext_lazy("Nhập lại mật khẩu mới"), "new-password")

    def clean_repeat_password(self) -> str:
        return _same(self.cleaned_data, "new_password", "repeat_password")


class PinForm(RequestForm):
    """A PIN, twice, and the password."""

    password = password_field(gettext_lazy("Mật khẩu đang dùng"))
    pin = password_field(
        gettext_lazy("Mã PIN mới"),
        "off",
        help_text=gettext_lazy("6 đến 12 chữ số, không lặp lại, không liền nhau."),
    )
    repeat_pin = password_field(gettext_lazy("Nhập lại mã PIN mới"), "off")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("pin", "repeat_pin"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "w-phone"}

    def clean_repeat_pin(self) -> str:
        return _same(self.cleaned_data, "pin", "repeat_pin")


def _same(words: Mapping[str, str], name: str, again: str) -> str:
    if name in words and words[name] != words[again]:
        raise forms.ValidationError(_("Hai lần nhập không giống nhau. Hãy nhập lại cả hai."))
    return words[again]


PASSWORD_FIELDS = {
    "wrong-password": "old_password",
    "weak-password": "new_password",
    "same-password": "new_password",
}
PIN_FIELDS = {"wrong-password": "password", "weak-pin": "pin"}


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own new password; every other sign-in of this person ends, this one goes on."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data
        try:
            _check_again(request, words["old_password"])
            commands.change_own_password(
                act(request, words["request_id"]),
                old=Secret(words["old_password"]),
                new=Secret(words["new_password"]),
            )
        except Refused as refused:
            form.refuse(refused, PASSWORD_FIELDS.get(refused.code))
            return _own_page(request, "change_password", form, 409)
        return _go_on(request)
    return _own_page(request, "change_password", form, 422 if form.is_bound else 200)


def _go_on(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    message = _("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tên này đã bị đăng xuất.")
    messages.success(request, message)
    return see_other("workplace")


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def set_pin(request: HttpRequest) -> HttpResponse:
    """One's own PIN, for signing on the other side's device."""
    form = PinForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data
        try:
            _check_again(request, words["password"])
            commands.set_own_pin(
                act(request, words["request_id"]),
                password=Secret(words["password"]),
                pin=Secret(words["pin"]),
            )
        except Refused as refused:
            form.refuse(refused, PIN_FIELDS.get(refused.code))
            return _own_page(request, "set_pin", form, 409)
        messages.success(request, _("Đã đặt mã PIN ký nhận."))
        return see_other("workplace")
    return _own_page(request, "set_pin", form, 422 if form.is_bound else 200)


def _check_again(request: HttpRequest, password: str) -> None:
    """Whoever sits here types the password again; wrong ones count as at the sign-in page."""
    if recognised(request, request.user.get_username(), password) is None:
        message = _("Mật khẩu đang dùng không đúng. Hãy nhập lại, để ý phím Caps Lock.")
        raise Refused("wrong-password", message)


def _own_page(request: HttpRequest, name: str, form: TramForm, status: int) -> HttpResponse:
    forced = getattr(request.user, "must_change_password", False)
    words = {"form": form, "forced": forced}
    return render(request, f"workplace/accounts/{name}.html", words, status=status)


@signed_in
@require_GET
def workplace(request: HttpRequest) -> HttpResponse:
    """The home after signing in: my duties, where I work now, what I can do (nơi làm việc)."""
    held = [duty for duty in duties_of([actor(request).id]) if duty.tense == "now"]
    here = place_of(request)
    places = {duty.unit_id: duty.unit for duty in reversed(held)}
    waits = {reverse(page): words for page, words in waiting(request).items()}
    page = {
        "cards": [(card.label, card.url, waits.get(card.url, "")) for card in workplaces(request)],
        "duties": held,
        "places": [(ident, name, ident == here) for ident, name in places.items()],
        "has_pin": bool(getattr(request.user, "pin", "")),
    }
    return render(request, "workplace/accounts/workplace.html", page)


@signed_in
@require_POST
def choose_place(request: HttpRequest) -> HttpResponse:
    """Work at another of one's units from now on, in this session."""
    units = {str(duty.unit_id): duty.unit_id for duty in actor(request).duties}
    chosen = units.get(request.POST.get("unit", ""))
    if chosen is None:
        message = _(
            "Bạn không có nhiệm vụ ở đơn vị này hôm nay. Hãy chọn một đơn vị trong danh sách."
        )
        raise Refused("not-your-place", message)
    request.session["place"] = chosen
    return see_other("workplace")
