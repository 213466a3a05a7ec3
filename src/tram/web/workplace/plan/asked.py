"""What a page of the plan is asked for: the year, as of which day, and by which reading of the plan's words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy

from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.programme.queries.plan import goals, plan_for, plan_on, year_on
from tram.programme.rules.periods import begun
from tram.programme.rules.plan import Goals, PlanOn
from tram.programme.rules.readings import OPTIONS, ReadingName, Readings
from tram.web import access
from tram.web.forms import TramForm

ADDRESS: dict[ReadingName, str] = {
    ReadingName.STEP: "muc-tang",
    ReadingName.DENOMINATOR: "mau-so",
    ReadingName.ONLINE: "truc-tuyen",
    ReadingName.DEPLOYED: "trien-khai",
}
"""The name of each question in an address."""


@dataclass(frozen=True)
class Asked:
    """One year of the plan as of one day, read in one way."""

    plan: PlanOn
    year: int
    as_of: date
    readings: Readings
    today: date

    @property
    def goals(self) -> Goals:
        """What the plan asks in the year as of the day, read in this way; another version than today's is read."""
        if self.plan.valid_from <= self.as_of <= self.today:
            return Goals(self.plan, self.year, self.readings)
        return goals(self.year, self.as_of, self.readings)

    @cached_property
    def query(self) -> str:
        """The same question for another page; what the plan itself chose is left out."""
        return urlencode(self.words)

    @cached_property
    def words(self) -> dict[str, str]:
        """The question as parts of an address."""
        said = {"nam": str(self.year), "den": vn_date(self.as_of)}
        chosen = self.plan.readings.codes()
        others = {n: w for n, w in self.readings.codes().items() if w != chosen[n]}
        return said | {ADDRESS[ReadingName(n)]: word for n, word in others.items()}

    def url(self, name: str, *where: Any, **more: str) -> str:
        """Another page about the same year, day and readings; `more` names nothing of these."""
        said = f"&{urlencode(more)}" if more else ""
        return f"{_page(get_script_prefix(), name, *where)}?{self.query}{said}"

    @property
    def told(self) -> list[dict[str, Any]]:
        """Each question with the way read now, and whether the plan itself chose it."""
        return [
            {
                "question": name.label,
                "way": getattr(self.readings, name.value).label,
                "own": getattr(self.readings, name.value)
                == getattr(self.plan.readings, name.value),
                "note": next((n for n in self.plan.notes if n.name == name), None),
            }
            for name in ReadingName
        ]


@lru_cache(maxsize=4096)
def _page(_prefix: str, name: str, *where: Any) -> str:
    """A board has a hundred addresses of the same few pages and agencies."""
    return reverse(name, args=where)


class AskedForm(TramForm):
    """The choosers of the board; all by GET, so that a link keeps what was asked."""

    nam = forms.TypedChoiceField(
        label=gettext_lazy("Năm"), coerce=int, widget=forms.Select(attrs={"class": "w-code"})
    )
    den = forms.DateField(
        label=gettext_lazy("Tính đến hết ngày"), help_text=gettext_lazy("Ví dụ: 31/12/2019")
    )

    def __init__(self, plan: PlanOn, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan, self.today = plan, today
        years = range(plan.first_year, plan.last_year + 1)
        cast(forms.ChoiceField, self.fields["nam"]).choices = [(str(y), str(y)) for y in years]
        for name in ReadingName:
            self.fields[ADDRESS[name]] = forms.ChoiceField(
                label=name.label, choices=OPTIONS[name].choices()
            )

    def clean_den(self) -> date:
        """A day to come is refused and stays in its field."""
        day: date = self.cleaned_data["den"]
        try:
            return begun(day, self.plan.year_starts, self.today)
        except Refused as no:
            raise ValidationError(no.message) from no

    def asked(self) -> Asked:
        """What a valid form asks; a day outside the year is its nearest day."""
        given = self.cleaned_data
        period = self.plan.period(given["nam"])
        as_of = min(max(given["den"], period.first), period.last)
        ways = {name.value: given[ADDRESS[name]] for name in ReadingName}
        return Asked(self.plan, given["nam"], as_of, self.plan.readings.but(**ways), self.today)

    def usual(self) -> Asked:
        """What is shown beside a form that cannot be read: the plan's last year that has begun, its own readings."""
        given = getattr(self, "cleaned_data", {})
        year = given.get("nam") or self.plan.last_year
        return Asked(self.plan, year, self.plan.period(year).last, self.plan.readings, self.today)


def asked_form(request: HttpRequest) -> AskedForm | None:
    """The form as the address fills it; without a word of it: this year, up to today. None if there is no plan."""
    today: date = access.today(request)
    year = _year(request.GET.get("nam", "")) or year_on(today)
    plan = plan_for(year, today) or plan_for(year_on(today), today) or plan_on(today)
    if plan is None:
        return None
    year = min(max(year, plan.first_year), plan.last_year)
    start = {"nam": str(year), "den": vn_date(min(today, plan.period(year).last))}
    chosen = plan.readings.codes()
    start |= {ADDRESS[name]: chosen[name.value] for name in ReadingName}
    given = {k: v for k, v in request.GET.dict().items() if k in start and str(v).strip()}
    return AskedForm(plan, today, start | given)


def _year(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) == 4 else 0
