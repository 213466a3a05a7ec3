"""The days on which a row is in force."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func


class DateRange(Func):
    """The days from–to of a row, both included; an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def validity() -> DateRange:
    return DateRange("valid_from", "valid_to", models.Value("[]"))
