"""Originals that come before the result (bản chính phải thu hồi): a number or a reason for each, at desk and door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from tram.core.errors import Refused
from tram.custody.rules.originals import Collected
from tram.web.forms import RequestForm


@dataclass(frozen=True)
class OriginalLine:
    """One original of the list: its number, or why there is none."""

    seq: int
    name: str
    number: BoundField
    reason: BoundField


def original_fields(names: Sequence[str]) -> Iterator[tuple[str, forms.Field]]:
    """Two boxes for each original that must be taken back."""
    for seq, name in enumerate(names, 1):
        yield (
            f"original_{seq}_number",
            forms.CharField(
                label=_("Số của giấy đã thu: {name}").format(name=name),
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
            ),
        )
        yield (
            f"original_{seq}_reason",
            forms.CharField(
                label=_("Không thu được, vì: {name}").format(name=name),
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
            ),
        )


class OriginalsForm(RequestForm):
    """A form that collects originals first; `originals` are the names of the version's list."""

    def __init__(self, *args: Any, originals: Sequence[str], **options: Any) -> None:
        self.originals = originals
        vars(self)["base_fields"] = {
            **type(self).base_fields,
            **dict(original_fields(originals)),
        }
        super().__init__(*args, **options)

    @property
    def original_lines(self) -> list[OriginalLine]:
        """The originals as the page draws them."""
        return [
            OriginalLine(seq, name, self[f"original_{seq}_number"], self[f"original_{seq}_reason"])
            for seq, name in enumerate(self.originals, 1)
        ]

    def collected(self) -> tuple[Collected, ...]:
        """What was taken, as the command takes it."""
        given = self.cleaned_data
        return tuple(
            Collected(seq, given[f"original_{seq}_number"], given[f"original_{seq}_reason"])
            for seq, _name in enumerate(self.originals, 1)
        )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal about an original at the first one that has neither number nor reason, or both."""
        if refused.code in {"originals-first", "taken-and-not"}:
            both = refused.code == "taken-and-not"
            wrong = (one for one in self.collected() if _wrong(one, both=both))
            first = next(wrong, None)
            field = f"original_{first.seq}_number" if first else None
        super().refuse(refused, field)


def _wrong(one: Collected, *, both: bool) -> bool:
    if both:
        return bool(one.number and one.absent_reason)
    return not one.number and len(one.absent_reason) < 5
