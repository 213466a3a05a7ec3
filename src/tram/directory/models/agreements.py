"""Cooperation agreements between an agency and the post. Nothing is written over: an end is a row of its own.

Legal basis: the plan's task "ký thỏa thuận hợp tác"; domain requirement 6.
"""

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.directory.models.attachments import Attachment
from tram.directory.models.units import Unit
from tram.directory.rules.agreements import AgreementEndKind, AgreementScope


class Agreement(models.Model):
    """An agency and the post agree how dossiers travel (thỏa thuận hợp tác). Log.

    `demonstration`: it was invented for a demonstration.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="agreements")
    post = models.ForeignKey(Unit, models.PROTECT, related_name="post_agreements")
    number = models.CharField("số", max_length=60)
    signed_on = models.DateField("ngày ký")
    scope = models.CharField("phạm vi", max_length=8, choices=AgreementScope.choices)
    note = models.CharField("ghi chú phạm vi", max_length=300, blank=True)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("hiệu lực đến hết", null=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    demonstration = models.BooleanField("số liệu trình diễn", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        indexes = [models.Index(fields=["agency", "signed_on"], name="agreement_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="agreement_in_order",
                condition=Q(valid_to=None)
                | (Q(valid_to__gte=F("valid_from")) & Q(valid_to__gte=F("signed_on"))),
            ),
            models.CheckConstraint(
                name="agreement_not_with_itself", condition=~Q(agency=F("post"))
            ),
        ]


class AgreementEnd(models.Model):
    """An agreement ended before its last day, or was entered by mistake (chấm dứt thỏa thuận). Log."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="end")
    kind = models.CharField("vì sao", max_length=8, choices=AgreementEndKind.choices)
    last_day = models.DateField("ngày cuối còn hiệu lực")
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(name="agreement_ended_for_a_reason", condition=~Q(reason=""))
        ]
