"""Fields of the public forms: their mistakes are told in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from tram.web.forms import ParsedField


class SpokenField(ParsedField):
    """Text that a core parser reads; `said` gives the sentence for each code of refusal.

    The parser speaks Vietnamese only and quotes what was typed, so it cannot go through gettext itself.
    """

    def __init__(
        self, parse: Callable[[str], Any], *, said: Mapping[str, Any], **options: Any
    ) -> None:
        self.said = said
        super().__init__(parse, **options)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            sentence = self.said.get(error.code or "")
            if sentence is None:
                raise
            raise forms.ValidationError(sentence, code=error.code) from error
