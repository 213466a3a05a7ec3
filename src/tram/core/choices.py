"""Closed lists whose members carry their Vietnamese label (nhãn)."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """One member = an English value for programs and a Vietnamese label for people.

    >>> class Colour(Choice):
    ...     RED = "red", "Đỏ"
    >>> Colour.RED == "red", Colour.RED.label, Colour.choices()
    (True, 'Đỏ', [('red', 'Đỏ')])
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs, as a model or a form wants them."""
        return [(member.value, member.label) for member in cls]
