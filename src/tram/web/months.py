"""The form of pages that look at one month (tháng): 11/2019."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from tram.web.forms import TramForm


class MonthForm(TramForm):
    """Which month."""

    thang = forms.DateField(
        label=gettext_lazy("Tháng"),
        help_text=gettext_lazy("Ví dụ: 11/2019"),
        input_formats=["%m/%Y"],
        widget=forms.DateInput(
            format="%m/%Y",
            attrs={"class": "w-code", "autocomplete": "off", "inputmode": "numeric"},
        ),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 1))],
    )
