"""The form of a draft: what it says in single fields, its rows, and the terms that come of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.catalogue.rules.changes import UNITS
from tram.catalogue.rules.stages import Span
from tram.catalogue.rules.versions import FeeTerm, PaperTerm, StageTerm, Terms
from tram.core.money import format_vnd
from tram.core.text import search_terms
from tram.web.forms import RequestForm, SummaryLine
from tram.web.workplace.catalogue.rows import (
    KINDS,
    Kind,
    Rows,
    Typed,
    changed,
    drawn,
    judged,
    typed,
)

LIMITS = ("limit", "limit_online", "limit_postal")
TRI = {"": None, "yes": True, "no": False}
UNTRI = {None: "", True: "yes", False: "no"}


@dataclass(frozen=True)
class UnitPlace:
    """A unit to be found by its name."""

    id: int
    label: str
    words: str


def unit_choices(units: Sequence[tuple[int, str]]) -> list[UnitPlace]:
    """Units to choose from."""
    return [UnitPlace(ident, name, " ".join(search_terms(name))) for ident, name in units]


def _long(label: Any, longest: int, **options: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=longest, required=False, widget=box, **options)


def _value(label: Any) -> forms.IntegerField:
    box = forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-number"})
    return forms.IntegerField(label=label, min_value=1, max_value=9999, required=False, widget=box)


def _unit() -> forms.ChoiceField:
    choices = [("", "–"), *UNITS.items()]
    return forms.ChoiceField(label=gettext_lazy("Đơn vị tính"), choices=choices, required=False)


def _tri(label: Any) -> forms.TypedChoiceField:
    choices = [
        ("", gettext_lazy("Chưa rõ")),
        ("yes", gettext_lazy("Có")),
        ("no", gettext_lazy("Không")),
    ]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=TRI.get, empty_value=None, required=False
    )


class DraftForm(RequestForm):
    """What a draft says in single fields."""

    edit = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))
    name = forms.CharField(
        label=gettext_lazy("Tên thủ tục"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    valid_from = forms.DateField(label=gettext_lazy("Có hiệu lực từ ngày"))
    result = forms.CharField(
        label=gettext_lazy("Kết quả"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    legal_basis = _long(gettext_lazy("Căn cứ pháp lý"), 2000)
    decision = _long(gettext_lazy("Quyết định công bố"), 500)
    limit_value = _value(gettext_lazy("Thời hạn (mọi kênh)"))
    limit_unit = _unit()
    limit_online_value = _value(gettext_lazy("Riêng khi nộp trực tuyến"))
    limit_online_unit = _unit()
    limit_postal_value = _value(gettext_lazy("Riêng khi nộp qua bưu điện"))
    limit_postal_unit = _unit()
    same_day = forms.BooleanField(label=gettext_lazy("Trả kết quả trong ngày"), required=False)
    presence = _tri(gettext_lazy("Phải có mặt khi nộp"))
    postal_in = _tri(gettext_lazy("Gửi hồ sơ qua bưu điện"))
    postal_in_reason = _long(gettext_lazy("Lý do nếu không gửi được"), 500)
    postal_out = _tri(gettext_lazy("Trả kết quả qua bưu điện"))
    postal_out_reason = _long(gettext_lazy("Lý do nếu không trả được"), 500)
    secret = forms.BooleanField(label=gettext_lazy("Có thể có bí mật nhà nước"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for limit in LIMITS:
            value, unit = given.get(f"{limit}_value"), given.get(f"{limit}_unit")
            if bool(value) != bool(unit) and f"{limit}_value" not in self.errors:
                self.add_error(
                    f"{limit}_value",
                    _("Thời hạn phải có cả số và đơn vị tính, hoặc để trống cả hai."),
                )
        return given

    def span(self, limit: str) -> Span | None:
        """One limit as typed."""
        value = self.cleaned_data[f"{limit}_value"]
        return Span(value, self.cleaned_data[f"{limit}_unit"]) if value else None


class Editor:
    """The whole form of a draft."""

    def __init__(self, main: DraftForm, rows: Sequence[Rows]) -> None:
        self.main, self.rows = main, rows

    @property
    def error_summary(self) -> list[SummaryLine]:
        """What is wrong, in the order of the page."""
        return [
            *self.main.error_summary,
            *(line for rows in self.rows for line in rows.error_summary),
        ]

    def is_valid(self) -> bool:
        """Whether everything can be read."""
        parts = [self.main, *(form for rows in self.rows for form in rows.forms)]
        return all(part.is_valid() for part in parts)

    def terms(self) -> Terms:
        """What the draft says now; only after `is_valid`."""
        said, main = self.main.cleaned_data, self.main
        names = ("name", "valid_from", "result", "legal_basis", "decision", "same_day", "presence")
        post = ("postal_in", "postal_in_reason", "postal_out", "postal_out_reason", "secret")
        papers, fees, withdrawn, stages = (
            [f.cleaned_data for f in rows.forms] for rows in self.rows
        )
        return Terms(
            **{name: said[name] for name in (*names, *post)},
            limit=main.span("limit"),
            limit_online=main.span("limit_online"),
            limit_postal=main.span("limit_postal"),
            papers=tuple(map(_paper, papers)),
            fees=tuple(FeeTerm(row["kind"], row["amount"], row["source"]) for row in fees),
            withdrawn=tuple(row["name"] for row in withdrawn),
            stages=tuple(
                StageTerm(row["unit"], row["name"], Span(row["value"], row["unit_of_time"]))
                for row in stages
            ),
        )


def _paper(row: Mapping[str, Any]) -> PaperTerm:
    counts = (row["originals"] or 0, row["certified"] or 0, row["copies"] or 0)
    return PaperTerm(row["name"], *counts, row["mandatory"])


def opened(says: Terms, edit: int, places: Sequence[UnitPlace]) -> Editor:
    """The form as a draft fills it."""
    single = {name: getattr(says, name) for name in DraftForm.base_fields if hasattr(says, name)}
    for name in ("presence", "postal_in", "postal_out"):
        single[name] = UNTRI[single[name]]
    for limit in LIMITS:
        span = getattr(says, limit)
        single[f"{limit}_value"], single[f"{limit}_unit"] = (
            (span.value, span.unit) if span else ("", "")
        )
    rows = _rows(says, {place.id: place.label for place in places})
    return Editor(
        DraftForm(initial={**single, "edit": edit}),
        [drawn(kind, rows[kind.name], places) for kind in KINDS],
    )


def rearranged(data: Mapping[str, str], asked: str, places: Sequence[UnitPlace]) -> Editor:
    """The form as typed, with one row more or less."""
    rows: list[tuple[Kind, list[Typed]]] = [(kind, typed(data, kind)) for kind in KINDS]
    return Editor(
        DraftForm(initial={name: data.get(name, "") for name in DraftForm.base_fields}),
        [drawn(kind, changed(each, kind, asked), places) for kind, each in rows],
    )


def sent(data: Mapping[str, str], places: Sequence[UnitPlace]) -> Editor:
    """The form as sent to be saved."""
    return Editor(DraftForm(data), [judged(kind, typed(data, kind), places) for kind in KINDS])


def _rows(says: Terms, units: Mapping[int, str]) -> dict[str, list[Typed]]:
    return {
        "paper": [
            {
                "name": paper.name,
                **{
                    name: str(getattr(paper, name) or "")
                    for name in ("originals", "certified", "copies")
                },
                "mandatory": "on" if paper.mandatory else "",
            }
            for paper in says.papers
        ],
        "fee": [
            {
                "kind": fee.kind,
                "amount": format_vnd(fee.amount_vnd).removesuffix(" đ"),
                "source": fee.source,
            }
            for fee in says.fees
        ],
        "withdrawn": [{"name": name} for name in says.withdrawn],
        "stage": [
            {
                "name": stage.name,
                "unit": units.get(stage.unit_id or 0, ""),
                "value": str(stage.span.value),
                "unit_of_time": stage.span.unit,
            }
            for stage in says.stages
        ],
    }
