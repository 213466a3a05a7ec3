"""The form of an inspection: each criterion met, not met or not looked at, with proof; what is known is filled in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.directory.commands.qualification import Found
from tram.directory.queries.known_facts import Known
from tram.directory.rules.qualification import Criterion, CriterionFact
from tram.web.forms import RequestForm
from tram.web.workplace.registers.shared import WIDE, file_field, one_file

BOXES = ("met", "evidence", "until", "file")
ANSWERS = [
    ("yes", gettext_lazy("Đạt")),
    ("no", gettext_lazy("Chưa đạt")),
    ("", gettext_lazy("Lần này không kiểm tra")),
]


@dataclass(frozen=True)
class Line:
    """One criterion on the page with its four boxes and what is known of it."""

    criterion: Criterion
    known: Known | None
    met: BoundField
    evidence: BoundField
    until: BoundField
    file: BoundField


class InspectionForm(RequestForm):
    """The day, then four boxes for each criterion."""

    on = forms.DateField(label=gettext_lazy("Ngày kiểm tra"))
    note = forms.CharField(
        label=gettext_lazy("Ghi chú chung"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(
        self,
        checklist: Sequence[Criterion],
        known: Mapping[CriterionFact, Known],
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.checklist, self.known = checklist, known
        for each in checklist:
            fact = known.get(each.fact)
            self.fields[f"met_{each.code}"] = forms.ChoiceField(
                label=_("Kết quả"),
                choices=ANSWERS,
                required=False,
                initial="",
                widget=forms.RadioSelect,
            )
            self.fields[f"evidence_{each.code}"] = forms.CharField(
                label=_("Minh chứng"),
                max_length=300,
                required=False,
                initial=fact.words if fact and fact.met else "",
                widget=forms.TextInput(attrs=WIDE),
            )
            self.fields[f"until_{each.code}"] = forms.DateField(
                label=_("Có giá trị đến hết"),
                required=False,
                help_text=_("Để trống: {} tháng kể từ ngày kiểm tra.").format(each.months),
            )
            self.fields[f"file_{each.code}"] = file_field(_("Ảnh, giấy tờ"))

    def lines(self) -> Iterator[Line]:
        """The criteria as the page lays them out."""
        for each in self.checklist:
            boxes = (self[f"{name}_{each.code}"] for name in BOXES)
            yield Line(each, self.known.get(each.fact), *boxes)


def found_of(request: HttpRequest, form: InspectionForm, stack: ExitStack) -> list[Found]:
    """What the inspector answered; files wait to be kept inside `stack`."""
    given, found = form.cleaned_data, []
    for each in form.checklist:
        answer = given[f"met_{each.code}"]
        if not answer:
            continue
        file = stack.enter_context(one_file(request, f"file_{each.code}"))
        proof, until = given[f"evidence_{each.code}"], given[f"until_{each.code}"]
        found.append(Found(each.code, answer == "yes", proof, until, file))
    return found
