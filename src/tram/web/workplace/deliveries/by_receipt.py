"""What a customer with the receipt in hand says of a delivery at a counter: it came, it did not, bring it otherwise.

The code on the receipt is the key, as on the citizens' side; nothing of the dossier is shown. That it came is written
down at the one-stop desk only: the post does not confirm its own delivery. QĐ 45/2016/QĐ-TTg Điều 8.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.acts import Act
from tram.core.choices import Choice
from tram.core.codes import code_digest, parse_tracking_code
from tram.core.errors import Refused
from tram.custody.commands import citizen
from tram.custody.queries.intakes import CommuneChoice, communes
from tram.custody.rules.attempts import DayPart, Slot
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.fields import recipient_fields

COUNTERS = (Right.GIVE_AT_POINT, Right.RECEIVE_AT_DESK, Right.HANDLE_INCIDENT)
FIELDS = {
    "no-such-code": "code",
    "words-missing": "words",
    "reason-missing": "words",
    "no-such-attempt": "number",
    "nothing-asked": "day",
    "slot-past": "day",
    "slot-too-far": "day",
    "slot-after-hold": "day",
    "other-district": "recipient_commune",
}


class Said(Choice):
    """What a customer may say (lời khách)."""

    CAME = "came", "Đã nhận được bưu gửi"
    NOT_COME = "not-come", "Chưa nhận được, dù bưu điện ghi là đã phát"
    NOT_TRUE = "not-true", "Một lần phát không thành không đúng như bưu tá ghi"
    OTHERWISE = "otherwise", "Muốn đổi ngày, người nhận hoặc nơi nhận"


DONE = {
    Said.CAME: gettext_lazy("Đã ghi: khách xác nhận đã nhận được bưu gửi."),
    Said.NOT_COME: gettext_lazy("Đã ghi phản ánh, quản lý bưu điện phải trả lời khách."),
    Said.NOT_TRUE: gettext_lazy("Đã ghi phản ánh, quản lý bưu điện phải trả lời khách."),
    Said.OTHERWISE: gettext_lazy("Đã đổi cách phát và báo khách theo số điện thoại đã ghi."),
}


def _code(text: str) -> str:
    """The code typed, or the address behind the square of the receipt as a scanner gives it."""
    return parse_tracking_code(text.rpartition("#")[2])


class ReceiptForm(RequestForm):
    """The code, what is said, and what belongs to it."""

    code = ParsedField(
        _code,
        label=gettext_lazy("Mã theo dõi trên phiếu gửi hoặc giấy hẹn"),
        help_text=gettext_lazy("Gõ hoặc quét mã trên giấy khách đang cầm."),
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    said = forms.ChoiceField(label=gettext_lazy("Khách nói"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Lời khách kể, hoặc lý do đổi"),
        help_text=gettext_lazy("Không cần ghi khi khách chỉ xác nhận đã nhận được."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Lần phát số"),
        help_text=gettext_lazy("Chỉ ghi khi khách nói về một lần phát không thành."),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )
    day = forms.DateField(label=gettext_lazy("Ngày hẹn mới"), required=False)
    part = forms.ChoiceField(
        label=gettext_lazy("Buổi"),
        choices=DayPart.choices(),
        widget=forms.RadioSelect,
        required=False,
        initial=DayPart.ALL_DAY.value,
    )

    def __init__(self, said: list[Said], places: list[CommuneChoice], data: Any = None) -> None:
        vars(self)["base_fields"] = {**type(self).base_fields, **recipient_fields(places)}
        super().__init__(data)
        for name in recipient_fields(places):
            self.fields[name].required = False
        box = self.fields["said"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = [(one.value, one.label) for one in said]

    def clean(self) -> dict[str, Any]:
        """A try is named by its number."""
        cleaned = self.cleaned_data
        nameless = not cleaned.get("number") and "number" not in self.errors
        if nameless and cleaned.get("said") == Said.NOT_TRUE:
            self.add_error("number", _("Hãy ghi lần phát thứ mấy."))
        return cleaned

    def change(self) -> citizen.Change:
        """What is asked for; an empty box stays as it is."""
        words = self.cleaned_data
        part = DayPart(words["part"] or DayPart.ALL_DAY)
        return citizen.Change(
            reason=words["words"],
            slot=Slot(words["day"], part) if words["day"] else None,
            full_name=words["recipient_name"] or None,
            phone=words["recipient_phone"] or None,
            address=words["recipient_address"] or None,
            commune_id=words["recipient_commune"] or None,
        )


def _offered(request: HttpRequest) -> list[Said]:
    at_desk = may(access.actor(request), Right.RECEIVE_AT_DESK)
    return [one for one in Said if at_desk or one is not Said.CAME]


@access.allowed(*COUNTERS)
@require_http_methods(["GET", "POST"])
def by_receipt(request: HttpRequest) -> HttpResponse:
    """Write down what the owner of a receipt says at the counter."""
    places = list(communes(access.today(request)))
    posted = request.POST if request.method == "POST" else None
    form = ReceiptForm(_offered(request), places, posted)
    if form.is_valid():
        said = Said(form.cleaned_data["said"])
        try:
            _write(access.act(request, form.cleaned_data["request_id"]), said, form)
        except Refused as refused:
            form.refuse(refused, FIELDS.get(refused.code))
        else:
            messages.success(request, DONE[said])
            return see_other("by_receipt")
    words = {"form": form, "places": places}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/deliveries/by_receipt.html", words, status=status)


def _write(asked: Act, said: Said, form: ReceiptForm) -> None:
    words = form.cleaned_data
    digest = code_digest(settings.TRACKING_KEY.encode(), words["code"])
    if said is Said.CAME:
        citizen.confirm_delivery(asked, digest=digest)
    elif said is Said.NOT_COME:
        citizen.dispute_delivery(asked, digest=digest, words=words["words"])
    elif said is Said.NOT_TRUE:
        told = words["words"]
        citizen.dispute_attempt(asked, digest=digest, number=words["number"], words=told)
    else:
        citizen.change_delivery(asked, digest=digest, change=form.change())


urls: list[URLPattern] = [path("loi-khach/", by_receipt, name="by_receipt")]
