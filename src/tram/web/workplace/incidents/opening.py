"""A damaged cover: the inventory before two people, and the new wrapping."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.core.errors import Refused
from tram.custody.commands import damage
from tram.custody.commands.manifests import Pin
from tram.custody.queries.troubles import contents
from tram.custody.rules.incidents import PaperCondition
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.incidents.own import REPORT, back, done, own_case, page
from tram.web.workplace.manifests.forms import PIN_BOX
from tram.web.workplace.manifests.pins import pin_of

NUMBER = {"class": "w-number", "inputmode": "numeric", "autocomplete": "off"}


class InventoryForm(RequestForm):
    """The cover, each paper of the list as found, and the second person's PIN."""

    cover = forms.CharField(label=gettext_lazy("Tình trạng bao bì"), max_length=300)
    grams = forms.IntegerField(
        label=gettext_lazy("Khối lượng (gam)"),
        min_value=1,
        max_value=50_000,
        required=False,
        widget=forms.TextInput(attrs=NUMBER),
    )
    remarks = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập của người thứ hai"), max_length=64
    )
    pin = forms.CharField(label=gettext_lazy("Mã PIN của người thứ hai"), widget=PIN_BOX)

    def __init__(self, *args: Any, listed: list[tuple[str, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.listed = listed
        for seq, (_name, expected) in enumerate(listed, 1):
            self.fields[f"found_{seq}"] = forms.IntegerField(
                label=_("Số thực có"),
                min_value=0,
                max_value=999,
                initial=expected,
                widget=forms.TextInput(attrs=NUMBER),
            )
            self.fields[f"condition_{seq}"] = forms.ChoiceField(
                label=_("Tình trạng"),
                choices=PaperCondition.choices(),
                initial=PaperCondition.WHOLE.value,
            )
            self.fields[f"note_{seq}"] = forms.CharField(
                label=_("Ghi chú"), max_length=300, required=False
            )

    @property
    def rows(self) -> list[tuple[str, int, BoundField, BoundField, BoundField]]:
        """Each paper with its three boxes, in the order of the list."""
        return [
            (name, expected, self[f"found_{n}"], self[f"condition_{n}"], self[f"note_{n}"])
            for n, (name, expected) in enumerate(self.listed, 1)
        ]

    @property
    def before(self) -> list[BoundField]:
        return [self["cover"], self["grams"]]

    @property
    def after(self) -> list[BoundField]:
        return [self["remarks"], self["username"], self["pin"]]

    def opened(self) -> damage.Opened:
        """What the command keeps."""
        words = self.cleaned_data
        return damage.Opened(
            cover=words["cover"],
            grams=words["grams"],
            remarks=words["remarks"],
            papers=tuple(
                damage.CountedPaper(
                    n,
                    words[f"found_{n}"],
                    PaperCondition(words[f"condition_{n}"]),
                    words[f"note_{n}"],
                )
                for n in range(1, len(self.listed) + 1)
            ),
        )

    def signed_by(self) -> Pin:
        """The second person."""
        return pin_of(self.cleaned_data["username"], self.cleaned_data["pin"])

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(
            refused, field or {"no-cover": "cover", "wrong-pin": "pin"}.get(refused.code)
        )


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def take_inventory(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Open the cover before two people, count against the list, sign both."""
    case = own_case(request, incident_id)
    form = InventoryForm(request.POST or None, listed=contents(case.incident.item_id))

    def run(asked: Any, pin: Pin | None) -> object:
        assert pin is not None
        return damage.take_inventory(asked, incident_id=incident_id, opened=form.opened(), pin=pin)

    if done(request, form, _("Hai người đã ký biên bản kiểm kê."), run, form.signed_by):
        return back(case)
    return page(request, "take_inventory", case, form)


class RewrapForm(RequestForm):
    """The new seal and weight; a new number where the old label cannot be read any more."""

    seal_number = forms.CharField(label=gettext_lazy("Số niêm phong mới"), max_length=40)
    grams = forms.IntegerField(
        label=gettext_lazy("Khối lượng (gam)"),
        min_value=1,
        max_value=50_000,
        widget=forms.TextInput(attrs=NUMBER),
    )
    new_number = forms.BooleanField(
        label=gettext_lazy("Nhãn cũ hỏng: cấp số hiệu bưu gửi mới"), required=False
    )


@access.allowed(*REPORT)
@require_http_methods(["GET", "POST"])
def rewrap(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Wrap again under a new seal, referring to the inventory."""
    case = own_case(request, incident_id)
    form = RewrapForm(request.POST or None)

    def run(asked: Any, _pin: Pin | None) -> object:
        words = {k: v for k, v in form.cleaned_data.items() if k != "request_id"}
        return damage.rewrap(asked, incident_id=incident_id, **words)

    if done(request, form, _("Đã đóng gói lại và niêm phong mới."), run):
        return back(case)
    return page(request, "rewrap", case, form)
