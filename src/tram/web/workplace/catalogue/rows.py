"""Rows of a draft (papers, fees, withdrawn papers, stages): one more, one less, one up, without script.

What was typed stays as it was typed until the draft is saved; a row left empty is passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tram.catalogue.rules.changes import FEES, UNITS
from tram.core.money import parse_vnd
from tram.web.forms import ParsedField, SummaryLine, TramForm
from tram.web.workplace.fields import Place, PlaceField

MOST = 60
Typed = dict[str, str]


def _words(label: Any, longest: int, **options: Any) -> forms.CharField:
    attrs = {"class": "w-wide", "autocomplete": "off"}
    return forms.CharField(
        label=label, max_length=longest, widget=forms.TextInput(attrs=attrs), **options
    )


def _count(label: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "class": "w-number"}
    box = forms.NumberInput(attrs=attrs)
    return forms.IntegerField(label=label, min_value=0, max_value=99, required=False, widget=box)


class RowForm(TramForm):
    """One row; it is empty if nothing stands in its `telling` fields."""

    telling: ClassVar[tuple[str, ...]] = ("name",)


class PaperRow(RowForm):
    """One paper of the list."""

    telling = ("name", "originals", "certified", "copies")
    name = _words(gettext_lazy("Tên giấy tờ"), 500)
    originals = _count(gettext_lazy("Bản chính"))
    certified = _count(gettext_lazy("Bản chứng thực"))
    copies = _count(gettext_lazy("Bản sao"))
    mandatory = forms.BooleanField(label=gettext_lazy("Bắt buộc"), required=False)


class FeeRow(RowForm):
    """One state fee."""

    telling = ("amount", "source")
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=list(FEES.items()))
    amount = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền (đồng)"),
        widget=forms.TextInput(attrs={"class": "w-money", "inputmode": "numeric"}),
    )
    source = _words(gettext_lazy("Văn bản quy định"), 1000, required=False)


class WithdrawnRow(RowForm):
    """One original that comes back."""

    name = _words(gettext_lazy("Tên giấy tờ thu hồi"), 500)


class StageRow(RowForm):
    """One stage of settlement."""

    telling = ("name", "unit", "value")
    name = _words(gettext_lazy("Tên bước"), 300)
    unit = PlaceField(
        (), "units", label=gettext_lazy("Đơn vị (trống: cơ quan giải quyết)"), required=False
    )
    value = forms.IntegerField(
        label=gettext_lazy("Thời gian"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-number"}),
    )
    unit_of_time = forms.ChoiceField(
        label=gettext_lazy("Đơn vị tính"),
        choices=list(UNITS.items()),
        initial="working-day",
    )


@dataclass(frozen=True)
class Kind:
    """A list of the editor."""

    name: str
    form: type[RowForm]
    title: Promise
    row: Promise
    add: Promise
    blank: Typed


KINDS = (
    Kind(
        "paper",
        PaperRow,
        gettext_lazy("Thành phần hồ sơ"),
        gettext_lazy("Giấy tờ"),
        gettext_lazy("Thêm giấy tờ"),
        {"mandatory": "on"},
    ),
    Kind(
        "fee",
        FeeRow,
        gettext_lazy("Phí, lệ phí"),
        gettext_lazy("Khoản"),
        gettext_lazy("Thêm khoản phí, lệ phí"),
        {},
    ),
    Kind(
        "withdrawn",
        WithdrawnRow,
        gettext_lazy("Giấy tờ thu hồi khi trả kết quả"),
        gettext_lazy("Giấy tờ thu hồi"),
        gettext_lazy("Thêm giấy tờ thu hồi"),
        {},
    ),
    Kind(
        "stage",
        StageRow,
        gettext_lazy("Các bước giải quyết"),
        gettext_lazy("Bước"),
        gettext_lazy("Thêm bước"),
        {"unit_of_time": "working-day"},
    ),
)


@dataclass(frozen=True)
class Rows:
    """The rows of one list as the page draws them."""

    kind: Kind
    forms: Sequence[RowForm]

    @property
    def count(self) -> int:
        return len(self.forms)

    @property
    def error_summary(self) -> list[SummaryLine]:
        return [line for form in self.forms for line in form.error_summary]


def typed(data: Mapping[str, str], kind: Kind) -> list[Typed]:
    """The rows of a list as they were typed, in order."""
    count = data.get(f"{kind.name}-count", "")
    size = min(int(count), MOST) if count.isascii() and count.isdigit() else 0
    names = kind.form.base_fields
    return [
        {name: data.get(f"{kind.name}-{index}-{name}", "") for name in names}
        for index in range(size)
    ]


def changed(rows: list[Typed], kind: Kind, asked: str) -> list[Typed]:
    """After «add:paper», «remove:paper:2», «up:paper:2»; anything else changes nothing."""
    verb, _, rest = asked.partition(":")
    name, _, place = rest.partition(":")
    index = int(place) if place.isascii() and place.isdigit() else -1
    if name != kind.name:
        return rows
    if verb == "add" and len(rows) < MOST:
        return [*rows, dict(kind.blank)]
    if not 0 <= index < len(rows):
        return rows
    rest_ = [*rows[:index], *rows[index + 1 :]]
    if verb == "remove":
        return rest_
    return (
        [*rest_[: index - 1], rows[index], *rest_[index - 1 :]] if verb == "up" and index else rows
    )


def drawn(kind: Kind, rows: list[Typed], places: Sequence[Place]) -> Rows:
    """The rows as typed, judged by nobody."""
    forms_ = [
        kind.form(initial=row, prefix=f"{kind.name}-{index}") for index, row in enumerate(rows)
    ]
    return Rows(kind, _with_places(forms_, places))


def judged(kind: Kind, rows: list[Typed], places: Sequence[Place]) -> Rows:
    """The rows that say something, to be checked."""
    telling = [row for row in rows if any(row.get(name, "").strip() for name in kind.form.telling)]
    forms_ = []
    for index, row in enumerate(telling):
        prefix = f"{kind.name}-{index}"
        data = {f"{prefix}-{name}": value for name, value in row.items() if value}
        forms_.append(kind.form(data, prefix=prefix))
    return Rows(kind, _with_places(forms_, places))


def _with_places(forms_: list[RowForm], places: Sequence[Place]) -> list[RowForm]:
    for form in forms_:
        if "unit" in form.fields:
            cast(PlaceField, form.fields["unit"]).places = places
    return forms_
