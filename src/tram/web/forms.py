"""Forms of the pages: Vietnamese messages, clean text, the error summary, the request's own UUID.

A form reads and checks what was typed; what may be done is decided by commands, whose `Refused`
comes back onto the form through `refuse`.
"""

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise, cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.text import clean

# {label} is ours, %(limit_value)s is filled in by Django's validators.
_LIMITS = {
    "max_length": gettext_lazy("«{label}» quá dài: nhiều nhất %(limit_value)s ký tự."),
    "min_length": gettext_lazy("«{label}» quá ngắn: ít nhất %(limit_value)s ký tự."),
    "max_value": gettext_lazy("«{label}» quá lớn: nhiều nhất là %(limit_value)s."),
    "min_value": gettext_lazy("«{label}» quá nhỏ: ít nhất là %(limit_value)s."),
}
FIRST_YEAR, LAST_YEAR = 1900, 2199
_CHOOSE = gettext_lazy("«{label}»: hãy chọn trong danh sách.")
_NOT_READ = gettext_lazy("«{label}» chưa đúng, hãy kiểm tra và nhập lại.")
_OLD_PAGE = gettext_lazy("Trang này đã cũ: hãy tải lại trang rồi nhập lại.")


class Renderer(DjangoTemplates):
    """Draws forms and fields with our own parts."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"

    @cached_property
    def engine(self) -> Any:
        """Django's own widgets and our parts, with the tags that pages have."""
        tags = cast(Any, settings.TEMPLATES[0]["OPTIONS"])
        return self.backend(
            {
                "NAME": "forms",
                "APP_DIRS": True,
                "DIRS": [Path(forms.__file__).parent / "templates"],
                "OPTIONS": {"libraries": tags["libraries"], "builtins": tags["builtins"]},
            }
        )


@dataclass(frozen=True)
class SummaryLine:
    """One line of the error summary; its link leads to `field_id`, empty for the whole form."""

    field_id: str
    message: str


class ParsedField(forms.CharField):
    """Text that a core parser reads (a code, an amount): its refusal is shown at the field."""

    def __init__(self, parse: Callable[[str], Any], **options: Any) -> None:
        self.parse = parse
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return self.parse(text)
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from refused


class SharedFields(dict[str, forms.Field]):
    """The fields of forms that share them, where Django would copy each for every form.

    A form that changes one takes its own first (`TramForm.ask_for`).
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class TramForm(forms.Form):
    """The base of every form: tidy text (NFC, single spaces), our messages, `error_summary`."""

    # The browser's bubbles speak the browser's language; ours stand on the page.
    use_required_attribute = False
    refused = False

    def __init__(self, *args: Any, **options: Any) -> None:
        for name, field in self.base_fields.items():
            _make_ours(name, field)
        super().__init__(*args, **options)

    def ask_for(self, name: str, needed: bool) -> None:
        """Whether this form, and no other that shares the field, must have it filled in."""
        if self.fields[name].required != needed:
            self.fields[name] = deepcopy(self.fields[name])
            self.fields[name].required = needed

    def full_clean(self) -> None:
        if self.is_bound:
            self._tidy_text()
        super().full_clean()

    @property
    def error_summary(self) -> list[SummaryLine]:
        """What is wrong, in the order of the page; empty for a form not sent or right."""
        if not self.is_bound:
            return []
        whole = [SummaryLine("", str(message)) for message in self.non_field_errors()]
        fields = [
            SummaryLine(_anchor(box), str(message)) for box in self for message in box.errors
        ]
        return whole + fields

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a command's refusal on the form, at one field or for the whole."""
        self.refused = True
        self.add_error(field, forms.ValidationError(refused.message, code=refused.code))

    def _tidy_text(self) -> None:
        tidied = {}
        for name, field in self.fields.items():
            typed = self.data.get(key := self.add_prefix(name))
            if typed and _is_text(field):
                lines = isinstance(field.widget, forms.Textarea)
                if (tidy := _tidied(typed, lines=lines)) != typed:
                    tidied[key] = tidy
        if tidied:
            data = cast(Any, copy(self.data))
            for key, tidy in tidied.items():
                data[key] = tidy
            self.data = data


class RequestForm(TramForm):
    """A form that causes a write: its UUID, kept when shown again, makes repeating harmless."""

    request_id = forms.UUIDField(
        widget=forms.HiddenInput(attrs={"id": False}),
        initial=uuid4,
        error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE},
    )


def _is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)


def _tidied(text: str, *, lines: bool) -> str:
    return "\n".join(map(clean, text.splitlines())).strip() if lines else clean(text)


def _anchor(box: BoundField) -> str:
    """The id the summary links to: the input, or the first choice of a group."""
    if box.is_hidden:
        return ""
    return box.id_for_label or (f"{box.auto_id}_0" if box.auto_id else "")


def _make_ours(name: str, field: forms.Field) -> None:
    """Once for each field: every form copies it as it is then."""
    if not getattr(field, "ours", False):
        _speak_vietnamese(field, field.label or name)
        _describe(field)
        if isinstance(field, forms.DateField | forms.DateTimeField):
            field.validators = [*field.validators, _of_these_times]
        vars(field)["ours"] = True


def _of_these_times(day: date) -> None:
    """A year that nobody here can mean is a slip; at its ends a day even has no hour in Việt Nam."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError("", code="invalid")  # the field's own words


def _speak_vietnamese(field: forms.Field, label: str | Promise) -> None:
    """Replaces Django's own wording by ours, which names the field; a form's own wording stays."""
    standard = _standard_messages(cast(Any, type(field)))
    wordings = {
        "required": _required(field),
        "invalid": _invalid(field),
        "invalid_choice": _CHOOSE,
        "invalid_list": _CHOOSE,
        **_LIMITS,
    }
    for code, wording in wordings.items():
        if field.error_messages.get(code) is standard.get(code):
            field.error_messages[code] = format_lazy(cast(str, wording), label=label)


@cache
def _standard_messages(kind: Any) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        merged |= getattr(base, "default_error_messages", {})
    return merged


def _required(field: forms.Field) -> Promise:
    if isinstance(field, forms.BooleanField):
        return gettext_lazy("Hãy đánh dấu «{label}» để tiếp tục.")
    if isinstance(field, forms.ChoiceField | forms.FileField):
        return gettext_lazy("Chưa chọn «{label}».")
    return gettext_lazy("Chưa nhập «{label}».")


def _invalid(field: forms.Field) -> Promise:
    if isinstance(field, forms.DateField):
        return gettext_lazy("«{label}» phải là một ngày có thật, ví dụ 02/12/2019.")
    if isinstance(field, forms.DateTimeField):
        return gettext_lazy("«{label}» phải có giờ và ngày, ví dụ 08:30 02/12/2019.")
    if isinstance(field, forms.IntegerField):
        return gettext_lazy("«{label}» phải là số nguyên, ví dụ 12.")
    return _NOT_READ


def _describe(field: forms.Field) -> None:
    """Tells assistive technology what must be filled in, and gives dates the width of a date."""
    attrs = field.widget.attrs
    if field.required and not field.widget.is_hidden and not field.widget.use_fieldset:
        attrs.setdefault("aria-required", "true")
    if isinstance(field, forms.DateField):
        attrs.setdefault("class", "w-date")
        attrs.setdefault("inputmode", "numeric")
