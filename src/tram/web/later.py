"""«Nhập từ giấy»: what was done on paper while the line was down, entered later with its real time (60b).

`{% later_entry %}` draws the folded block inside a form that writes; `entered` reads it for `access.act`. Whether the
time is possible is the command's question: a time that cannot be read becomes none, and is refused there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from tram.core.acts import Grade
from tram.core.text import clean

AT, NUMBER, GRADE, LABEL = "later_at", "later_paper", "later_grade", "later_s10"
FORMATS = ("%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y %Hh%M", "%Hh%M %d/%m/%Y")
GRADES = [(grade.value, grade.label) for grade in (Grade.SIGNED_PAPER, Grade.MANUAL)]


@dataclass(frozen=True)
class Typed:
    """What stands in the block, to be shown again."""

    at: str = ""
    paper: str = ""
    grade: str = ""
    s10: str = ""

    @property
    def any(self) -> bool:
        return bool(self.at or self.paper)


def typed(posted: Mapping[str, Any]) -> Typed:
    """The boxes as they came."""
    names = (AT, NUMBER, GRADE, LABEL)
    at, paper, grade, s10 = (clean(str(posted.get(name, ""))) for name in names)
    return Typed(at, paper[:64], grade, s10[:20])


def entered(posted: Mapping[str, Any]) -> dict[str, Any]:
    """What an act has of a paper; nothing where the block was left empty."""
    given = typed(posted)
    if not given.any:
        return {}
    known = {value for value, _label in GRADES}
    grade = Grade(given.grade) if given.grade in known else Grade.MANUAL
    return {"occurred_at": _moment(given.at), "grade": grade, "paper": given.paper}


def label_number(posted: Mapping[str, Any]) -> str:
    """The number already on the envelope, of those that the point had set aside; only beside a paper."""
    given = typed(posted)
    return given.s10.replace(" ", "").upper() if given.any else ""


def _moment(text: str) -> datetime | None:
    try:
        found: datetime = forms.DateTimeField(input_formats=FORMATS).clean(text)
    except forms.ValidationError:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
