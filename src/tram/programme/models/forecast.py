"""What the worker expects of the year: replaced whole at each computation, never computed for a page."""

from django.db import models

from tram.catalogue.models import Procedure
from tram.directory.models import Unit
from tram.programme.rules.forecast import Method
from tram.programme.rules.indicators import Indicator


class Forecast(models.Model):
    """Where an agency (unit empty: the province) will end the year by one indicator (dự báo cuối năm).

    `numerator`/`denominator` are what was counted at `as_of`; `…_end` what is expected on 31 December; low, middle and
    high are the share in thousandths with an interval of 80 per cent, empty where there is too little history.
    """

    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    indicator = models.CharField("chỉ tiêu", max_length=24, choices=Indicator.choices)
    as_of = models.DateField("tính đến hết ngày")
    computed_at = models.DateTimeField("tính lúc")
    method = models.CharField("phương pháp", max_length=12, choices=Method.choices)
    months = models.PositiveSmallIntegerField("số tháng dữ liệu")
    numerator = models.PositiveIntegerField("tử số")
    denominator = models.PositiveIntegerField("mẫu số")
    numerator_end = models.PositiveIntegerField("tử số dự kiến", null=True)
    denominator_end = models.PositiveIntegerField("mẫu số dự kiến", null=True)
    low = models.PositiveSmallIntegerField("cận dưới (phần nghìn)", null=True)
    middle = models.PositiveSmallIntegerField("dự kiến (phần nghìn)", null=True)
    high = models.PositiveSmallIntegerField("cận trên (phần nghìn)", null=True)
    error = models.PositiveSmallIntegerField("sai số khi kiểm lại (phần nghìn)", null=True)
    tested = models.PositiveSmallIntegerField("số lần kiểm lại", default=0)
    held = models.PositiveSmallIntegerField("số lần trong khoảng", default=0)
    simulated = models.BooleanField("có dữ liệu mô phỏng", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "unit", "indicator"],
                nulls_distinct=False,
                name="forecast_once",
            ),
            models.CheckConstraint(
                name="forecast_in_order",
                condition=models.Q(low=None, middle=None, high=None)
                | models.Q(low__lte=models.F("middle"), middle__lte=models.F("high")),
            ),
        ]


class NearProcedure(models.Model):
    """A deployed procedure that one dossier by post would make count (thủ tục còn thiếu một hồ sơ).

    `on_the_way`: dossiers registered by post and not handed over, or results at the post and not delivered; `dossiers`:
    how many the agency received of it in the year by any way.
    """

    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="+")
    on_the_way = models.PositiveIntegerField("đang trên đường")
    dossiers = models.PositiveIntegerField("hồ sơ trong năm")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "unit", "procedure"], name="near_procedure_once"
            )
        ]
