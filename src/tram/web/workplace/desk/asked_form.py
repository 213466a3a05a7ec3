"""The form of a request for supplement (Mẫu 02): papers of the published list to tick, rows for others, the reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.catalogue.queries import PaperRow
from tram.core.errors import Refused
from tram.dossiers.rules.letters import REASON_AT_LEAST, Asked
from tram.web.forms import RequestForm
from tram.web.workplace.intake.checklist import MOST_COPIES, NUMBERS

FIRST_ROWS, MOST_ROWS = 1, 20
AT_FIELD = {"reason-missing": "reason", "asked-already": "again_reason"}


@dataclass(frozen=True)
class AskedLine:
    """One paper that may be asked for: its tick (or its name to type) and its three numbers."""

    seq: int
    name: str
    first: BoundField
    counts: tuple[BoundField, ...]
    errors: tuple[str, ...]


def long_reason(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """A reason in whole sentences, as it will be printed."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        min_length=REASON_AT_LEAST,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SupplementForm(RequestForm):
    """What an officer asks for, once and whole."""

    rows = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"id": False}))
    reason = long_reason(
        gettext_lazy("Lý do yêu cầu bổ sung"),
        hint=gettext_lazy("In trên phiếu gửi công dân: ghi rõ giấy tờ nào thiếu, sai ở đâu."),
    )
    again_reason = long_reason(
        gettext_lazy("Vì sao lần trước chưa nêu"),
        required=False,
        hint=gettext_lazy("Bắt buộc khi yêu cầu bổ sung lần nữa; được lưu và in trên phiếu."),
    )

    def __init__(
        self,
        papers: Sequence[PaperRow],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        *,
        again: bool,
        rows: int = FIRST_ROWS,
    ) -> None:
        self.papers, self.again, self.free = papers, again, rows
        own = dict(type(self).base_fields)
        vars(self)["base_fields"] = {
            "request_id": own["request_id"],
            "rows": own["rows"],
            **dict(_listed_fields(papers)),
            **dict(_free_fields(rows)),
            "reason": own["reason"],
            "again_reason": own["again_reason"],
        }
        super().__init__(data=data, initial={"rows": rows, **(initial or {})})
        self.fields["again_reason"].required = again and self.is_bound

    @property
    def listed_lines(self) -> list[AskedLine]:
        """The papers of the published list."""
        return [self._line(f"ask_{paper.seq}", paper.seq, paper.name) for paper in self.papers]

    @property
    def free_lines(self) -> list[AskedLine]:
        """The rows for papers that the list does not name."""
        return [self._line(f"free_{row}", row, "") for row in range(1, self.free + 1)]

    def _line(self, name: str, seq: int, words: str) -> AskedLine:
        counts = tuple(self[f"{name}_{kind}"] for kind in NUMBERS)
        errors = tuple(str(e) for box in (self[name], *counts) for e in box.errors)
        return AskedLine(seq, words, self[name], counts, errors)

    def asked(self) -> tuple[Asked, ...]:
        """The papers as the command takes them."""
        given = self.cleaned_data
        listed = [
            (paper.name, f"ask_{paper.seq}") for paper in self.papers if given[f"ask_{paper.seq}"]
        ]
        free = [(given[name], name) for name in map("free_{}".format, range(1, self.free + 1))]
        return tuple(
            Asked(words, *(given[f"{name}_{kind}"] or 0 for kind in NUMBERS))
            for words, name in (*listed, *free)
            if words
        )

    def clean(self) -> dict[str, Any]:
        """A row with numbers and no name would be lost without a word; it is pointed at."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(1, self.free + 1):
            counted = any(given.get(f"free_{row}_{kind}") for kind in NUMBERS)
            if counted and not given.get(f"free_{row}"):
                self.add_error(f"free_{row}", _("Dòng {} chưa ghi tên giấy tờ.").format(row))
        return given

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or AT_FIELD.get(refused.code))


def _listed_fields(papers: Sequence[PaperRow]) -> Iterator[tuple[str, forms.Field]]:
    for paper in papers:
        label = _("Giấy tờ {seq}: yêu cầu bổ sung").format(seq=paper.seq)
        keys = {"aria-label": label, "aria-keyshortcuts": f"Alt+{paper.seq}"}
        box = forms.CheckboxInput(attrs=keys)
        yield f"ask_{paper.seq}", forms.BooleanField(label=label, required=False, widget=box)
        for kind, words in NUMBERS.items():
            name = _("Giấy tờ {seq}, {kind}").format(seq=paper.seq, kind=words.lower())
            yield f"ask_{paper.seq}_{kind}", _count(name, getattr(paper, kind))


def _free_fields(rows: int) -> Iterator[tuple[str, forms.Field]]:
    for row in range(1, rows + 1):
        label = _("Giấy tờ khác {row}").format(row=row)
        typed = forms.TextInput(attrs={"autocomplete": "off", "class": "w-wide"})
        yield (
            f"free_{row}",
            forms.CharField(label=label, required=False, max_length=300, widget=typed),
        )
        for kind, words in NUMBERS.items():
            name = _("Giấy tờ khác {row}, {kind}").format(row=row, kind=words.lower())
            yield f"free_{row}_{kind}", _count(name, 0)


def _count(label: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        required=False,
        min_value=0,
        max_value=MOST_COPIES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def rows_asked(data: Mapping[str, Any]) -> int:
    """How many free rows the page that was posted had."""
    text = str(data.get("rows", ""))
    found = int(text) if text.isdecimal() and len(text) < 4 else FIRST_ROWS
    return max(FIRST_ROWS, min(found, MOST_ROWS))
