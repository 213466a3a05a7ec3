"""Counting papers against the published list: the boxes of a form, what was counted, the lines a page draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.catalogue.queries import PaperRow
from tram.core.errors import Refused
from tram.dossiers.rules.completeness import Counted, Expected, require_complete
from tram.web.forms import RequestForm

MOST_COPIES = 99
NUMBERS = {
    "originals": gettext_lazy("Bản chính"),
    "certified": gettext_lazy("Chứng thực"),
    "copies": gettext_lazy("Bản sao"),
}
ABOUT_PAPERS = {"paper-missing", "no-paper"}


@dataclass(frozen=True)
class Count:
    """One kind of copy: how many the list asks for, and the box for how many there are."""

    label: Promise
    expected: int
    field: BoundField


@dataclass(frozen=True)
class PaperLine:
    """One line of the checklist as the page draws it."""

    paper: PaperRow
    counts: tuple[Count, ...]
    absent: BoundField
    errors: tuple[str, ...]


@lru_cache(maxsize=500)
def paper_fields(papers: tuple[PaperRow, ...]) -> dict[str, forms.Field]:
    """Three numbers and a reason for each paper: half of a form, the same for every dossier of a procedure."""
    fields: dict[str, forms.Field] = {}
    for paper in papers:
        for kind, words in NUMBERS.items():
            keys = {"aria-keyshortcuts": f"Alt+{paper.seq}"} if kind == "originals" else {}
            fields[f"paper_{paper.seq}_{kind}"] = forms.IntegerField(
                label=_("Giấy tờ {seq}, {kind}").format(seq=paper.seq, kind=words.lower()),
                initial=0,
                required=False,
                min_value=0,
                max_value=MOST_COPIES,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", **keys}),
            )
        fields[f"paper_{paper.seq}_absent"] = forms.CharField(
            label=_("Giấy tờ {seq}, lý do không áp dụng").format(seq=paper.seq),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
    return fields


class ChecklistForm(RequestForm):
    """A form that counts `papers`; its fields are those of `paper_fields` among others."""

    papers: Sequence[PaperRow] = ()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for paper in self.counted():
            if paper.total and paper.absent_reason:
                message = _("Giấy tờ {seq} đã đếm được bản thì không ghi lý do không áp dụng.")
                self.add_error(f"paper_{paper.seq}_absent", message.format(seq=paper.seq))
        return given

    def counted(self) -> tuple[Counted, ...]:
        """The papers of which something was counted or that do not apply."""
        given = self.cleaned_data
        lines = (
            Counted(
                seq=paper.seq,
                absent_reason=given.get(f"paper_{paper.seq}_absent") or "",
                **{kind: given.get(f"paper_{paper.seq}_{kind}") or 0 for kind in NUMBERS},
            )
            for paper in self.papers
        )
        return tuple(line for line in lines if line.total or line.absent_reason)

    @property
    def paper_lines(self) -> list[PaperLine]:
        """The checklist, line by line."""
        return [self._line(paper) for paper in self.papers]

    def _line(self, paper: PaperRow) -> PaperLine:
        counts = tuple(
            Count(words, getattr(paper, kind), self[f"paper_{paper.seq}_{kind}"])
            for kind, words in NUMBERS.items()
        )
        absent = self[f"paper_{paper.seq}_absent"]
        boxes = (*(count.field for count in counts), absent)
        return PaperLine(paper, counts, absent, tuple(str(e) for box in boxes for e in box.errors))

    def tell_what_is_short(self) -> None:
        """Beside what was typed wrongly the papers that are missing, so that nobody learns of them one try later."""
        boxes = {f"paper_{paper.seq}_{kind}" for paper in self.papers for kind in NUMBERS}
        if {"secret", *boxes} & set(self.errors):
            return
        try:
            require_complete([Expected(**vars(paper)) for paper in self.papers], self.counted())
        except Refused as refused:
            self.refuse(refused)

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal about papers at the first mandatory one that nobody counted."""
        if field is None and refused.code in ABOUT_PAPERS:
            done = {paper.seq for paper in self.counted()}
            short = [p.seq for p in self.papers if p.mandatory and p.seq not in done]
            at = [*short, *(p.seq for p in self.papers)]
            field = f"paper_{at[0]}_originals" if at else None
        super().refuse(refused, field)
