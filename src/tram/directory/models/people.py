"""Who is appointed where."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models.spans import validity
from tram.directory.models.units import Unit


class Appointment(models.Model):
    """A person holds a role at a unit between two dates (phân công)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True)
    decision = models.CharField("quyết định", max_length=120, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="appointment_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="appointment_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
