"""Which form (biểu mẫu) a dossier's paper is printed on."""

from datetime import date

from tram.core.errors import Refused
from tram.directory.queries import parameter, regime
from tram.dossiers.rules.forms import Form, FormKind, plain_form


def form_of(kind: FormKind, code: str, day: date) -> Form:
    """The form of a regime on a day; a plain one where none was loaded, since people must get their paper."""
    try:
        value = parameter(f"forms.{code}.{kind}", day)
    except Refused:
        return plain_form(kind)
    return Form(kind=kind, regime=code, **value)


def form_on(kind: FormKind, day: date) -> Form:
    """The form of the regime in force on a day."""
    try:
        code = regime(day).code
    except Refused:
        return plain_form(kind)
    return form_of(kind, code, day)
