"""What is asked before a point is added, changed, equipped or closed, or somebody is hired."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from tram.accounts.rules.access import Role
from tram.directory.queries.staff import POSTAL
from tram.directory.rules.points import (
    MOST_THINGS,
    EquipmentKind,
    EquipmentState,
    PointKind,
    Terms,
)
from tram.web.forms import RequestForm
from tram.web.workplace.fields import Place, PlaceField

_WIDE = {"class": "w-wide", "autocomplete": "off"}
TYPE_A_NAME = gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn.")


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "w-date", "placeholder": "07:30"}),
    )


def _decision(label: Any, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs=_WIDE)
    return forms.CharField(label=label, max_length=120, required=required, widget=widget)


class TermsForm(RequestForm):
    """Where and when a point serves, from which day on."""

    valid_from = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"))
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ"), max_length=200, widget=forms.TextInput(attrs=_WIDE)
    )
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại của điểm"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-phone", "inputmode": "tel"}),
    )
    opens = _clock(gettext_lazy("Giờ mở cửa"))
    closes = _clock(gettext_lazy("Giờ đóng cửa"))
    works_saturday = forms.BooleanField(label=gettext_lazy("Làm thứ Bảy"), required=False)
    route_code = forms.CharField(
        label=gettext_lazy("Đường thư"),
        max_length=16,
        required=False,
        help_text=gettext_lazy("Mã đường thư đi qua điểm, ví dụ VP1-01."),
    )
    decision = _decision(gettext_lazy("Số văn bản"))

    def terms(self) -> Terms:
        """What was typed, as the rules know it."""
        words = self.cleaned_data
        names = ("address", "phone", "opens", "closes", "works_saturday", "route_code")
        return Terms(*(words[name] for name in names))


class PointForm(TermsForm):
    """A new point."""

    field_order = ("code", "name", "kind", "parent", "commune", "valid_from")
    code = forms.CharField(
        label=gettext_lazy("Mã điểm"),
        max_length=16,
        help_text=gettext_lazy("Mã bưu chính của điểm, 5–6 chữ số, ví dụ 280010."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên điểm"), max_length=200, widget=forms.TextInput(attrs=_WIDE)
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại điểm"), choices=PointKind.choices)
    parent = PlaceField(
        (), "parents", label=gettext_lazy("Bưu điện quản lý"), help_text=TYPE_A_NAME
    )
    commune = PlaceField(
        (), "communes", label=gettext_lazy("Xã, phường, thị trấn"), help_text=TYPE_A_NAME
    )

    def __init__(
        self, parents: Sequence[Place], communes: Sequence[Place], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["parent"]).places = parents
        cast(PlaceField, self.fields["commune"]).places = communes


class EquipmentForm(RequestForm):
    """How many things of a kind in a state, since when."""

    kind = forms.ChoiceField(label=gettext_lazy("Thiết bị"), choices=EquipmentKind.choices)
    state = forms.ChoiceField(label=gettext_lazy("Tình trạng"), choices=EquipmentState.choices)
    count = forms.IntegerField(
        label=gettext_lazy("Số lượng"),
        min_value=0,
        max_value=MOST_THINGS,
        help_text=gettext_lazy("Ghi tổng số đang có, không phải số thêm; ghi 0 nếu không còn."),
    )
    since = forms.DateField(label=gettext_lazy("Từ ngày"))


class ClosingForm(RequestForm):
    """The day a point is gone, and who takes what lies there."""

    on = forms.DateField(
        label=gettext_lazy("Đóng từ ngày"),
        help_text=gettext_lazy("Ngày đầu tiên điểm không còn phục vụ; sớm nhất là hôm nay."),
    )
    successor = PlaceField(
        (),
        "successors",
        label=gettext_lazy("Nơi nhận lại bưu gửi"),
        help_text=gettext_lazy(
            "Bưu gửi còn ở điểm vào ngày đóng chuyển sang nơi này. Gõ một phần tên rồi chọn."
        ),
    )
    decision = _decision(gettext_lazy("Số văn bản đóng điểm"), required=True)

    def __init__(self, successors: Sequence[Place], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["successor"]).places = successors


class HireForm(RequestForm):
    """Somebody new at the post."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), min_length=2, max_length=120)
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=64,
        help_text=gettext_lazy("Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ: nv.an"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"), choices=[(role.value, role.label) for role in POSTAL]
    )
    unit = PlaceField((), "units", label=gettext_lazy("Nơi làm việc"), help_text=TYPE_A_NAME)
    valid_from = forms.DateField(label=gettext_lazy("Từ ngày"))
    decision = _decision(gettext_lazy("Số quyết định phân công"))

    def __init__(self, units: Sequence[Place], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])
